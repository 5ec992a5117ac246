"""OpenSanctions' ``targets.simple.csv``: one target a row, 16 columns (15 before ``program_ids`` came).

Several values of a cell are a nested row of CSV with ``;``. ``aliases`` leaves out the name; ``sanctions`` joins programme,
reason, status and days, and is kept as a note.
"""

from __future__ import annotations

import csv
from functools import partial

from compliance.core.errors import fail
from compliance.core.text import one_line
from compliance.screening.list_formats import texts
from compliance.screening.list_formats.base import Given, ReadList, Rows, records
from compliance.screening.list_formats.ftm import KINDS, PROGRAMMES
from compliance.screening.list_formats.members import code_in
from compliance.screening.listings import Listing

_COLUMNS = ("id", "schema", "name", "aliases", "countries", "addresses", "identifiers", "sanctions", "dataset")
_ADVICE = "Get targets.simple.csv again."


def recognises(content: bytes) -> bool:
    """Whether it begins with the header."""
    first = content[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").partition(b"\n")[0].replace(b'"', b"").strip()
    return first.startswith(b"id,schema,name,aliases,") and b",dataset" in first


def read(given: Given, code: str) -> ReadList:
    """The targets in it; with a ``code``, those whose row names that list. Raises ComplianceError."""
    rows = Rows(given.file)
    listings: list[Listing] = []
    codes: set[str] = set()
    changed = ""
    for at, fields in records(given, _COLUMNS, _ADVICE, rows):
        mine = _codes(fields)
        codes |= mine
        changed = max(changed, fields.get("last_change", ""))
        if not code or code in mine:
            listings += rows.each(partial(_listing, fields, at), at)
    rows.finish()
    return ReadList(
        "OpenSanctions targets.simple.csv", tuple(listings), codes=frozenset(codes), edition=texts.iso_day(changed)
    )


def _codes(fields: dict[str, str]) -> frozenset[str]:
    named = {PROGRAMMES[mark] for mark in _several(fields.get("program_ids", "")) if mark in PROGRAMMES}
    told = (*_several(fields["dataset"]), *_several(fields["sanctions"]))
    return frozenset(named | set(filter(None, map(code_in, told))))


def _several(cell: str) -> tuple[str, ...]:
    return tuple(text.strip() for text in next(csv.reader([one_line(cell)], delimiter=";"), []) if text.strip())


def _listing(fields: dict[str, str], row: int) -> Listing:
    if not (fields["id"] and texts.is_name(fields["name"])):
        raise fail("is a target without a name or an id", _ADVICE)
    return Listing(
        entry=fields["id"],
        name=fields["name"],
        aliases=tuple(
            (alias, "strong")
            for alias in _several(fields["aliases"])
            if texts.is_name(alias) and alias != fields["name"]
        ),
        countries=texts.countries(_several(fields["countries"])),
        addresses=_several(fields["addresses"]),
        identifiers=tuple(f"ID {number}" for number in _several(fields["identifiers"])),
        programmes=_several(fields.get("program_ids", "")),
        row=row,
        note=fields["sanctions"],
        kind=KINDS.get(fields["schema"], ""),
    )
