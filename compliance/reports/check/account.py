"""From a judged fleet to what a report format may tell (report_formats/base.py): lots and rows in words for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from compliance.core.finding import Cited, Report, Verdict
from compliance.core.text import tidy
from compliance.inventory.cells import count
from compliance.inventory.grouping.base import Key
from compliance.inventory.units import Lot, Unit
from compliance.policies.engine.assessment import Assessment
from compliance.policies.facts import UNNAMED, Facts
from compliance.policies.waivers import PARTY_FACTS
from compliance.reports.check.base import Account, AskedRule, Inventory, JudgedLot, JudgedRow
from compliance.reports.style import Style
from compliance.workflows.inputs import Inputs, ReadTable

if TYPE_CHECKING:
    from markupsafe import Markup

    from compliance.workflows.papers import Papers


def account(inputs: Inputs, assessment: Assessment, report: Report, style: Style) -> Account:
    """What may be told of a check; ``report`` is the assessment's, with the inputs and the findings to be shown."""

    @cache
    def lots() -> dict[Unit, JudgedLot]:
        return {lot.unit: _judged(lot, assessment, inputs.facts) for lot in inputs.facts.fleet.lots}

    rows = [entry.rows for entry in inputs.read if entry.kind == "fleet"]

    def inventories() -> list[Inventory]:
        return [_inventory(read, number, lots()) for read, number in zip(inputs.tables, rows, strict=True)]

    rules = _asked(inputs, assessment.report)
    return Account(
        report,
        style,
        rules,
        lambda: [*lots().values()],
        inventories,
        lambda: [*_pictures(inputs)],
        lambda: _papers(inputs),
    )


def _papers(inputs: Inputs) -> Papers | None:
    """What the documents register vouches for, where there is one."""
    if inputs.tied is None:
        return None
    from compliance.workflows.papers import papers_of

    return papers_of(inputs.facts, inputs.tied)


def _pictures(inputs: Inputs) -> Iterator[Markup]:
    """Who owns the parties of the fleet that are reached by ownership, or may be: a picture for each regime."""
    from compliance.reports.trace.svg import drawing
    from compliance.workflows.trace import Trace

    facts, day = inputs.facts, inputs.facts.as_of
    rules = [dated.on(day) for policy in inputs.policies for dated in policy.rules]
    regimes = dict.fromkeys(name for rule in rules if rule.in_force for name in rule.constraint.regimes_needed())
    named = {
        party_id
        for lot in facts.fleet.lots
        for fact in PARTY_FACTS
        for party in getattr(lot.unit, fact).values or ()
        if (party_id := facts.id_of(party)) is not None
    }
    for regime in regimes:
        trace = facts.ownership_trace(regime, day)
        reached = sorted(key for key in named - trace.listed if trace.answers[key].verdict != "clear")
        if reached:
            law = facts.regime(regime, day)
            reach = (trace.listed, trace.possible, trace.answers)
            uncleared = law.in_force and bool(facts.doubt(*law.lists))
            yield drawing(Trace(day, law, (), facts.parties, tuple(reached), *reach, uncleared=uncleared), styled=False)


def _asked(inputs: Inputs, report: Report) -> list[AskedRule]:
    units: dict[str, Counter[Verdict]] = {}
    for finding in report.findings:
        units.setdefault(finding.rule, Counter())[finding.verdict] += finding.units
    asked_rules = []
    for policy in inputs.policies:
        for dated in policy.rules:
            rule = dated.on(inputs.facts.as_of)
            known = dated.sources
            sources = tuple(Cited.of(known[name]) for name in rule.sources)
            asked_rules.append(
                AskedRule(dated.id, rule.title, rule.because, rule.effect, rule.in_force, sources, units.get(dated.id, Counter()))
            )  # fmt: skip
    return asked_rules


def _judged(lot: Lot, assessment: Assessment, facts: Facts) -> JudgedLot:
    judged = assessment.units[lot.unit]
    model, site = (tidy(lot.written.get(column, ("", ""))[1]) or UNNAMED for column in ("model", "site"))
    return JudgedLot(
        judged.verdict,
        judged.findings,
        facts.maker(lot.unit),
        model,
        facts.origin(lot.unit),
        site,
        lot.units,
        lot.rows,
        lot.locations,
    )


def _inventory(read: ReadTable, rows: int, lots: dict[Unit, JudgedLot]) -> Inventory:
    place = read.grouping.columns.index("quantity") if "quantity" in read.table.layout.index else None

    def judged() -> Iterator[JudgedRow]:
        known: dict[Key, tuple[int, JudgedLot]] = {
            key: (count("" if place is None else key[place]), lots[unit]) for key, unit in read.units.items()
        }
        for first, chunk in read.table.chunks():
            for number, (row, key) in enumerate(zip(chunk, read.grouping.keys(chunk), strict=True), first):
                if key in known:
                    yield number, row, *known[key]

    table, layout = read.table, read.table.layout
    return Inventory(table.file, layout.header, layout.index, rows, judged, table.top, table.book)
