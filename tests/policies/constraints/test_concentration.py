"""Shares of the fleet, exactly, at the limit and where makers are unknown."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from compliance.core.finding import Judgement
from compliance.inventory.units import Lot
from compliance.policies.constraints.base import Question
from compliance.policies.constraints.concentration import Concentration
from tests.builders import TODAY, facts, lot


def kind(limit: str, **more: Any) -> Concentration:
    return TypeAdapter(Concentration).validate_python(
        {"kind": "concentration", "of": "manufacturer", "limit": limit, **more}
    )


def judged(constraint: Concentration, *lots: Lot) -> Judgement:
    return constraint.judge(Question(facts(*lots), TODAY, lots=lots))


def fleet(**units: int) -> list[Lot]:
    return [lot(units=n, manufacturer=None if name == "_" else name.replace("_or_", "|")) for name, n in units.items()]


@pytest.mark.parametrize(
    ("limit", "units", "broken"),
    [
        ("50", {"bitmain": 1, "microbt": 1}, False),
        ("49.99", {"bitmain": 1, "microbt": 1}, True),
        ("33.33", {"bitmain": 1, "microbt": 1, "canaan": 1}, True),
        ("33.34", {"bitmain": 1, "microbt": 1, "canaan": 1}, False),
        ("33.3333333333333333333333333333", {"bitmain": 1, "microbt": 1, "canaan": 1}, True),
        ("33.3333333333333333333333333334", {"bitmain": 1, "microbt": 1, "canaan": 1}, False),
        ("100", {"bitmain": 9}, False),
        ("60", {"bitmain": 50, "_": 50}, None),
        ("60", {"bitmain": 61, "_": 39}, True),
        ("60", {"bitmain": 30, "microbt": 10, "_": 30, "canaan": 30}, False),
        ("30", {"bitmain": 20, "microbt": 20, "canaan": 20, "proto": 9, "_": 31}, None),
        ("40", {"_": 41, "bitmain": 1, "microbt": 1, "canaan": 57}, True),
        ("99", {"_": 1}, None),
        ("50", {"bitmain_or_microbt": 60, "canaan": 40}, None),
        ("60", {"bitmain_or_microbt": 60, "canaan": 40}, False),
    ],
)
def test_units_of_makers(limit: str, units: dict[str, int], broken: bool | None) -> None:
    assert judged(kind(limit), *fleet(**units)).broken is broken


def test_unknown_makers_could_all_be_one_that_nobody_names() -> None:
    found = judged(kind("45"), *fleet(bitmain=26, microbt=27, _=47))
    assert found.broken is None
    assert found.remedy == "Record the maker of the units where it is unknown."
    assert judged(kind("80"), *fleet(bitmain=26, microbt=27, _=47)).broken is False


def test_the_text_names_the_greatest_share_and_the_limit() -> None:
    found = judged(kind("60.50"), *fleet(bitmain=61, microbt=39))
    assert found.because == "Bitmain made 61.0 % of the fleet's units, which exceeds the limit for one maker of 60.5 %"
    assert found.remedy == "Replace units, or ask for a higher limit."
    found = judged(kind("70"), *fleet(bitmain=61, _=39))
    assert found.because == (
        "Bitmain may have made between 61.0 % and 100.0 % of the fleet's units, "
        "which may exceed the limit for one maker of 70 %"
    )
    assert judged(kind("70"), *fleet(_=2)).because.startswith(
        "one unknown maker may have made between 0.0 % and 100.0 %"
    )
    assert judged(kind("90"), *fleet(bitmain=61, microbt=39)).remedy == ""


def test_the_maker_that_is_named_is_the_one_that_decides() -> None:
    units = {"bitmain": 30, "microbt": 20, "microbt_or_canaan": 50}
    assert judged(kind("60"), *fleet(**units)).because.startswith("MicroBT may have made between 20.0 % and 70.0 %")
    assert judged(kind("80"), *fleet(**units)).because.startswith("Bitmain made 30.0 %")
    assert judged(kind("25"), *fleet(**units)).because.startswith("Bitmain made 30.0 %")


def test_origins() -> None:
    lots = [lot(units=3, country_of_origin="MY"), lot(units=1, country_of_origin=None)]
    found = judged(kind("75", of="country_of_origin"), *lots)
    assert found.because == (
        "Malaysia may be the origin of between 75.0 % and 100.0 % of the fleet's units, "
        "which may exceed the limit for one country of 75 %"
    )
    assert (found.broken, found.remedy) == (None, "Record the origin of the units where it is unknown.")
    found = judged(kind("75", of="country_of_origin"), lot(country_of_origin=None))
    assert found.because.startswith("one unknown country may be the origin of")


def test_hashrate_weighs_and_a_blank_one_settles_nothing() -> None:
    big, small = lot(manufacturer="bitmain", hashrate_ths=Decimal(300)), lot(units=2, hashrate_ths=Decimal("0.1"))
    rule = kind("50", measure="hashrate")
    assert judged(rule, big, small).broken is True
    found = judged(rule, big, lot(units=7), lot(units=2))
    assert (found.broken, found.because) == (None, "the limit is on hashrate, and that of 9 units is not recorded")
    assert found.remedy == "Record hashrate_ths of every unit."


def test_a_fleet_without_any_hashrate_is_not_cleared() -> None:
    found = judged(kind("50", measure="hashrate"), lot(manufacturer="bitmain", hashrate_ths=Decimal(0)))
    assert (found.broken, found.because) == (
        None,
        "the limit is on hashrate, and the recorded hashrate of all units is zero",
    )


def test_a_machine_that_hashes_nothing_settles_nothing() -> None:
    kept = lot(manufacturer="microbt", hashrate_ths=Decimal(100)), lot(manufacturer="canaan", hashrate_ths=Decimal(100))
    assert judged(kind("60", measure="hashrate"), *kept).broken is False
    found = judged(kind("60", measure="hashrate"), *kept, lot(manufacturer="bitmain", units=9, hashrate_ths=Decimal(0)))
    assert (found.broken, found.because) == (None, "the limit is on hashrate, and that of 9 units is not recorded")


def test_what_it_reads() -> None:
    assert kind("5").reads(()) == ("manufacturer",)
    assert kind("5", of="country_of_origin", measure="hashrate").reads(()) == ("country_of_origin", "hashrate_ths")
    assert kind("5").subject == "fleet"


MAKERS = st.none() | st.sampled_from(["a", "b", "a|b", "b|c"])


@given(st.lists(MAKERS, min_size=1, max_size=3), st.integers(1, 100))
def test_the_answer_is_that_of_every_possible_fleet(makers: list[str | None], limit: int) -> None:
    found = judged(kind(str(limit)), *(lot(manufacturer=maker) for maker in makers)).broken
    anybody = ["a", "b", "c", "x", *(f"y{n}" for n in range(len(makers)))]
    worlds = product(*(anybody if maker is None else maker.split("|") for maker in makers))
    answers = {
        max(Fraction(world.count(name), len(world)) for name in world) > Fraction(limit, 100) for world in worlds
    }
    assert found is None or answers == {found}
