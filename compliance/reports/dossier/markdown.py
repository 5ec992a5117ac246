"""The dossier as a memorandum in Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from compliance.core.text import counted
from compliance.reports.check.markdown import escaped
from compliance.reports.dossier import summaries
from compliance.reports.duty.text import HEADINGS
from compliance.reports.sentences import HEADLINE
from compliance.reports.summaries import by_rule, notes, on_fleet, sources
from compliance.reports.timeline.text import days
from compliance.workflows.diligence.dossier import Dossier
from compliance.workflows.duty import DutyResult

_NUMBER = re.compile(r"[\d,.]+( %)?")


def write(dossiers: Sequence[Dossier]) -> str:
    """One memorandum, or a comparison and all of them."""
    parts = []
    if len(dossiers) > 1:
        parts.append("# Comparison of targets\n")
        parts.append(_table(summaries.COMPARISON, summaries.comparison(dossiers)))
    parts += ["\n".join(_blocks(dossier)) for dossier in dossiers]
    return "\n".join(parts).rstrip("\n") + "\n"


def _blocks(dossier: Dossier) -> Iterator[str]:
    report, plan = dossier.report, dossier.plan
    yield f"# Due diligence: {escaped(dossier.name)}\n"
    yield f"As of {dossier.as_of}: **{report.verdict}**, {HEADLINE[report.verdict]}.\n"
    yield "## What decides\n"
    yield from (f"{number}. {escaped(fact)}" for number, fact in enumerate(dossier.decisive, 1))
    yield "\n## The fleet\n"
    yield f"{counted(dossier.whole.units, 'unit')}, {summaries.fleet_line(dossier)}\n"
    for group, title in summaries.GROUPS.items():
        yield f"### {title}\n"
        yield _table(summaries.COMPOSITION, summaries.composition(dossier, group))
    yield "## Findings\n"
    for rule, groups in by_rule(on_fleet(report.findings)):
        yield f"### {escaped(rule)}\n"
        yield from (
            f"- **{group.verdict}**, {escaped(group.subject)}: {escaped(group.sentence)} {escaped(group.where)}"
            for group in groups
        )
        yield from (f"\n> {escaped(note)}" for note in notes(groups))
        yield ""
    yield "## Ownership\n"
    yield _table(summaries.PARTIES, summaries.parties(dossier))
    if dossier.sites:
        yield "## Sites\n"
        for view in dossier.sites:
            yield f"### {escaped(view.site.name or view.site.id)}\n"
            yield from (f"- {escaped(line)}" for line in summaries.site_lines(view))
            yield ""
    yield "## Documents to request\n"
    yield _table(summaries.REQUESTS, summaries.requests(dossier))
    if dossier.preparation:
        yield "## Our preparation\n"
        yield "This is missing on our own side; it says nothing about the target.\n"
        yield from (f"- {escaped(remedy)}" for remedy in dossier.preparation)
        yield ""
    yield "## Remediation\n"
    yield _table(summaries.REMEDIATION, summaries.remediation_rows(dossier))
    if plan.must:
        yield "Units that must go, for a rule on units is broken:\n"
        yield _table(summaries.LEAVING, summaries.removals(plan.must))
    if plan.chosen:
        yield f"The cheapest to go besides (by {plan.cheapest_by}), so that limits on the fleet are kept:\n"
        yield _table(summaries.LEAVING, summaries.removals(plan.chosen))
    yield "## Duty\n"
    yield from _duty(dossier.duty)
    yield "## The coming twelve months\n"
    rows = ((str(entry.day), "; ".join(changes), units) for entry, _, changes, units in days(dossier.ahead))
    yield _table(("day", "what changes", "units"), rows)
    yield "## Laws not assessed\n"
    yield from (f"- {escaped(law)}" for law in dossier.not_assessed)
    yield "\n## Annex: what was read\n"
    yield _table(summaries.ANNEX, summaries.annex(dossier))
    yield "Sources:\n"
    for source, doubt in sources(report.findings):
        yield f"- {escaped(source.id)}: {escaped(source.title)}{f' ({escaped(doubt)})' if doubt else ''}"
    yield "\nNotes:\n"
    yield from (f"- {escaped(note)}" for note in summaries.notes(dossier))
    yield ""


def _duty(duty: DutyResult) -> Iterator[str]:
    yield f"{escaped(summaries.duty_line(duty))}\n"
    for group, heading in HEADINGS.items():
        yield _table((heading, *summaries.DUTY), summaries.duty_rows(duty, group))
    for heading, lines in summaries.duty_lists(duty).items():
        yield f"### {heading}\n"
        yield from (f"- {escaped(line)}" for line in lines)
        yield ""


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(header)} |", f"|{'---|' * len(header)}"]
    return "\n".join([*lines, *(f"| {' | '.join(map(_cell, row))} |" for row in rows), ""])


def _cell(text: str) -> str:
    """A cell; a number begins no list there."""
    return text if _NUMBER.fullmatch(text) else escaped(text)
