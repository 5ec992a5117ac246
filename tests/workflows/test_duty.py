"""Duty of a fleet: sums, ranges, exposure, and what is missing."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.core.bounds import ANYTHING, NOTHING, Bounds, exactly, hull, per_cent
from compliance.core.dates import Period
from compliance.core.party import Unlisted
from compliance.core.possible import UNKNOWN, one_of
from compliance.inventory.units import Lot
from compliance.reports.duty.text import rate_text
from compliance.workflows.duty import DutyResult, dues
from compliance.workflows.duty_claims import Refund
from compliance.workflows.duty_lines import Line
from tests.builders import TODAY, facts, lot
from tests.effort import examples
from tests.reference.test_tariffs import MINERS, table

IN_2024 = date(2024, 4, 20)
IN_2025 = date(2025, 6, 20)


def asked(*lots: Lot, **more: Any) -> DutyResult:
    return dues(facts(*lots), MINERS, **more)


def miners(units: int = 1, price: str | None = "1000", **told: Any) -> Lot:
    known = {
        "manufacturer": "bitmain",
        "supplier": Unlisted("Seller Ltd"),
        "importer_of_record": Unlisted("Importer Inc"),
        "delivered": IN_2024,
        **told,
    }
    return lot(units=units, unit_price_usd=None if price is None else Decimal(price), **known)


def usd(amount: str) -> Bounds:
    return exactly(Decimal(amount))


def amounts(line: Line) -> tuple[int, Bounds, Bounds, Bounds]:
    return line.units, line.value, line.duty, line.exposure


def test_declared_duty_and_exposure() -> None:
    found = asked(miners(10, country_of_origin="MY"), miners(5, country_of_origin="TH", delivered=IN_2025))
    assert found.total == Line(
        15,
        value=usd("15000"),
        duty=usd("890"),
        exposure=usd("4750"),
        live=usd("3750"),
        void=usd("1000"),
        transshipped=usd("4750"),
    )
    assert {name: amounts(line) for name, line in found.groups["origin"].items()} == {
        "Malaysia": (10, usd("10000"), usd("260"), usd("2500")),
        "Thailand": (5, usd("5000"), usd("630"), usd("2250")),
    }
    assert list(found.groups["maker"]) == ["Bitmain"]
    assert list(found.groups["seller"]) == ["Seller Ltd"]
    assert list(found.groups["quarter"]) == ["2024-Q2", "2025-Q2"]
    assert found.missing == ()
    layers = {layer.duty.id: (layer.declared, layer.asserted, layer.exposure, layer.void) for layer in found.layers}
    assert layers == {
        "general": (usd("390"), usd("390"), NOTHING, False),
        "section-301": (NOTHING, usd("3750"), usd("3750"), False),
        "ieepa-opioids": (NOTHING, usd("1000"), usd("1000"), True),
        "ieepa-reciprocal": (usd("500"), usd("500"), NOTHING, True),
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
    assert amounts(found.total) == (17, *(Bounds(Decimal(least), None) for least in ("10000", "260", "2500")))
    (missing,) = found.missing
    assert (missing.fact, missing.units, len(missing.locations)) == ("unit_price_usd", 7, 1)
    assert "invoice" in missing.ask


def test_an_unknown_day_gives_the_least_and_the_most() -> None:
    found = asked(miners(delivered=Period(), purchased=date(2025, 7, 1), country_of_origin="MY"))
    assert found.total.duty == Bounds(Decimal(26), Decimal(216))
    assert [(gap.fact, gap.units) for gap in found.missing] == [("entry_date", 1), ("export_date", 1), ("review", 1)]
    assert list(found.groups["quarter"]) == ["not settled"]
    assert list(found.groups["year"]) == ["not settled"]
    month = Period(date(2025, 8, 1), date(2025, 8, 31))
    some_day = asked(miners(delivered=month, country_of_origin="MY"))
    assert some_day.total.duty == Bounds(Decimal(126), Decimal(216))
    assert list(some_day.groups["quarter"]) == ["2025-Q3"]
    never = asked(miners(delivered=Period(), country_of_origin="MY"))
    assert never.total.duty == Bounds(Decimal(26), Decimal(266))
    assert [list(never.groups[group]) for group in ("quarter", "year", "state")] == [["not settled"]] * 3


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


@pytest.mark.parametrize(
    ("origin", "duty", "exposure"),
    [("MY", "1260", "2750"), ("CN", "4010", "0"), ("TH", "1510", "2500"), ("TW", "1000", "3010"), ("US", "0", "0")],
)
def test_duty_on_ten_thousand_dollars_since_july_2026(origin: str, duty: str, exposure: str) -> None:
    found = asked(miners(1, "10000", country_of_origin=origin, delivered=date(2026, 9, 10)))
    assert (found.total.duty, found.total.exposure) == (usd(duty), usd(exposure))
    assert (found.total.live, found.total.void) == (usd(exposure), NOTHING)


def test_a_day_after_the_review_is_told_and_not_widened() -> None:
    reviewed = MINERS.file.reviewed
    eve, morrow = (
        asked(miners(country_of_origin="TH", delivered=day)) for day in (reviewed, reviewed + timedelta(days=1))
    )
    assert eve.total.duty == morrow.total.duty == usd("151")
    assert eve.missing == ()
    (gap,) = morrow.missing
    assert (gap.fact, gap.units, gap.settles) == ("review", 1, Decimal(0))
    assert "as last reviewed" in gap.ask
    home = asked(miners(country_of_origin="US", delivered=reviewed + timedelta(days=1)))
    assert home.missing == ()


INDONESIA = date(2025, 4, 12)


def test_a_rate_that_hangs_on_the_day_of_loading_is_a_range() -> None:
    found = asked(miners(1000, "4150", country_of_origin="ID", delivered=INDONESIA))
    assert found.total.exposure == Bounds(Decimal("1867500"), Decimal("6640000"))
    assert found.total.live == usd("1037500")
    assert found.total.void == Bounds(Decimal("830000"), Decimal("5602500"))
    (gap,) = found.missing
    assert (gap.fact, gap.units, gap.settles) == ("export_date", 1000, Decimal("4772500"))
    assert [(each.origin, str(each.loaded_before), per_cent(each.rate)) for each in found.rates] == [
        ("CN", "2025-04-05", "47.6 %"), ("CN", "2025-04-09", "57.6 %"), ("CN", "2025-04-10", "57.6 %"),
        ("CN", "None", "172.6 %"), ("ID", "2025-04-05", "2.6 %"), ("ID", "None", "12.6 %"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("loaded", "exposure"),
    [
        ("2025-03-20", "1867500"), ("2025-04-04", "1867500"), ("2025-04-05", "1867500"), ("2025-04-09", "1867500"),
        ("2025-04-10", "6640000"),
    ],
)  # fmt: skip
def test_the_day_of_loading_settles_it(loaded: str, exposure: str) -> None:
    bought = miners(1000, "4150", country_of_origin="ID", delivered=INDONESIA, exported=date.fromisoformat(loaded))
    found = asked(bought)
    assert found.total.exposure == usd(exposure)
    assert found.missing == ()


def test_the_day_of_entry_goes_before_that_of_delivery() -> None:
    found = asked(miners(country_of_origin="ID", delivered=date(2025, 4, 25), entered=date(2025, 4, 4)))
    assert found.total.duty == usd("26")
    assert list(found.groups["quarter"]) == ["2025-Q2"]


def test_a_loading_after_the_entry_is_said_and_frees_nothing() -> None:
    found = asked(miners(3, country_of_origin="ID", delivered=INDONESIA, exported=date(2025, 5, 1)))
    assert found.total.duty == usd("378")
    assert any(note.startswith("3 units are recorded as loaded after they were entered") for note in found.notes)


def test_transshipment_is_an_alternative() -> None:
    found = asked(miners(country_of_origin="MY", delivered=date(2025, 12, 1)))
    assert (found.total.exposure, found.total.transshipped) == (usd("260"), usd("560"))
    assert "If customs also find transshipment (EO-14326), the exposure is USD 560.00." in found.notes
    undisputed = asked(miners(country_of_origin="CN", delivered=date(2025, 12, 1)))
    assert undisputed.total.transshipped == NOTHING


def test_void_duty_is_void_only_since_the_decision() -> None:
    known = facts(miners(country_of_origin="MY", delivered=date(2025, 6, 20)), as_of=date(2026, 2, 19))
    before = dues(known, MINERS)
    assert (before.total.live, before.total.void) == (usd("450"), NOTHING)
    assert before.refunds == ()
    after = dues(known.on(date(2026, 2, 20)), MINERS)
    assert (after.total.live, after.total.void) == (usd("250"), usd("200"))
    assert [refund.amount for refund in after.refunds] == [usd("100")]


def test_claims_that_are_barred_stand_apart() -> None:
    found = asked(
        miners(country_of_origin="MY", delivered=date(2019, 5, 10)),
        miners(country_of_origin="MY", delivered=date(2024, 4, 20)),
    )
    assert found.total.exposure == usd("500")
    assert (found.total.live, found.total.barred) == (usd("250"), usd("250"))
    assert {name: line.live for name, line in found.groups["state"].items()} == {
        "entry final, within limitation": usd("250"),
        "time-barred": NOTHING,
    }
    assert list(found.groups["year"]) == ["2019", "2024"]
    open_day = asked(miners(country_of_origin="MY", delivered=Period(date(2021, 11, 1), date(2021, 12, 31))))
    assert open_day.total.live == open_day.total.barred == Bounds(Decimal(0), Decimal(250))


def test_exposure_by_importer_of_record() -> None:
    client, seller = Unlisted("Client LLC"), Unlisted("Seller Ltd")
    found = asked(
        miners(country_of_origin="MY", owner=client, importer_of_record=client),
        miners(country_of_origin="MY", importer_of_record=UNKNOWN),
        miners(country_of_origin="MY", importer_of_record=seller),
        miners(country_of_origin="MY", importer_of_record=UNKNOWN, hosting_client=client),
    )
    assert list(found.groups["debtor"]) == [
        "Client LLC (owner)", "Seller Ltd (seller)", "unknown", "unknown (machines of the hosting client Client LLC)",
    ]  # fmt: skip
    (gap,) = found.missing
    assert (gap.fact, gap.units, gap.settles) == ("importer_of_record", 2, Decimal(500))
    free = asked(miners(country_of_origin="CN", importer_of_record=UNKNOWN))
    assert free.missing == ()


def test_refunds_by_importer_and_way() -> None:
    found = asked(
        miners(2, country_of_origin="MY", delivered=date(2025, 12, 1)),
        miners(country_of_origin="MY", delivered=date(2026, 1, 1)),
        miners(country_of_origin="CN", delivered=date(2025, 5, 20), exported=date(2025, 5, 1)),
        miners(country_of_origin="MY", delivered=date(2026, 3, 1)),
    )
    assert found.refunds == (
        Refund("Importer Inc", "by declaration", 3, usd("570"), date(2027, 2, 19)),
        Refund("Importer Inc", "liquidation final", 1, usd("300"), None),
    )
    assert any(note.startswith("Refunds belong to the importer of record.") for note in found.notes)


def test_home_goods_pay_nothing_and_are_contested_only_by_name() -> None:
    home = miners(delivered=IN_2025, country_of_origin="US")
    assert asked(home).total == Line(1, value=usd("1000"))
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
    assert any("To verify: NY-N297495" in note for note in found.notes)


def test_a_fleet_of_nothing() -> None:
    assert asked().total == Line()


ORIGINS = ("MY", "TH", "CN", "US", "KZ", "DE", "MY|CN", "")
days = st.dates(date(2017, 1, 1), date(2027, 1, 1))
lots = st.builds(
    lambda units, price, origin, day, kind, loaded: lot(
        units=units, unit_price_usd=price, country_of_origin=origin, delivered=day, kind=kind, exported=loaded
    ),
    st.integers(1, 10**6),
    st.none() | st.decimals("0.01", 10**6, places=2),
    st.sampled_from(ORIGINS),
    st.one_of(days, st.just(Period())),
    st.sampled_from(("miner", "", "psu")),
    st.one_of(days, st.just(Period())),
)


@settings(max_examples=examples(30))
@given(st.lists(lots, max_size=2), st.lists(lots, max_size=2))
def test_duty_is_additive_over_lots(one_of: list[Lot], more: list[Lot]) -> None:
    both = asked(*one_of, *more)
    assert both.total == asked(*one_of).total + asked(*more).total
    for group in both.groups.values():
        assert sum(group.values(), Line()) == both.total


@given(lots, st.sampled_from(("CN", "MY")))
def test_the_most_is_at_least_the_least(one: Lot, asserted: str) -> None:
    total = asked(one, asserted=asserted).total
    for amount in (total.value, total.duty, total.exposure, total.live, total.void, total.barred, total.transshipped):
        assert amount.least >= 0
        assert amount.most is None or amount.most >= amount.least


@given(st.sampled_from(ORIGINS), days, st.integers(0, 120))
def test_a_range_holds_what_a_day_of_loading_settles(origin: str, day: date, before: int) -> None:
    loaded = day - timedelta(days=before)
    wide = asked(miners(country_of_origin=origin, delivered=day)).total
    settled = asked(miners(country_of_origin=origin, delivered=day, exported=loaded)).total
    for name in ("duty", "exposure", "live", "void", "barred", "transshipped"):
        assert hull((getattr(wide, name), getattr(settled, name))) == getattr(wide, name)


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
    assert amounts(found.groups["quarter"]["2025-Q2"]) == (3, usd("3000"), ANYTHING, ANYTHING)
    assert found.groups["quarter"]["2024-Q2"].duty == usd("26")
    assert [(gap.fact, gap.units, gap.settles) for gap in found.missing] == [("review", 3, None), ("rate", 2, None)]
    assert [(each.origin, each.rate.most is None) for each in found.rates if each.since == date(2025, 1, 1)] == [
        ("CN", True),
        ("MY", True),
    ]
    assert "MY, from 2025-01-01 on: the table has no rate" in {rate_text(ended, each) for each in found.rates}
