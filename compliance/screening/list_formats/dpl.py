"""The Denied Persons List of BIS: tab-separated text with every field quoted, or the CSV that BIS offers since 2025.

A row is one address of one party under one order. Expired orders stay in the file; they are read with their last day.
The CSV (seen: April 2026) has name and address in one field, separated with commas.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from functools import partial

from compliance.core.errors import fail
from compliance.core.text import one_line
from compliance.screening.list_formats import texts
from compliance.screening.list_formats.base import EntryReader, ListFile, ReadList, damaged
from compliance.screening.list_formats.merging import merge_rows
from compliance.screening.listings import Listing
from compliance.screening.names.folding import fold

_TABBED = (
    "Name", "Street_Address", "City", "State", "Country", "Postal_Code", "Effective_Date", "Expiration_Date", "Standard_Order",
    "Last_Update", "Action", "FR_Citation",
)  # fmt: skip
_JOINED = (
    "Name_and_Address",
    "Effective_Date",
    "Expiration_Date",
    "Appropriate Federal Register Citations",
    "Type of Denial",
)
_ADVICE = "Get the Denied Persons List from bis.gov again."


def recognises(content: bytes) -> bool:
    """Whether it begins with the header of one of the two."""
    first = (
        content[:1000]
        .lstrip(b"\xef\xbb\xbf \t\r\n")
        .partition(b"\n")[0]
        .replace(b'"', b"")
        .strip()
        .decode("ascii", "replace")
    )
    return first.split("\t") == list(_TABBED) or first.split(",") == list(_JOINED)


def read(list_file: ListFile, code: str) -> ReadList:
    """The denied persons, one entry per party and order. Raises ComplianceError."""
    del code
    reader = EntryReader(list_file.file)
    listings: list[Listing] = []
    slugs: Counter[str] = Counter()
    rows = list_file.rows(_ADVICE, "\t" if b"\t" in list_file.content.partition(b"\n")[0] else ",")
    header = [cell.strip() for cell in next(rows)[1]]
    if tuple(header) not in (_TABBED, _JOINED):
        raise damaged("its header cannot be read", list_file.file)
    for number, cells in rows:
        listings += reader.read_entry(partial(_listing, header, cells, number), number)
    reader.finish()
    numbered = (replace(listing, entry=texts.entry_id(listing.name, slugs)) for listing in merge_rows(listings))
    return ReadList("the Denied Persons List", tuple(numbered), codes=frozenset({"DPL"}))


def _listing(header: list[str], cells: list[str], row: int) -> Listing:
    if len(cells) != len(header):
        raise fail(f"has {len(cells)} cells, the header has {len(header)}", _ADVICE)
    fields = dict(zip(header, map(one_line, cells), strict=True))
    if "Name" in fields:
        name = fields["Name"]
        parts = [fields[part] for part in ("Street_Address", "City", "State", "Postal_Code", "Country")]
        country = fields["Country"]
        citation, note = fields["FR_Citation"], fields["Action"]
    else:
        name, parts, country = _split_joined(fields["Name_and_Address"])
        citation, note = fields[_JOINED[3]], fields[_JOINED[4]]
    if not texts.is_name(name):
        raise fail("is an entry without a name", _ADVICE)
    return Listing(
        entry="",
        name=name,
        countries=texts.countries((country,)),
        addresses=tuple(filter(None, (", ".join(filter(None, parts)),))),
        programmes=("DPL",),
        citation=texts.citation(citation)[0],
        since=_day(fields["Effective_Date"], "Effective_Date"),
        until=_day(fields["Expiration_Date"], "Expiration_Date"),
        row=row,
        note=note,
    )


def _split_joined(text: str) -> tuple[str, list[str], str]:
    """Name, address and country of ``NAME, STREET, CITY, STATE, CC, POSTAL CODE``, where any but the name may be empty."""
    parts = [part.strip() for part in text.split(",")]
    end = 1
    while end < len(parts) and fold(parts[end]) in ("ltd", "inc", "llc", "co ltd", "corp", "sa", "gmbh"):
        end += 1
    country = parts[-2] if len(parts) > end + 1 else ""
    return ", ".join(parts[:end]), parts[end:], country


def _day(text: str, column: str) -> date | None:
    day = texts.us_day(text)
    if text and day is None:
        raise fail(f"{text!r} is not a date", _ADVICE, column=column)
    return day
