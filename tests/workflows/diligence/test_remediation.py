"""What is done to a fleet: what rules on units ask, and the cheapest for limits on concentration."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import product
from random import Random
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from compliance.core.bounds import NOTHING, Bounds, exactly
from compliance.core.finding import Verdict
from compliance.inventory.sites import Site, Sites
from compliance.inventory.units import Lot
from compliance.policies.engine.assessment import assess
from compliance.policies.policy import DatedRule
from compliance.policies.waivers import Waivers
from compliance.reference.cures import Cure, Cures
from compliance.workflows.diligence.plan import Amount, CureTerms, Plan, Remediation, amount
from compliance.workflows.diligence.remediation import remediation
from compliance.workflows.policy_test import load_for_test, reference
from tests.builders import dated, facts, lot, policy
from tests.effort import examples

V = Verdict
NO_CHINA = dated("constraint: {kind: country-of-origin, forbidden: {plain: [CN]}, hong_kong_and_macau: separate}")
REMOVED_ONLY = Cures((Cure(id="leave-out", addressee="us", change="remove"),))


def limit(percent: object, of: str = "manufacturer", measure: str = "units", name: str = "limit") -> DatedRule:
    return dated(f"constraint: {{kind: concentration, of: {of}, measure: {measure}, limit: {percent}}}", name=name)


def asked(rules: list[DatedRule], *lots: Lot, terms: CureTerms = CureTerms(), **more: Any) -> Remediation:
    known, ours = facts(*lots, **more), [policy(*rules)]
    return remediation(ours, known, Waivers(), assess(ours, known), terms)


def planned(rules: list[DatedRule], *lots: Lot, terms: CureTerms = CureTerms()) -> Plan:
    return asked(rules, *lots, terms=terms).certain


def left(plan: Plan, lots: tuple[Lot, ...] | list[Lot]) -> list[Lot]:
    """The fleet after the plan: replacements are of makers and countries of their own."""
    gone: dict[Any, int] = {}
    new = []
    for measure in (*plan.must, *plan.chosen):
        gone[measure.lot.unit] = gone.get(measure.lot.unit, 0) + measure.units
        if measure.change == "replace":
            new += fresh(measure.lot, measure.units)
    rest = [replace(item, units=item.units - gone.get(item.unit, 0)) for item in lots]
    return [*(item for item in rest if item.units), *new]


def fresh(old: Lot, units: int) -> list[Lot]:
    """So many new machines like the old ones, each of a maker and a country of its own."""
    names = [f"{old.locations[0].row}-{number}" for number in range(units)]
    return [
        lot(row=1000, manufacturer=f"new-{name}", country_of_origin=f"new-{name}", hashrate_ths=old.unit.hashrate_ths)
        for name in names
    ]


def verdict(rules: list[DatedRule], lots: list[Lot]) -> Verdict:
    return assess([policy(*rules)], facts(*lots)).report.verdict if lots else V.NOT_APPLICABLE


def test_what_breaks_a_rule_is_replaced() -> None:
    lots = (
        lot(units=3, country_of_origin="CN", unit_price_usd=Decimal(1000), hashrate_ths=Decimal(200)),
        lot(units=2, row=3, country_of_origin="MY", unit_price_usd=Decimal(500), hashrate_ths=Decimal(100)),
        lot(units=4, row=4),
    )
    whole = asked([NO_CHINA], *lots)
    plan = whole.certain
    assert [(measure.units, measure.change, measure.rules) for measure in plan.must] == [(3, "replace", ("test/rule",))]
    assert (plan.chosen, plan.cheapest_by, plan.open, plan.unsolved) == ((), "", 4, ())
    assert plan.changed == Amount(3, exactly(3000), Decimal(600), 0)
    assert plan.outlay == Bounds(Decimal(0), None)
    assert whole.all == Amount(9, Bounds(Decimal(4000), None), Decimal(800), 4)
    (mine,) = whole.by_policy
    assert (mine.policy, mine.changed.units, mine.open, mine.incurable) == ("test", 3, 4, ())
    assert whole.conservative is not None
    assert whole.conservative.by_change() == {"replace": 7}
    assert whole.conservative.open == 0


def test_what_a_replacement_costs() -> None:
    lots = (lot(units=3, country_of_origin="CN", hashrate_ths=Decimal(200), unit_price_usd=Decimal(4000)),)
    plan = planned([NO_CHINA], *lots, terms=CureTerms(replacement=Decimal(15)))
    assert plan.by_change() == {"replace": 3}
    assert plan.outlay == exactly(9000)
    dear = planned([NO_CHINA], *lots, terms=CureTerms(replacement=Decimal(25)))
    assert (dear.by_change(), dear.outlay) == ({"remove": 3}, NOTHING)
    unrated = planned([NO_CHINA], lot(country_of_origin="CN"), terms=CureTerms(replacement=Decimal(15)))
    assert (unrated.by_change(), unrated.outlay) == ({"replace": 1}, Bounds(Decimal(0), None))


def test_only_what_every_broken_rule_allows_is_done() -> None:
    china = lot(units=2, country_of_origin="CN")
    assert planned([NO_CHINA], china, terms=CureTerms(REMOVED_ONLY)).by_change() == {"remove": 2}
    blocking = Cures((Cure(id="block", addressee="us", change="block"), *REMOVED_ONLY.cures))
    plan = planned([NO_CHINA], china, terms=CureTerms(blocking))
    assert plan.by_change() == {"block": 2}
    assert [remaining.rule for remaining in plan.unsolved] == ["test/rule"], (
        "what is blocked stays, and stays in violation"
    )


def test_a_fleet_of_which_everything_is_removed() -> None:
    plan = planned([NO_CHINA], lot(country_of_origin="CN"), terms=CureTerms(REMOVED_ONLY))
    assert (plan.changed.units, plan.open, plan.unsolved) == (1, 0, ())


def test_the_cheapest_are_replaced_for_a_limit() -> None:
    lots = (
        lot(units=6, manufacturer="bitmain", unit_price_usd=Decimal(3000)),
        lot(units=4, row=3, manufacturer="bitmain", unit_price_usd=Decimal(100)),
        lot(units=5, row=4, manufacturer="microbt", unit_price_usd=Decimal(1)),
    )
    plan = planned([limit(60)], *lots)
    # Ten of fifteen are 66 %; at 60 % nine of fifteen may be of one maker.
    assert [(measure.lot.unit.unit_price_usd, measure.units, measure.change) for measure in plan.chosen] == [
        (Decimal(100), 1, "replace")
    ]
    assert (plan.cheapest_by, plan.changed.value) == ("value", exactly(100))
    assert verdict([limit(60)], left(plan, lots)) is V.COMPLIANT


def test_removal_is_chosen_where_it_is_cheaper() -> None:
    lots = (
        lot(units=10, manufacturer="bitmain", unit_price_usd=Decimal(100), hashrate_ths=Decimal(100)),
        lot(units=5, row=3, manufacturer="microbt", unit_price_usd=Decimal(100), hashrate_ths=Decimal(100)),
    )
    # One replacement at USD 1,000 does what three removals at USD 100 do.
    plan = planned([limit(60)], *lots, terms=CureTerms(replacement=Decimal(10)))
    assert (plan.by_change(), plan.changed.value) == ({"remove": 3}, exactly(300))
    # At USD 250 it is the replacement that is cheaper.
    plan = planned([limit(60)], *lots, terms=CureTerms(replacement=Decimal("2.5")))
    assert (plan.by_change(), plan.outlay) == ({"replace": 1}, exactly(250))


def test_what_is_cheapest_depends_on_what_is_recorded() -> None:
    rated = [
        lot(units=3, manufacturer="bitmain", hashrate_ths=Decimal(200)),
        lot(units=3, row=3, manufacturer="bitmain", hashrate_ths=Decimal(100)),
        lot(units=2, row=4, manufacturer="microbt", hashrate_ths=Decimal(100)),
    ]
    plan = planned([limit(70)], *rated)
    assert (plan.cheapest_by, [(measure.lot.unit.hashrate_ths, measure.units) for measure in plan.chosen]) == (
        "hashrate",
        [(Decimal(100), 1)],
    )
    bare = [lot(units=6, manufacturer="bitmain"), lot(units=2, row=3, manufacturer="microbt")]
    assert planned([limit(70)], *bare).cheapest_by == "units"


def test_a_limit_that_no_removal_keeps_is_kept_by_replacements() -> None:
    lots = (lot(units=3, manufacturer="bitmain"), lot(units=3, row=3, manufacturer="microbt"))
    plan = planned([limit(40)], *lots)
    assert (plan.by_change(), plan.unsolved) == ({"replace": 2}, ())
    assert verdict([limit(40)], left(plan, lots)) is V.COMPLIANT


def test_an_open_limit_is_told_and_closed_by_the_conservative_plan() -> None:
    lots = (lot(units=5, manufacturer="bitmain"), lot(units=5, row=3))
    whole = asked([limit(60)], *lots)
    assert (whole.certain.chosen, whole.certain.unsolved) == ((), ())
    assert [remaining.rule for remaining in whole.certain.open_rules] == ["test/limit"]
    assert whole.by_policy[0].open_rules == whole.certain.open_rules
    assert whole.conservative is not None
    assert whole.conservative.by_change() == {"replace": 4}
    assert (whole.conservative.open_rules, whole.conservative.unsolved) == ((), ())
    assert verdict([limit(60)], left(whole.conservative, lots)) is V.COMPLIANT
    unrated = (lot(units=5, manufacturer="bitmain"), lot(units=1, row=3, manufacturer="microbt"))
    assert planned([limit(60, measure="hashrate")], *unrated).chosen == ()


def test_sites_and_sleeping_limits() -> None:
    near = load_for_test("us-cfius-real-estate")
    known = facts(
        lot(manufacturer="bitmain"),
        sites=Sites((Site(id="x", name="North Range"),)),
        installations={"us-cfius-appendix-a": reference().installations("us-cfius-appendix-a")},
    )
    asleep = policy(
        dated(
            "in_force:\n  2030-01-01: {is: true, by: notice}\nconstraint: {kind: concentration, of: manufacturer, limit: 50}"
        )
    )
    ours = [near, asleep]
    whole = remediation(ours, known, Waivers(), assess(ours, known))
    assert whole.certain.changed.units == 0
    assert [mine.policy for mine in whole.by_policy] == ["us-cfius-real-estate", "test"]


def test_what_breaks_a_rule_on_units_counts_for_limits_as_it_is_then() -> None:
    lots = (
        lot(units=6, manufacturer="bitmain", country_of_origin="CN"),
        lot(units=2, row=3, manufacturer="bitmain", country_of_origin="MY"),
        lot(units=2, row=4, manufacturer="microbt", country_of_origin="MY"),
    )
    plan = planned([NO_CHINA, limit(60)], *lots)
    assert (sum(measure.units for measure in plan.must), plan.chosen) == (6, ())
    removed = planned([NO_CHINA, limit(40)], *lots, terms=CureTerms(REMOVED_ONLY))
    assert [measure.change for measure in removed.must] == ["remove"]
    assert verdict([NO_CHINA, limit(40)], left(removed, lots)) is not V.VIOLATION
    assert amount(()) == Amount()


def test_removed_units_are_replaced_instead_where_a_limit_is_kept_more_cheaply_so() -> None:
    lots = (
        lot(units=4, manufacturer="bitmain", country_of_origin="CN", unit_price_usd=Decimal(10), hashrate_ths=Decimal(1)),
        lot(units=3, row=3, manufacturer="bitmain", country_of_origin="MY", unit_price_usd=Decimal(1000), hashrate_ths=Decimal(1)),
        lot(units=3, row=4, manufacturer="microbt", country_of_origin="MY", unit_price_usd=Decimal(1000), hashrate_ths=Decimal(1)),
    )  # fmt: skip
    plan = planned([NO_CHINA, limit(40)], *lots, terms=CureTerms(replacement=Decimal(20)))
    # Three of six are half; with two new machines beside them they are three of eight.
    assert plan.by_change() == {"replace": 2, "remove": 2}
    assert [(measure.change, measure.units) for measure in plan.must] == [("replace", 2), ("remove", 2)]
    assert plan.chosen == ()


makers = st.sampled_from(("bitmain", "microbt", "canaan", "bitmain|microbt", None))
origins = st.sampled_from(("CN", "MY", "TH", None))
prices = st.sampled_from((Decimal(1), Decimal("2.5"), Decimal(7)))
rates = st.sampled_from((Decimal(100), Decimal("133.7")))


def lots_of(most_lots: int, most_units: int) -> st.SearchStrategy[list[Lot]]:
    """Fleets of so many lots at most, each of so many units at most."""
    drawn = st.tuples(makers, origins, prices, rates, st.integers(1, most_units))
    return st.lists(drawn, min_size=1, max_size=most_lots, unique_by=lambda drawn: drawn[:4]).map(
        lambda fleet: [
            lot(
                units=units,
                row=row,
                manufacturer=maker,
                country_of_origin=origin,
                unit_price_usd=price,
                hashrate_ths=rate,
            )
            for row, (maker, origin, price, rate, units) in enumerate(fleet, 2)
        ]
    )


some_lots, few_lots = lots_of(4, 4), lots_of(3, 3)


@settings(max_examples=examples(60))
@given(some_lots)
def test_exactly_what_breaks_a_rule_on_units_is_changed(lots: list[Lot]) -> None:
    plan = planned([NO_CHINA], *lots)
    rest = left(plan, lots)
    assert verdict([NO_CHINA], rest) is not V.VIOLATION
    for measure in plan.must:
        assert verdict([NO_CHINA], [*rest, replace(measure.lot, units=1)]) is V.VIOLATION


@settings(max_examples=examples(60))
@given(some_lots, st.data())
def test_removing_units_never_creates_a_violation_of_origin(lots: list[Lot], data: st.DataObject) -> None:
    fewer = [replace(item, units=data.draw(st.integers(0, item.units))) for item in lots]
    fewer = [item for item in fewer if item.units]
    if verdict([NO_CHINA], lots) is not V.VIOLATION:
        assert verdict([NO_CHINA], fewer) is not V.VIOLATION


def cost_of(plan: Plan, per_ths: Decimal | None) -> Fraction:
    """What a plan costs: the price of what is removed, that of the new machine for what is replaced."""
    total = Fraction(0)
    for measure in (*plan.must, *plan.chosen):
        price = Fraction(measure.lot.unit.unit_price_usd or 0)
        new = price if per_ths is None else Fraction(per_ths) * Fraction(measure.lot.unit.hashrate_ths or 0)
        total += measure.units * (new if measure.change == "replace" else price)
    return total


@settings(max_examples=examples(60))
@given(
    few_lots, st.sampled_from((34, 50, 60, 75)), st.sampled_from(("units", "hashrate")), st.booleans(),
    st.sampled_from((None, Decimal("0.01"), Decimal("0.05"), Decimal("0.2"))),
)  # fmt: skip
def test_no_cheaper_plan_keeps_the_rules(
    lots: list[Lot], percent: int, measure: str, both: bool, per_ths: Decimal | None
) -> None:
    rules = [NO_CHINA, limit(percent, measure=measure)]
    rules += [limit(75, of="country_of_origin", name="origin")] if both else []
    plan = planned(rules, *lots, terms=CureTerms(replacement=per_ths))
    after = left(plan, lots)
    if sum(item.units for item in after) * percent >= 134:  # fewer machines of unequal hashrate keep no such limit
        assert plan.unsolved == ()
        assert verdict(rules, after) is not V.VIOLATION
    choices = [[(gone, new) for gone in range(item.units + 1) for new in range(gone + 1)] for item in lots]
    total = 1
    for choice in choices:
        total *= len(choice)
    assume(total <= 400)
    paid = cost_of(plan, per_ths)
    for chosen in product(*choices):
        other, cost = [], Fraction(0)
        for item, (gone, new) in zip(lots, chosen, strict=True):
            price = Fraction(item.unit.unit_price_usd or 0)
            dear = price if per_ths is None else Fraction(per_ths) * Fraction(item.unit.hashrate_ths or 0)
            cost += price * (gone - new) + dear * new
            other += [replace(item, units=item.units - gone)] if gone < item.units else []
            other += fresh(item, new)
        if cost < paid:
            assert verdict(rules, other) is V.VIOLATION, chosen


@settings(max_examples=examples(40))
@given(some_lots, st.sampled_from((34, 50, 75)))
def test_the_conservative_plan_leaves_nothing_open(lots: list[Lot], percent: int) -> None:
    assume(sum(item.units for item in lots) * percent >= 150)
    rules = [NO_CHINA, limit(percent), limit(percent, of="country_of_origin", name="origin")]
    whole = asked(rules, *lots)
    plan = whole.conservative or whole.certain
    assert (plan.open, plan.open_rules, plan.unsolved) == (0, (), ())
    assert verdict(rules, left(plan, lots)) is V.COMPLIANT


@settings(max_examples=examples(40))
@given(some_lots, st.randoms(use_true_random=False))
def test_the_order_in_which_lots_come_changes_nothing(lots: list[Lot], chance: Random) -> None:
    rules = [limit(50), limit(60, of="country_of_origin", name="origin")]
    mixed = list(lots)
    chance.shuffle(mixed)
    plans = [
        {(measure.lot.locations[0].row, measure.units) for measure in planned(rules, *several).chosen}
        for several in (lots, mixed)
    ]
    assert plans[0] == plans[1]


def test_of_plans_that_cost_the_same_the_one_of_known_and_least_value_then_the_first_rows() -> None:
    rate = Decimal(200)
    other = lot(units=4, row=9, manufacturer="microbt", hashrate_ths=rate)
    dear, unpriced, cheap = (
        lot(units=3, row=row, manufacturer="bitmain", hashrate_ths=rate, unit_price_usd=price, asset_id=f"{row}")
        for row, price in ((2, Decimal(900)), (3, None), (4, Decimal(700)))
    )
    twin = lot(units=3, row=5, manufacturer="bitmain", hashrate_ths=rate, unit_price_usd=Decimal(700), asset_id="5")
    plan = planned([limit(35)], dear, unpriced, cheap, other)
    assert plan.cheapest_by == "hashrate"
    assert [(item.lot.locations[0].row, item.units) for item in plan.chosen] == [(2, 2), (4, 3)]
    plan = planned([limit(50)], twin, dear, unpriced, cheap, other)
    assert {item.lot.locations[0].row: item.units for item in plan.chosen} == {4: 3, 5: 1}


@pytest.mark.parametrize("kind", ["miner", "psu"])
def test_only_what_a_limit_covers_counts(kind: str) -> None:
    rule = dated(
        f"applies_to: {{kinds: [{kind}]}}\nconstraint: {{kind: concentration, of: manufacturer, limit: 60}}",
        name="limit",
    )
    lots = (
        lot(units=6, manufacturer="bitmain"),
        lot(units=2, row=3, manufacturer="microbt"),
        lot(units=9, row=4, manufacturer="bitmain", kind="psu"),
    )
    plan = planned([rule], *lots)
    # Six of eight miners: at 60 % four may be of one maker. All power supplies are of one maker: five of nine may stay.
    expected = {"miner": 2, "psu": 4}
    assert [(item.lot.unit.kind, item.units) for item in plan.chosen] == [(kind, expected[kind])]
