"""The report for a person at a terminal: by rule, worst first, with what to do next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TextIO

from compliance.core.finding import Finding, Report, Verdict
from compliance.core.text import counted
from compliance.reports.check.base import Account
from compliance.reports.sentences import HEADLINE
from compliance.reports.style import Style, columns, plain
from compliance.reports.summaries import FindingGroup, by_rule, notes, remedies, sources

_COLOUR = {
    Verdict.VIOLATION: "\033[1;31m",
    Verdict.UNDETERMINED: "\033[1;33m",
    Verdict.FLAGGED: "\033[1;35m",
    Verdict.WAIVED: "\033[36m",
    Verdict.COMPLIANT: "\033[1;32m",
    Verdict.NOT_APPLICABLE: "\033[2m",
}
_BOLD, _DIM, _OFF = "\033[1m", "\033[2m", "\033[0m"
_INDENT = " " * 4
_FINDINGS = 12
"""So many findings of a rule are told one by one; JSON has them all."""
_NOTES = 40


def write(account: Account, out: TextIO) -> None:
    """The report as lines of at most ``style.width`` columns; control characters of the input are made visible."""
    out.write("\n".join(_lines(account.report, account.style)) + "\n")


def _lines(report: Report, style: Style) -> Iterator[str]:
    yield from _painted(style, report.verdict.upper(), _COLOUR[report.verdict], f"{HEADLINE[report.verdict]}")
    yield from style.wrap(
        f"As of {report.as_of}: {counted(report.summary.units, 'unit')} in {counted(report.summary.lots, 'lot')}."
    )
    if report.summary.units:
        yield "Units by their worst verdict:"
        yield from _summary(report, style)
    for rule, told in by_rule(report.findings):
        yield ""
        yield from _rule(rule, told, style)
    yield from _next_steps(report.findings, style)
    yield from _sources(report.findings, style)
    if report.notes:
        yield ""
        yield _paint(style, "Notes", _BOLD)
        for note in report.notes[:_NOTES]:
            yield from style.wrap(note, "  - ")
        if len(report.notes) > _NOTES:
            yield from style.wrap(f"and {len(report.notes) - _NOTES} more (--format json has them all)", "  - ")


def _summary(report: Report, style: Style) -> Iterator[str]:
    total = report.summary.units or 1
    for verdict, units in report.summary.by_verdict.items():
        if units:
            share = f"{units / total:6.1%}" if units < total else "  100%"
            yield f"  {_paint(style, f'{verdict:<15}', _COLOUR[verdict])}{units:>10,} units {share}"


def _rule(rule: str, told: Sequence[FindingGroup], style: Style) -> Iterator[str]:
    yield from _painted(style, rule, _BOLD, f"({told[0].findings[0].effect})")
    shown, rest = told[:_FINDINGS], told[_FINDINGS:]
    for each in shown:
        yield from _painted(style, each.verdict, _COLOUR[each.verdict], each.subject, "  ")
        yield from style.wrap(each.sentence, _INDENT)
        if each.locations:
            yield from style.wrap(each.where, _INDENT)
        for note in each.waivers:
            yield from style.wrap(note, _INDENT)
    if rest:
        units = sum(each.units for each in rest)
        yield from style.wrap(
            f"and {len(rest)} more findings on {counted(units, 'unit')} (--format json has them all)", "  "
        )
    for note in notes(shown):
        yield from style.wrap(note, "  Note:    ")
    cited = dict.fromkeys(source.id for each in shown for finding in each.findings for source in finding.sources)
    yield from style.wrap(", ".join(cited), "  Sources: ")


def _next_steps(findings: Iterable[Finding], style: Style) -> Iterator[str]:
    found = remedies(findings)
    if found:
        yield ""
        yield _paint(style, "What to do next", _BOLD)
        for remedy in found:
            yield from style.wrap(f"{remedy.text} ({remedy.of})", "  - ")


def _sources(findings: Sequence[Finding], style: Style) -> Iterator[str]:
    found = sources(findings)
    if found:
        yield ""
        yield _paint(style, "Sources", _BOLD)
    for source, doubt in found:
        yield from style.wrap(f"{source.id}: {source.title}{f' ({doubt})' if doubt else ''}", "  - ")


def _paint(style: Style, text: str, code: str) -> str:
    return f"{code}{text}{_OFF}" if style.colour else text


def _painted(style: Style, word: str, code: str, rest: str, indent: str = "") -> list[str]:
    """A line that begins with a coloured word, in two parts where the word is long."""
    head = indent + plain(word)
    if columns(head) > style.width // 2:
        return [*(_paint(style, line, code) for line in style.wrap(word, indent)), *style.wrap(rest, indent + "  ")]
    first, *others = style.wrap(rest, f"{head}  ", indent + "  ")
    return [indent + _paint(style, plain(word), code) + first.removeprefix(head), *others]
