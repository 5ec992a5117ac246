"""What makes a fleet keep the rules at the least cost: which units are replaced, removed or blocked. Pure.

A unit that breaks a rule on units is changed by a cure that the rule allows. What a limit on the whole fleet asks on top
is a choice, the cheapest one, and of equally cheap ones always the same. A unit that is replaced by one of another maker
and origin takes its whole weight off a share; one that is removed takes less, for the fleet shrinks with it. So a
replacement that costs no more is always at least as good, and removal is weighed only where it is cheaper. Machines that
are added beside the old ones would take off less still at the price of a replacement, so no plan adds any.

A fleet after a plan is judged again, with replacements that come from so many makers and countries that none of them is
near a limit: only then is said what stays open.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from compliance.core.bounds import NOTHING, Bounds, exactly
from compliance.core.finding import Finding, Verdict
from compliance.core.party import Unlisted
from compliance.core.possible import one
from compliance.inventory.units import Fleet, Lot, Unit
from compliance.policies.constraints.concentration import Concentration
from compliance.policies.engine.assessment import Assessment, assess
from compliance.policies.engine.scope import outside
from compliance.policies.facts import Facts
from compliance.policies.policy import Policy
from compliance.policies.waivers import Waivers
from compliance.reference.cures import Change
from compliance.workflows.diligence.limits import Cost, Limit, over, solve, split
from compliance.workflows.diligence.plan import (
    Amount,
    CureTerms,
    Measure,
    Plan,
    PolicyRemediation,
    Remaining,
    Remediation,
    amount,
    amount_of,
)

_CERTAIN = frozenset({Verdict.VIOLATION})
_CONSERVATIVE = frozenset({Verdict.VIOLATION, Verdict.UNDETERMINED})
_NO_CHANGE = ("preparation", "owners")
"""What no other machine cures: it takes a list, a description, or the owners of a party."""


def remediation(
    policies: Sequence[Policy], facts: Facts, waivers: Waivers, assessment: Assessment, terms: CureTerms = CureTerms()
) -> Remediation:
    """What makes ``facts.fleet`` keep ``policies``; ``assessment`` is what they say of it as it is."""
    question = _Question(policies, facts, waivers, assessment, terms, constraint_kinds(policies, facts.as_of))
    certain = question.plan(_CERTAIN)
    conservative = question.plan(_CONSERVATIVE) if certain.open or certain.open_rules else certain
    same = (conservative.must, conservative.chosen) == (certain.must, certain.chosen)
    return Remediation(
        amount(facts.fleet.lots),
        certain,
        None if same else conservative,
        tuple(question.of_policy(policy) for policy in policies),
    )


def constraint_kinds(policies: Iterable[Policy], day: date) -> dict[str, str]:
    """Rule -> kind of its constraint."""
    return {rule.id: rule.on(day).constraint.kind for policy in policies for rule in policy.rules}


@dataclass(frozen=True, slots=True)
class _Question:
    """A fleet and the policies that it shall keep."""

    policies: Sequence[Policy]
    facts: Facts
    waivers: Waivers
    assessment: Assessment
    terms: CureTerms
    kinds: Mapping[str, str]

    def plan(self, wrong: Collection[Verdict]) -> Plan:
        """The cheapest measures against findings of the ``wrong`` verdicts, and what stays open after them."""
        limits = self._limits(conservative=Verdict.UNDETERMINED in wrong)
        must, chosen, cheapest_by = self._measures(wrong, limits)
        measures = (*must, *chosen)
        left = self._left(measures)
        after = self._judged(left)
        new = [*_replacements(measures, limits)]
        whole = self._judged([*left, *new]) if new else after
        lots = [finding for finding in _findings(after) if finding.subject.kind != "fleet"]
        fleet = [finding for finding in _findings(whole) if finding.subject.kind == "fleet"]
        return Plan(
            tuple(must),
            tuple(chosen),
            cheapest_by,
            sum((amount_of(measure.lot, measure.units) for measure in measures), Amount()),
            sum((self._outlay(measure) for measure in measures), NOTHING),
            sum(lot.units for lot in left if after and any(map(_is_open, after.units[lot.unit].findings))),
            tuple(dict.fromkeys(Remaining.of(finding) for finding in fleet if _is_open(finding))),
            tuple(dict.fromkeys(Remaining.of(item) for item in (*lots, *fleet) if item.verdict is Verdict.VIOLATION)),
        )

    def of_policy(self, policy: Policy) -> PolicyRemediation:
        """What one of the policies asks by itself."""
        mine = constraint_kinds([policy], self.facts.as_of)
        plan = replace(self, policies=[policy], kinds=mine).plan(_CERTAIN)
        others = [
            finding for finding in self.assessment.report.findings
            if finding.rule in mine and finding.subject.kind in ("site", "party")
        ]  # fmt: skip
        open_ones = (Remaining.of(finding) for finding in others if finding.verdict is Verdict.UNDETERMINED)
        broken = (Remaining.of(finding) for finding in others if finding.verdict is Verdict.VIOLATION)
        return PolicyRemediation(
            policy.id,
            plan.changed,
            plan.open,
            tuple(dict.fromkeys((*open_ones, *plan.open_rules))),
            tuple(dict.fromkeys((*broken, *plan.unsolved))),
        )

    def _measures(
        self, wrong: Collection[Verdict], limits: Sequence[Limit]
    ) -> tuple[list[Measure], list[Measure], str]:
        lots = self.facts.fleet.lots
        costs, cheapest_by = self._costs()
        must = [measure for lot in lots if (measure := self._must(lot, wrong, costs[lot.unit]))]
        changed = {measure.lot.unit: measure for measure in must}
        kept = [lot for lot in lots if lot.unit not in changed]
        broken = [limit for limit in limits if over(limit, kept, must)]
        if not broken:
            return must, [], ""
        rules = tuple(limit.rule.id for limit in broken)
        instead, chosen = solve(limits, kept, must, costs)
        must = [part for measure in must for part in split(measure, instead.get(measure.lot.unit, 0))]
        return must, [replace(measure, rules=rules) for measure in chosen], cheapest_by

    def _must(self, lot: Lot, wrong: Collection[Verdict], cost: tuple[Cost, Cost]) -> Measure | None:
        """What has to be done to a lot; None where no rule on units asks anything."""
        findings = [
            finding
            for finding in self.assessment.units[lot.unit].findings
            if finding.verdict in wrong and finding.rule in self.kinds and finding.concern not in _NO_CHANGE
        ]
        if not findings:
            return None
        rules = tuple(dict.fromkeys(finding.rule for finding in findings))
        offered = [self._changes(finding) for finding in findings]
        if any("block" in changes for changes in offered):
            return Measure(lot, lot.units, rules, "block")
        shared = set.intersection(*offered)
        removal, replacement = cost
        replaceable = "replace" in shared and replacement <= removal
        return Measure(lot, lot.units, rules, "replace" if replaceable else "remove")

    def _changes(self, finding: Finding) -> set[Change]:
        cures = self.terms.cures.of(finding, self.kinds[finding.rule])
        return {cure.change for cure in cures if cure.change} or {"replace", "remove"}

    def _limits(self, *, conservative: bool) -> list[Limit]:
        limits = []
        for dated in (rule for policy in self.policies for rule in policy.rules):
            rule = dated.on(self.facts.as_of)
            if not rule.in_force or not isinstance(rule.constraint, Concentration):
                continue
            covered = [lot for lot in self.facts.fleet.lots if not outside(dated, rule, lot.unit)]
            if all(rule.constraint.weight(lot) is not None for lot in covered):
                limits.append(Limit(dated, rule.constraint, frozenset(lot.unit for lot in covered), conservative))
        return limits

    def _costs(self) -> tuple[dict[Unit, tuple[Cost, Cost]], str]:
        """What it costs that a unit of each lot is removed, and that it is replaced; and by what costs are compared.

        A unit that is removed costs its price, one that is replaced the price of the new machine, else its own, where all
        are known; otherwise either costs the hashrate, else one unit. Of plans that cost the same, the one with the fewest
        units of unknown price is the cheapest, then that of least value.
        """
        lots, per_ths = self.facts.fleet.lots, self.terms.replacement
        prices = {lot.unit: Fraction(lot.unit.unit_price_usd or 0) for lot in lots}
        rates = {lot.unit: lot.unit.hashrate_ths for lot in lots}
        if all(prices.values()) and (per_ths is None or None not in rates.values()):
            new = {
                unit: price if per_ths is None else Fraction(per_ths) * Fraction(rates[unit] or 0)
                for unit, price in prices.items()
            }
            return {unit: ((price,), (new[unit],)) for unit, price in prices.items()}, "value"
        values = {unit: (Fraction(not price), price) for unit, price in prices.items()}
        if None not in rates.values():
            weights = {unit: (Fraction(rate or 0), *values[unit]) for unit, rate in rates.items()}
            return {unit: (cost, cost) for unit, cost in weights.items()}, "hashrate"
        return {unit: ((Fraction(1), *value),) * 2 for unit, value in values.items()}, "units"

    def _outlay(self, measure: Measure) -> Bounds:
        """What a measure costs to buy in USD; more than nothing, and how much nobody knows, without a price."""
        if measure.change != "replace":
            return NOTHING
        ths = measure.lot.unit.hashrate_ths
        if self.terms.replacement is None or ths is None:
            return Bounds(Decimal(0), None)
        return exactly(self.terms.replacement * ths * measure.units)

    def _left(self, measures: Iterable[Measure]) -> list[Lot]:
        """The units that stay as they are, blocked ones among them."""
        gone: dict[Unit, int] = {}
        for measure in measures:
            if measure.change != "block":
                gone[measure.lot.unit] = gone.get(measure.lot.unit, 0) + measure.units
        left = (replace(lot, units=lot.units - gone.get(lot.unit, 0)) for lot in self.facts.fleet.lots)
        return [replace(lot, locations=lot.locations[:1]) for lot in left if lot.units]

    def _judged(self, lots: Sequence[Lot]) -> Assessment | None:
        """What the policies say of a fleet of these lots; None where there is none."""
        if not lots:
            return None
        together: dict[Unit, Lot] = {}
        for lot in lots:
            if lot.unit in together:
                together[lot.unit].add(lot)
            else:
                together[lot.unit] = replace(lot)
        fleet = Fleet(tuple(together.values()))
        return assess(self.policies, replace(self.facts, fleet=fleet), self.waivers, any_day=True)


def _replacements(measures: Iterable[Measure], limits: Iterable[Limit]) -> Iterator[Lot]:
    """New units for those that are replaced, of makers and countries of which none comes near a limit.

    Thrice as many names as would fill it: so they keep it in any fleet that is large enough to keep it at all.
    """
    spread = max((limit.spread for limit in limits), default=1)
    first = 0
    for measure in measures:
        if measure.change != "replace":
            continue
        for number in range(min(spread, measure.units)):
            units = measure.units // spread + (number < measure.units % spread)
            name = f"new machine {(first + number) % spread}"
            unit = replace(measure.lot.unit, manufacturer=one(Unlisted(name)), country_of_origin=one(name))
            yield Lot(unit, units, units, measure.lot.locations[:1])
        first += measure.units % spread


def _findings(assessment: Assessment | None) -> Sequence[Finding]:
    return assessment.report.findings if assessment else ()


def _is_open(finding: Finding) -> bool:
    return finding.verdict is Verdict.UNDETERMINED and finding.concern != "preparation"
