"""Lists by day and by key; what a list asserts of itself."""

from __future__ import annotations

import hashlib
import pickle
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from compliance.core.errors import ComplianceError
from compliance.core.record import Source
from compliance.screening.list_formats import load_edition, load_list
from compliance.screening.listings import Listing, NameMatch, PartyList, identifier_number
from compliance.screening.matching import screen

TODAY = date(2026, 11, 22)
DAY, EVE = date(2025, 1, 16), date(2025, 1, 15)
SOURCE = Source(id="s", title="A source")

META = """\
id: {id}
title: A list
publisher: A publisher
url: https://example.org
edition: 2026-07-09
coverage: {coverage}
confidence: verified
sources: [{{id: s, title: A source, confidence: verified}}]
bundled_entries: {entries}
sha256: {sha256}
minimum_entries: {minimum}
sentinels: [{sentinel}]
max_age: 30
"""
CSV = "name,aliases,from,until\nSophgo Ltd.,Sophon,2025-01-16,\nOld Inc,,,2025-01-15\n"


def party_list(*listings: Listing) -> PartyList:
    return PartyList("l", "A list", "", "unstated", "complete", listings, (SOURCE,), "0" * 64, "l.csv")


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    def write(csv: str = CSV, **changed: object) -> Path:
        path = tmp_path / "a-list"
        path.mkdir(exist_ok=True)
        fields: dict[str, object] = {
            "id": "a-list",
            "coverage": "complete",
            "entries": 2,
            "minimum": 2,
            "sentinel": "Sophon",
        }
        fields |= {"sha256": hashlib.sha256(csv.encode()).hexdigest()} | changed
        (path / "listings.csv").write_text(csv, encoding="utf-8", newline="")
        (path / "list.yaml").write_text(META.format(**fields), encoding="utf-8")
        return path

    return write


def test_a_listing_holds_on_both_its_first_and_last_day() -> None:
    listing = Listing("a", "A", since=DAY, until=DAY)
    assert [listing.on(day) for day in (EVE, DAY, date(2025, 1, 17))] == [False, True, False]


def test_days_are_the_first_day_and_the_day_after_the_last() -> None:
    held = party_list(
        Listing("a", "A", since=DAY, until=DAY),
        Listing("b", "B", until=date.max),
        Listing("c", "C"),
        Listing("d", "D", until=EVE),
    )
    assert held.days() == {DAY, date(2025, 1, 17)}
    assert [listing.entry for listing in held.on(EVE)] == ["b", "c", "d"]
    assert held.source is SOURCE


def test_a_name_leads_to_all_who_bear_it() -> None:
    held = party_list(
        Listing("a", "Delta Electronics Ltd"), Listing("b", "Delta Electronics Inc", aliases=(("Delta", "weak"),))
    )

    def equal(name: str) -> list[NameMatch]:
        return [hit for hit in held.name_matches(name) if not hit.like]

    assert [(hit.listing.entry, hit.whole) for hit in equal("delta electronics")] == [("a", False), ("b", False)]
    assert [(hit.listing.entry, hit.whole) for hit in equal("delta electronics ltd")] == [("a", True), ("b", False)]
    assert [(hit.name, hit.quality) for hit in equal("delta")] == [("Delta", "weak")]
    assert held.name_matches("nobody") == ()


def test_a_bundled_list_is_what_it_asserts(folder: Callable[..., Path]) -> None:
    held = load_list(folder())
    assert (held.id, held.file, held.edition, held.coverage, held.max_age) == (
        "a-list",
        "bundled:a-list",
        date(2026, 7, 9),
        "complete",
        30,
    )
    assert [listing.row for listing in held.listings] == [2, 3]
    assert held.age(TODAY) == 136


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"sha256": "f" * 64}, "listings.csv has sha256"),
        ({"entries": 3}, "has 2 entries, list.yaml says 3"),
        ({"minimum": 3}, "is incomplete: it has 2 entries"),
        ({"sentinel": "Huawei"}, "is incomplete: it lacks Huawei"),
        ({"id": "another"}, "has the id 'another', but its folder is 'a-list'"),
        ({"coverage": "most"}, "coverage"),
        ({"sha256": "short"}, "sha256"),
        ({"entries": 0}, "says complete, but no entry is bundled"),
    ],
)
def test_a_bundled_list_that_is_not_what_it_asserts(
    folder: Callable[..., Path], changed: dict[str, object], said: str
) -> None:
    with pytest.raises(ComplianceError, match=said):
        load_list(folder(**changed))


def test_a_partial_list_asserts_only_of_full_editions(folder: Callable[..., Path], tmp_path: Path) -> None:
    path = folder(coverage="partial", minimum=3, sentinel="Huawei")
    assert load_list(path).coverage == "partial"
    edition = tmp_path / "edition.csv"
    edition.write_text(CSV, encoding="utf-8")
    with pytest.raises(ComplianceError, match="is incomplete") as caught:
        load_edition("a-list", edition, path)
    assert len(caught.value.problems) == 2
    edition.write_text(CSV + "Huawei,,,\n", encoding="utf-8")
    held = load_edition("a-list", edition, path, "given.csv")
    assert (held.file, held.age(TODAY)) == ("given.csv", None)
    assert (held.coverage, held.max_age, held.title, len(held.listings)) == ("complete", None, "A list", 3)
    assert held.notes == (
        "given.csv: read as a plain list.",
        "given.csv: the date of this edition is unknown, so its age was not checked.",
    )
    dated = edition.rename(tmp_path / "edition.2026-07-09.csv")
    assert load_edition("a-list", dated, path).max_age == 30


def test_periods_of_one_party_are_one_entry(folder: Callable[..., Path]) -> None:
    csv = "entry,name,from,until\n1,Sophon,2020-01-01,2020-12-31\n1,Sophon,2025-01-16,\n"
    with pytest.raises(ComplianceError, match="is incomplete: it has 1 entries"):
        load_list(folder(csv))


@pytest.mark.parametrize(
    ("name", "edition"),
    [("own.2026-07-09.csv", date(2026, 7, 9)), ("own.2026-13-40.csv", "unstated"), ("own.csv", "unstated")],
)
def test_a_list_of_ones_own(tmp_path: Path, name: str, edition: date | str) -> None:
    path = tmp_path / name
    path.write_text(CSV, encoding="utf-8")
    held = load_edition("mine", path)
    assert (held.id, held.edition, held.coverage, held.source.id) == ("mine", edition, "complete", "mine")
    assert held.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems name files by text")
def test_a_list_of_ones_own_in_a_file_named_by_bytes(tmp_path: Path) -> None:
    path = tmp_path / "own\udcff.csv"
    path.write_text(CSV, encoding="utf-8")
    assert load_edition("mine", path).source.title == "mine (own?.csv)"


def test_a_list_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ComplianceError, match="cannot be read"):
        load_edition("mine", tmp_path / "none.csv")


def test_a_bundled_list_that_lost_its_file(folder: Callable[..., Path]) -> None:
    path = folder()
    (path / "listings.csv").unlink()
    with pytest.raises(ComplianceError, match="Restore the file"):
        load_list(path)


def test_an_address_of_a_publisher_is_https(folder: Callable[..., Path]) -> None:
    path = folder()
    text = "download: {files: ['http://example.org/l.csv'], confidence: verified, reviewed: 2026-11-22}\n"
    with (path / "list.yaml").open("a", encoding="utf-8") as out:
        out.write(text)
    with pytest.raises(ComplianceError, match="must begin with https://"):
        load_list(path)


def test_what_is_asserted_may_depend_on_the_day(folder: Callable[..., Path], tmp_path: Path) -> None:
    path = folder(minimum="{2025-01-01: 2, 2026-01-01: 3}", sentinel="", coverage="partial")
    text = (
        (path / "list.yaml")
        .read_text("utf-8")
        .replace("sentinels: []", "sentinels: {Sophon: 2024-01-01, Huawei: 2026-01-01}")
    )
    (path / "list.yaml").write_text(text, "utf-8")
    for day, problems in (("2023-01-01", 0), ("2025-06-01", 0), ("2026-06-01", 2), ("unknown", 2)):
        edition = tmp_path / f"edition.{day}.csv"
        edition.write_text(CSV, "utf-8")
        if problems:
            with pytest.raises(ComplianceError) as caught:
                load_edition("a-list", edition, path)
            assert len(caught.value.problems) == problems
        else:
            assert len(load_edition("a-list", edition, path).listings) == 2


@pytest.mark.parametrize(
    ("identifier", "number"),
    [
        ("USCC 9144 0300-1922038216", "914403001922038216"),
        ("Tax ID No. 7744001497 (RU)", "7744001497"),
        ("V.A.T. Number CHE-267.936.404 (CH)", "CHE267936404"),
        ("7744001497", "7744001497"),
        ("LEI 253400WSS48YWMBUA688", "253400WSS48YWMBUA688"),
        ("Registration ID 1234", ""),
        ("none known", ""),
    ],
)
def test_an_identifier_is_compared_by_its_number(identifier: str, number: str) -> None:
    assert identifier_number(identifier) == number


def test_an_older_edition_knows_what_a_later_one_adds_and_clears_nobody() -> None:
    def edition(day: date | str, *listings: Listing) -> PartyList:
        return PartyList("l", "L", "", day, "complete", listings, (SOURCE,), "0" * 64, "l.csv")

    old = edition(EVE, Listing("a", "A", since=EVE))
    new = edition(TODAY, Listing("a", "A", since=EVE), Listing("b", "B", since=DAY), Listing("c", "C"))
    found = old.with_later_listings(new)
    assert [listing.entry for listing in found.listings] == ["a", "b"]
    assert found.doubt(TODAY) == "the edition of l of 2025-01-15 is older than the bundled one of 2026-11-22"


def test_what_was_worked_out_is_kept_apart_and_found_again() -> None:
    listings = (
        Listing("e1", "Sophgo Technologies Ltd", (("Sophgo", "strong"),)),
        Listing("e2", "Xiamen Sophgo", row=3),
    )
    held = party_list(*listings)
    held.precompute(["Sophgo"])
    kept = pickle.loads(pickle.dumps(held))
    assert not {"index", "remembered"} & vars(kept).keys()
    again = pickle.loads(pickle.dumps(kept)).checked_on(DAY)
    assert again.known_matches == held.known_matches
    assert again.index.names == held.index.names
    found = screen(("Sophgo", "Sophgo Technologies"), None, again, None)
    assert sorted(match.entry for match in found) == ["e1", "e2"]


def test_persons_are_stored_with_the_list() -> None:
    held = party_list(Listing("t", "TARNOVSKY, Arkady Viktorovich", kind="individual"))
    assert held.people_index.similar("Arkady Tarnovsky").keys() == {0}
    stored = pickle.loads(pickle.dumps(held))
    assert "people_index" not in vars(stored)
    assert stored.people_index.similar("Arkady Tarnovsky") == held.people_index.similar("Arkady Tarnovsky")


@pytest.mark.parametrize(
    "text",
    [
        "Arkady Viktorovich Tarnovsky; Arkady Tarnovsky",
        "Arkady Tarnovsky; Arkady Viktorovich Tarnovsky",
    ],
)
def test_the_most_similar_part_of_a_text_is_the_person(text: str) -> None:
    held = party_list(Listing("t", "TARNOVSKY, Arkady Viktorovich", kind="individual"))
    (name_match,) = held.name_matches(text)
    assert name_match.span == "Arkady Viktorovich Tarnovsky"
    assert name_match.person == held.people_index.similar("Arkady Viktorovich Tarnovsky")[0]


def test_a_licence_of_a_list_cites_a_declared_source(folder: Callable[..., Path]) -> None:
    path = folder() / "list.yaml"
    path.write_text(
        f"{path.read_text('utf-8')}licences: [{{title: T, source: gone, from: 2025-01-01, until: 2025-02-01}}]\n",
        "utf-8",
    )
    with pytest.raises(ComplianceError, match="source 'gone' of a licence is not declared") as caught:
        load_list(path.parent)
    assert caught.value.problems[0].advice == "Add it to sources."
