"""The bundled lists and parties: what they assert, and that it is what the publications say."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from compliance.ownership.formats import read_parties
from compliance.ownership.parties import Parties
from compliance.screening.list_formats import load_edition, load_list, read_meta
from compliance.screening.listings import PartyList
from compliance.screening.matching import screen
from compliance.screening.names.folding import fold

RULES = Path(__file__).parents[1] / "rules"
PUBLISHED = Path(__file__).parents[2] / "shared" / "data" / "lists" / "us-2026-07"
LISTS = sorted(path.parent.name for path in RULES.glob("lists/*/list.yaml"))
RULE_DAY, EVE, TODAY = date(2025, 1, 16), date(2025, 1, 15), date(2026, 11, 22)
SOPHGO = 16


def bundled(list_id: str) -> PartyList:
    return load_list(RULES / "lists" / list_id)


def published(name: str) -> list[dict[str, Any]]:
    path = PUBLISHED / name
    if not path.exists():
        pytest.skip("the published edition is not here")
    entities: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["entities"]
    return entities


@pytest.fixture(scope="module")
def parties() -> Parties:
    return Parties.merged([read_parties(path, path.name) for path in sorted(RULES.glob("parties/*.yaml"))], ())


def test_every_folder_is_a_list() -> None:
    assert sorted(path.name for path in (RULES / "lists").iterdir()) == LISTS
    assert set(LISTS) >= {
        "us-bis-90fr4621",
        "us-bis-entity-list",
        "us-bis-meu",
        "us-mineone-order",
        "us-ofac-ns-cmic",
        "us-ofac-sdn",
    }


NOT_BY_ITSELF = {"CXMT", "JHICC", "SMEE", "SMIC", "SUGON", "YMTC", "Successful Exchange"}
"""Aliases that do not identify a party by themselves: initials, and two everyday words."""


@pytest.mark.parametrize("list_id", LISTS)
def test_a_bundled_list_keeps_what_it_asserts(list_id: str) -> None:
    held, meta = bundled(list_id), read_meta(RULES / "lists" / list_id)
    if not meta.bundled_entries:
        assert (held.listings, held.coverage) == ((), "partial")
        assert "compliance lists update" in held.doubt(TODAY)
        return
    content = (RULES / "lists" / list_id / "listings.csv").read_bytes()
    assert held.sha256 == hashlib.sha256(content).hexdigest()
    assert len(held.listings) == meta.bundled_entries == len({listing.entry for listing in held.listings})
    assert all(any(not hit.like for hit in held.name_matches(name)) for name in meta.sentinels)
    for listing in held.listings:
        assert listing.since
        assert listing.citation
        assert listing.confidence
        for name, quality in listing.names():
            found = {match.entry: match.strength for match in screen([name], None, held, listing.since)}
            certain = quality == "strong" and (name not in NOT_BY_ITSELF or f"({name})" in listing.name)
            assert found[listing.entry] == ("match" if certain else "candidate"), name


@pytest.mark.parametrize("list_id", ["us-bis-90fr4621", "us-bis-entity-list"])
def test_the_sixteen_names_from_their_first_day_on(list_id: str) -> None:
    held = bundled(list_id)
    sixteen = [listing for listing in held.listings if listing.citation == "90 FR 4622"]
    assert len(sixteen) == SOPHGO
    for listing in sixteen:
        for name, _ in listing.names():
            assert listing.entry in {match.entry for match in screen([name], None, held, RULE_DAY)}
            assert screen([name], None, held, EVE) == ()


def test_a_keyword_would_miss_most_of_the_sixteen() -> None:
    held = bundled("us-bis-90fr4621")
    assert held.coverage == "complete"
    assert sum("sophgo" in fold(listing.name) for listing in held.listings) == 4
    assert screen(["厦门算能科技有限公司"], "CN", held, RULE_DAY)[0].strength == "match"


def test_the_mixer_that_was_taken_off_the_list() -> None:
    held = bundled("us-ofac-sdn")
    assert screen(["Tornado Cash"], None, held, date(2025, 3, 20))
    assert not screen(["Tornado Cash"], None, held, date(2025, 3, 21))


@pytest.mark.parametrize(
    ("list_id", "file"),
    [
        ("us-bis-90fr4621", "sophgo_90FR4621.json"),
        ("us-bis-entity-list", "bis_entity_list.json"),
        ("us-bis-meu", "bis_meu.json"),
        ("us-ofac-ns-cmic", "ofac_nscmic.json"),
    ],
)
def test_every_entry_stands_in_the_published_edition(list_id: str, file: str) -> None:
    entities = {entity["name"]: entity for entity in published(file)}
    for listing in bundled(list_id).listings:
        entity = entities[listing.name]
        added = {name for name, _ in listing.aliases} - {alias.strip() for alias in entity["aliases"]}
        assert not added or "alias" in listing.note or "Chinese name" in listing.note
        assert all(
            part.split()[-1] in entity["federal_register"] for part in listing.citation.split("; ") if " FR " in part
        )


def test_the_published_entity_list_is_a_full_edition(tmp_path: Path) -> None:
    content = io.StringIO()
    writer = csv.writer(content)
    writer.writerow(["name", "aliases"])
    writer.writerows((entity["name"], ";".join(entity["aliases"])) for entity in published("bis_entity_list.json"))
    path = tmp_path / "entity-list.2026-07-09.csv"
    path.write_text(content.getvalue(), encoding="utf-8")
    full = load_edition("us-bis-entity-list", path, RULES / "lists" / "us-bis-entity-list")
    assert (full.coverage, full.edition) == ("complete", date(2026, 7, 9))
    for name in ("Bitmain Technologies Limited", "MicroBT", "Canaan Inc.", "CVITEK", "Amlogic"):
        assert screen([name], None, full, TODAY) == ()


def test_every_party_is_found_by_its_names_and_cites_what_is_declared(parties: Parties) -> None:
    for party_id in parties.ids:
        party = parties.records[party_id]
        assert party.sources
        assert party.confidence
        for text in (party_id, party.name, *party.aliases):
            found = parties.find(text)
            assert found is not None, text
            assert found.id == party_id, text
    cited = {source for party in parties.records.values() for source in party.sources}
    cited |= {each.source for each in parties.interests} | {each.source for each in parties.links}
    assert cited == set(parties.sources)
    assert all(each.confidence for each in parties.interests)
    assert all(each.confidence for each in parties.links)


def test_bitmain_and_sophgo_share_a_founder_but_no_interest(parties: Parties) -> None:
    assert not [each for each in parties.interests if each.owned == "sophgo" and each.owner != "micree-zhan"]
    assert [link.kind for link in parties.links if {link.a, link.b} == {"bitmain", "sophgo"}] == ["common-founder"]


def test_of_the_bundled_makers_and_vendors_only_the_known_are_listed(parties: Parties) -> None:
    held = [bundled(list_id) for list_id in LISTS]
    listed = {
        party_id
        for party_id in parties.ids
        for each in held
        for match in screen(
            (parties[party_id].name, *parties[party_id].aliases), parties[party_id].country, each, TODAY
        )
        if match.strength == "match"
    }
    assert {"sophgo", "smic", "powerair", "mineone-wyoming"} <= listed
    assert not listed & {
        "bitmain",
        "microbt",
        "canaan",
        "bitdeer",
        "cvitek",
        "amlogic",
        "allwinner",
        "micree-zhan",
        "innosilicon",
        "ebang",
    }


def test_the_sixteen_are_parties_too(parties: Parties) -> None:
    for listing in bundled("us-bis-90fr4621").listings:
        for name, _ in listing.names():
            assert parties.find(name), name
