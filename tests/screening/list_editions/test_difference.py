"""Two editions compared: by entry, and across formats by name and country."""

from __future__ import annotations

from datetime import date

from compliance.core.record import Source
from compliance.screening.list_editions.difference import difference
from compliance.screening.listings import Listing, PartyList


def held(*listings: Listing) -> PartyList:
    return PartyList("l", "L", "", "unstated", "complete", listings, (Source(id="s", title="S"),), "0" * 64, "l.csv")


def test_who_came_and_who_went() -> None:
    stays, gone, new = Listing("1", "Stays"), Listing("2", "Gone"), Listing("3", "New")
    found = difference(held(stays, gone), held(new, stays))
    assert (found.added, found.removed, found.changed) == ((new,), (gone,), ())


def test_what_was_changed_of_whom() -> None:
    before = Listing("1", "A Ltd", aliases=(("B", "weak"),), countries=("CN",), row=2)
    after = Listing(
        "1", "A Limited", aliases=(("B", "strong"),), countries=("CN", "SG"), since=date(2025, 1, 16), row=9
    )
    (changed,) = difference(held(before), held(after)).changed
    assert (changed.before, changed.after) == (before, after)
    assert changed.fields == {
        "name": (("A Ltd",), ("A Limited",)),
        "aliases": (("B (weak)",), ("B",)),
        "countries": ((), ("SG",)),
        "since": ((), ("2025-01-16",)),
    }


def test_the_same_party_under_another_id_in_another_format() -> None:
    found = difference(
        held(Listing("a-ltd", "A Ltd", countries=("CN",)), Listing("a-ltd-2", "A Ltd", countries=("SG",))),
        held(Listing("99", "A Limited", countries=("SG",)), Listing("98", "A Limited", countries=("CN",))),
    )
    assert (found.added, found.removed) == ((), ())
    assert [list(each.fields) for each in found.changed] == [["name"], ["name"]]


def test_stays_of_one_entry_are_told_apart_by_their_beginning() -> None:
    early = Listing("1", "A", since=date(2020, 1, 1), until=date(2020, 12, 31))
    late = Listing("1", "A", since=date(2025, 1, 1))
    assert difference(held(early, late), held(late, early)) == difference(held(), held())
    moved = Listing("1", "A", since=date(2026, 1, 1))
    (changed,) = difference(held(early, late), held(early, moved)).changed
    assert changed.fields == {"since": (("2025-01-01",), ("2026-01-01",))}
