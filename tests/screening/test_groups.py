"""Entries of one family are one group."""

from __future__ import annotations

from compliance.screening.groups import family, grouped
from compliance.screening.listings import Listing
from compliance.screening.matching import Match, Strength


def match(name: str, strength: Strength = "candidate", *, namesake: bool = False) -> Match:
    return Match("l", name, name, Listing(name, name), 1.0, strength, "", namesake=namesake)


def test_a_family_has_its_distinctive_word_in_common() -> None:
    first, second = grouped([match("Quillstar Ltd"), match("Wrenfield Power"), match("Quillstar Trading Shanghai")])
    assert [one.name for one in first.matches] == ["Quillstar Ltd", "Quillstar Trading Shanghai"]
    assert second.others == ()
    assert family("Global Trading Ltd") == "global trading ltd", "a name without one is its own family"


def test_drawers_stay_apart() -> None:
    apart = [match("Quillstar Ltd", "match"), match("Quillstar Ltd"), match("Quillstar Ltd", namesake=True)]
    assert len(grouped(apart)) == 3
