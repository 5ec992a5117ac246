"""Lots add up, sites and parties are found by their names."""

from __future__ import annotations

from decimal import Decimal

import pytest
from pydantic import TypeAdapter, ValidationError

from compliance.core.dates import NEVER_RECORDED
from compliance.core.finding import MAX_LOCATIONS, Location
from compliance.core.party import Known, PartyRef, Unlisted
from compliance.core.possible import UNKNOWN, Possible, one, one_of
from compliance.inventory.facts import FACTS, NATIVE
from compliance.inventory.party_cells import named_parties
from compliance.inventory.sites import NOWHERE, Site, Sites
from compliance.inventory.units import Fleet, Lot, Unit, first_locations
from compliance.ownership.parties import Party, collect

UNIT = Unit(
    "miner", "", NOWHERE, UNKNOWN, Possible(None), UNKNOWN, UNKNOWN, frozenset(), UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN,
    NEVER_RECORDED, NEVER_RECORDED, None,
)  # fmt: skip


def places(file: str, *rows: int) -> list[Location]:
    return [Location(file, row, str(row)) for row in rows]


def test_a_lot_takes_in_another() -> None:
    lot = Lot(UNIT, 5, 2, places("b.csv", 3, 9), {"model": ("Model", "S19")})
    lot.add(Lot(UNIT, 7, 1, places("a.csv", 4), {"model": ("Model", "S19 ")}))
    assert (lot.units, lot.rows) == (12, 3)
    assert lot.locations == places("a.csv", 4) + places("b.csv", 3, 9)
    assert lot.written == {"model": ("Model", "S19")}
    assert Fleet((lot, Lot(UNIT, 1, 1, []))).units == 13
    assert Fleet(()).units == 0


def test_only_the_first_locations_are_kept() -> None:
    found = first_locations((places("f", *range(100, 250)), places("f", *range(2, 60))))
    assert [place.row for place in found] == [*range(2, 60), *range(100, 100 + MAX_LOCATIONS - 58)]


def test_every_fact_of_a_unit_is_declared() -> None:
    assert {column for fact in FACTS.values() for column in fact.columns} <= set(NATIVE)
    assert set(FACTS) == set(Unit.__dataclass_fields__)


def test_sites_are_found_by_every_name() -> None:
    north = Site(
        id="north", name="North Range", aliases=("Hall-1", "*"), latitude=Decimal("41.1"), longitude=Decimal("-104.9")
    )
    sites = Sites((north, Site(id="south", aliases=("Hall 2",))))
    assert sites.find("NORTH range").only is north
    assert sites.find("hall 1").only is north
    assert sites.find("elsewhere").unknown
    assert not sites.find("-").recorded
    assert north.names == {"north", "northrange", "hall1"}


def test_a_site_is_operated_by_its_owner_unless_it_says_otherwise() -> None:
    for operator in ("", "-", "n/a"):
        site = Site(id="north", owner="Land LLC", operator=operator)
        assert (site.party("owner"), site.party("operator"), site.party("supplier")) == ("Land LLC", "Land LLC", "")
    assert Site(id="north", owner="Land LLC", operator="Host Inc.").party("operator") == "Host Inc."
    assert Site(id="north", owner="tbd", operator="Host Inc.").party("owner") == ""


def test_a_name_of_two_sites_may_be_either() -> None:
    sites = Sites((Site(id="north", aliases=("Hall",)), Site(id="south", name="hall")))
    assert sites.find("HALL").possible == one_of(sites.sites)


@pytest.mark.parametrize("wrong", [{"latitude": 91}, {"longitude": -181}, {"id": " "}, {"colour": "red"}])
def test_sites_are_on_earth(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Site).validate_python({"id": "x", **wrong})


def test_named_parties() -> None:
    parties = collect(
        [Party("bitmain", "Bitmain Technologies Ltd.", aliases=("BITMAIN",)), Party("foo", "Foo Ltd")], []
    )
    assert named_parties(parties, "bitmain technologies LTD").possible == one(Known("bitmain"))
    assert named_parties(parties, "Foo: Bar").possible == one_of((Known("foo"), Unlisted("Foo: Bar")))
    assert named_parties(parties, "Bar", "CN").possible == one(Unlisted("Bar", "CN"))
    assert not any(named_parties(parties, text).recorded for text in ("", "-", "n/a"))


@pytest.mark.parametrize(
    ("text", "parties_meant"),
    [
        ("Foo Ltd|Bar", {Known("foo"), Unlisted("Bar")}),
        ("Bar / Foo Ltd", {Known("foo"), Unlisted("Bar")}),
        ("Bar/Foo Ltd", {Known("foo"), Unlisted("Bar")}),
        ("Foo Ltd; Bitmain", {Known("foo"), Known("bitmain")}),
        ("Foo Ltd, Barbados Trading", {Known("foo"), Unlisted("Barbados Trading")}),
        ("Barbados Trading, Inc.", {Unlisted("Barbados Trading, Inc.")}),
        ("A/B Testing", {Unlisted("A"), Unlisted("B Testing")}),
    ],
)
def test_a_cell_that_names_several_may_be_any_of_them(text: str, parties_meant: set[PartyRef]) -> None:
    parties = collect([Party("bitmain", "Bitmain"), Party("foo", "Foo Ltd")], [])
    assert named_parties(parties, text).possible == one_of(parties_meant)


def test_two_parties_of_one_name_are_both_possible() -> None:
    parties = collect([Party("a1", "Foo Ltd", country="CN"), Party("a2", "Foo Ltd", country="DE")], [])
    assert named_parties(parties, "FOO LTD").possible == one_of((Known("a1"), Known("a2")))
