"""What must go: exact for rules on units, the cheapest for limits on concentration."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import product
from random import Random
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from compliance.core.bounds import Bounds, exactly
from compliance.core.finding import Verdict
from compliance.inventory.sites import Site, Sites
from compliance.inventory.units import Fleet, Lot
from compliance.policies.engine.assessment import assess
from compliance.policies.policy import DatedRule
from compliance.policies.waivers import Waivers
from compliance.workflows.diligence.remediation import Amount, Remediation, amount, remediation
from compliance.workflows.policy_test import reference
from tests.builders import dated, facts, lot, policy
from tests.effort import examples

V = Verdict
NO_CHINA = dated("constraint: {kind: country-of-origin, forbidden: {plain: [CN]}, hong_kong_and_macau: separate}")


def limit(percent: object, of: str = "manufacturer", measure: str = "units", name: str = "limit") -> DatedRule:
    return dated(f"constraint: {{kind: concentration, of: {of}, measure: {measure}, limit: {percent}}}", name=name)


def asked(rules: list[DatedRule], *lots: Lot, **more: Any) -> Remediation:
    known, ours = facts(*lots, **more), [policy(*rules)]
    return remediation(ours, known, Waivers(), assess(ours, known))


def left(found: Remediation, lots: tuple[Lot, ...] | list[Lot]) -> list[Lot]:
    gone: dict[Any, int] = {}
    for going in (*found.must, *found.chosen):
        gone[going.lot.unit] = gone.get(going.lot.unit, 0) + going.units
    rest = [replace(each, units=each.units - gone.get(each.unit, 0)) for each in lots]
    return [each for each in rest if each.units]


def verdict(rules: list[DatedRule], lots: list[Lot]) -> Verdict:
    return assess([policy(*rules)], facts(*lots)).report.verdict if lots else V.NOT_APPLICABLE


def test_what_breaks_a_rule_must_go() -> None:
    lots = (
        lot(units=3, country_of_origin="CN", unit_price_usd=Decimal(1000), hashrate_ths=Decimal(200)),
        lot(units=2, row=3, country_of_origin="MY", unit_price_usd=Decimal(500), hashrate_ths=Decimal(100)),
        lot(units=4, row=4),
    )
    found = asked([NO_CHINA], *lots)
    assert [(going.units, going.rules) for going in found.must] == [(3, ("test/rule",))]
    assert (found.chosen, found.cheapest_by, found.open, found.unsolved) == ((), "", 4, ())
    assert found.going == Amount(3, exactly(3000), Decimal(600), 0)
    assert found.all == Amount(9, Bounds(Decimal(4000), None), Decimal(800), 4)
    (mine,) = found.by_policy
    assert (mine.policy, mine.going.units, mine.open, mine.incurable) == ("test", 3, 4, ())


def test_a_fleet_of_which_everything_must_go() -> None:
    found = asked([NO_CHINA], lot(country_of_origin="CN"))
    assert (found.going.units, found.open, found.unsolved) == (1, 0, ())


def test_the_cheapest_go_for_a_limit() -> None:
    lots = (
        lot(units=6, manufacturer="bitmain", unit_price_usd=Decimal(3000)),
        lot(units=4, row=3, manufacturer="bitmain", unit_price_usd=Decimal(100)),
        lot(units=5, row=4, manufacturer="microbt", unit_price_usd=Decimal(1)),
    )
    found = asked([limit(60)], *lots)
    # Ten of fifteen are 66 %; at 60 % five others allow seven and a half.
    assert [(going.lot.unit.unit_price_usd, going.units) for going in found.chosen] == [(Decimal(100), 3)]
    assert (found.cheapest_by, found.going.value) == ("value", exactly(300))
    assert verdict([limit(60)], left(found, lots)) is V.COMPLIANT


def test_what_is_cheapest_depends_on_what_is_recorded() -> None:
    rated = [
        lot(units=3, manufacturer="bitmain", hashrate_ths=Decimal(200)),
        lot(units=3, row=3, manufacturer="bitmain", hashrate_ths=Decimal(100)),
        lot(units=2, row=4, manufacturer="microbt", hashrate_ths=Decimal(100)),
    ]
    found = asked([limit(70)], *rated)
    assert (found.cheapest_by, [(each.lot.unit.hashrate_ths, each.units) for each in found.chosen]) == (
        "hashrate",
        [(Decimal(100), 2)],
    )
    bare = [lot(units=6, manufacturer="bitmain"), lot(units=2, row=3, manufacturer="microbt")]
    assert asked([limit(70)], *bare).cheapest_by == "units"


def test_a_limit_that_no_removal_keeps() -> None:
    found = asked([limit(40)], lot(units=3, manufacturer="bitmain"), lot(units=3, row=3, manufacturer="microbt"))
    assert found.going.units == 6
    assert found.by_policy[0].going.units == 6
    assert found.by_policy[0].incurable == found.unsolved
    assert found.unsolved == ("test/limit: no removal keeps the limit but that of every unit; replace some instead",)


def test_what_is_open_is_not_removed() -> None:
    lots = (lot(units=5, manufacturer="bitmain"), lot(units=5, row=3))
    found = asked([limit(60)], *lots)
    assert (found.chosen, found.unsolved) == ((), ())
    unrated = (lot(units=5, manufacturer="bitmain"), lot(units=1, row=3, manufacturer="microbt"))
    assert asked([limit(60, measure="hashrate")], *unrated).chosen == ()


def test_sites_and_sleeping_limits() -> None:
    near = policy(
        dated(
            "constraint: {kind: site-proximity, installations: us-cfius-appendix-a, close_miles: 1, extended_miles: 99,"
            " extent_miles: 15}",
            name="near",
        )
    )
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
    found = remediation(ours, known, Waivers(), assess(ours, known))
    assert found.going.units == 0
    assert [len(each.incurable) for each in found.by_policy] == [1, 0]
    assert found.by_policy[0].incurable[0].startswith("site x: ")
    assert found.unsolved[0].startswith("test/near: ")


def test_unit_rules_come_before_limits() -> None:
    lots = (
        lot(units=6, manufacturer="bitmain", country_of_origin="CN"),
        lot(units=2, row=3, manufacturer="bitmain", country_of_origin="MY"),
        lot(units=2, row=4, manufacturer="microbt", country_of_origin="MY"),
    )
    found = asked([NO_CHINA, limit(60)], *lots)
    assert (sum(each.units for each in found.must), found.chosen) == (6, ())
    assert amount(()) == Amount()


makers = st.sampled_from(("bitmain", "microbt", "canaan", "bitmain|microbt", None))
origins = st.sampled_from(("CN", "MY", "TH", None))
prices = st.sampled_from((Decimal(1), Decimal("2.5"), Decimal(7)))
rates = st.sampled_from((Decimal(100), Decimal("133.7")))
some_lots = st.lists(
    st.tuples(makers, origins, prices, rates, st.integers(1, 4)),
    min_size=1,
    max_size=4,
    unique_by=lambda each: each[:4],
).map(
    lambda told: [
        lot(units=units, row=row, manufacturer=maker, country_of_origin=origin, unit_price_usd=price, hashrate_ths=rate)
        for row, (maker, origin, price, rate, units) in enumerate(told, 2)
    ]
)


@settings(max_examples=examples(60))
@given(some_lots)
def test_unit_rules_exactly_what_must_go_goes(lots: list[Lot]) -> None:
    found = asked([NO_CHINA], *lots)
    rest = left(found, lots)
    assert verdict([NO_CHINA], rest) is not V.VIOLATION
    for kept in found.must:
        # Of all proper subsets those that keep one unit suffice: keeping more keeps it too.
        assert verdict([NO_CHINA], [*rest, replace(kept.lot, units=1)]) is V.VIOLATION


@settings(max_examples=examples(60))
@given(some_lots, st.data())
def test_removing_units_never_creates_a_violation_of_origin(lots: list[Lot], data: st.DataObject) -> None:
    fewer = [replace(each, units=data.draw(st.integers(0, each.units))) for each in lots]
    fewer = [each for each in fewer if each.units]
    if verdict([NO_CHINA], lots) is not V.VIOLATION:
        assert verdict([NO_CHINA], fewer) is not V.VIOLATION


@settings(max_examples=examples(60))
@given(some_lots, st.sampled_from((34, 50, 60, "66.7", 75)), st.sampled_from(("units", "hashrate")), st.booleans())
def test_no_cheaper_removal_keeps_the_limits(lots: list[Lot], percent: object, measure: str, both: bool) -> None:
    rules = [limit(percent, measure=measure), *([limit(75, of="country_of_origin", name="origin")] if both else [])]
    found = asked(rules, *lots)
    rest = left(found, lots)
    assert verdict(rules, rest) is not V.VIOLATION
    total = 1
    for each in lots:
        total *= each.units + 1
    assume(total <= 150)
    paid = sum((Fraction(each.lot.unit.unit_price_usd or 0) * each.units for each in found.chosen), Fraction(0))
    for kept in product(*(range(each.units + 1) for each in lots)):
        some = [replace(each, units=units) for each, units in zip(lots, kept, strict=True) if units]
        cost = sum(
            Fraction(each.unit.unit_price_usd or 0) * (each.units - units)
            for each, units in zip(lots, kept, strict=True)
        )
        if cost < paid:
            assert verdict(rules, some) is V.VIOLATION, kept
    assert Fleet(tuple(rest)).units == sum(each.units for each in lots) - found.going.units


@settings(max_examples=examples(40))
@given(some_lots, st.randoms(use_true_random=False))
def test_the_order_in_which_lots_come_changes_nothing(lots: list[Lot], chance: Random) -> None:
    rules = [limit(50), limit(60, of="country_of_origin", name="origin")]
    mixed = list(lots)
    chance.shuffle(mixed)
    plans = [
        {(going.lot.locations[0].row, going.units) for going in asked(rules, *several).chosen}
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
    found = asked([limit(50)], dear, unpriced, cheap, other)
    assert found.cheapest_by == "hashrate"
    assert [(going.lot.locations[0].row, going.units) for going in found.chosen] == [(2, 2), (4, 3)]
    found = asked([limit(50)], twin, dear, unpriced, cheap, other)
    assert {going.lot.locations[0].row: going.units for going in found.chosen} == {2: 2, 4: 3, 5: 3}
    fewer = replace(other, units=8)
    found = asked([limit(50)], twin, dear, unpriced, cheap, fewer)
    assert [(going.lot.locations[0].row, going.units) for going in found.chosen] == [(4, 3), (5, 1)][::-1]


def test_only_what_a_limit_covers_counts() -> None:
    rule = dated(
        "applies_to: {kinds: [miner]}\nconstraint: {kind: concentration, of: manufacturer, limit: 60}", name="limit"
    )
    lots = (
        lot(units=6, manufacturer="bitmain"),
        lot(units=2, row=3, manufacturer="microbt"),
        lot(units=9, row=4, manufacturer="bitmain", kind="psu"),
    )
    found = asked([rule], *lots)
    assert [(each.lot.unit.kind, each.units) for each in found.chosen] == [("miner", 3)]
