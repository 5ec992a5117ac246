"""What rows say of one entry becomes one listing."""

from __future__ import annotations

from datetime import date

import pytest

from compliance.core.errors import ComplianceError
from compliance.screening.list_formats.draft import Draft, Drafts


def test_a_listing_of_several_rows() -> None:
    draft = Draft("7", 3, "entity")
    draft.add_name("Weak name", "weak")
    draft.add_name("Old name")
    draft.add_name("  New\n name ", is_primary=True)
    draft.add_name("Another primary", is_primary=True)
    draft.add_name("Old name", "weak")
    draft.add_name("Weak name")
    draft.add_name("-", is_primary=True)
    draft.add_address(["1 Road", "", "Dubai", "Dubai"], "United Arab Emirates")
    draft.add_address([], "")
    draft.add_countries(["RU", "nowhere"])
    draft.add_identifier("", "9123456")
    draft.add_identifier("Passport", "none")
    draft.add_identifiers(["LEI X"])
    draft.add_programme(" RUS ")
    draft.add_programme("")
    draft.add_note("1970", "DOB")
    draft.add_note("", "DOB")
    draft.add_day(date(2024, 1, 2))
    draft.add_day(date(2023, 1, 2))
    draft.add_day(None)
    listing = draft.listing("Again.")
    assert (listing.entry, listing.row, listing.kind, listing.name) == ("7", 3, "entity", "New name")
    assert listing.aliases == (("Weak name", "strong"), ("Old name", "strong"), ("Another primary", "strong"))
    assert (listing.addresses, listing.countries) == (("1 Road, Dubai, United Arab Emirates",), ("AE", "RU"))
    assert listing.identifiers == ("Number 9123456", "LEI X")
    assert (listing.programmes, listing.note, listing.since) == (("RUS",), "DOB 1970", date(2023, 1, 2))


def test_without_a_primary_name_the_first_strong_one_is_the_name() -> None:
    draft = Draft("7", 3)
    draft.add_name("Weak", "weak")
    assert draft.listing("").name == "Weak"
    draft.add_name("Strong")
    assert draft.listing("").name == "Strong"


def test_every_entry_that_is_none_is_named() -> None:
    drafts = Drafts()
    drafts.entry("1", 2).add_name("A")
    assert drafts.entry("1", 9).row == 2
    assert [listing.name for listing in drafts.listings("l", "Again.")] == ["A"]
    drafts.entry("2", 3)
    drafts.entry("", 4).add_name("B")
    with pytest.raises(ComplianceError) as caught:
        drafts.listings("l.csv", "Again.")
    assert str(caught.value).count("is an entry without a name or an id. Again.") == 2
