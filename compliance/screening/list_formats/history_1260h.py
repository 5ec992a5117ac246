"""The history of the Section 1260H list and its predecessors that OpenSanctions keeps by hand as CSV: a row per stay."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import partial
from itertools import islice

from compliance.core.errors import fail
from compliance.core.text import one_line
from compliance.screening.list_formats import texts
from compliance.screening.list_formats.base import EntryReader, ListFile, ReadList
from compliance.screening.listings import Listing

_COLUMNS = (
    "Name",
    "Clean Name",
    "Alias",
    "Previous Name",
    "Parent Name",
    "Note",
    "Start date",
    "End date",
    "Source Url",
)
_ADVICE = "Get the file from OpenSanctions again."


def recognises(content: bytes) -> bool:
    """Whether it begins with the header."""
    return content[:200].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(",".join(_COLUMNS).encode())


def read(list_file: ListFile, code: str) -> ReadList:
    """The companies; a company that was listed several times is one entry with several stays. Raises ComplianceError."""
    del code
    reader = EntryReader(list_file.file)
    listings: list[Listing] = []
    for number, cells in islice(list_file.rows(_ADVICE), 1, None):
        listings += reader.read_entry(partial(_listing, cells, number), number)
    reader.finish()
    return ReadList("the 1260H history of OpenSanctions", tuple(listings))


def _listing(cells: list[str], row: int) -> Listing:
    if len(cells) != len(_COLUMNS):
        raise fail(f"has {len(cells)} cells, the header has {len(_COLUMNS)}", _ADVICE)
    fields = dict(zip(_COLUMNS, map(one_line, cells), strict=True))
    name = fields["Clean Name"] or fields["Name"]
    if not texts.is_name(name):
        raise fail("is an entry without a name", _ADVICE)
    other_names = (part.strip() for column in ("Alias", "Previous Name") for part in fields[column].split(";"))
    parent = fields["Parent Name"]
    return Listing(
        entry=texts.entry_id(name, Counter()),
        name=name,
        aliases=tuple(
            (other_name, "strong")
            for other_name in dict.fromkeys(other_names)
            if texts.is_name(other_name) and other_name != name
        ),
        countries=("CN",),
        citation=fields["Source Url"],
        since=_day(fields, "Start date"),
        until=_day(fields, "End date"),
        row=row,
        note="; ".join(filter(None, (f"parent: {parent}" if parent else "", fields["Note"]))),
        kind="entity",
    )


def _day(fields: dict[str, str], column: str) -> date | None:
    day = texts.iso_day(fields[column])
    if fields[column] and day is None:
        raise fail(f"{fields[column]!r} is not a date", _ADVICE, column=column)
    return day
