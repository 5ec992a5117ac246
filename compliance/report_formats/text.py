"""The report for a person at a terminal: by rule, worst first, with what to do next."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TextIO

from compliance.finding import Finding, Location, Report, Verdict
from compliance.report_formats.base import Account
from compliance.report_formats.style import Style, columns, plain

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
    Verdict.UNDETERMINED: "nothing is broken for certain, nothing is cleared",
    Verdict.FLAGGED: "a red flag that a person must resolve",
    Verdict.WAIVED: "every finding is waived",
    Verdict.COMPLIANT: "every rule is kept",
    Verdict.NOT_APPLICABLE: "no rule applies to these units",
}
_FOUNDED = re.compile(r"Rests on (\S+), which is (.+)\.", re.DOTALL)
_WAIVER = re.compile(r"Would be |Expired, |Not yet approved, ")
_LISTED = re.compile(r"([a-z-]+ \([^()]+\)): (.+)\.", re.DOTALL)
"""Kinds of notes that a person reads in another place, or joined."""
_INDENT = " " * 4
_ROWS = 6
_FINDINGS = 12
"""So many findings of a rule are told one by one; JSON has them all."""
_NOTES = 40


def write(account: Account, out: TextIO) -> None:
    """The report as lines of at most ``style.width`` columns; control characters of the input are made visible."""
    out.write("\n".join(_lines(account.report, account.style)) + "\n")


@dataclass(frozen=True, slots=True)
class _Told:
    """Findings of one rule that a person reads as one: same verdict, same reason."""

    verdict: Verdict
    because: str
    about: str
    units: int
    locations: Sequence[Location]
    rows: int
    findings: Sequence[Finding]


def _lines(report: Report, style: Style) -> Iterator[str]:
    yield from _painted(style, report.verdict.upper(), _COLOUR[report.verdict], f"{_MEANING[report.verdict]}")
    yield from style.wrap(
        f"As of {report.as_of}: {_count(report.summary.units, 'unit')} in {_count(report.summary.lots, 'lot')}."
    )
    if report.summary.units:
        yield "Units by their worst verdict:"
        yield from _summary(report, style)
    by_rule = sorted(report.findings, key=lambda finding: finding.rule)
    rules = [(rule, list(found)) for rule, found in groupby(by_rule, key=lambda finding: finding.rule)]
    for rule, found in sorted(rules, key=lambda each: (min(finding.verdict.severity for finding in each[1]), each[0])):
        yield ""
        yield from _rule(rule, found, style)
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


def _rule(rule: str, findings: Iterable[Finding], style: Style) -> Iterator[str]:
    told = _told(findings)
    yield from _painted(style, rule, _BOLD, f"({told[0].findings[0].effect})")
    for each in told[:_FINDINGS]:
        about = f"{_count(each.units, 'unit')}{each.about}"
        yield from _painted(style, each.verdict, _COLOUR[each.verdict], about, "  ")
        yield from style.wrap(f"{each.because[:1].upper()}{each.because[1:].rstrip('.')}.", _INDENT)
        if each.locations:
            yield from style.wrap(_where(each), _INDENT)
        for note in dict.fromkeys(note for finding in each.findings for note in finding.notes if _WAIVER.match(note)):
            yield from style.wrap(note, _INDENT)
    rest = told[_FINDINGS:]
    if rest:
        units = sum(each.units for each in rest)
        yield from style.wrap(
            f"and {len(rest)} more findings on {_count(units, 'unit')} (--format json has them all)", "  "
        )
    shown = [finding for each in told[:_FINDINGS] for finding in each.findings]
    for note in _joined(note for finding in shown for note in finding.notes):
        if not _FOUNDED.fullmatch(note) and not _WAIVER.match(note):
            yield from style.wrap(note, "  Note:    ")
    sources = dict.fromkeys(source.id for finding in shown for source in finding.sources)
    yield from style.wrap(", ".join(sources), "  Sources: ")


def _told(findings: Iterable[Finding]) -> list[_Told]:
    alike: dict[tuple[Verdict, str, str], list[Finding]] = {}
    for finding in findings:
        subject = finding.subject
        about = "" if subject.kind in ("lot", "fleet") else f", {subject.kind} {subject.id}"
        alike.setdefault((finding.verdict, finding.because, about), []).append(finding)
    told = [
        _Told(
            verdict,
            because,
            about,
            sum(finding.units for finding in some),
            sorted({at for finding in some for at in finding.locations}, key=lambda at: (at.file, at.row)),
            sum(len(finding.locations) + finding.locations_omitted for finding in some),
            some,
        )
        for (verdict, because, about), some in alike.items()
    ]
    return sorted(told, key=lambda each: (each.verdict.severity, -each.units, each.because, each.about))


def _where(told: _Told) -> str:
    said = []
    for file, places in groupby(told.locations, key=lambda location: location.file):
        rows = [str(location.row) for location in places]
        more = ", …" if len(rows) > _ROWS else ""
        said.append(f"{file}: {'row' if len(rows) == 1 else 'rows'} {', '.join(rows[:_ROWS])}{more}")
    return "; ".join(said) + (f" ({told.rows:,} rows)" if told.rows > _ROWS else "")


def _next_steps(findings: Iterable[Finding], style: Style) -> Iterator[str]:
    """Each remedy once, with the units of the rule that asks it of most: rules speak of the same machines."""
    units: dict[str, dict[str, int]] = {}
    for finding in findings:
        if finding.remedy:
            by_rule = units.setdefault(finding.remedy, {})
            by_rule[finding.rule] = by_rule.get(finding.rule, 0) + finding.units
    if units:
        yield ""
        yield _paint(style, "What to do next", _BOLD)
        for remedy, by_rule in sorted(units.items(), key=lambda item: (-max(item[1].values()), item[0])):
            rules = f"{len(by_rule)} rules, up to " if len(by_rule) > 1 else ""
            yield from style.wrap(f"{remedy} ({rules}{_count(max(by_rule.values()), 'unit')})", "  - ")


def _sources(findings: Sequence[Finding], style: Style) -> Iterator[str]:
    """Every source once, with how well it is founded."""
    founded = {found[1]: found[2] for each in findings for note in each.notes if (found := _FOUNDED.fullmatch(note))}
    cited = {source.id: source for finding in findings for source in finding.sources}
    if cited:
        yield ""
        yield _paint(style, "Sources", _BOLD)
    for name, source in sorted(cited.items()):
        doubt = f" ({founded[name]})" if name in founded else ""
        yield from style.wrap(f"{name}: {source.title}{doubt}", "  - ")


def _joined(notes: Iterable[str]) -> Iterator[str]:
    """Each note once; those that say one thing of several names as one."""
    names: dict[str, dict[str, None]] = {}
    for note in notes:
        listed = _LISTED.fullmatch(note)
        head, told = (listed[1], listed[2].split(", ")) if listed else (note, [])
        names.setdefault(head, {}).update(dict.fromkeys(told))
    for head, told_of in names.items():
        yield f"{head}: {', '.join(sorted(told_of))}." if told_of else head


def _paint(style: Style, text: str, code: str) -> str:
    return f"{code}{text}{_OFF}" if style.colour else text


def _painted(style: Style, word: str, code: str, rest: str, indent: str = "") -> list[str]:
    """A line that begins with a coloured word, in two parts where the word is long."""
    head = indent + plain(word)
    if columns(head) > style.width // 2:
        return [*(_paint(style, line, code) for line in style.wrap(word, indent)), *style.wrap(rest, indent + "  ")]
    first, *others = style.wrap(rest, f"{head}  ", indent + "  ")
    return [indent + _paint(style, plain(word), code) + first.removeprefix(head), *others]


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
