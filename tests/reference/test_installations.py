"""What is known of installations, bundled and from an operator."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from compliance.core.text import squeeze
from compliance.reference.installations import Extent, Installation, Installations, ParcelFinding
from tests.builders import SOURCE

WARREN = Installation(
    name="Francis E. Warren Air Force Base", part=1, latitude=Decimal("41.16"), longitude=Decimal("-104.86"),
    extent=Extent(maximum=Decimal("3.5")), found=(ParcelFinding(names=("North Range",), within_miles=Decimal(1), source="notice"),),
    source="notice",
)  # fmt: skip


def table(*members: Installation, full: int = 2) -> Installations:
    return Installations("table", full, (SOURCE,), "verified", members)


def test_an_incomplete_table_clears_no_site() -> None:
    field = Installation(name="Field", part=3, source="notice")
    assert table(WARREN, field).doubt() == "we hold only 1 of about 2 installations of table"
    assert table(WARREN, Installation(name="Other", part=2, source="notice")).doubt() == ""


def test_an_operators_row_keeps_what_is_known_of_the_place() -> None:
    mine = Installation(
        name="Francis E Warren Air Force Base",
        part=1,
        latitude=Decimal(41),
        longitude=Decimal(-105),
        source="operator-file",
    )
    other = Installation(name="Elsewhere", part=1, source="operator-file")
    past = Installation(name="Elsewhere", part=2, until=date(2024, 12, 8), source="notice")
    both = table(WARREN, past).with_more([mine, other])
    assert [member.name for member in both.members] == ["Elsewhere", "Francis E Warren Air Force Base", "Elsewhere"]
    assert both.members[1].extent == WARREN.extent
    assert both.members[1].found == WARREN.found
    assert both.members[1].latitude == 41


def test_listed_from_one_day_to_another() -> None:
    stay = Installation(name="x", part=1, since=date(2020, 2, 13), until=date(2024, 12, 8), source="notice")
    days = (date(2020, 2, 12), date(2020, 2, 13), date(2024, 12, 8), date(2024, 12, 9))
    assert [stay.on(day) for day in days] == [False, True, True, False]
    assert stay.point is None


def test_what_was_found_of_a_parcel() -> None:
    assert WARREN.found_within({squeeze("north range")}) is WARREN.found[0]
    assert WARREN.found_within({squeeze("Campstool")}) is None
    with pytest.raises(ValueError, match="less than"):
        Extent(minimum=Decimal(2), maximum=Decimal(1))


def test_an_operators_row_without_a_place_keeps_the_known_one() -> None:
    vague = Installation(
        name="Francis E. Warren Air Force Base", part=1, latitude=Decimal(43), longitude=Decimal("-107.5"),
        extent=Extent(maximum=Decimal(250)), source="operator-file", doubt="no coordinates are recorded",
    )  # fmt: skip
    (kept,) = table(WARREN).with_more([vague]).members
    assert (kept.point, kept.extent, kept.found, kept.doubt) == (WARREN.point, WARREN.extent, WARREN.found, "")
    nowhere = Installation(name=WARREN.name, part=1, source="notice")
    assert table(nowhere).with_more([vague]).members[0].doubt == vague.doubt
