"""Requests as a workbook: a sheet for each addressee, with room for the answers, which the program reads back."""

from __future__ import annotations

from typing import BinaryIO

from compliance.reports.dossier.summaries import ADDRESSEES
from compliance.reports.style import Style
from compliance.reports.workbook import listing, workbook
from compliance.workflows.requests import COLUMNS, RequestsResult

_WIDTHS = (14, 24, 8, 60, 18, 24, 24, 24, 30)


def write(result: RequestsResult, out: BinaryIO, style: Style) -> None:
    """The workbook; the same answer gives the same bytes."""
    del style
    header = dict(zip(COLUMNS, _WIDTHS, strict=True))
    with workbook(out, result.as_of) as pen:
        for addressee, lines in result.by_addressee().items():
            rows = (
                (line.key, line.item, line.units, line.what, line.column or line.answer or "", line.now, "", "", "")
                for line in lines
            )
            listing(pen, ADDRESSEES[addressee], header, rows)
        if result.answered:
            proposals = (
                (proposal.line.file, proposal.line.row, proposal.line.column or proposal.line.answer or "note",
                 proposal.line.now, proposal.answer, proposal.document, proposal.remark)
                for proposal in result.proposals
            )  # fmt: skip
            titles = {
                "File": 24,
                "Row": 8,
                "Column": 18,
                "Recorded now": 24,
                "Answer": 24,
                "Document": 24,
                "Remark": 30,
            }
            listing(pen, "To confirm", titles, proposals)
            refused = ((refusal.file, refusal.sheet, refusal.row, refusal.why) for refusal in result.refused)
            listing(pen, "Refused", {"File": 24, "Sheet": 24, "Row": 8, "Why": 60}, refused)
        if not result.lines:
            listing(pen, "Nothing is open", {"": 8}, ())
