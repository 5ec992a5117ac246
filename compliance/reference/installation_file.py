"""Reads installations: the bundled YAML, and an operator's own table in the layout of public geocodings."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from compliance.core.errors import ComplianceError, Problem, fail
from compliance.core.record import validate
from compliance.core.text import normal
from compliance.io import yaml as strictyaml
from compliance.reference.geodesy import Point, miles
from compliance.reference.installations import Extent, Installation, InstallationFile, Installations
from compliance.reference.states import areas

_REQUIRED = ("site_name", "location", "current_part", "latitude", "longitude")
_BUFFER = "boundary_buffer_mi"
_SINCE = {
    "2020": date(2020, 2, 13),  # 31 CFR part 802 takes effect, 85 FR 3158
    "2023": date(2023, 9, 22),  # 88 FR 57348
    "2024": date(2024, 12, 9),  # 89 FR 88128
    "2020_moved_2024": date(2024, 12, 9),
}
"""``regime_added`` -> since when an installation is listed in its part."""
_PARTS = {"1": "1", "2": "100"}
"""Part -> ``threshold_miles``."""
_BY_HAND = "MANUAL_COORDS"
OPERATOR = "operator-file"


def load_installations(path: Path, name: str) -> Installations:
    """The bundled installations in the YAML file ``path``. Raises ComplianceError with the line."""
    document = strictyaml.load(path, name=name)
    file = validate(InstallationFile, document)
    declared = {source.id for source in file.sources}
    problems = []
    for index, installation in enumerate(file.installations):
        for source in {installation.source, *(finding.source for finding in installation.found)} - declared:
            line, column = document.place(("installations", index))
            what = f"{installation.name} cites {source!r}, which is not a source of this file"
            problems.append(Problem(what, "Declare it under sources.", document.file, line, column))
    if problems:
        raise ComplianceError(problems)
    return Installations(file.id, file.full, file.sources, file.confidence, file.installations, file.notes)


def read_table(path: Path, name: str) -> tuple[Installation, ...]:
    """An operator's own CSV: ``site_name, location, current_part, latitude, longitude``, and what else helps.

    ``threshold_miles`` must agree with the part; ``regime_added`` says since when; ``boundary_buffer_mi`` how far the
    boundary lies at most. Only the state is known where ``mirta_match`` shows that the coordinates are those of another
    installation, and where they are missing or lie outside the state. Raises ComplianceError with all rows that cannot be used.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as text:
            rows = csv.DictReader(text, strict=True)
            header = rows.fieldnames or []
            if missing := [column for column in _REQUIRED if column not in header]:
                what = f"has no column {', '.join(missing)}"
                raise fail(what, f"A table of installations has {', '.join(_REQUIRED)}.", file=name, row=1)
            records = [(rows.line_num, row) for row in rows]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not a CSV file in UTF-8"
        raise fail(f"cannot be read: {reason}", "Give a table of installations as CSV.", file=name) from None
    installations, problems = [], []
    for line, row in records:
        try:
            installations.append(_installation({key: (value or "").strip() for key, value in row.items() if key}))
        except ValueError as error:
            problems.append(Problem(str(error), "Correct the row, or delete it.", name, line))
    if not records:
        problems.append(Problem("has a header and no rows", "Export the table again.", name, 1))
    if problems:
        raise ComplianceError(problems)
    return tuple(installations)


def _installation(row: Mapping[str, str]) -> Installation:
    """One row. Raises ValueError for what cannot be used."""
    part, threshold = row["current_part"], row.get("threshold_miles", "")
    if not row["site_name"]:
        raise ValueError("names no installation")
    if part not in _PARTS:
        raise ValueError(f"current_part {part!r} is not 1 or 2")
    if threshold and threshold != _PARTS[part]:
        raise ValueError(f"threshold_miles {threshold!r} does not fit part {part}, which has {_PARTS[part]}")
    added = row.get("regime_added", "")
    if added and added not in _SINCE:
        raise ValueError(f"regime_added {added!r} is not one of {', '.join(_SINCE)}")
    point = _point(row["latitude"], row["longitude"])
    buffer = row.get(_BUFFER, "")
    extent = Extent(maximum=_number(_BUFFER, buffer)) if buffer else None
    state = _state(row["location"])
    doubt = _doubt(row, point, state)
    if doubt and state:
        point, extent = state[0], Extent(maximum=state[1])
    elif doubt:
        point, extent = None, None
    return Installation(
        name=row["site_name"],
        location=row["location"],
        part=1 if part == "1" else 2,
        latitude=point.latitude if point else None,
        longitude=point.longitude if point else None,
        extent=extent,
        since=_SINCE.get(added),
        source=OPERATOR,
        doubt=doubt,
    )


def _point(latitude: str, longitude: str) -> Point | None:
    if not latitude and not longitude:
        return None
    if not latitude or not longitude:
        raise ValueError("has only one of latitude and longitude")
    north, east = _number("latitude", latitude), _number("longitude", longitude)
    if not 13 <= north <= 72 or not (-180 <= east <= -64 or 144 <= east <= 180):
        raise ValueError(
            f"{latitude}, {longitude} is not in the United States; perhaps latitude and longitude are swapped"
        )
    return Point(north, east)


def _number(column: str, text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise ValueError(f"{column} {text!r} is not a number") from None
    if not number.is_finite() or (column == _BUFFER and number < 0):
        raise ValueError(f"{column} {text!r} is not a number that can be used")
    return number


def _doubt(row: Mapping[str, str], point: Point | None, state: tuple[Point, Decimal] | None) -> str:
    match = row.get("mirta_match", "")
    if point is None:
        return "no coordinates are recorded"
    if match and match != _BY_HAND and not _same_installation(row["site_name"], match):
        return f"the coordinates are those of {match}"
    if state and miles(point, state[0]) > state[1]:
        return "the coordinates lie outside the state that is recorded"
    return ""


def _same_installation(name: str, match: str) -> bool:
    """Whether one name contains all words of the other."""
    words, others = _words(name), _words(match)
    return words <= others or others <= words


def _words(text: str) -> set[str]:
    plain = "".join(c for c in normal("NFKD", text) if not unicodedata.combining(c)).casefold()
    return set(re.findall(r"[a-z0-9]+", plain.replace("afb", "air force base")))


def _state(location: str) -> tuple[Point, Decimal] | None:
    """The middle of the state that a location ends with, and how far it reaches from there."""
    return areas().get(location.rpartition(",")[2].strip().casefold())
