"""OpenSanctions' ``targets.simple.csv``: one target per row, 16 columns (15 before ``program_ids`` came).

A cell with several values is a nested row of CSV with ``;``. ``aliases`` excludes the name; ``sanctions`` combines programme,
reason, status and dates, and becomes the note.
"""

from __future__ import annotations

import csv
from functools import partial

from compliance.core.errors import fail
from compliance.core.text import one_line
from compliance.screening.list_formats import texts
from compliance.screening.list_formats.base import EntryReader, ListFile, ReadList, read_records
from compliance.screening.list_formats.ftm import KINDS, PROGRAMMES
from compliance.screening.list_formats.members import code_in
from compliance.screening.listings import Listing

_COLUMNS = ("id", "schema", "name", "aliases", "countries", "addresses", "identifiers", "sanctions", "dataset")
_ADVICE = "Get targets.simple.csv again."


def recognises(content: bytes) -> bool:
    """Whether it begins with the header."""
    first = content[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").partition(b"\n")[0].replace(b'"', b"").strip()
    return first.startswith(b"id,schema,name,aliases,") and b",dataset" in first


def read(list_file: ListFile, code: str) -> ReadList:
    """The targets in the file; with a ``code``, those whose row names that list. Raises ComplianceError."""
    reader = EntryReader(list_file.file)
    listings: list[Listing] = []
    codes: set[str] = set()
    changed = ""
    for number, fields in read_records(list_file, _COLUMNS, _ADVICE, reader):
        row_codes = _codes(fields)
        codes |= row_codes
        changed = max(changed, fields.get("last_change", ""))
        if not code or code in row_codes:
            listings += reader.read_entry(partial(_listing, fields, number), number)
    reader.finish()
    return ReadList(
        "OpenSanctions targets.simple.csv", tuple(listings), codes=frozenset(codes), edition=texts.iso_day(changed)
    )


def _codes(fields: dict[str, str]) -> frozenset[str]:
    by_programme = {
        PROGRAMMES[programme] for programme in _values(fields.get("program_ids", "")) if programme in PROGRAMMES
    }
    descriptions = (*_values(fields["dataset"]), *_values(fields["sanctions"]))
    return frozenset(by_programme | set(filter(None, map(code_in, descriptions))))


def _values(cell: str) -> tuple[str, ...]:
    return tuple(text.strip() for text in next(csv.reader([one_line(cell)], delimiter=";"), []) if text.strip())


def _listing(fields: dict[str, str], row: int) -> Listing:
    if not (fields["id"] and texts.is_name(fields["name"])):
        raise fail("is a target without a name or an id", _ADVICE)
    return Listing(
        entry=fields["id"],
        name=fields["name"],
        aliases=tuple(
            (alias, "strong")
            for alias in _values(fields["aliases"])
            if texts.is_name(alias) and alias != fields["name"]
        ),
        countries=texts.countries(_values(fields["countries"])),
        addresses=_values(fields["addresses"]),
        identifiers=tuple(f"ID {number}" for number in _values(fields["identifiers"])),
        programmes=_values(fields.get("program_ids", "")),
        row=row,
        note=fields["sanctions"],
        kind=KINDS.get(fields["schema"], ""),
    )
