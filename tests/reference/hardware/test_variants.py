"""The table of variants: it adds up, it is sane, and what does not fit is refused."""

from __future__ import annotations

import sys
from datetime import date
from decimal import Decimal
from itertools import chain
from pathlib import Path

import pytest

from compliance.core.dates import NEVER_RECORDED, Period
from compliance.core.errors import ComplianceError
from compliance.core.record import Source
from compliance.io.resources import RULES
from compliance.reference.hardware.file import load_catalogue
from compliance.reference.hardware.variants import COLUMNS, FILE, Release, Variant, Variants, load_variants

VARIANTS = load_variants(RULES / "hardware")
EVERY = [(family, variant) for family, known in VARIANTS.by_family.items() for variant in known]
MAKERS = {
    *("Auradine", "Bitaxe", "Bitdeer", "Bitfury", "Bitmain", "Braiins", "Canaan", "Cheetah", "Ebang", "Elphapex"),
    *("FutureBit", "Goldshell", "Halong", "IceRiver", "Innosilicon", "Jasminer", "MicroBT", "Nerdaxe", "Proto"),
    *("StrongU", "iPollo"),
}


def test_the_last_ten_years_are_there() -> None:
    assert {family.split()[0] for family in VARIANTS.by_family} == MAKERS
    assert len(EVERY) > 400
    assert {"Bitmain Antminer S9", "MicroBT Whatsminer M70", "Canaan Avalon A16"} <= VARIANTS.by_family.keys()


@pytest.mark.parametrize(("family", "variant"), EVERY, ids=lambda each: getattr(each, "name", each))
def test_a_variant_adds_up(family: str, variant: Variant) -> None:
    assert family
    assert variant.name
    assert (variant.hashrate_ths is not None) == (variant.algorithm == "SHA-256")
    assert variant.power_w is not None
    assert Decimal("5") <= variant.power_w <= Decimal("20000")
    if variant.hashrate_ths is not None:
        assert Decimal("0.1") <= variant.hashrate_ths <= Decimal("1500")
        assert variant.efficiency is not None
        computed = variant.power_w / variant.hashrate_ths
        assert abs(variant.efficiency / computed - 1) <= Decimal("0.03")
        assert variant.name == f"{variant.hashrate_ths}T"
    if variant.released.known:
        assert variant.released.earliest is not None
        assert date(2013, 1, 1) <= variant.released.earliest <= date(2026, 12, 31)
    assert (variant.confidence == "recalled") == (variant.source == "memory")


def test_machines_grow_more_efficient() -> None:
    year: dict[int, Decimal] = {}
    for _, variant in EVERY:
        if variant.released.earliest and variant.efficiency:
            best = year.setdefault(variant.released.earliest.year, variant.efficiency)
            year[variant.released.earliest.year] = min(best, variant.efficiency)
    assert year[2014] > year[2016] > year[2018] > year[2020] > year[2022] > year[2024] > year[2026]


def test_efficiency_is_the_rated_one_or_computed() -> None:
    def efficiency(rate: str, power: str, rated: str) -> Decimal | None:
        figures = [Decimal(each) if each else None for each in (rate, power, rated)]
        return Variant(
            "v", "SHA-256", figures[0], "", figures[1], figures[2], NEVER_RECORDED, "s", "recalled"
        ).efficiency

    assert efficiency("100", "3050", "30") == Decimal("30")
    assert efficiency("100", "3050", "") == Decimal("30.5")
    assert efficiency("100", "", "") is None
    assert efficiency("", "3050", "") is None


def test_unknown_families_have_no_variants() -> None:
    assert [each.name for each in VARIANTS.of("MicroBT Whatsminer M72S")] == ["264T"]
    assert VARIANTS.of("Foo") == ()


SOURCES = {name: Source(id=name, title=name) for name in ("page", "memory")}


def test_the_prudent_release_counts() -> None:
    def variant(year: int, source: str) -> Variant:
        when = Period(date(year, 5, 1), date(year, 5, 31))
        known = "recalled" if source == "memory" else "verified"
        return Variant("v", "SHA-256", None, "", None, None, when, source, known)  # type: ignore[arg-type]

    undated = Variant("v", "SHA-256", None, "", None, None, NEVER_RECORDED, "page", "verified")
    found = Variants({
        "A": (variant(2021, "page"), variant(2021, "memory"), undated),
        "B": (variant(2020, "page"), variant(2022, "memory")),
        "C": (undated,),
        "D": (variant(2020, "page"),),
    }).releases(SOURCES)  # fmt: skip
    assert found.keys() == {"A", "B", "D"}
    assert (found["A"].source.id, found["A"].made_since) == ("memory", date(2019, 5, 1))
    assert (found["B"].source.id, found["B"].made_since) == ("page", date(2019, 5, 1))
    assert found["B"] is found["D"]
    assert Release(Period(), SOURCES["page"], "verified").made_since == date.min


def written(folder: Path, *rows: str, header: str = ",".join(COLUMNS)) -> str:
    (folder / FILE).write_text("\n".join((header, *rows, "")), encoding="utf-8")
    with pytest.raises(ComplianceError) as error:
        load_variants(folder)
    return str(error.value)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("A B,1T,SHA-256,1,,10,,2020,memory", "9 cells, not 10"),
        (" ,1T,SHA-256,1,,10,,2020,memory,recalled", "family is empty"),
        ("A B,,SHA-256,1,,10,,2020,memory,recalled", "variant is empty"),
        ("A B,1T,,1,,10,,2020,memory,recalled", "algorithm is empty"),
        ("A B,1T,SHA-256,1,,10,,2020,,recalled", "source is empty"),
        ("A B,1T,SHA-256,1 TH,,10,,2020,memory,recalled", "hashrate_ths '1 TH' is not a number above zero"),
        ("A B,1T,SHA-256,0.0,,10,,2020,memory,recalled", "hashrate_ths '0.0' is not a number above zero"),
        ("A B,1T,SHA-256,1,,0,,2020,memory,recalled", "power_w '0' is not a number above zero"),
        ("A B,1T,SHA-256,1,,10,-3,2020,memory,recalled", "efficiency_j_th '-3' is not a number above zero"),
        ("A B,1T,SHA-256,1,1 TH/s,10,,2020,memory,recalled", "give hashrate_ths for SHA-256"),
        ("A B,1T,SHA-256,,,10,,2020,memory,recalled", "give hashrate_ths for SHA-256"),
        ("A B,1T,SHA-256,1,,10,,2020,memory,sure", "confidence 'sure' is not one of verified, secondary, recalled"),
        ("A B,1T,SHA-256,1,,10,,2020-13,memory,recalled", "'2020-13' is not a day of the calendar"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_row(tmp_path: Path, row: str, message: str) -> None:
    good = "A B,2T,SHA-256,2,,10,,,memory,recalled"
    said = written(tmp_path, good, row)
    assert f"{FILE}:3: {message}" in said


def test_every_wrong_row_is_told(tmp_path: Path) -> None:
    twice = "A B,1T,SHA-256,1,,10,,2020,memory,recalled"
    said = written(tmp_path, twice, "x", twice)
    assert f"{FILE}:3: 1 cells" in said
    assert f"{FILE}:4: A B 1T has two rows" in said


def test_the_file_and_its_columns_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(ComplianceError, match=r"variants\.csv is missing"):
        load_variants(tmp_path)
    assert "does not have the expected columns" in written(tmp_path, header="family,variant")


def test_the_catalogue_does_not_carry_them() -> None:
    def held(thing: object, seen: set[int]) -> set[type]:
        if id(thing) in seen or isinstance(thing, type):
            return set()
        seen.add(id(thing))
        slots = chain.from_iterable(getattr(base, "__slots__", ()) for base in type(thing).__mro__)
        inside = [getattr(thing, name) for name in slots if hasattr(thing, name)] + list(
            vars(thing).values() if hasattr(thing, "__dict__") else ()
        )
        if isinstance(thing, dict):
            inside += [*thing.keys(), *thing.values()]
        elif isinstance(thing, (list, tuple, set, frozenset)):
            inside += thing
        return {type(thing)}.union(*(held(each, seen) for each in inside))

    sys.setrecursionlimit(max(sys.getrecursionlimit(), 5000))
    kinds = held(load_catalogue(RULES / "hardware"), set())
    assert Release in kinds
    assert Variant not in kinds
