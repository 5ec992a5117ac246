"""Rate tables: what the bundled one says, and what is refused."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.core.bounds import ANYTHING, NOTHING, Bounds, exactly, hull, per_cent
from compliance.core.dates import Period
from compliance.core.errors import ComplianceError
from compliance.core.timeline import DAY
from compliance.io.resources import bundled
from compliance.reference.tariff_file import OTHERS
from compliance.reference.tariffs import Tariff, load_tariff, part_text
from tests.builders import countries

MINERS = load_tariff(bundled("tariffs")["us-8543-70-99"], "bundled:us-8543-70-99")

HEAD = """
id: t
title: T
heading: "1"
home: US
kinds: [miner]
reviewed: 2020-06-01
confidence: verified
sources: [{id: s, title: S}]
duties:
  - id: general
    title: general rate
    rates:
"""


def table(tmp_path: Path, *rates: str, more: str = "") -> Tariff:
    path = tmp_path / "t.yaml"
    path.write_text(HEAD + "".join(f"      - {{{rate}}}\n" for rate in rates) + more, "utf-8")
    return load_tariff(path, "t.yaml")


@pytest.mark.parametrize(
    ("since", "until", "china", "south_east", "taiwan", "kazakhstan"),
    [
        ("2016-01-01", "2018-08-22", "2.6", "2.6", "2.6", "2.6"),
        ("2018-08-23", "2025-02-03", "27.6", "2.6", "2.6", "2.6"),
        ("2025-02-04", "2025-03-03", "37.6", "2.6", "2.6", "2.6"),
        ("2025-03-04", "2025-04-04", "47.6", "2.6", "2.6", "2.6"),
        ("2025-04-05", "2025-04-08", "57.6", "12.6", "12.6", "12.6"),
        ("2025-04-10", "2025-05-13", "172.6", "12.6", "12.6", "12.6"),
        ("2025-05-14", "2025-08-06", "57.6", "12.6", "12.6", "12.6"),
        ("2025-08-07", "2025-11-09", "57.6", "21.6", "22.6", "27.6"),
        ("2025-11-10", "2026-02-23", "47.6", "21.6", "22.6", "27.6"),
        ("2026-02-24", "2026-07-23", "37.6", "12.6", "12.6", "12.6"),
    ],
)
def test_the_rate_of_miners_by_day(
    since: str, until: str, china: str, south_east: str, taiwan: str, kazakhstan: str
) -> None:
    expected = {"CN": china, "MY": south_east, "ID": south_east, "TH": south_east, "TW": taiwan, "KZ": kazakhstan}
    for day in (date.fromisoformat(since), date.fromisoformat(until)):
        assert {origin: MINERS.rate(origin, day) for origin in expected} == {
            origin: exactly(Decimal(rate)) for origin, rate in expected.items()
        }


def test_what_nobody_knows_is_a_range() -> None:
    assert MINERS.rate("DE", date(2025, 4, 9)) == Bounds(Decimal(10), Decimal("52.6"))
    assert per_cent(MINERS.rate("DE", date(2024, 1, 1))) == "0 % to 2.6 %"
    assert per_cent(MINERS.rate("CA", date(2026, 9, 1))) == "0 % to 62.6 %"


FROM_JULY_2026 = {
    "CN": "40.1", "HK": "15.1", "MO": "2.6", "MY": "12.6", "ID": "12.6", "TH": "15.1", "VN": "15.1", "KZ": "15.1",
    "TW": "10", "DE": "10", "JP": "12.5", "KR": "12.5", "CH": "12.5", "RU": "47.5", "BY": "35", "US": "0",
}  # fmt: skip


def test_rates_since_section_122_has_ended() -> None:
    day = date(2026, 7, 24)
    assert {origin: MINERS.rate(origin, day) for origin in FROM_JULY_2026} == {
        origin: exactly(Decimal(rate)) for origin, rate in FROM_JULY_2026.items()
    }
    assert MINERS.rate("TW", day - DAY) == exactly(Decimal("12.6"))


def test_a_total_tops_the_first_duty_up() -> None:
    taiwan = {part.duty.id: part for part in MINERS.parts("TW", date(2026, 9, 1))}
    assert taiwan["section-301-forced-labour"].bounds == exactly(Decimal("7.4"))
    assert part_text(taiwan["section-301-forced-labour"]) == "section 301 (forced labour) 7.4 % (10 % in all)"
    korea = {part.duty.id: part.bounds for part in MINERS.parts("KR", date(2026, 9, 1))}
    assert korea == {
        "general": Bounds(Decimal(0), Decimal("2.6")),
        "section-301-forced-labour": Bounds(Decimal("9.9"), Decimal("12.5")),
    }


def test_a_total_of_which_the_first_duty_has_no_limit(tmp_path: Path) -> None:
    more = "  - {id: top, title: Top, rates: [{origins: [MY], from: 2020-01-01, total: 10, source: s}]}\n"
    found = table(tmp_path, "origins: [MY], minimum: 1, source: s", more=more)
    assert found.rate("MY", date(2020, 1, 1)) == Bounds(Decimal(10), None)
    assert found.rate("MY", date(2019, 1, 1)) == Bounds(Decimal(1), None)


@pytest.mark.parametrize(
    ("origin", "entered", "loaded", "rate"),
    [
        ("CN", "2025-03-06", "2025-01-31", "27.6"),
        ("CN", "2025-03-06", "2025-02-01", "47.6"),
        ("CN", "2025-03-07", "2025-01-31", "47.6"),
        ("CN", "2025-04-08", "2025-04-04", "47.6"),
        ("CN", "2025-04-09", "2025-04-08", "57.6"),
        ("CN", "2025-04-09", "2025-04-09", "131.6"),
        ("CN", "2025-04-12", "2025-04-04", "47.6"),
        ("CN", "2025-04-12", "2025-04-09", "57.6"),
        ("CN", "2025-04-12", "2025-04-10", "172.6"),
        ("CN", "2025-06-15", "2025-04-04", "47.6"),
        ("CN", "2025-06-16", "2025-04-04", "57.6"),
        ("ID", "2025-04-04", "2025-04-04", "2.6"),
        ("ID", "2025-04-09", "2025-04-04", "2.6"),
        ("ID", "2025-04-09", "2025-04-05", "12.6"),
        ("ID", "2025-04-09", "2025-04-09", "34.6"),
        ("ID", "2025-06-15", "2025-04-04", "2.6"),
        ("ID", "2025-06-16", "2025-04-04", "12.6"),
        ("ID", "2025-08-06", "2025-08-06", "12.6"),
        ("ID", "2025-10-04", "2025-08-06", "12.6"),
        ("ID", "2025-10-04", "2025-08-07", "21.6"),
        ("ID", "2025-10-05", "2025-08-06", "21.6"),
        ("TH", "2026-02-27", "2026-02-23", "2.6"),
        ("TH", "2026-02-27", "2026-02-24", "12.6"),
        ("TH", "2026-02-28", "2026-02-23", "12.6"),
        ("TH", "2026-07-27", "2026-07-23", "2.6"),
        ("TH", "2026-07-27", "2026-07-24", "15.1"),
        ("TH", "2026-07-28", "2026-07-23", "15.1"),
    ],
)
def test_goods_on_their_way_and_the_eve_and_morrow_of_every_exception(
    origin: str, entered: str, loaded: str, rate: str
) -> None:
    when = date.fromisoformat(entered), date.fromisoformat(loaded)
    assert MINERS.rate(origin, *when) == exactly(Decimal(rate))


def test_days_of_loading_that_make_a_difference() -> None:
    day = date(2025, 4, 12)
    assert MINERS.loadings(("ID",), day, Period()) == [date(2025, 4, 4), date(2025, 4, 5)]
    assert MINERS.loadings(("ID", "CN"), day, Period()) == [
        date(2025, 4, 4), date(2025, 4, 5), date(2025, 4, 9), date(2025, 4, 10),
    ]  # fmt: skip
    loaded = Period(date(2025, 4, 1), date(2025, 4, 2))
    assert MINERS.loadings(("ID", "CN"), day, loaded) == [date(2025, 4, 1)]
    assert MINERS.loadings(("US",), day, Period()) == [day]
    assert MINERS.loadings(("ID",), date(2024, 1, 1), Period()) == [date(2024, 1, 1)]


@given(st.sampled_from(sorted(FROM_JULY_2026)), st.dates(date(2025, 1, 1), date(2026, 10, 1)), st.integers(0, 90))
def test_the_days_of_loading_leave_out_no_rate(origin: str, day: date, before: int) -> None:
    whole = hull(MINERS.rate(origin, day, loaded) for loaded in MINERS.loadings((origin,), day, Period()))
    settled = MINERS.rate(origin, day, day - before * DAY)
    assert hull((whole, settled)) == whole


@pytest.mark.parametrize(("day", "percent"), [("2025-08-06", "57.6"), ("2025-08-07", "87.6"), ("2026-02-23", "77.6")])
def test_transshipment_takes_the_place_of_the_reciprocal_duty(day: str, percent: str) -> None:
    on = date.fromisoformat(day)
    assert MINERS.transshipped("CN", on) == exactly(Decimal(percent))
    assert MINERS.transshipped("US", on) == NOTHING
    assert MINERS.transshipped("CN", date(2026, 2, 24)) == MINERS.rate("CN", date(2026, 2, 24))


def test_void_duties() -> None:
    void = [duty.id for duty in MINERS.file.duties if duty.is_void(date(2026, 2, 20))]
    assert void == ["ieepa-opioids", "ieepa-reciprocal", "ieepa-other"]
    assert not any(duty.is_void(date(2026, 2, 19)) for duty in MINERS.file.duties)


def test_goods_of_the_home_country_are_not_imported() -> None:
    assert MINERS.parts("US", date(2025, 5, 14)) == ()
    assert MINERS.rate("US", date(2025, 5, 14)) == exactly(0)


def test_every_rate_of_the_bundled_table_is_cited() -> None:
    for duty in MINERS.file.duties:
        for rate in duty.rates:
            assert MINERS.source(rate).title
            if MINERS.confidence(rate) == "verified":
                assert MINERS.source(rate).confidence == "verified"
    assert {"CN", "MY", "TH", "ID", "TW", "KZ", "US", OTHERS} <= set(MINERS.origins)


def test_the_sixty_economies_of_the_action_on_forced_labour() -> None:
    (duty,) = (duty for duty in MINERS.file.duties if duty.id == "section-301-forced-labour")
    named = [origin for rate in duty.rates if not rate.loaded_before for origin in rate.origins if origin != OTHERS]
    union = next(rate for rate in duty.rates if "DE" in rate.origins).origins
    assert len(named) == len(set(named))
    assert len(set(named) - set(union)) + len({"TW", "European Union"}) == 60
    excepted = {origin for rate in duty.rates if rate.loaded_before for origin in rate.origins}
    assert excepted == set(named)


def test_the_heading_has_changed() -> None:
    assert MINERS.file.heading == "8543.70.98"
    assert [(former.heading, str(former.until)) for former in MINERS.file.former_headings] == [
        ("8543.70.99", "2022-01-26")
    ]


def test_every_origin_of_the_bundled_table_is_a_country() -> None:
    """A rate for a code that no country has would never be asked for."""
    assert [origin for origin in MINERS.origins if origin != OTHERS and origin not in countries()] == []


def test_days_on_which_an_origin_changes() -> None:
    assert [str(day) for day in MINERS.changes("MY")] == [
        "2025-04-05", "2025-04-09", "2025-04-10", "2025-06-16", "2025-08-07", "2025-10-05", "2026-02-24", "2026-02-28",
        "2026-07-24", "2026-07-28",
    ]  # fmt: skip
    assert MINERS.changes("US") == []
    stretch = MINERS.epochs(Period(date(2026, 2, 20), date(2026, 2, 27)), date(2026, 11, 22))
    assert stretch == [date(2026, 2, 20), date(2026, 2, 24)]
    ever = MINERS.epochs(Period(), date(2026, 11, 22))
    assert ever[0] == min(MINERS.days) - DAY


def test_parts_are_told() -> None:
    parts = MINERS.parts("CN", date(2025, 5, 14))
    assert [part_text(part) for part in parts] == [
        "general rate 2.6 %", "section 301 25 %", "IEEPA (opioids) 20 %", "IEEPA (reciprocal) 10 %",
    ]  # fmt: skip


def test_a_named_origin_stands_before_the_others(tmp_path: Path) -> None:
    found = table(
        tmp_path,
        "origins: [MY], from: 2020-01-01, percent: 1, source: s",
        "origins: [others], percent: 5, source: s, confidence: recalled",
    )
    assert found.rate("MY", date(2019, 12, 31)) == ANYTHING
    assert found.rate("MY", date(2020, 1, 1)) == exactly(1)
    assert found.rate("TH", date(2020, 1, 1)) == exactly(5)
    assert found.confidence(found.file.duties[0].rates[0]) == "verified"
    assert found.confidence(found.file.duties[0].rates[1]) == "recalled"


@pytest.mark.parametrize(
    ("rates", "said"),
    [
        (
            (
                "origins: [CN], until: 2020-01-01, percent: 1, source: s",
                "origins: [CN], from: 2020-02-01, percent: 2, source: s",
            ),
            "general has no rate for CN from 2020-01-02 to 2020-01-31. Write percent: 0",
        ),
        (
            (
                "origins: [CN], until: 2020-02-01, percent: 1, source: s",
                "origins: [CN], from: 2020-02-01, percent: 2, source: s",
            ),
            "general has two rates for CN on 2020-02-01",
        ),
        (("origins: [CN], percent: 1, source: x",), "general cites 'x', which is not a source of this file"),
        (("origins: [CN], source: s",), "give either percent, or minimum"),
        (("origins: [CN], percent: 1, minimum: 1, source: s",), "give either percent, or minimum"),
        (("origins: [CN], percent: 1, maximum: 1, source: s",), "give either percent, or minimum"),
        (("origins: [CN], minimum: 2, maximum: 1, source: s",), "the maximum is less than the minimum"),
        (("origins: [CN], from: 2021-01-01, until: 2020-01-01, percent: 1, source: s",), "before it begins"),
        (("origins: [CN], percent: 1, total: 1, source: s",), "give either percent, or minimum"),
        (("origins: [CN], percent: -1, source: s",), "must be at least 0"),
        (
            ("origins: [CN], percent: 1, loaded_before: 2020-01-01, source: s",),
            "has loaded_before and entered_before, and no until",
        ),
        (
            ("origins: [CN], percent: 1, entered_before: 2020-01-01, source: s",),
            "has loaded_before and entered_before, and no until",
        ),
        (
            (
                "origins: [CN], percent: 1, loaded_before: 2020-01-01, entered_before: 2020-02-01, "
                "until: 2020-01-02, source: s",
            ),
            "and no until",
        ),
        (
            (
                "origins: [CN], from: 2020-02-01, loaded_before: 2020-01-01, entered_before: 2020-02-01, "
                "percent: 1, source: s",
            ),
            "ends on 2020-01-31, before it begins",
        ),
        (
            (
                "origins: [CN], percent: 9, source: s",
                "origins: [CN], loaded_before: 2020-01-01, entered_before: 2020-02-01, percent: 1, source: s",
                "origins: [CN], from: 2020-01-31, loaded_before: 2020-01-01, entered_before: 2020-03-01, "
                "percent: 2, source: s",
            ),
            "general has two exceptions for CN of goods loaded before 2020-01-01",
        ),
        (("origins: [CN], until: 2020-05-31, percent: 1, source: s",), "the table ends before it was reviewed on"),
        (("origins: [CN], total: 5, source: s",), "general makes 5 % in all, but the general rate alone is"),
        (("origins: [], percent: 1, source: s",), "must not be empty"),
    ],
)
def test_what_is_refused(rates: tuple[str, ...], said: str, tmp_path: Path) -> None:
    with pytest.raises(ComplianceError) as error:
        table(tmp_path, *rates)
    assert said in str(error.value)
    assert str(error.value).startswith("t.yaml:")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (
            "  - {id: top, title: Top, rates: [{origins: [CN], total: 5, source: s}]}\n",
            "top makes 5 % in all, but the general rate alone is 9 %. Write percent",
        ),
        (
            "  - {id: top, title: Top, void: {since: 2020-01-01, by: x}, rates: [{origins: [CN], percent: 5, source: s}]}\n",
            "top cites 'x', which is not a source of this file",
        ),
        ("limitation: {years: 5, source: x}\n", "limitation cites 'x'"),
        ("limitation: {years: 0, source: s}\n", "must be at least 1"),
        ("refunds: {days: 80, source: x}\n", "refunds cites 'x'"),
        (
            "transshipment: [{duty: gone, until: 2020-01-01, percent: 40, source: s}]\n",
            "transshipment takes the place of 'gone', which is not a duty of this file. One of general.",
        ),
        ("transshipment: [{duty: general, until: 2020-01-01, percent: 40, source: x}]\n", "transshipment cites 'x'"),
    ],
)
def test_what_else_is_refused_in_a_table(more: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(ComplianceError) as error:
        table(tmp_path, "origins: [CN], percent: 9, source: s", more=more)
    assert said in str(error.value)
    assert "t.yaml:" in str(error.value)


def test_exceptions_of_other_days_and_one_after_the_other(tmp_path: Path) -> None:
    found = table(
        tmp_path,
        "origins: [CN], percent: 9, source: s",
        "origins: [CN], loaded_before: 2020-01-01, entered_before: 2020-02-01, percent: 1, source: s",
        "origins: [CN], from: 2020-02-01, loaded_before: 2020-01-01, entered_before: 2020-03-01, percent: 2, source: s",
    )
    assert found.rate("CN", date(2020, 2, 1), date(2019, 12, 31)) == exactly(2)
    assert found.rate("CN", date(2020, 1, 31), date(2019, 12, 31)) == exactly(1)
    assert found.rate("CN", date(2020, 3, 1), date(2019, 12, 31)) == exactly(9)
