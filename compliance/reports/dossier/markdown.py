"""The dossier as a memorandum in Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from compliance.core.bounds import dollars
from compliance.core.text import counted
from compliance.reports.check.markdown import escaped
from compliance.reports.dossier import summaries as telling
from compliance.reports.duty.text import HEADINGS, said_rate
from compliance.reports.sentences import HEADLINE
from compliance.reports.summaries import by_rule, notes, sources
from compliance.reports.timeline.text import said_counts, told_event
from compliance.workflows.diligence.dossier import Dossier

_NUMBER = re.compile(r"[\d,.]+( %)?")


def write(dossiers: Sequence[Dossier]) -> str:
    """One memorandum, or a comparison and all of them."""
    parts = []
    if len(dossiers) > 1:
        parts.append("# Comparison of targets\n")
        parts.append(_table(telling.COMPARISON, telling.comparison(dossiers)))
    parts += ["\n".join(_blocks(each)) for each in dossiers]
    return "\n".join(parts).rstrip("\n") + "\n"


def _blocks(dossier: Dossier) -> Iterator[str]:
    report, plan = dossier.report, dossier.plan
    yield f"# Due diligence: {escaped(dossier.name)}\n"
    yield f"As of {dossier.as_of}: **{report.verdict}**, {HEADLINE[report.verdict]}.\n"
    yield "## What decides\n"
    yield from (f"{number}. {escaped(said)}" for number, said in enumerate(dossier.decisive, 1))
    yield "\n## The fleet\n"
    efficiency = f", {dossier.efficiency} W per TH/s" if dossier.efficiency else ""
    yield f"{counted(dossier.whole.units, 'unit')}, {telling.hashrate(dossier.whole)}{efficiency}, value {dollars(dossier.whole.value)}.\n"
    for group, title in telling.GROUPS.items():
        yield f"### {title}\n"
        yield _table(telling.COMPOSITION, telling.composition(dossier, group))
    yield "## Findings\n"
    for rule, some in by_rule(report.findings):
        yield f"### {escaped(rule)}\n"
        yield from (
            f"- **{each.verdict}**, {escaped(each.subject)}: {escaped(each.sentence)} {escaped(each.where)}"
            for each in some
        )
        yield from (f"\n> {escaped(note)}" for note in notes(some))
        yield ""
    yield "## Ownership\n"
    yield _table(telling.PARTY_ROWS, telling.parties(dossier))
    if dossier.sites:
        yield "## Sites\n"
        for view in dossier.sites:
            yield f"### {escaped(view.site.name or view.site.id)}\n"
            yield from (f"- {escaped(line)}" for line in telling.site_lines(view))
            yield ""
    yield "## Documents to request\n"
    yield _table(telling.WANTED_ROWS, telling.wanted(dossier))
    yield "## Remediation\n"
    yield _table(telling.REMEDIATION, telling.remediation_rows(dossier))
    if plan.must:
        yield "Units that must go, for a rule on units is broken:\n"
        yield _table(telling.LEAVING, telling.going(plan.must))
    if plan.chosen:
        yield f"The cheapest to go besides (by {plan.cheapest_by}), so that limits on the fleet are kept:\n"
        yield _table(telling.LEAVING, telling.going(plan.chosen))
    yield "## Duty\n"
    yield from _duty(dossier)
    yield "## The coming twelve months\n"
    yield _table(("day", "what changes", "units"), (
        (str(moment.day), "; ".join(map(told_event, moment.events)) or ("the first day" if moment is dossier.ahead.moments[0] else ""), said_counts(moment)) for moment in dossier.ahead.moments
    ))  # fmt: skip
    yield "## Laws not assessed\n"
    yield from (f"- {escaped(said)}" for said in dossier.not_assessed)
    yield "\n## Annex: what was read\n"
    yield _table(telling.ANNEX, telling.annex(dossier))
    yield "Sources:\n"
    for source, doubt in sources(report.findings):
        yield f"- {escaped(source.id)}: {escaped(source.title)}{f' ({escaped(doubt)})' if doubt else ''}"
    yield "\nNotes:\n"
    yield from (f"- {escaped(note)}" for note in telling.notes(dossier))
    yield ""


def _duty(dossier: Dossier) -> Iterator[str]:
    total = dossier.duty.total
    yield (
        f"Value {dollars(total.value)}; duty as declared {dollars(total.duty)}; exposure if customs hold the origin to be "
        f"{escaped(dossier.duty.asserted)}: {dollars(total.exposure)}.\n"
    )
    for group, heading in HEADINGS.items():
        rows = (
            (name, f"{line.units:,}", dollars(line.value), dollars(line.duty), dollars(line.exposure))
            for name, line in dossier.duty.groups[group].items()
        )
        yield _table((heading, "units", "value", "duty", "exposure"), rows)
    for heading, told in (
        ("Rates", [said_rate(dossier.duty.tariff, each) for each in dossier.duty.rates]),
        ("What is missing", [f"{counted(each.units, 'unit')}: {each.ask}" for each in dossier.duty.missing]),
    ):
        if told:
            yield f"### {heading}\n"
            yield from (f"- {escaped(each)}" for each in told)
            yield ""


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(header)} |", f"|{'---|' * len(header)}"]
    return "\n".join([*lines, *(f"| {' | '.join(map(_cell, row))} |" for row in rows), ""])


def _cell(text: str) -> str:
    """A cell; a number begins no list there."""
    return text if _NUMBER.fullmatch(text) else escaped(text)
