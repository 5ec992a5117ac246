"""Prices, hashrates and powers: numbers of known units, or unknown; they are never merged."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.inventory.facts.reading import doubts, told_apart, value


@pytest.mark.parametrize(
    ("fact", "text", "number"),
    [
        ("unit_price_usd", "$1,200.50", "1200.50"), ("unit_price_usd", "n/a", None), ("unit_price_usd", "0", None),
        ("unit_price_usd", "12,5 EUR", None), ("hashrate_ths", "0.1 PH/s", "100"), ("hashrate_ths", "fast", None),
        ("power_w", "3.25 kW", "3250"), ("power_w", "", None), ("power_w", "much", None),
    ],
)  # fmt: skip
def test_a_number_or_unknown(fact: str, text: str, number: str | None) -> None:
    assert value(fact, **{fact: text}) == (None if number is None else Decimal(number))


def test_what_is_not_understood_is_said() -> None:
    assert doubts(unit_price_usd="0") == ["unit_price_usd is zero, which is read as not recorded"]
    assert "is not a price in US dollars" in doubts(unit_price_usd="x")[0]
    assert "is not a power in watts" in doubts(power_w="x")[0]
    assert "is not understood" in doubts(hashrate_ths="x")[0]


@pytest.mark.parametrize("column", ["unit_price_usd", "hashrate_ths", "power_w"])
def test_only_equal_texts_mean_the_same(column: str) -> None:
    assert told_apart(column, ["100", "100.0", "100"]) == 2
