"""The report for a person at a terminal: the gravest rule first; verdict, counts and the next steps last, where a terminal stops."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TextIO

from compliance.core.finding import Finding, Report, Verdict
from compliance.core.text import counted
from compliance.reports.check.base import Account
from compliance.reports.sentences import HEADLINE, top_lines
from compliance.reports.style import Style, columns, plain
from compliance.reports.summaries import FindingGroup, by_rule, notes, on_fleet, preparation, remedies, sources

LOOKS = {
    Verdict.VIOLATION: "bold red",
    Verdict.UNDETERMINED: "bold yellow",
    Verdict.FLAGGED: "bold magenta",
    Verdict.WAIVED: "cyan",
    Verdict.COMPLIANT: "bold green",
    Verdict.NOT_APPLICABLE: "dim",
}
INDENT = " " * 4
MAX_FINDINGS, MAX_NOTES, MAX_STEPS = 12, 40, 3
"""So many findings of a rule, notes and next steps are shown one by one; JSON has them all."""


def write(account: Account, out: TextIO) -> None:
    """The report, of a brief one only the ending, in lines of ``style.width`` columns; control characters are made visible."""
    lines = _ending if account.style.brief else _lines
    out.write("\n".join(lines(account.report, account.style)) + "\n")


def _lines(report: Report, style: Style) -> Iterator[str]:
    yield from _painted(style, report.verdict.upper(), LOOKS[report.verdict], f"{HEADLINE[report.verdict]}")
    yield from style.wrap(
        f"As of {report.as_of}: {counted(report.summary.units, 'unit')} in {counted(report.summary.lots, 'lot')}."
    )
    if report.summary.units:
        yield "Units by their worst verdict:"
        yield from _summary(report, style)
    lines = top_lines(report)
    if lines:
        yield ""
        yield from _texts(style, "Read this first", lines)
    yield from _preparation(report.findings, style)
    for rule, groups in by_rule(on_fleet(report.findings)):
        yield ""
        yield from _rule(rule, groups, style)
    yield from _sources(report.findings, style)
    if report.notes:
        yield ""
        yield from _texts(style, "Notes", report.notes, MAX_NOTES)
    if report.findings:
        yield ""
        yield from _ending(report, style)


def _ending(report: Report, style: Style) -> Iterator[str]:
    """The verdict, how many units each rule found, and what to do first."""
    units = counted(report.summary.units, "unit")
    yield from _painted(style, report.verdict.upper(), LOOKS[report.verdict], f"{units} as of {report.as_of}")
    for rule, groups in by_rule(report.findings):
        of_verdict: dict[Verdict, int] = {}
        for group in groups:
            of_verdict[group.verdict] = of_verdict.get(group.verdict, 0) + group.units
        counts = ", ".join(f"{verdict} {of_verdict[verdict]:,}" for verdict in Verdict if verdict in of_verdict)
        yield from style.wrap(f"{rule}: {counts}", "  ", "    ")
    steps = remedies(report.findings)
    if steps:
        yield style.paint("What to do next", "bold")
    for number, step in enumerate(steps[:MAX_STEPS], 1):
        yield from style.wrap(f"{step.text} ({step.of})", f"  {number}. ")


def _preparation(findings: Sequence[Finding], style: Style) -> Iterator[str]:
    """What is missing on the reader's own side: it says nothing of the fleet."""
    remedies_of_reader = preparation(findings)
    if remedies_of_reader:
        yield ""
        yield style.paint("Our preparation (this says nothing about the fleet)", "bold")
    for remedy in remedies_of_reader:
        yield from style.wrap(f"{remedy.text} ({remedy.of})", "  - ")


def _texts(style: Style, heading: str, texts: Sequence[str], most: int = MAX_FINDINGS) -> Iterator[str]:
    yield style.paint(heading, "bold")
    for text in texts[:most]:
        yield from style.wrap(text, "  - ")
    if len(texts) > most:
        yield from style.wrap(f"and {len(texts) - most} more (--format json has them all)", "  - ")


def _summary(report: Report, style: Style) -> Iterator[str]:
    total = report.summary.units or 1
    for verdict, units in report.summary.by_verdict.items():
        if units:
            share = f"{units / total:6.1%}" if units < total else "  100%"
            yield f"  {style.paint(f'{verdict:<15}', LOOKS[verdict])}{units:>10,} units {share}"


def _rule(rule: str, groups: Sequence[FindingGroup], style: Style) -> Iterator[str]:
    yield from _painted(style, rule, "bold", f"({groups[0].findings[0].effect})")
    shown, rest, remedy = groups[:MAX_FINDINGS], groups[MAX_FINDINGS:], ""
    for group in shown:
        yield from _painted(style, group.verdict, LOOKS[group.verdict], group.subject, "  ")
        yield from style.wrap(group.sentence, INDENT)
        if group.locations:
            yield from style.wrap(group.where, INDENT)
        for note in group.waivers:
            yield from style.wrap(note, INDENT)
        if group.remedy and group.remedy != remedy:
            yield from style.wrap(f"To do: {group.remedy}", INDENT)
        remedy = group.remedy
    if rest:
        units = sum(group.units for group in rest)
        yield from style.wrap(
            f"and {len(rest)} more findings on {counted(units, 'unit')} (--format json has them all)", "  "
        )
    for note in notes(shown):
        yield from style.wrap(note, "  Note:    ")
    cited = dict.fromkeys(source.id for group in shown for finding in group.findings for source in finding.sources)
    yield from style.wrap(", ".join(cited), "  Sources: ")


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
