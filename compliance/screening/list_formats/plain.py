"""The plain list: a CSV with one row per stay of a party on the list.

``name`` is required. ``aliases``, ``countries`` (ISO 3166-1 alpha-2), ``addresses``, ``identifiers`` and
``programmes`` hold several values joined with ``;``; a weak alias is written with ``~`` in front.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from typing import get_args

from compliance.core.errors import ComplianceError, Problem, fail
from compliance.core.record import Confidence
from compliance.core.text import quoted
from compliance.io.csv import numbered
from compliance.screening.list_formats.base import ListFile, ReadList
from compliance.screening.list_formats.texts import entry_id, is_name
from compliance.screening.listings import Listing, Quality

_OTHER_NAMES = {
    "id": "entry",
    "country": "countries",
    "from": "since",
    "listed_from": "since",
    "until": "until",
    "listed_until": "until",
}
COLUMNS = (
    "name",
    "entry",
    "aliases",
    "countries",
    "addresses",
    "identifiers",
    "programmes",
    "citation",
    "listed_from",
    "listed_until",
    "confidence",
    "note",
)
"""The preferred names of the columns."""
_KNOWN = {*COLUMNS, *_OTHER_NAMES}
_MAX_UNKNOWN_COLUMNS = 3
"""The most unknown columns that are taken for misspellings; a file with more is not a list."""
_COUNTRY = re.compile("[A-Z]{2}")


def recognises(content: bytes) -> bool:
    """Always: a file of no other format is read as a plain list, or is an error."""
    del content
    return True


def read(list_file: ListFile, code: str) -> ReadList:
    """The listings in the file's order.

    Without a column ``entry`` the folded name is the entry's id, with a number where it occurs again. Raises
    ComplianceError with every problem; a list without listings is one.
    """
    del code
    file = list_file.file
    rows = numbered(list_file.text("Save the list as CSV in UTF-8."), file)
    problems: list[Problem] = []
    listings = []
    slugs: Counter[str] = Counter()
    try:
        columns = _columns(next(rows, (1, []))[1], file)
        for row, cells in rows:
            try:
                if len(cells) != len(columns):
                    fault = f"has {len(cells)} cells, the header has {len(columns)}"
                    raise fail(fault, "Quote cells that hold a comma.")
                listings.append(_listing(dict(zip(columns, cells, strict=True)), row, slugs))
            except ComplianceError as error:
                problems += (Problem(p.what, p.advice, file, row, p.column) for p in error.problems)
    except ComplianceError as error:
        problems += error.problems
    if problems:
        raise ComplianceError(problems)
    if not listings:
        raise fail(
            "has no listings", "Get a complete list: with an empty one, no party would seem to be listed.", file=file
        )
    return ReadList("a plain list", tuple(listings))


def _columns(header: list[str], file: str) -> list[str]:
    columns = [_OTHER_NAMES.get(name.lower(), name.lower()) for name in header]
    unknown = [name for name in header if name.lower() not in _KNOWN]
    problems = [
        Problem(f"unknown column {name!r}", f"Known columns: {', '.join(COLUMNS)}.", file, 1, name) for name in unknown
    ]
    if len(unknown) > _MAX_UNKNOWN_COLUMNS:
        shown = ", ".join(map(quoted, unknown[:_MAX_UNKNOWN_COLUMNS])) + " …"
        raise fail(
            f"cannot be read as a list: unknown columns {shown}",
            f"Known columns: {', '.join(COLUMNS)}.",
            file=file,
            row=1,
        )
    for name, count in Counter(columns).items():
        if count > 1:
            problems.append(Problem(f"column {name!r} appears {count} times", "Keep one of them.", file, 1, name))
    if "name" not in columns:
        problems.append(Problem("column 'name' is missing", "The first row must name the columns.", file, 1))
    if problems:
        raise ComplianceError(problems)
    return columns


def _listing(cells: dict[str, str], row: int, slugs: Counter[str]) -> Listing:
    problems: list[Problem] = []
    name = cells.get("name", "")
    since = _day(cells.get("since", ""), "listed_from", problems)
    until = _day(cells.get("until", ""), "listed_until", problems)
    countries = _split(cells.get("countries", ""))
    confidence = next((level for level in get_args(Confidence) if level == cells.get("confidence")), None)
    if not is_name(name):
        problems.append(Problem(f"{name!r} is not a name", "Write a name in every row.", column="name"))
    for country in countries:
        if not _COUNTRY.fullmatch(country):
            fault = f"{country!r} is not a country code"
            problems.append(Problem(fault, "Write ISO 3166-1 alpha-2, like CN.", column="countries"))
    if since and until and since > until:
        problems.append(Problem("ends before it begins", "Correct the dates.", column="listed_until"))
    if cells.get("confidence") and not confidence:
        fault = f"unknown confidence {cells['confidence']!r}"
        problems.append(Problem(fault, f"One of {', '.join(get_args(Confidence))}.", column="confidence"))
    if problems:
        raise ComplianceError(problems)
    return Listing(
        entry=cells.get("entry") or entry_id(name, slugs),
        name=name,
        aliases=tuple(map(_alias, _split(cells.get("aliases", "")))),
        countries=countries,
        addresses=_split(cells.get("addresses", "")),
        identifiers=_split(cells.get("identifiers", "")),
        programmes=_split(cells.get("programmes", "")),
        citation=cells.get("citation", ""),
        since=since,
        until=until,
        row=row,
        confidence=confidence,
        note=cells.get("note", ""),
    )


def _day(text: str, column: str, problems: list[Problem]) -> date | None:
    if re.fullmatch(r"(\d{4}-\d\d-\d\d)?", text):
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            pass
    problems.append(Problem(f"{text!r} is not a date", "Write YYYY-MM-DD.", column=column))
    return None


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def _alias(text: str) -> tuple[str, Quality]:
    return (text[1:].strip(), "weak") if text.startswith("~") else (text, "strong")
