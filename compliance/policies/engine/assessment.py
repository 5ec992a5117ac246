"""Every rule asked of every subject on a date -> report. Pure: no file, no network, no clock.

Lots are grouped once more by the facts that the single rule reads, so each distinct case is judged once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from compliance import __version__
from compliance.core.errors import fail
from compliance.core.finding import Finding, Judgement, Report, Subject, Summary, Tool, Verdict, worst
from compliance.inventory.units import Lot, Unit
from compliance.policies.constraints.base import Question
from compliance.policies.engine.evaluate_rule import Outcome, ask_site, ask_unit, not_asked
from compliance.policies.engine.findings import FindingBuilder, LocatedFinding, case_of, distinct, lot_id
from compliance.policies.engine.scope import COVERED, SCOPE, VAGUE, coverage, fields_of, outside
from compliance.policies.facts import UNNAMED, Facts
from compliance.policies.policy import DatedRule, Policy
from compliance.policies.waivers import Waiver, Waivers

_MAX_NAMES = 12


@dataclass(frozen=True, slots=True)
class UnitVerdict:
    """The worst verdict that rules on lots gave a unit, the rules that gave it, and what all of them found, worst first."""

    verdict: Verdict
    rules: tuple[str, ...]
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Assessment:
    """A report and, for every distinct unit of the fleet, its verdict."""

    report: Report
    units: Mapping[Unit, UnitVerdict]


def evaluate(policies: Sequence[Policy], facts: Facts, waivers: Waivers = Waivers()) -> Report:
    """The report on ``facts.fleet`` under ``policies`` on ``facts.as_of``.

    Raises ComplianceError where nothing would be checked: no unit, or no rule in force on that day.
    """
    return assess(policies, facts, waivers).report


def assess(
    policies: Sequence[Policy], facts: Facts, waivers: Waivers = Waivers(), *, any_day: bool = False
) -> Assessment:
    """As ``evaluate``, with the verdict of every distinct unit; ``any_day``: even where no rule is in force."""
    rules = [rule for policy in policies for rule in policy.rules]
    if not facts.fleet.lots:
        raise fail("nothing was checked: the inventories hold no unit", "Give an inventory with at least one unit.")
    if not any_day and not any(rule.on(facts.as_of).in_force for rule in rules):
        raise fail(f"nothing was checked: no rule is in force on {facts.as_of}", "Choose another policy or --as-of.")
    desk = FindingBuilder(facts, waivers)
    placed = [each for rule in rules for each in _judge(desk, rule)]
    by_unit: dict[Unit, list[Finding]] = {lot.unit: [] for lot in facts.fleet.lots}
    for each in placed:
        for lot in each.lots if each.on_units else ():
            by_unit[lot.unit].append(each.finding)
    verdicts = {unit: _unit_verdict(given) for unit, given in by_unit.items()}
    counts = dict.fromkeys(Verdict, 0)
    for lot in facts.fleet.lots:
        counts[verdicts[lot.unit].verdict] += lot.units
    findings = sorted(
        (each.finding for each in placed), key=lambda each: (each.verdict.severity, each.rule, each.subject.id)
    )
    report = Report(
        Tool("mining-compliance", __version__),
        facts.as_of,
        worst(finding.verdict for finding in findings),
        Summary(facts.fleet.units, len(facts.fleet.lots), counts),
        tuple(findings),
        notes=(
            *_composition(facts),
            *_rule_notes(rules, facts.as_of),
            *_list_notes(facts),
            *desk.waiver_notes({rule.id for rule in rules}),
            *facts.decision_notes,
            *facts.fleet.notes,
        ),
    )
    return Assessment(report, verdicts)


def _unit_verdict(given: Iterable[Finding]) -> UnitVerdict:
    verdict = worst(finding.verdict for finding in given)
    found = [finding for finding in given if finding.verdict.is_finding]
    found.sort(key=lambda each: (each.verdict.severity, each.rule))
    return UnitVerdict(verdict, tuple(each.rule for each in found if each.verdict is verdict), tuple(found))


def _judge(desk: FindingBuilder, dated: DatedRule) -> Iterator[LocatedFinding]:
    """Every finding of one rule, compliant and not-applicable ones included."""
    subject = dated.on(desk.facts.as_of).constraint.subject
    if subject == "lot":
        yield from _lots(desk, dated)
    elif subject == "fleet":
        yield _fleet(desk, dated)
    elif subject == "site":
        yield from _sites(desk, dated)
    else:
        yield from _parties(desk, dated)


def _lots(desk: FindingBuilder, dated: DatedRule) -> Iterator[LocatedFinding]:
    pending: dict[tuple[Verdict, str], list[tuple[Outcome, list[Lot]]]] = {}
    for case, alike in _cases(desk.facts.fleet.lots, dated):
        outcome = ask_unit(desk.facts, dated, alike[0].unit)
        for covering, lots in _apart(desk, dated.id, alike):
            if outcome.judgement.pending and not covering:
                pending.setdefault((desk.verdict(outcome), outcome.judgement.pending), []).append((outcome, lots))
            else:
                yield desk.place(dated, outcome, Subject("lot", lot_id(case, covering)), lots, covering)
    for cases in pending.values():
        lots = [lot for _, some in cases for lot in some]
        outcome = cases[0][0]
        whole = replace(
            outcome.judgement,
            evidence=(),
            notes=distinct(note for each, _ in cases for note in each.judgement.notes),
        )
        yield desk.place(dated, Outcome(outcome.rule, whole), Subject("fleet", "fleet"), lots, ())


def _cases(lots: Iterable[Lot], dated: DatedRule) -> Iterator[tuple[tuple[str, ...], list[Lot]]]:
    """Lots that the rule cannot tell apart, with what it sees of them; of those that it does not cover, only why."""
    by_coverage: dict[tuple[str, ...], list[Lot]] = {}
    for some in _grouped(lots, SCOPE).values():
        by_coverage.setdefault(coverage(dated, some[0].unit), []).extend(some)
    for covered, some in by_coverage.items():
        fields = fields_of(dated) if {COVERED, VAGUE} & {*covered} else ()
        for alike in _grouped(some, fields).values():
            yield (*case_of(alike[0].unit, fields), *filter(None, covered)), alike


def _apart(desk: FindingBuilder, rule: str, lots: list[Lot]) -> Iterable[tuple[tuple[Waiver, ...], list[Lot]]]:
    """The lots, those that waivers of the rule cover apart from the rest."""
    facts = desk.waivers.facts(rule)
    if not facts:
        return [((), lots)]
    parts: dict[tuple[Waiver, ...], list[Lot]] = {}
    for alike in _grouped(lots, facts).values():
        covering = desk.waivers.of_unit(rule, alike[0].unit, desk.facts.parties)
        parts.setdefault(covering, []).extend(alike)
    return parts.items()


def _fleet(desk: FindingBuilder, dated: DatedRule) -> LocatedFinding:
    rule = dated.on(desk.facts.as_of)
    lots = [lot for lot in desk.facts.fleet.lots if rule.in_force and not outside(dated, rule, lot.unit)]
    question = Question(desk.facts, desk.facts.as_of, rule.applies_to.parties, lots=tuple(lots))
    outcome = Outcome(rule, rule.constraint.judge(question)) if lots else not_asked("no unit is covered")
    return desk.place(dated, outcome, Subject("fleet", "fleet"), lots, (), on_units=False)


def _sites(desk: FindingBuilder, dated: DatedRule) -> Iterator[LocatedFinding]:
    rule = dated.on(desk.facts.as_of)
    if rule.in_force and not desk.facts.sites.sites:
        missing = Judgement(None, "no site is described", remedy="Describe the sites in sites.yaml.")
        yield desk.place(
            dated, Outcome(rule, missing), Subject("fleet", "fleet"), desk.facts.fleet.lots, (), on_units=False
        )
    for site in desk.facts.sites.sites:
        lots = [lot for lot in desk.facts.fleet.lots if lot.unit.site & site.names]
        outcome = ask_site(desk.facts, dated, rule, site)
        covering = desk.waivers.of_subject(dated.id, "site", (site.id, site.name, *site.aliases))
        yield desk.place(dated, outcome, Subject("site", site.id), lots, covering, on_units=False)


def _parties(desk: FindingBuilder, dated: DatedRule) -> Iterator[LocatedFinding]:
    rule = dated.on(desk.facts.as_of)
    lots_of: dict[str, list[Lot]] = {}
    nobody: list[Lot] = []
    for lot in desk.facts.fleet.lots:
        if not rule.in_force or outside(dated, rule, lot.unit):
            continue
        question = Question(desk.facts, desk.facts.as_of, unit=lot.unit)
        found = [question.party(role) for role in rule.applies_to.parties]
        for key in {key for who in found for key in who.values or ()}:
            lots_of.setdefault(key, []).append(lot)
        if not all(who.known for who in found):
            nobody.append(lot)
    for key, lots in sorted(lots_of.items()):
        question = Question(desk.facts, desk.facts.as_of, rule.applies_to.parties, party_id=key)
        outcome = Outcome(rule, rule.constraint.judge(question))
        covering = desk.waivers.of_subject(dated.id, "party", (key, desk.facts.title(key)))
        yield desk.place(dated, outcome, Subject("party", key), lots, covering, on_units=False)
    if nobody:
        missing = Judgement(None, "some parties are not recorded", remedy="Record them from the invoices.")
        yield desk.place(dated, Outcome(rule, missing), Subject("fleet", "fleet"), nobody, (), on_units=False)
    elif not lots_of:
        outcome = not_asked("no unit is covered")
        yield desk.place(dated, outcome, Subject("fleet", "fleet"), (), (), on_units=False)


def _grouped(lots: Iterable[Lot], fields: tuple[str, ...]) -> dict[tuple[object, ...], list[Lot]]:
    groups: dict[tuple[object, ...], list[Lot]] = {}
    for lot in lots:
        groups.setdefault(tuple(getattr(lot.unit, name) for name in fields), []).append(lot)
    return groups


def _composition(facts: Facts) -> Iterator[str]:
    """Who made the fleet and where: a look that shows at once whether the inventory was understood."""
    for called, name_of in (("Makers", facts.maker), ("Origins", facts.origin)):
        units: dict[str, int] = {}
        for lot in facts.fleet.lots:
            name = name_of(lot.unit)
            units[name] = units.get(name, 0) + lot.units
        ordered = sorted(units.items(), key=lambda item: (item[0] == UNNAMED, -item[1], item[0]))
        told = [f"{name} {count:,}" for name, count in ordered[:_MAX_NAMES]]
        rest = f" and {len(ordered) - _MAX_NAMES} more" if len(ordered) > _MAX_NAMES else ""
        yield f"{called}, in units: {', '.join(told)}{rest}."


def _rule_notes(rules: Iterable[DatedRule], day: date) -> tuple[str, ...]:
    asleep = [f"{rule.id} is not in force on {day}." for rule in rules if not rule.on(day).in_force]
    given = [
        f"Parameter of {rule.id}: {name} = {value}."
        for rule in rules
        for name, value in sorted(rule.parameters.items())
    ]
    return (*asleep, *given)


def _list_notes(facts: Facts) -> tuple[str, ...]:
    said = []
    for name, held in sorted(facts.lists.items()):
        age = held.age(facts.as_of)
        old = f", {age} days old" if age is not None and age > 0 else ""
        cover = "only a part of it is held" if held.coverage == "partial" else "complete"
        said.append(f"List {name}: edition {held.edition}{old}, {len(held.listings)} entries, {cover}.")
        said += held.notes
    return tuple(said)
