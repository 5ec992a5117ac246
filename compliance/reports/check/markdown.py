"""A memo in Markdown (CommonMark with GitHub's tables), for a pull request or a board.

Whatever the inventory says is shown as it stands: it makes no heading, no link, no picture, no HTML, calls nobody by
``@name`` and refers to no issue.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TextIO

from compliance.core.finding import Report, Verdict
from compliance.core.text import counted
from compliance.reports.check.base import Account, AskedRule, units_by
from compliance.reports.sentences import HEADLINE, top_lines
from compliance.reports.style import is_address, plain
from compliance.reports.summaries import FindingGroup, by_rule, notes, on_fleet, preparation, remedies, sources

_MARKS = re.compile(r"[\\`*_{}\[\]<>#|~&$!]|(?i:(?<=http)|(?<=https)|(?<=ftp)):|(?i:(?<=www))\.")
_CALLS = re.compile(r"(?<=@)|(?<=\\#)(?=\d)|(?<=GH-)(?=\d)")
_FIRST = re.compile(r"^(\s*(?=[-+=])|\s*\d+(?=[.)]))")
"""What would begin a list or underline a heading."""
_CUT = "<!-- -->"
"""Nothing to see, but what stands on its two sides is no longer one word to GitHub."""
_FINDINGS = 20
_NAMES = 12
"""So many findings of a rule, and so many makers or origins, are shown one by one."""


def write(account: Account, out: TextIO) -> None:
    """The memo: the verdict, what to do, the rules in turn, the sources, what was read."""
    out.write("\n".join(_blocks(account)) + "\n")


def escaped(text: str) -> str:
    """``text`` on one line, so that Markdown shows it as it stands."""
    line = _MARKS.sub(r"\\\g<0>", plain(text))
    return _FIRST.sub(r"\1\\", _CALLS.sub(_CUT, line))


def _blocks(account: Account) -> Iterator[str]:
    report = account.report
    groups_by_rule = by_rule(on_fleet(report.findings))
    rules_by_id = {rule.id: rule for rule in account.rules}
    yield f"# Compliance: {report.verdict}\n"
    yield (
        f"On {report.as_of}, {HEADLINE[report.verdict]}: {counted(report.summary.units, 'unit')} in "
        f"{counted(report.summary.lots, 'lot')} were judged by {counted(len(account.rules), 'rule')}.\n"
    )
    yield from _table(("Verdict", "Units", "Share"), _shares(report))
    lines = top_lines(report)
    if lines:
        yield "## Read this first\n"
        yield from (f"- {escaped(line)}" for line in lines[:_FINDINGS])
        yield f"- and {len(lines) - _FINDINGS} more" if len(lines) > _FINDINGS else ""
        yield ""
    for title, steps in (
        ("What to do next", remedies(on_fleet(report.findings))),
        ("Our preparation (this says nothing about the fleet)", preparation(report.findings)),
    ):
        if steps:
            yield f"## {title}\n"
            yield from (f"- {escaped(step.text)} ({step.of})" for step in steps)
            yield ""
    yield "## Rules\n"
    yield from _rules(account.rules)
    for rule, groups in groups_by_rule:
        yield from _rule(rule, rules_by_id[rule].title if rule in rules_by_id else "", groups)
    lots = account.lots()
    for title, of in (
        ("maker", units_by(lots, lambda lot: lot.maker)),
        ("origin", units_by(lots, lambda lot: lot.origin)),
    ):
        yield f"## Units by {title}\n"
        yield from _names(title, of)
    yield from _ends(report)


def _shares(report: Report) -> Iterator[Sequence[str]]:
    for verdict, units in report.summary.by_verdict.items():
        if units:
            yield verdict, f"{units:,}", f"{units / report.summary.units:.1%}"


def _rules(rules: Iterable[AskedRule]) -> Iterator[str]:
    shown = (Verdict.VIOLATION, Verdict.UNDETERMINED, Verdict.FLAGGED, Verdict.WAIVED, Verdict.COMPLIANT)
    rows = (
        (
            escaped(rule.id),
            escaped(rule.title),
            *(f"{units:,}" if (units := rule.units.get(verdict, 0)) else "" for verdict in shown),
        )
        for rule in rules
    )
    yield from _table(("Rule", "What it asks", *shown), rows)


def _rule(rule: str, title: str, groups: Sequence[FindingGroup]) -> Iterator[str]:
    yield f"## {escaped(rule)}\n"
    yield f"{escaped(title)} (effect: {groups[0].findings[0].effect}).\n" if title else ""
    for group in groups[:_FINDINGS]:
        yield f"- **{group.verdict}**, {escaped(group.subject)}: {escaped(group.sentence)}"
        yield from (f"  - {escaped(line)}" for line in (group.where, *group.waivers) if line)
    if len(groups) > _FINDINGS:
        units = sum(group.units for group in groups[_FINDINGS:])
        yield f"- and {len(groups) - _FINDINGS} more findings on {counted(units, 'unit')}"
    yield ""
    yield from (f"> {escaped(note)}\n" for note in notes(groups[:_FINDINGS]))


def _names(title: str, of: Mapping[str, Mapping[Verdict, int]]) -> Iterator[str]:
    shown = [verdict for verdict in Verdict if any(units.get(verdict) for units in of.values())]
    rows = [
        (escaped(name), *(f"{number:,}" if (number := units.get(verdict, 0)) else "" for verdict in shown))
        for name, units in [*of.items()][:_NAMES]
    ]
    yield from _table((title, *shown), rows)
    if len(of) > _NAMES:
        yield f"and {len(of) - _NAMES} more\n"


def _ends(report: Report) -> Iterator[str]:
    cited = sources(report.findings)
    if cited:
        yield "## Sources\n"
        for source, doubt in cited:
            linked = f" <{source.url}>" if is_address(source.url) else ""
            yield f"- {escaped(source.id)}: {escaped(source.title)}{linked}{f' ({escaped(doubt)})' if doubt else ''}"
        yield ""
    yield "## What was read\n"
    rows = [
        (
            entry.kind,
            escaped(entry.path),
            f"{entry.rows:,}" if entry.rows else "",
            escaped(entry.edition or ""),
            f"`{entry.sha256[:12]}…`",
        )
        for entry in report.inputs
    ]
    yield from _table(("Kind", "File", "Rows", "Edition", "SHA-256"), rows)
    yield from (f"- {escaped(note)}" for note in report.notes)
    yield f"\n{escaped(f'{report.tool.name} {report.tool.version}')}"


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(header)} |"
    yield f"|{' --- |' * len(header)}"
    yield from (f"| {' | '.join(row)} |" for row in rows)
    yield ""
