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

LOOKS = {
    Verdict.VIOLATION: "bold red",
    Verdict.UNDETERMINED: "bold yellow",
    Verdict.FLAGGED: "bold magenta",
    Verdict.WAIVED: "cyan",
    Verdict.COMPLIANT: "bold green",
    Verdict.NOT_APPLICABLE: "dim",
}
INDENT = " " * 4
MAX_FINDINGS, MAX_NOTES = 12, 40
"""So many findings of a rule, and notes, are shown one by one; JSON has them all."""


def write(account: Account, out: TextIO) -> None:
    """The report as lines of at most ``style.width`` columns; control characters of the input are made visible."""
    out.write("\n".join(_lines(account.report, account.style)) + "\n")


def _lines(report: Report, style: Style) -> Iterator[str]:
    yield from _painted(style, report.verdict.upper(), LOOKS[report.verdict], f"{HEADLINE[report.verdict]}")
    yield from style.wrap(
        f"As of {report.as_of}: {counted(report.summary.units, 'unit')} in {counted(report.summary.lots, 'lot')}."
    )
    if report.summary.units:
        yield "Units by their worst verdict:"
        yield from _summary(report, style)
    for rule, groups in by_rule(report.findings):
        yield ""
        yield from _rule(rule, groups, style)
    yield from _next_steps(report.findings, style)
    yield from _sources(report.findings, style)
    if report.notes:
        yield ""
        yield style.paint("Notes", "bold")
        for note in report.notes[:MAX_NOTES]:
            yield from style.wrap(note, "  - ")
        if len(report.notes) > MAX_NOTES:
            yield from style.wrap(f"and {len(report.notes) - MAX_NOTES} more (--format json has them all)", "  - ")


def _summary(report: Report, style: Style) -> Iterator[str]:
    total = report.summary.units or 1
    for verdict, units in report.summary.by_verdict.items():
        if units:
            share = f"{units / total:6.1%}" if units < total else "  100%"
            yield f"  {style.paint(f'{verdict:<15}', LOOKS[verdict])}{units:>10,} units {share}"


def _rule(rule: str, groups: Sequence[FindingGroup], style: Style) -> Iterator[str]:
    yield from _painted(style, rule, "bold", f"({groups[0].findings[0].effect})")
    shown, rest = groups[:MAX_FINDINGS], groups[MAX_FINDINGS:]
    for group in shown:
        yield from _painted(style, group.verdict, LOOKS[group.verdict], group.subject, "  ")
        yield from style.wrap(group.sentence, INDENT)
        if group.locations:
            yield from style.wrap(group.where, INDENT)
        for note in group.waivers:
            yield from style.wrap(note, INDENT)
    if rest:
        units = sum(group.units for group in rest)
        yield from style.wrap(
            f"and {len(rest)} more findings on {counted(units, 'unit')} (--format json has them all)", "  "
        )
    for note in notes(shown):
        yield from style.wrap(note, "  Note:    ")
    cited = dict.fromkeys(source.id for group in shown for finding in group.findings for source in finding.sources)
    yield from style.wrap(", ".join(cited), "  Sources: ")


def _next_steps(findings: Iterable[Finding], style: Style) -> Iterator[str]:
    steps = remedies(findings)
    if steps:
        yield ""
        yield style.paint("What to do next", "bold")
        for remedy in steps:
            yield from style.wrap(f"{remedy.text} ({remedy.of})", "  - ")


def _sources(findings: Sequence[Finding], style: Style) -> Iterator[str]:
    cited = sources(findings)
    if cited:
        yield ""
        yield style.paint("Sources", "bold")
    for source, doubt in cited:
        yield from style.wrap(f"{source.id}: {source.title}{f' ({doubt})' if doubt else ''}", "  - ")


def _painted(style: Style, word: str, look: str, rest: str, indent: str = "") -> list[str]:
    """A line that begins with a coloured word, in two parts where the word is long."""
    head = indent + plain(word)
    if columns(head) > style.width // 2:
        return [*(style.paint(line, look) for line in style.wrap(word, indent)), *style.wrap(rest, indent + "  ")]
    first, *others = style.wrap(rest, f"{head}  ", indent + "  ")
    return [indent + style.paint(plain(word), look) + first.removeprefix(head), *others]
