"""The report for a person at a terminal: by rule, worst first, with what to do next."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from itertools import groupby

from compliance.finding import Finding, Report, Verdict
from compliance.report_formats.style import Style

_COLOUR = {
    Verdict.VIOLATION: "\033[1;31m",
    Verdict.UNDETERMINED: "\033[1;33m",
    Verdict.FLAGGED: "\033[1;35m",
    Verdict.WAIVED: "\033[36m",
    Verdict.COMPLIANT: "\033[1;32m",
    Verdict.NOT_APPLICABLE: "\033[2m",
}
_BOLD, _DIM, _OFF = "\033[1m", "\033[2m", "\033[0m"
_MEANING = {
    Verdict.VIOLATION: "at least one rule is broken for certain",
    Verdict.UNDETERMINED: "the facts do not settle it: nothing is broken for certain, nothing is cleared",
    Verdict.FLAGGED: "a red flag that a person must resolve",
    Verdict.WAIVED: "every finding is waived",
    Verdict.COMPLIANT: "every rule is kept",
    Verdict.NOT_APPLICABLE: "no rule applies to these units",
}
_INDENT = 4
_ROWS = 6
_FINDINGS = 12
"""So many findings of a rule are told one by one; JSON has them all."""
_NOTES = 40


def write(report: Report, style: Style) -> str:
    """The report as lines of at most ``style.width`` columns; control characters of the input are made visible."""
    return "\n".join(_lines(report, _Pen(style))) + "\n"


class _Pen:
    def __init__(self, style: Style) -> None:
        self.width = max(style.width, 40)
        self.colour = style.colour

    def paint(self, text: str, code: str) -> str:
        return f"{code}{text}{_OFF}" if self.colour else text

    def wrap(self, text: str, first: str = "", rest: str | None = None) -> list[str]:
        indent = " " * len(first) if rest is None else rest
        return textwrap.wrap(
            plain(text), self.width, initial_indent=first, subsequent_indent=indent, break_on_hyphens=False
        ) or [first]


def plain(text: str) -> str:
    """``text`` on one line without anything that a terminal would obey."""
    return "".join(
        char if char.isprintable() else " " if char in "\t\r\n" else "\N{REPLACEMENT CHARACTER}" for char in text
    )


def _lines(report: Report, pen: _Pen) -> Iterator[str]:
    yield pen.paint(report.verdict.upper(), _COLOUR[report.verdict]) + f"  {_MEANING[report.verdict]}"
    yield f"As of {report.as_of}: {_count(report.summary.units, 'unit')} in {_count(report.summary.lots, 'lot')}."
    yield ""
    yield from _summary(report, pen)
    by_rule = sorted(report.findings, key=lambda finding: finding.rule)
    rules = [(rule, list(found)) for rule, found in groupby(by_rule, key=lambda finding: finding.rule)]
    for rule, found in sorted(rules, key=lambda each: (min(finding.verdict.severity for finding in each[1]), each[0])):
        yield ""
        yield from _rule(rule, found, pen)
    yield from _next_steps(report.findings, pen)
    if report.notes:
        yield ""
        yield pen.paint("Notes", _BOLD)
        for note in report.notes[:_NOTES]:
            yield from pen.wrap(note, "  - ")
        if len(report.notes) > _NOTES:
            yield f"  - and {len(report.notes) - _NOTES} more (--format json has them all)"


def _summary(report: Report, pen: _Pen) -> Iterator[str]:
    total = report.summary.units or 1
    for verdict, units in report.summary.by_verdict.items():
        if units:
            share = f"{units / total:6.1%}" if units < total else "  100%"
            yield f"  {pen.paint(f'{verdict:<15}', _COLOUR[verdict])}{units:>12,} units {share}"


def _rule(rule: str, findings: list[Finding], pen: _Pen) -> Iterator[str]:
    ordered = sorted(findings, key=lambda finding: (finding.verdict.severity, -finding.units, finding.subject.id))
    yield pen.paint(rule, _BOLD) + pen.paint(f"  ({ordered[0].effect})", _DIM)
    for finding in ordered[:_FINDINGS]:
        word = pen.paint(finding.verdict, _COLOUR[finding.verdict])
        about = (
            "" if finding.subject.kind in ("lot", "fleet") else f", {finding.subject.kind} {plain(finding.subject.id)}"
        )
        yield f"  {word}  {_count(finding.units, 'unit')}{about}"
        yield from pen.wrap(finding.because[:1].upper() + finding.because[1:] + ".", " " * _INDENT)
        where = _where(finding)
        if where:
            yield from pen.wrap(where, " " * _INDENT)
    if len(ordered) > _FINDINGS:
        rest = ordered[_FINDINGS:]
        yield f"  and {len(rest)} more findings on {sum(finding.units for finding in rest):,} units (--format json has them all)"
    shown = ordered[:_FINDINGS]
    sources = dict.fromkeys(f"{source.title} [{source.id}]" for finding in shown for source in finding.sources)
    for source in sources:
        yield from pen.wrap(source, "  Source: ", " " * 10)
    for note in dict.fromkeys(note for finding in shown for note in finding.notes):
        yield from pen.wrap(note, "  Note:   ", " " * 10)


def _where(finding: Finding) -> str:
    said = []
    for file, places in groupby(finding.locations, key=lambda location: location.file):
        rows = [str(location.row) for location in places]
        more = ", …" if len(rows) > _ROWS else ""
        said.append(f"{file}: {'row' if len(rows) == 1 else 'rows'} {', '.join(rows[:_ROWS])}{more}")
    rows_in_all = len(finding.locations) + finding.locations_omitted
    return "; ".join(said) + (f" ({rows_in_all:,} rows)" if rows_in_all > _ROWS else "")


def _next_steps(findings: Iterable[Finding], pen: _Pen) -> Iterator[str]:
    units: dict[str, int] = {}
    for finding in findings:
        if finding.remedy:
            units[finding.remedy] = units.get(finding.remedy, 0) + finding.units
    if units:
        yield ""
        yield pen.paint("What to do next", _BOLD)
        for remedy, number in sorted(units.items(), key=lambda item: (-item[1], item[0])):
            yield from pen.wrap(f"{remedy} ({_count(number, 'unit')})", "  - ")


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
