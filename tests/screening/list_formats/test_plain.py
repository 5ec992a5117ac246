"""The plain list: what is read, and that nothing unreadable counts as empty."""

from __future__ import annotations

from datetime import date

import pytest

from compliance.core.errors import ComplianceError
from compliance.screening.list_formats.base import ListFile
from compliance.screening.list_formats.plain import read as read_plain
from compliance.screening.listings import Listing


def read(content: bytes, *, file: str) -> tuple[Listing, ...]:
    return read_plain(ListFile(file, file, content), "").listings


def test_every_column() -> None:
    content = (
        "\ufeffid,Name,aliases,country,addresses,identifiers,programmes,citation,from,until,confidence,note\r\n"
        '7,"Sophgo, Ltd.",Sophon; ~Sage ;,CN;SG,Beijing;"",LEI 1,,90 FR 4622,2025-01-16,2026-01-01,verified,said\r\n'
    ).replace(';"",', ";,")
    (listing,) = read(content.encode(), file="l.csv")
    assert (listing.entry, listing.name, listing.row) == ("7", "Sophgo, Ltd.", 2)
    assert listing.aliases == (("Sophon", "strong"), ("Sage", "weak"))
    assert (listing.countries, listing.addresses, listing.identifiers) == (("CN", "SG"), ("Beijing",), ("LEI 1",))
    assert (listing.programmes, listing.citation, listing.confidence, listing.note) == (
        (),
        "90 FR 4622",
        "verified",
        "said",
    )
    assert (listing.since, listing.until) == (date(2025, 1, 16), date(2026, 1, 1))
    assert next(iter(listing.names())) == ("Sophgo, Ltd.", "strong")


def test_only_names() -> None:
    content = b'name\n"Two\nlines Ltd"\n\nHuawei Technology\nTwo lines Limited\n'
    listings = read(content, file="l.csv")
    assert [(listing.entry, listing.row) for listing in listings] == [
        ("two-lines-ltd", 2),
        ("huawei-technology", 4),
        ("two-lines-ltd-2", 5),
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "column 'name' is missing"),
        (b"name\n", "has no listings"),
        (b"name\n \n", "has no listings"),
        (b"<!DOCTYPE html><html>", "is HTML or XML"),
        (b"\xef\xbb\xbf\n <?xml", "is HTML or XML"),
        (b"PK\x03\x04\0\0", "is a binary file"),
        (b"name\nA\n\xff\n", "l.csv:3: is not UTF-8"),
        (b"name,colour\nA,red\n", "l.csv:1:colour: unknown column 'colour'"),
        (b"name,a,b,c,d\nA,,,,\n", "l.csv:1: cannot be read as a list: unknown columns 'a', 'b', 'c' …"),
        (b"name,id,entry\nA,1,1\n", "column 'entry' appears 2 times"),
        (b'name\n"A\n', "is not CSV"),
        (b'"name\n', "is not CSV"),
        (b"name,note\nA\n", "l.csv:2: has 1 cells, the header has 2"),
        (b"name,note\n,x\n", "l.csv:2:name: '' is not a name"),
        (b"name,from\nA,1/16/25\n", "l.csv:2:listed_from: '1/16/25' is not a date"),
        (b"name,until\nA,2025-02-30\n", "l.csv:2:listed_until: '2025-02-30' is not a date"),
        (b"name,from,until\nA,2025-02-01,2025-01-01\n", "l.csv:2:listed_until: ends before it begins"),
        (b"name,country\nA,China\n", "l.csv:2:countries: 'China' is not a country code"),
        (b"name,confidence\nA,sure\n", "l.csv:2:confidence: unknown confidence 'sure'"),
    ],
)
def test_what_cannot_be_read_is_an_error(content: bytes, said: str) -> None:
    with pytest.raises(ComplianceError) as caught:
        read(content, file="l.csv")
    assert said in str(caught.value)


def test_all_problems_are_told_at_once() -> None:
    with pytest.raises(ComplianceError) as caught:
        read(b"name,country,from\n,China,x\nA\nB,CN,\n", file="l.csv")
    assert [(problem.row, problem.column) for problem in caught.value.problems] == [
        (2, "listed_from"),
        (2, "name"),
        (2, "countries"),
        (3, None),
    ]
