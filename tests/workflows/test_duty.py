"""Duty of a fleet: sums, ranges, exposure, and what is missing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.core.bounds import ANYTHING, NOTHING, Bounds, exactly
from compliance.core.dates import Period
from compliance.core.party import Unlisted
from compliance.core.possible import one_of
from compliance.inventory.units import Lot
from compliance.reports.duty.text import rate_text
from compliance.workflows.duty import DutyResult, Line, dues
from tests.builders import TODAY, facts, lot
from tests.reference.test_tariffs import MINERS, table

IN_2024 = date(2024, 4, 20)
IN_2025 = date(2025, 6, 20)


def asked(*lots: Lot, **more: Any) -> DutyResult:
    return dues(facts(*lots), MINERS, **more)


def miners(units: int = 1, price: str | None = "1000", **told: Any) -> Lot:
    known = {"manufacturer": "bitmain", "supplier": Unlisted("Seller Ltd"), "delivered": IN_2024, **told}
    return lot(units=units, unit_price_usd=None if price is None else Decimal(price), **known)


def usd(amount: str) -> Bounds:
    return exactly(Decimal(amount))


def test_declared_duty_and_exposure() -> None:
    found = asked(miners(10, country_of_origin="MY"), miners(5, country_of_origin="TH", delivered=IN_2025))
    assert found.total == Line(15, usd("15000"), usd("890"), usd("4750"))
    assert found.groups["origin"] == {
        "Malaysia": Line(10, usd("10000"), usd("260"), usd("2500")),
        "Thailand": Line(5, usd("5000"), usd("630"), usd("2250")),
    }
    assert list(found.groups["maker"]) == ["Bitmain"]
    assert list(found.groups["seller"]) == ["Seller Ltd"]
    assert list(found.groups["quarter"]) == ["2024-Q2", "2025-Q2"]
    assert found.missing == ()
    assert {layer.duty.id: (layer.declared, layer.asserted) for layer in found.layers} == {
        "general": (usd("390"), usd("390")),
        "section-301": (NOTHING, usd("3750")),
        "ieepa-opioids": (NOTHING, usd("1000")),
        "ieepa-reciprocal": (usd("500"), usd("500")),
    }
    assert any(note.startswith("IEEPA (opioids) and IEEPA (reciprocal): The Supreme Court") for note in found.notes)
    assert "Interest, penalties and fees are left out." in found.notes


def test_the_published_order_of_magnitude_of_cleanspark() -> None:
    """USD 185 million is 25 per cent of about USD 740 million declared as Malaysian or Thai."""
    found = asked(miners(211_428, "3500", country_of_origin="MY|TH"))
    assert found.total.exposure.least == found.total.exposure.most
    assert Decimal(180_000_000) < found.total.exposure.least < Decimal(190_000_000)


def test_an_unknown_price_is_never_a_silent_zero() -> None:
    found = asked(miners(10, country_of_origin="MY"), miners(7, None, country_of_origin="MY"))
    assert found.total == Line(17, *(Bounds(Decimal(least), None) for least in ("10000", "260", "2500")))
    (missing,) = found.missing
    assert (missing.fact, missing.units, len(missing.locations)) == ("unit_price_usd", 7, 1)
    assert "invoice" in missing.ask


def test_an_unknown_day_gives_the_least_and_the_most() -> None:
    found = asked(miners(delivered=Period(), purchased=date(2025, 7, 1), country_of_origin="MY"))
    assert found.total.duty == Bounds(Decimal(26), None)
    assert [(each.fact, each.units) for each in found.missing] == [("entry_date", 1)]
    assert list(found.groups["quarter"]) == ["not settled"]
    month = Period(date(2025, 8, 1), date(2025, 8, 31))
    some_day = asked(miners(delivered=month, country_of_origin="MY"))
    assert some_day.total.duty == Bounds(Decimal(126), Decimal(216))
    assert list(some_day.groups["quarter"]) == ["2025-Q3"]
    never = asked(miners(delivered=Period(), country_of_origin="MY"))
    assert never.total.duty == Bounds(Decimal(26), None)
    assert list(never.groups["quarter"]) == ["not settled"]


def test_a_day_within_which_nothing_changes_is_settled() -> None:
    found = asked(miners(delivered=Period(date(2024, 1, 1), date(2024, 12, 31)), country_of_origin="CN"))
    assert found.total.duty == usd("276")
    assert found.missing == ()
    assert list(found.groups["quarter"]) == ["not settled"]


def test_an_unknown_origin_may_be_any() -> None:
    found = asked(miners(delivered=IN_2025))
    assert found.total.duty == Bounds(Decimal(0), Decimal(576))
    assert found.total.exposure == Bounds(Decimal(0), Decimal(576))
    assert [each.fact for each in found.missing] == ["country_of_origin"]
    assert list(found.groups["origin"]) == ["unknown"]
    two = asked(miners(country_of_origin="CN|MY"))
    assert two.total.duty == Bounds(Decimal(26), Decimal(276))
    assert two.total.exposure == Bounds(Decimal(0), Decimal(250))
    assert [each.fact for each in two.missing] == ["country_of_origin"]
    assert list(two.groups["origin"]) == ["China or Malaysia"]


def test_after_the_last_known_rate() -> None:
    found = asked(miners(delivered=date(2026, 9, 1), country_of_origin="TH"))
    assert found.total.duty == Bounds(Decimal(26), None)
    assert found.total.exposure == ANYTHING
    (open_end,) = (each for each in found.rates if each.origin == "TH")
    assert (str(open_end.since), open_end.until) == ("2026-07-24", None)


def test_home_goods_pay_nothing_and_are_contested_only_by_name() -> None:
    home = miners(delivered=IN_2025, country_of_origin="US")
    assert asked(home).total == Line(1, usd("1000"), NOTHING, NOTHING)
    assert asked(home, contested=("US",)).total.exposure == usd("576")
    assert any(each.origin == "US" and each.parts == () for each in asked(home).rates)


def test_only_the_contested_origins_are_exposed() -> None:
    lots = (miners(country_of_origin="MY"), miners(country_of_origin="TH"))
    assert asked(*lots, contested=("TH",)).total.exposure == usd("250")
    assert "Exposure: what more is due if customs hold Thailand to be China." in asked(*lots, contested=("TH",)).notes
    assert asked(*lots, asserted="KZ").total.exposure == NOTHING


def test_other_kinds_are_classified_elsewhere_and_said_so() -> None:
    found = asked(miners(3, country_of_origin="CN", kind="psu"), miners(country_of_origin="CN"))
    assert found.total.units == 1
    assert "3 units of other kinds than miner are classified elsewhere and not counted." in found.notes
    doubtful = asked(miners(country_of_origin="MY", kind=""))
    assert doubtful.total.duty == Bounds(Decimal(0), Decimal(26))
    assert [each.fact for each in doubtful.missing] == ["kind"]


def test_rates_are_told_for_the_stretches_that_count() -> None:
    found = asked(miners(country_of_origin="MY"))
    assert [(each.origin, str(each.since), str(each.until), each.rate) for each in found.rates] == [
        ("CN", "2018-08-23", "2025-02-03", usd("27.6")),
        ("MY", "None", "2025-04-04", usd("2.6")),
    ]
    assert any("exclusion" in note for note in found.notes)


def test_a_fleet_of_nothing() -> None:
    assert asked().total == Line()


ORIGINS = ("MY", "TH", "CN", "US", "KZ", "DE", "MY|CN", "")
days = st.dates(date(2017, 1, 1), date(2027, 1, 1))
lots = st.builds(
    lambda units, price, origin, day, kind: lot(
        units=units, unit_price_usd=price, country_of_origin=origin, delivered=day, kind=kind
    ),
    st.integers(1, 10**6),
    st.none() | st.decimals("0.01", 10**6, places=2),
    st.sampled_from(ORIGINS),
    st.one_of(days, st.just(Period())),
    st.sampled_from(("miner", "", "psu")),
)


@given(st.lists(lots, max_size=5), st.lists(lots, max_size=5))
def test_duty_is_additive_over_lots(one_of: list[Lot], more: list[Lot]) -> None:
    both = asked(*one_of, *more)
    assert both.total == asked(*one_of).total + asked(*more).total
    for group in both.groups.values():
        assert sum(group.values(), Line()) == both.total


@given(lots, st.sampled_from(("CN", "MY")))
def test_the_most_is_at_least_the_least(one: Lot, asserted: str) -> None:
    total = asked(one, asserted=asserted).total
    for amount in (total.value, total.duty, total.exposure):
        assert amount.least >= 0
        assert amount.most is None or amount.most >= amount.least


@pytest.mark.parametrize("origin", ["MY", "CN", "US", ""])
def test_a_wider_fact_never_gives_a_narrower_answer(origin: str) -> None:
    narrow = asked(miners(country_of_origin=origin or "TH")).total.duty
    wide = asked(miners(country_of_origin=one_of(("MY", "CN", "US", "TH")))).total.duty
    assert wide.least <= narrow.least
    assert wide.most is not None
    assert narrow.most is not None
    assert wide.most >= narrow.most
    assert asked(miners()).as_of == TODAY


def test_a_table_that_ends_is_no_zero(tmp_path: Path) -> None:
    ended = table(tmp_path, "origins: [others], until: 2024-12-31, percent: 2.6, source: s")
    bought = facts(
        miners(country_of_origin="MY"),
        miners(2, country_of_origin="MY", delivered=IN_2025),
        miners(country_of_origin="US", delivered=IN_2025),
    )
    found = dues(bought, ended)
    assert found.groups["quarter"]["2025-Q2"] == Line(3, usd("3000"), ANYTHING, ANYTHING)
    assert found.groups["quarter"]["2024-Q2"].duty == usd("26")
    assert [(each.fact, each.units) for each in found.missing] == [("rate", 2)]
    assert [(each.origin, each.rate.most is None) for each in found.rates if each.since == date(2025, 1, 1)] == [
        ("CN", True),
        ("MY", True),
    ]
    assert "MY, from 2025-01-01 on: the table has no rate" in {rate_text(ended, each) for each in found.rates}
