"""Interests as a table: one row is one interest, the header is row 1."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import cast

from compliance.errors import ComplianceError, Problem, fail
from compliance.party import INTEREST_KINDS, Interest, InterestKind, Parties, collect, iso_day
from compliance.share import Share

_ENDS = ("minimum", "maximum", "exclusive_minimum", "exclusive_maximum")
COLUMNS = ("owner", "owned", "share", *_ENDS, "kind", "from", "until")


def recognises(path: Path, head: bytes) -> bool:
    """Whether the file is CSV by its name, with an owner and an owned among its columns."""
    header = head.decode("utf-8-sig", "replace").split("\n", 1)[0]
    return path.suffix.lower() == ".csv" and {"owner", "owned"} <= set(_cells(header))


def read(path: Path, name: str) -> Parties:
    """What the file says. Raises ComplianceError with every problem of the file."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except UnicodeDecodeError:
        raise fail("is not UTF-8 text", "Save it as UTF-8.", file=name) from None
    except csv.Error as error:
        raise fail(f"is not CSV: {error}", "Check its quotes.", file=name) from None
    header = [cell.strip() for cell in rows[0]]
    problems = [
        Problem(f"unknown column {column!r}", f"The columns are {', '.join(COLUMNS)}.", name, 1, column)
        for column in dict.fromkeys(header)
        if column not in COLUMNS
    ]
    problems += [
        Problem(f"column {column!r} stands there twice", "Keep one.", name, 1, column)
        for column in COLUMNS
        if header.count(column) > 1
    ]
    if problems:
        raise ComplianceError(problems)
    interests = []
    for number, cells in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        try:
            interests.append(_interest(header, cells, name, number))
        except ComplianceError as error:
            problems += error.problems
    if not interests and not problems:
        problems.append(Problem("has no interests", "Write one row per interest.", name, 1))
    if problems:
        raise ComplianceError(problems)
    return collect((), interests)


def _interest(header: list[str], cells: list[str], file: str, row: int) -> Interest:
    if len(cells) > len(header):
        raise fail("has more cells than the header", "Quote cells with commas.", file=file, row=row)
    found = {column: cell.strip() for column, cell in zip(header, cells, strict=False) if cell.strip()}
    problems = []
    for column in ("owner", "owned"):
        if column not in found:
            problems.append(Problem(f"{column} is empty", "Name the party.", file, row, column))
    kind = found.get("kind", "ownership")
    if kind not in INTEREST_KINDS:
        problems.append(Problem(f"unknown kind {kind!r}", f"One of {', '.join(INTEREST_KINDS)}.", file, row, "kind"))
    days: dict[str, date | None] = {"from": None, "until": None}
    for column in days:
        try:
            days[column] = iso_day(found[column]) if column in found else None
        except ValueError as error:
            problems.append(Problem(str(error), "", file, row, column))
    try:
        share = _share(found)
    except ValueError as error:
        problems.append(Problem(str(error), "", file, row, "share"))
    if problems:
        raise ComplianceError(problems)
    return Interest(
        found["owner"], found["owned"], share, cast(InterestKind, kind), days["from"], days["until"], file=file, row=row
    )


def _share(found: Mapping[str, str]) -> Share:
    ends = {column: found[column] for column in _ENDS if column in found}
    if "share" in found and ends:
        raise ValueError(f"both a share and its {next(iter(ends))} are given; give one of them")
    return Share.parse(ends or found.get("share"))


def _cells(line: str) -> list[str]:
    return [cell.strip().strip('"') for cell in line.split(",")]
