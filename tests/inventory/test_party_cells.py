"""Cells that name parties as people write them."""

from __future__ import annotations

import pytest

from compliance.core.party import Known, PartyRef, Unlisted
from compliance.inventory.party_cells import named_parties
from compliance.ownership.parties import Party, collect

PARTIES = collect([Party("sub", "Sub LLC", country="MY"), Party("foo", "Foo, Inc.", country="US")], [])


def named(text: str) -> set[PartyRef]:
    return set(named_parties(PARTIES, text).values or ())


@pytest.mark.parametrize(
    "text",
    [
        "formerly Sub LLC", "Sub LLC & ABC", "ABC and Sub LLC", "Sub LLC (broker)", "c/o Sub LLC", "Sub LLC INV-2024-001", "1. Sub LLC",
        "Buyer: Sub LLC", "Sub LLC - Kuala Lumpur", "ABC via Sub LLC", "Sub LLC f/k/a Old Name",
    ],
)  # fmt: skip
def test_a_known_party_beside_other_words_is_possible(text: str) -> None:
    assert named(text) == {Known("sub"), Unlisted(text, None)}


@pytest.mark.parametrize("text", ["Subaru LLC", "Sub LLC Georgia Ltd", "Big Sub LLC", "ABC & XYZ"])
def test_another_name_is_another_party(text: str) -> None:
    assert named(text) == {Unlisted(text, None)}


def test_a_name_with_a_comma_is_one_name() -> None:
    assert named("Foo, Inc.") == named("Foo, Inc. (“Seller”)") == named('Foo, Inc. (the "Foo")') == {Known("foo")}
    assert Known("foo") in named("Foo, Inc. & ABC")
    assert named("Sub LLC, ABC") == {Known("sub")}
    assert named("Sub LLC, ABC Holdings") == {Known("sub"), Unlisted("ABC Holdings", None)}
