"""The JSON of nsfreg: counted, with days from citations and without the addresses that ran into aliases."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from compliance.screening.list_formats import nsfreg
from compliance.screening.list_formats.base import ListFile
from tests.screening.list_formats.reading import given, problems, read, real

ENTITY: dict[str, Any] = {
    "name": "Example Co., Ltd.",
    "aliases": ["Example", "Example Co., Ltd.", "Fu Jirui. No. 2A Zhonghuan South Road, Beijing, China"],
    "country": "China",
    "address": "A Road 1, Beijing, China; and B Road 2, Xian, China",
    "effective_date": None,
    "federal_register": "83 FR 44824, 9/4/18.\n85 FR 83769, 12/23/20",
    "notes": "USCC: 91110000MA005UCQ5P (China); Program: CMIC-EO13959",
}


def document(*entities: Any, count: int | None = None, **more: Any) -> ListFile:
    data = {"list_id": "bis-entity-list", "extracted": "2026-07-09"} | more
    text = json.dumps(data | {"count": len(entities) if count is None else count, "entities": list(entities)})
    return given("list.json", text)


def test_an_entity() -> None:
    found = read(nsfreg, document(ENTITY, ENTITY))
    assert (set(found.codes), found.edition) == ({"EL"}, date(2026, 7, 9))
    first, second = found.listings
    assert (first.entry, second.entry) == ("example-co-ltd", "example-co-ltd-2")
    assert [name for name, _ in first.aliases] == ["Example", "Fu Jirui"]
    assert (first.countries, len(first.addresses)) == (("CN",), 3)
    assert (first.citation, first.since) == ("83 FR 44824; 85 FR 83769", date(2018, 9, 4))
    assert first.identifiers == ("USCC 91110000MA005UCQ5P (CN)",)
    assert first.programmes == ("CMIC-EO13959",)


@pytest.mark.parametrize("day", ["2022-06-21", "June 21, 2022", "21 Jun 2022"])
def test_a_day_as_it_is_written(day: str) -> None:
    entity = {**ENTITY, "effective_date": day, "federal_register": None, "aliases": None, "address": None}
    found = read(nsfreg, document(entity, list_id="dhs-uflpa", extracted=None))
    assert (set(found.codes), found.edition) == ({"dhs-uflpa"}, None)
    assert found.listings[0].since == date(2022, 6, 21)


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (document(ENTITY, count=3409), "its count is 3409, but it has 1 entities"),
        (given("l.json", '{"count": 1, "entities": null}'), "its count is 1, but it has no entities"),
        (given("l.json", '{"count": 1, "entities": ['), "is incomplete or damaged: not JSON"),
        (document({**ENTITY, "name": "…"}), "list.json:1: is an entry without a name"),
        (document("A"), "list.json:1: is not an entity"),
        (document({"name": "Foo Ltd", "aliases": "Bar Ltd"}), "list.json:1: has aliases that are not a list"),
    ],
)
def test_what_cannot_be_read_is_an_error(file: ListFile, said: str) -> None:
    assert said in problems(nsfreg, file)


def test_the_real_entity_list() -> None:
    found = read(nsfreg, real("us-2026-07/bis_entity_list.json"))
    assert len(found.listings) == 3409
    assert all(listing.countries for listing in found.listings)
    assert sum(listing.since is None for listing in found.listings) == 5
    leaked = [
        alias
        for listing in found.listings
        for alias, _ in listing.aliases
        if alias.count(",") > 3 and "Street" in alias
    ]
    assert not leaked
