"""Which units must go so that a fleet keeps the rules: exact for rules on units, the cheapest for limits on concentration.

A unit that a rule finds in violation must go: nothing else cures it, and nothing less does. What a limit on the whole
fleet asks on top is a choice: the cheapest one, and of equally cheap ones always the same. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from compliance.core.bounds import NOTHING, Bounds
from compliance.core.finding import Verdict
from compliance.inventory.units import Fleet, Lot, Unit
from compliance.policies.constraints.concentration import Concentration
from compliance.policies.engine.assessment import Assessment, assess
from compliance.policies.engine.scope import outside
from compliance.policies.facts import Facts
from compliance.policies.policy import DatedRule, Policy
from compliance.policies.waivers import Waivers
from compliance.workflows.diligence.removal import Pile, cheapest
from compliance.workflows.duty import value_of


@dataclass(frozen=True, slots=True)
class Amount:
    """So many units, what they cost, and their hashrate in TH/s; of ``unrated`` units the hashrate is not recorded."""

    units: int = 0
    value: Bounds = NOTHING
    hashrate: Decimal = Decimal(0)
    unrated: int = 0

    def __add__(self, other: Amount) -> Amount:
        return Amount(
            self.units + other.units,
            self.value + other.value,
            self.hashrate + other.hashrate,
            self.unrated + other.unrated,
        )


@dataclass(frozen=True, slots=True)
class Removal:
    """Units of a lot that must go, and the rules that ask it."""

    lot: Lot
    units: int
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PolicyRemediation:
    """What one policy asks by itself: units that must go, units and sites or parties that stay open, what no removal cures."""

    policy: str
    going: Amount
    open: int
    open_subjects: tuple[str, ...]
    incurable: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Remediation:
    """The whole: ``must`` by rules on units, ``chosen`` by limits on the fleet, the cheapest in ``cheapest_by``.

    ``all`` and ``going`` are the fleet and what goes of it. ``open`` units stay undetermined afterwards. ``unsolved``
    says what is in violation all the same, and why.
    """

    all: Amount
    going: Amount
    must: tuple[Removal, ...]
    chosen: tuple[Removal, ...]
    cheapest_by: str
    by_policy: tuple[PolicyRemediation, ...]
    open: int
    unsolved: tuple[str, ...]


def remediation(policies: Sequence[Policy], facts: Facts, waivers: Waivers, assessment: Assessment) -> Remediation:
    """What makes ``facts.fleet`` keep ``policies``; ``assessment`` is what they say of it as it is."""
    lots = facts.fleet.lots
    must = [Removal(lot, lot.units, rules) for lot in lots if (rules := _broken(assessment, lot.unit))]
    gone = {going.lot.unit: going.units for going in must}
    left = _without(lots, gone)
    chosen, cheapest_by, unsolved = _for_limits(policies, facts, left)
    for going in chosen:
        gone[going.lot.unit] = gone.get(going.lot.unit, 0) + going.units
    rest = [replace(lot, locations=lot.locations[:1]) for lot in _without(lots, gone)]
    after = assess(policies, replace(facts, fleet=Fleet(tuple(rest))), waivers, any_day=True) if rest else None
    if after:
        unsolved += [
            f"{finding.rule}: {finding.because}"
            for finding in after.report.findings
            if finding.verdict is Verdict.VIOLATION
        ]
    return Remediation(
        amount(lots),
        sum((_part(removal) for removal in (*must, *chosen)), Amount()),
        tuple(must),
        tuple(chosen),
        cheapest_by,
        tuple(_of_policy(policy, facts, assessment) for policy in policies),
        sum(lot.units for lot in rest if after and after.units[lot.unit].verdict is Verdict.UNDETERMINED),
        tuple(dict.fromkeys(unsolved)),
    )


def amount(lots: Iterable[Lot]) -> Amount:
    """What some lots come to."""
    return sum((_part(Removal(lot, lot.units, ())) for lot in lots), Amount())


def _part(going: Removal) -> Amount:
    ths = going.lot.unit.hashrate_ths
    value = value_of(replace(going.lot, units=going.units))
    return Amount(going.units, value, (ths or Decimal(0)) * going.units, going.units if ths is None else 0)


def _broken(assessment: Assessment, unit: Unit) -> tuple[str, ...]:
    unit_result = assessment.units[unit]
    return tuple(
        dict.fromkeys(finding.rule for finding in unit_result.findings if finding.verdict is Verdict.VIOLATION)
    )


def _without(lots: Iterable[Lot], gone: Mapping[Unit, int]) -> list[Lot]:
    left = (replace(lot, units=lot.units - gone.get(lot.unit, 0)) for lot in lots)
    return [lot for lot in left if lot.units]


def _of_policy(policy: Policy, facts: Facts, assessment: Assessment) -> PolicyRemediation:
    lots, mine = facts.fleet.lots, {rule.id for rule in policy.rules}
    must = [lot for lot in lots if mine & set(_broken(assessment, lot.unit))]
    gone = {lot.unit for lot in must}
    chosen, _, unsolved = _for_limits([policy], facts, [lot for lot in lots if lot.unit not in gone])
    going = sum(map(_part, chosen), amount(must))
    verdicts = {
        lot.unit: {finding.verdict for finding in assessment.units[lot.unit].findings if finding.rule in mine}
        for lot in lots
    }
    open_units = sum(
        lot.units for lot in lots
        if Verdict.UNDETERMINED in verdicts[lot.unit] and Verdict.VIOLATION not in verdicts[lot.unit]
    )  # fmt: skip
    others = [
        finding for finding in assessment.report.findings
        if finding.rule in mine and finding.subject.kind in ("site", "party")
    ]  # fmt: skip
    incurable = (
        f"{finding.subject.kind} {finding.subject.id}: {finding.because}"
        for finding in others
        if finding.verdict is Verdict.VIOLATION
    )
    open_subjects = (
        f"{finding.subject.kind} {finding.subject.id}" for finding in others if finding.verdict is Verdict.UNDETERMINED
    )
    return PolicyRemediation(
        policy.id,
        going,
        open_units,
        tuple(dict.fromkeys(open_subjects)),
        tuple(dict.fromkeys((*incurable, *unsolved))),
    )


@dataclass(frozen=True, slots=True)
class _Limit:
    """A rule on concentration and the lots that it covers."""

    rule: DatedRule
    constraint: Concentration
    covered: frozenset[Unit]

    def excess(self, lot: Lot, name: str) -> Fraction:
        """What a unit of the lot adds to what ``name`` has above its limit; at most 0 where it belongs to others."""
        if lot.unit not in self.covered:
            return Fraction(0)
        weight = self.constraint.weight(lot)
        assert weight is not None, "limits of which something is not recorded are not solved"
        mine = getattr(lot.unit, self.constraint.of).only == name
        return weight / lot.units * (int(mine) - Fraction(self.constraint.limit) / 100)

    def names(self, lots: Iterable[Lot]) -> list[str]:
        """Everybody whose share is certain."""
        names = {getattr(lot.unit, self.constraint.of).only for lot in lots if lot.unit in self.covered}
        return sorted(name for name in names if name is not None)


def _for_limits(policies: Sequence[Policy], facts: Facts, lots: Sequence[Lot]) -> tuple[list[Removal], str, list[str]]:
    """The cheapest units to go for the limits that ``lots`` break; by what they are cheapest; what cannot be solved."""
    limits, unsolved = [], []
    for dated in (rule for policy in policies for rule in policy.rules):
        rule = dated.on(facts.as_of)
        if not rule.in_force or not isinstance(rule.constraint, Concentration):
            continue
        covered = [lot for lot in lots if not outside(dated, rule, lot.unit)]
        if any(rule.constraint.weight(lot) is None for lot in covered):
            continue
        limits.append(_Limit(dated, rule.constraint, frozenset(lot.unit for lot in covered)))
    broken = [limit for limit in limits if _over(limit, lots)]
    if not broken:
        return [], "", []
    costs, cheapest_by = _costs(lots)
    removed = _solve(limits, lots, costs)
    rules = tuple(limit.rule.id for limit in broken)
    chosen = [Removal(lot, units, rules) for lot, units in zip(lots, removed, strict=True) if units]
    for limit in broken:
        covered_units = [(lot, units) for lot, units in zip(lots, removed, strict=True) if lot.unit in limit.covered]
        if all(lot.units == units for lot, units in covered_units):
            unsolved.append(f"{limit.rule.id}: no removal keeps the limit but that of every unit; replace some instead")
    return chosen, cheapest_by, unsolved


def _over(limit: _Limit, lots: Sequence[Lot]) -> list[str]:
    """Whose share is above the limit for certain."""
    return [
        name
        for name in limit.names(lots)
        if sum((limit.excess(lot, name) * lot.units for lot in lots), Fraction(0)) > 0
    ]


def _costs(lots: Sequence[Lot]) -> tuple[list[tuple[Fraction, ...]], str]:
    """What it costs that a unit of each lot goes: its price where all are known, else its hashrate, else one unit.

    Of plans that cost the same, the one with the fewest units of unknown price is the cheapest, then that of least value.
    """
    prices = [Fraction(lot.unit.unit_price_usd or 0) for lot in lots]
    if all(prices):
        return [(price,) for price in prices], "value"
    values = [(Fraction(not price), price) for price in prices]
    rates = [lot.unit.hashrate_ths for lot in lots]
    if None not in rates:
        return [(Fraction(rate or 0), *value) for rate, value in zip(rates, values, strict=True)], "hashrate"
    return [(Fraction(1), *value) for value in values], "units"


def _solve(limits: Sequence[_Limit], lots: Sequence[Lot], costs: Sequence[tuple[Fraction, ...]]) -> list[int]:
    """How many units of each lot go, at the least cost, so that nobody is above a limit; of equals the first rows."""
    pairs = [(limit, name) for limit in limits for name in limit.names(lots)]
    gives = [tuple(limit.excess(lot, name) for limit, name in pairs) for lot in lots]
    piles = [Pile(lot.units, shares, cost) for lot, shares, cost in zip(lots, gives, costs, strict=True)]
    needs = [sum((pile.gives[row] * pile.units for pile in piles), Fraction(0)) for row in range(len(pairs))]
    order = sorted(range(len(lots)), key=lambda place: [(at.file, at.row) for at in lots[place].locations])
    solved = [0] * len(lots)
    for place, units in zip(order, cheapest([piles[place] for place in order], needs), strict=True):
        solved[place] = units
    return solved
