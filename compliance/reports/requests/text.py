"""Requests for a terminal: how much is asked of whom, and what answers propose."""

from __future__ import annotations

from typing import TextIO

from compliance.core.text import counted
from compliance.reports.dossier.summaries import ADDRESSEES
from compliance.reports.style import Style
from compliance.workflows.requests import RequestsResult

MAX_QUESTIONS = 12
"""So many questions of an addressee are named."""


def write(result: RequestsResult, out: TextIO, style: Style) -> None:
    """Open requests by addressee; after answers first what they propose, and which lines are refused."""
    lines: list[str] = []
    if result.answered:
        lines += [f"{counted(len(result.proposals), 'answer')} to confirm; nothing has been changed yet."]
        for proposal in result.proposals:
            line = proposal.line
            where = f"{line.file}, row {line.row}" if line.row else line.target
            into = line.column or line.answer or "note"
            paper = f" (document: {proposal.document})" if proposal.document else ""
            remark = f" {proposal.remark}" if proposal.remark else ""
            lines += style.wrap(f"{where}: {into} = {proposal.answer or '?'}{paper}{remark}", "  + ")
        for refusal in result.refused:
            lines += style.wrap(f"{refusal.file}, {refusal.sheet}, row {refusal.row}: {refusal.why}", "  ! ")
        lines.append("")
    for addressee, asked in result.by_addressee().items():
        questions: dict[str, int] = {}
        for line in asked:
            questions[line.what] = questions.get(line.what, 0) + line.units
        lines.append(style.paint(f"{ADDRESSEES[addressee]}: {counted(len(questions), 'question')}", "bold"))
        for what, units in list(questions.items())[:MAX_QUESTIONS]:
            lines += style.wrap(f"{what} ({counted(units, 'unit')})", "  - ")
        if len(questions) > MAX_QUESTIONS:
            lines.append(f"  and {counted(len(questions) - MAX_QUESTIONS, 'more question')}")
    if not result.lines:
        lines.append("Nothing is open.")
    out.write("".join(f"{line}\n" for line in lines))
