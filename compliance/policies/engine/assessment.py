"""The report on a fleet: every rule, on every subject, on one date. Pure: no file, no network, no clock.

Each rule groups the lots again by the facts that it reads, so that each distinct case is judged once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from compliance import __version__
from compliance.core.errors import fail
from compliance.core.finding import (
    Finding,
    Judgement,
    PolicyCoverage,
    Report,
    Subject,
    Summary,
    Tool,
    Verdict,
    merged_flags,
    worst,
)
from compliance.core.party import PartyRef
from compliance.core.text import tidy
from compliance.inventory.units import Fleet, Lot, Role, Unit
from compliance.policies.constraints.base import Question
from compliance.policies.engine import wording
from compliance.policies.engine.digests import UnitDigests
from compliance.policies.engine.evaluate_rule import ask_fleet, ask_site, ask_unit, judge
from compliance.policies.engine.findings import FindingBuilder, LocatedFinding, case_of, distinct, lot_id
from compliance.policies.engine.outcome import Outcome, not_asked
from compliance.policies.engine.scope import DISPOSED, SCOPE, coverage, covers_any, fields_of, names_site, outside
from compliance.policies.facts import UNNAMED, Facts
from compliance.policies.policy import DatedRule, Policy, Rule
from compliance.policies.waivers import Waiver, Waivers, roles_waived

_MAX_NAMES = 12


@dataclass(frozen=True, slots=True)
class UnitVerdict:
    """The worst verdict that rules on lots gave a unit, the rules that gave it, and the findings of all, worst first."""

    verdict: Verdict
    rules: tuple[str, ...]
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Assessment:
    """A report and, for every distinct unit of the fleet, its verdict. ``covered``: some subject came under some rule."""

    report: Report
    units: Mapping[Unit, UnitVerdict]
    covered: bool = True


def evaluate(policies: Sequence[Policy], facts: Facts, waivers: Waivers = Waivers()) -> Report:
    """The report on ``facts.fleet`` under ``policies`` on ``facts.as_of``. Pure: it reads no file, no network, no clock.

    Raises ComplianceError where nothing would be checked: no unit, or no rule in force on that day.

    >>> from datetime import date
    >>> from compliance import check, evaluate
    >>> inputs = check("fleets/cheyenne", policies=["cleanspark-mineone"], as_of=date(2026, 11, 22)).inputs
    >>> evaluate(inputs.policies, inputs.facts.on(date(2024, 8, 12)), inputs.waivers).as_of
    datetime.date(2024, 8, 12)
    """
    return assess(policies, facts, waivers).report


def assess(
    policies: Sequence[Policy],
    facts: Facts,
    waivers: Waivers = Waivers(),
    *,
    any_day: bool = False,
    digests: UnitDigests | None = None,
) -> Assessment:
    """As ``evaluate``, with the verdict of every distinct unit.

    ``any_day``: a day on which no rule is in force is no error. ``digests`` hold the digests of large lots.
    """
    rules = [rule for policy in policies for rule in policy.rules]
    if not facts.fleet.lots:
        raise fail("nothing was checked: the inventories contain no unit", "Give an inventory with at least one unit.")
    if not any_day and not any(rule.on(facts.as_of).in_force for rule in rules):
        raise fail(f"nothing was checked: no rule is in force on {facts.as_of}", "Choose another policy or --as-of.")
    builder = FindingBuilder(facts, waivers, digests or UnitDigests())
    located = [finding for rule in rules for finding in _rule_findings(builder, rule)]
    by_unit: dict[Unit, list[Finding]] = {lot.unit: [] for lot in facts.fleet.lots}
    for placed in located:
        for lot in placed.lots if placed.on_units else ():
            by_unit[lot.unit].append(placed.finding)
    verdicts = {unit: _unit_verdict(findings) for unit, findings in by_unit.items()}
    counts = dict.fromkeys(Verdict, 0)
    for lot in facts.fleet.lots:
        counts[verdicts[lot.unit].verdict] += lot.units
    findings = sorted(
        (placed.finding for placed in located),
        key=lambda finding: (finding.verdict.severity, finding.rule, finding.subject.id),
    )
    report = Report(
        Tool("mining-compliance", __version__),
        facts.as_of,
        worst(finding.verdict for finding in findings),
        Summary(facts.fleet.units, len(facts.fleet.lots), counts, disposed_units(facts.fleet)),
        tuple(findings),
        notes=(
            *_composition_notes(facts),
            *_rule_notes(rules, facts.as_of),
            *_caveats(rules, facts, located),
            *_list_notes(facts),
            *_unread_notes(located),
            *builder.waiver_notes({rule.id for rule in rules}),
            *facts.decision_notes,
            *facts.fleet.notes,
        ),
        policies=tuple(_coverage(policies, facts, located)),
        unknown=facts.fleet.unknown,
        warnings=facts.warnings,
    )
    return Assessment(report, verdicts, builder.covered)


def disposed_units(fleet: Fleet) -> int:
    """The units that are certainly gone."""
    return sum(lot.units for lot in fleet.lots if lot.unit.status == DISPOSED)


def _unit_verdict(findings: Iterable[Finding]) -> UnitVerdict:
    verdict = worst(finding.verdict for finding in findings)
    reported = [finding for finding in findings if finding.verdict.is_finding]
    reported.sort(key=lambda finding: (finding.verdict.severity, finding.rule))
    rules = tuple(finding.rule for finding in reported if finding.verdict is verdict)
    return UnitVerdict(verdict, rules, tuple(reported))


def _coverage(policies: Iterable[Policy], facts: Facts, located: Iterable[LocatedFinding]) -> Iterator[PolicyCoverage]:
    """Each policy, with the units that at least one of its rules covers: themselves, their site or their party."""
    by_rule: dict[str, dict[int, int]] = {}
    for placed in located:
        if placed.finding.verdict is not Verdict.NOT_APPLICABLE:
            by_rule.setdefault(placed.finding.rule, {}).update((id(lot), lot.units) for lot in placed.lots)
    for policy in policies:
        covered: dict[int, int] = {}
        for rule in policy.rules:
            covered |= by_rule.get(rule.id, {})
        units = sum(covered.values())
        yield PolicyCoverage(policy.id, units, facts.fleet.units - units)


def _rule_findings(builder: FindingBuilder, dated: DatedRule) -> Iterator[LocatedFinding]:
    """Every finding of one rule, compliant and not-applicable ones included."""
    subject = dated.on(builder.facts.as_of).constraint.subject
    if subject == "lot":
        yield from _lot_findings(builder, dated)
    elif subject == "fleet":
        yield _fleet_finding(builder, dated)
    elif subject == "site":
        yield from _site_findings(builder, dated)
    else:
        yield from _party_findings(builder, dated)


def _lot_findings(builder: FindingBuilder, dated: DatedRule) -> Iterator[LocatedFinding]:
    pending: dict[tuple[Verdict, str], list[tuple[Outcome, list[Lot]]]] = {}
    for case, alike in _group_cases(builder.facts.fleet.lots, dated):
        outcome = ask_unit(builder.facts, dated, alike[0].unit)
        for named, lots in _split_by_waivers(builder, dated.id, alike):
            rest, covering = _beyond_parties(builder, dated, outcome, named, lots)
            if rest.judgement.pending and not covering:
                pending.setdefault((builder.verdict(rest), rest.judgement.pending), []).append((rest, lots))
            else:
                yield builder.build(dated, rest, Subject("lot", lot_id(case, covering)), lots, covering)
    for cases in pending.values():
        yield builder.build(dated, _merged([outcome for outcome, _ in cases]), Subject("fleet", "fleet"),
                            [lot for _, lots in cases for lot in lots], ())  # fmt: skip


def _beyond_parties(
    builder: FindingBuilder, dated: DatedRule, outcome: Outcome, covering: tuple[Waiver, ...], lots: Sequence[Lot]
) -> tuple[Outcome, tuple[Waiver, ...]]:
    """The answer and the waivers that cover it: what others break than the parties that waivers name, is not waived."""
    facts, unit = builder.facts, lots[0].unit
    roles = dated.on(facts.as_of).applies_to.parties
    one_each = all(lot.units == lot.rows for lot in lots)
    roles_of = {waiver: roles_waived(waiver, unit, facts.parties, roles) for waiver in covering}
    covering = tuple(
        waiver
        for waiver in covering
        # A serial number names one machine, a party nothing that others break.
        if (waiver.subject.serial is None or one_each)
        and (not roles or roles_of[waiver] or waiver.subject.pair[0] not in ("party", "supplier"))
    )
    valid = [waiver for waiver in covering if builder.counts(dated, waiver)]
    waived = {waiver: roles_of[waiver] for waiver in valid}
    if not outcome.adverse or not valid or not all(waived.values()):
        return outcome, covering
    rest = ask_unit(facts, dated, unit, frozenset[Role]().union(*waived.values()))
    if not rest.adverse:
        return outcome, covering
    builder.used.update(valid)
    notes = tuple(wording.waived_party(waiver) for waiver in valid)
    judgement = replace(rest.judgement, notes=(*rest.judgement.notes, *notes))
    return replace(rest, judgement=judgement), tuple(waiver for waiver in covering if waiver not in waived)


def _merged(outcomes: Sequence[Outcome]) -> Outcome:
    """One outcome for several that the same reason outside the fleet leaves open; evidence on single units is dropped."""
    first, *others = outcomes
    judgement = replace(
        first.judgement,
        evidence=(),
        flags=merged_flags(flag for outcome in outcomes for flag in outcome.judgement.flags),
        notes=distinct(note for outcome in outcomes for note in outcome.judgement.notes),
    )
    return Outcome(first.rule, judgement, first.day if all(other.day == first.day for other in others) else None)


def _group_cases(lots: Iterable[Lot], dated: DatedRule) -> Iterator[tuple[tuple[str, ...], list[Lot]]]:
    """Lots that the rule cannot tell apart, with the facts it reads; of lots that it does not cover, only the reason."""
    lots_by_coverage: dict[tuple[str, ...], list[Lot]] = {}
    for alike in _grouped(lots, SCOPE).values():
        lots_by_coverage.setdefault(coverage(dated, alike[0].unit), []).extend(alike)
    for covered, lots_covered in lots_by_coverage.items():
        fields = fields_of(dated) if covers_any(covered) else ()
        for alike in _grouped(lots_covered, fields).values():
            yield (*case_of(alike[0].unit, fields), *filter(None, covered)), alike


def _split_by_waivers(
    builder: FindingBuilder, rule: str, lots: list[Lot]
) -> Iterable[tuple[tuple[Waiver, ...], list[Lot]]]:
    """The lots by the waivers of the rule that cover them."""
    facts = builder.waivers.facts(rule)
    if not facts:
        return [((), lots)]
    parts: dict[tuple[Waiver, ...], list[Lot]] = {}
    for alike in _grouped(lots, facts).values():
        covering = builder.waivers.of_unit(rule, alike[0].unit, builder.facts.parties)
        parts.setdefault(covering, []).extend(alike)
    return parts.items()


def _fleet_finding(builder: FindingBuilder, dated: DatedRule) -> LocatedFinding:
    rule = dated.on(builder.facts.as_of)
    lots = [lot for lot in builder.facts.fleet.lots if rule.in_force and not outside(dated, rule, lot.unit)]
    outcome = ask_fleet(builder.facts, dated, rule, lots)
    return builder.build(dated, outcome, Subject("fleet", "fleet"), lots, (), on_units=False)


def _site_findings(builder: FindingBuilder, dated: DatedRule) -> Iterator[LocatedFinding]:
    facts, rule = builder.facts, dated.on(builder.facts.as_of)
    sites = facts.sites.sites
    for site in sites:
        here = [lot for lot in facts.fleet.lots if lot.unit.site.names & site.names]
        outcome = ask_site(facts, dated, rule, site)
        covering = builder.waivers.of_subject(dated.id, "site", (site.id, site.name, *site.aliases))
        yield builder.build(dated, outcome, Subject("site", site.id), here, covering, on_units=False)
    lots = _at_undescribed_sites(facts, dated, rule) if sites else facts.fleet.lots
    if rule.in_force and lots:
        names = sorted({tidy(lot.written.get("site", ("", ""))[1]) for lot in lots})
        because, remedy = (
            (wording.undescribed_sites(names), wording.RECORD_KNOWN_SITE)
            if sites
            else (wording.NO_SITE, wording.DESCRIBE_SITES)
        )
        unsettled = Judgement(None, because, remedy=remedy, concern="preparation")
        missing = Outcome(rule, unsettled, facts.as_of)
        yield builder.build(dated, missing, Subject("fleet", "fleet"), lots, (), on_units=False)


def _at_undescribed_sites(facts: Facts, dated: DatedRule, rule: Rule) -> Sequence[Lot]:
    """The lots of which nobody says where they stand, unless the rule names a site and that one is described.

    Where one site is described and no unit records any, they are taken to stand there.
    """
    sites = facts.sites.sites
    if len(sites) == 1 and not any(lot.unit.site.recorded for lot in facts.fleet.lots):
        return ()
    if rule.applies_to.sites and any(names_site(dated, rule, site) for site in sites):
        return ()
    described = frozenset[str]().union(*(site.names for site in sites))
    return [
        lot for lot in facts.fleet.lots if not lot.unit.site.names & described and not outside(dated, rule, lot.unit)
    ]


def _party_findings(builder: FindingBuilder, dated: DatedRule) -> Iterator[LocatedFinding]:
    rule = dated.on(builder.facts.as_of)
    lots_of: dict[PartyRef, list[Lot]] = {}
    without_party: list[Lot] = []
    for lot in builder.facts.fleet.lots:
        if not rule.in_force or outside(dated, rule, lot.unit):
            continue
        question = Question(builder.facts, builder.facts.as_of, unit=lot.unit)
        parties = [question.party(role) for role in rule.applies_to.parties]
        for party in {party for possible in parties for party in possible.values or ()}:
            lots_of.setdefault(party, []).append(lot)
        if not all(possible.known for possible in parties):
            without_party.append(lot)
    for party, lots in sorted(lots_of.items()):
        question = Question(builder.facts, builder.facts.as_of, rule.applies_to.parties, counterparty=party)
        outcome = Outcome(rule, judge(rule, question), builder.facts.as_of)
        covering = builder.waivers.of_subject(dated.id, "party", (str(party), builder.facts.title(party)))
        yield builder.build(dated, outcome, Subject("party", str(party)), lots, covering, on_units=False)
    if without_party:
        missing = Outcome(rule, Judgement(None, wording.NO_PARTY, remedy=wording.RECORD_PARTIES), builder.facts.as_of)
        yield builder.build(dated, missing, Subject("fleet", "fleet"), without_party, (), on_units=False)
    elif not lots_of:
        outcome = not_asked(wording.NOTHING_COVERED, builder.facts.as_of)
        yield builder.build(dated, outcome, Subject("fleet", "fleet"), (), (), on_units=False)


def _grouped(lots: Iterable[Lot], fields: tuple[str, ...]) -> dict[tuple[object, ...], list[Lot]]:
    groups: dict[tuple[object, ...], list[Lot]] = {}
    for lot in lots:
        groups.setdefault(tuple(getattr(lot.unit, name) for name in fields), []).append(lot)
    return groups


def _composition_notes(facts: Facts) -> Iterator[str]:
    """Who made the fleet and where: this shows at a glance whether the inventory was read correctly."""
    for heading, name_of in (("Makers", facts.maker), ("Origins", facts.origin)):
        units: dict[str, int] = {}
        for lot in facts.fleet.lots:
            name = name_of(lot.unit)
            units[name] = units.get(name, 0) + lot.units
        ordered = sorted(units.items(), key=lambda item: (item[0] == UNNAMED, -item[1], item[0]))
        names = [f"{name} {count:,}" for name, count in ordered[:_MAX_NAMES]]
        yield wording.composition(heading, names, len(ordered) - _MAX_NAMES)


def _rule_notes(rules: Iterable[DatedRule], day: date) -> tuple[str, ...]:
    dormant = [wording.dormant_rule(rule.id, day) for rule in rules if not rule.on(day).in_force]
    parameters = [
        wording.parameter(rule.id, name, value) for rule in rules for name, value in sorted(rule.parameters.items())
    ]
    return (*dormant, *parameters)


def _unread_notes(located: Iterable[LocatedFinding]) -> Iterator[str]:
    """How many units rest on documents that nobody has read."""
    lots = {id(lot): lot.units for placed in located if placed.unread for lot in placed.lots}
    if lots:
        yield wording.unread_documents(sum(lots.values()))


def _caveats(rules: Iterable[DatedRule], facts: Facts, located: Sequence[LocatedFinding]) -> Iterator[str]:
    """What a clean verdict leaves open: what the law asks and nobody assessed, and the flags of what is kept."""
    judged = {placed.finding.rule for placed in located if placed.finding.verdict is not Verdict.NOT_APPLICABLE}
    constraints = [rule.on(facts.as_of).constraint for rule in rules if rule.id in judged]
    for name in dict.fromkeys(name for constraint in constraints for name in constraint.regimes_needed()):
        regime = facts.regime(name, facts.as_of)
        yield from (f"{regime.title}: {caveat}" for caveat in regime.unassessed)
    kept = (placed.finding for placed in located if placed.finding.verdict is Verdict.COMPLIANT)
    flags = merged_flags(flag for finding in kept for flag in finding.flags if flag.id in wording.CAVEAT_FLAGS)
    yield from map(wording.kept_with_flag, flags)


def _list_notes(facts: Facts) -> Iterator[str]:
    for name, party_list in sorted(facts.lists.items()):
        entries, partial = len(party_list.listings), party_list.coverage == "partial"
        yield wording.party_list(name, party_list.edition, party_list.age(facts.as_of), entries, partial=partial)
        yield from party_list.notes
        if party_list.open_note:
            yield f"{party_list.open_note}."
