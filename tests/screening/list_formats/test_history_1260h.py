"""The hand-kept history of the Section 1260H list: one entry per company, one listing per stay."""

from __future__ import annotations

from datetime import date

import pytest

from compliance.screening.list_formats import history_1260h
from tests.screening.list_formats.reading import given, problems, read, real

HEADER = "Name,Clean Name,Alias,Previous Name,Parent Name,Note,Start date,End date,Source Url"
ROW = '"Example Inc. (EX)*",Example Inc.,EX,Old Name; Example Inc.,Parent Ltd.,No nexus,2022-10-05,2024-01-31,https://x.test'


def test_a_company_that_was_named_twice() -> None:
    again = "Example Inc.,,,,,,2026-06-08,,"
    first, second = read(history_1260h, given("l.csv", f"\ufeff{HEADER}\n{ROW}\n\n{again}\n")).listings
    assert (first.entry, first.name, second.entry) == ("example-inc", "Example Inc.", "example-inc")
    assert first.aliases == (("EX", "strong"), ("Old Name", "strong"))
    assert (first.since, first.until, second.since, second.until) == (
        date(2022, 10, 5), date(2024, 1, 31), date(2026, 6, 8), None,
    )  # fmt: skip
    assert (first.note, first.citation, first.countries) == ("parent: Parent Ltd.; No nexus", "https://x.test", ("CN",))


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("a,b", "l.csv:2: has 2 cells, the header has 9"),
        (",,x,,,,,,", "l.csv:2: is an entry without a name"),
        (ROW.replace("2022-10-05", "2022-13-05"), "l.csv:2:Start date: '2022-13-05' is not a date"),
        ('"a', "is incomplete or damaged"),
    ],
)
def test_what_cannot_be_read_is_an_error(row: str, said: str) -> None:
    assert said in problems(history_1260h, given("l.csv", f"{HEADER}\n{row}\n"))


def test_the_real_history() -> None:
    found = read(history_1260h, real("us-1260h-history.csv")).listings
    assert (len(found), len({listing.entry for listing in found})) == (397, 227)
    assert len([listing for listing in found if listing.on(date(2026, 6, 10))]) == 376
