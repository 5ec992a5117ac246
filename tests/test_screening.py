"""Who is met by which names, and what makes a match a candidate."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.listing import Listing, PartyList
from compliance.record import Source
from compliance.screening import screen

DAY, EVE = date(2025, 1, 16), date(2025, 1, 15)
LIST = PartyList(
    "l",
    "A list",
    "",
    DAY,
    "complete",
    (
        Listing(
            "sophgo", "Sophgo Technologies Ltd.", (("Sophgo", "strong"), ("Sage", "weak")), ("CN",), since=DAY, row=2
        ),
        Listing("sg", "Sophgo Technologies Pte. Ltd.", countries=("SG",), since=DAY, row=3),
        Listing("mixer", "Tornado Cash", since=date(2022, 8, 8), until=EVE, row=4),
    ),
    (Source(id="s", title="A source"),),
    "0" * 64,
    "l.csv",
)


@pytest.mark.parametrize(
    ("name", "country", "found"),
    [
        ("SOPHGO TECHNOLOGIES LIMITED", "CN", [("sophgo", "match"), ("sg", "candidate")]),
        ("Sophgo", None, [("sophgo", "match")]),
        ("Sophgo", "HK", [("sophgo", "match")]),
        ("Sophgo", "MO", [("sophgo", "match")]),
        ("Sophgo", "VN", [("sophgo", "candidate")]),
        ("Sage", "CN", [("sophgo", "candidate")]),
        ("Sophgo Technologies", "CN", [("sophgo", "candidate"), ("sg", "candidate")]),
        ("Sophgo LLC", "CN", [("sophgo", "candidate")]),
        ("Tornado Cash", None, []),
        ("Bitmain", "CN", []),
    ],
)
def test_one_name(name: str, country: str | None, found: list[tuple[str, str]]) -> None:
    assert [(match.entry, match.strength) for match in screen([name], country, LIST, DAY)] == found


def test_a_candidate_says_what_is_to_be_confirmed() -> None:
    (match,) = screen(["Sage"], "VN", LIST, DAY)
    assert match.because == (
        "'Sage' is listed as 'Sage', entry sophgo of l; to be confirmed: a weak alias, which alone names nobody; "
        "the party is in VN, the listed one in CN"
    )
    (match, other) = screen(["Sophgo Technologies Pte Ltd"], "SG", LIST, DAY)
    assert match.because == "'Sophgo Technologies Pte Ltd' is listed as 'Sophgo Technologies Pte. Ltd.', entry sg of l"
    assert "equal only without the legal form" in other.because
    assert (match.list, match.file, match.score, match.listing.row) == ("l", "l.csv", 1.0, 3)


def test_the_best_of_several_names_counts() -> None:
    assert [(m.name, m.strength) for m in screen(["Sage", "Sophgo"], None, LIST, DAY)] == [("Sophgo", "match")]
    assert [(m.name, m.strength) for m in screen(["Sophgo", "Sage"], None, LIST, DAY)] == [("Sophgo", "match")]


def test_a_day_outside_the_listing_finds_nothing_and_no_day_finds_all() -> None:
    assert screen(["Sophgo"], "CN", LIST, EVE) == ()
    assert [match.entry for match in screen(["Tornado Cash"], None, LIST, EVE)] == ["mixer"]
    assert [match.listing.until for match in screen(["Tornado Cash"], None, LIST, None)] == [EVE]


@given(st.lists(st.text(), max_size=3), st.none() | st.text(max_size=2), st.none() | st.dates())
def test_screening_never_raises(names: list[str], country: str | None, day: date | None) -> None:
    for match in screen(names, country, LIST, day):
        assert match.because
