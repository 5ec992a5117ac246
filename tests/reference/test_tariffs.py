"""Rate tables: what the bundled one says, and what is refused."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from compliance.core.bounds import ANYTHING, Bounds, exactly, per_cent
from compliance.core.dates import Period
from compliance.core.errors import ComplianceError
from compliance.core.timeline import DAY
from compliance.io.resources import bundled
from compliance.reference.tariffs import OTHERS, Tariff, load_tariff, part_text

MINERS = load_tariff(bundled("tariffs")["us-8543-70-99"], "bundled:us-8543-70-99")

HEAD = """
id: t
title: T
heading: "1"
home: US
kinds: [miner]
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
    assert MINERS.rate("MY", date(2026, 7, 24)) == Bounds(Decimal("2.6"), None)
    assert MINERS.rate("CN", date(2027, 1, 1)) == Bounds(Decimal("27.6"), None)
    assert MINERS.rate("MY", date(2025, 4, 9)) == Bounds(Decimal("12.6"), Decimal("52.6"))
    assert MINERS.rate("CN", date(2025, 4, 9)) == exactly(Decimal("131.6"))
    assert per_cent(MINERS.rate("DE", date(2024, 1, 1))) == "0 % to 2.6 %"


def test_goods_of_the_home_country_are_not_imported() -> None:
    assert MINERS.parts("US", date(2025, 5, 14)) == ()
    assert MINERS.rate("US", date(2025, 5, 14)) == exactly(0)


def test_every_rate_of_the_bundled_table_is_at_most_secondary_and_cited() -> None:
    for duty in MINERS.file.duties:
        for rate in duty.rates:
            assert MINERS.confidence(rate) in ("secondary", "recalled")
            assert MINERS.source(rate).title
    assert {"CN", "MY", "TH", "ID", "TW", "KZ", "US", OTHERS} <= set(MINERS.origins)


def test_days_on_which_an_origin_changes() -> None:
    found = MINERS.changes("MY")
    assert [str(day) for day in found] == [
        "2025-04-05", "2025-04-09", "2025-04-10", "2025-08-07", "2026-02-24", "2026-07-24",
    ]  # fmt: skip
    stretch = MINERS.epochs(Period(date(2026, 2, 20), date(2026, 2, 28)), date(2026, 11, 22))
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
        (("origins: [CN], percent: -1, source: s",), "must be at least 0"),
        (("origins: [], percent: 1, source: s",), "must not be empty"),
    ],
)
def test_what_is_refused(rates: tuple[str, ...], said: str, tmp_path: Path) -> None:
    with pytest.raises(ComplianceError) as error:
        table(tmp_path, *rates)
    assert said in str(error.value)
    assert "t.yaml:1" in str(error.value)
