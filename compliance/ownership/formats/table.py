"""Interests row by row: what CSV and Parquet have in common. One row is one interest, the header is row 1."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import cast

from compliance.core.errors import ComplianceError, Problem, fail
from compliance.core.share import Share
from compliance.ownership.parties import (
    INTEREST_KINDS,
    Interest,
    InterestKind,
    Parties,
    collect,
    contradictions,
    iso_day,
)

_ENDS = ("minimum", "maximum", "exclusive_minimum", "exclusive_maximum")
COLUMNS = ("owner", "owned", "share", *_ENDS, "kind", "from", "until")
TERMS = COLUMNS[2:]
"""The columns beside the two parties."""


def headed(header: Sequence[str], file: str) -> list[str]:
    """The names of the columns. Raises ComplianceError for those that are unknown, missing or there twice."""
    columns = [cell.strip() for cell in header]
    problems = [
        Problem(f"unknown column {column!r}", f"The columns are {', '.join(COLUMNS)}.", file, 1, column)
        for column in dict.fromkeys(columns)
        if column not in COLUMNS
    ]
    problems += [
        Problem(f"column {column!r} appears twice", "Keep one.", file, 1, column)
        for column in COLUMNS
        if columns.count(column) > 1
    ]
    problems += [
        Problem(f"column {column!r} is missing", "Name the parties of each interest.", file, 1)
        for column in COLUMNS[:2]
        if column not in columns
    ]
    if problems:
        raise ComplianceError(problems)
    return columns


def read_rows(header: list[str], rows: Iterable[tuple[int, list[str]]], file: str) -> Parties:
    """What numbered rows say. Raises ComplianceError with every problem of the file."""
    reader = _Rows(header, file)
    problems: list[Problem] = []
    interests = []
    for number, cells in rows:
        try:
            interest = reader.interest(cells, number)
        except ComplianceError as error:
            problems += error.problems
        else:
            if interest:
                interests.append(interest)
    if not interests and not problems:
        problems.append(Problem("has no interests", "Write one row per interest.", file, 1))
    if problems:
        # What stands in rows that can be read may contradict each other too.
        raise ComplianceError([*problems, *contradictions(interests)])
    return collect((), interests)


class _Rows:
    """Makes interests of rows under one header. A large file holds few different shares, kinds and days."""

    def __init__(self, header: list[str], file: str) -> None:
        self.file = file
        self.width = len(header)
        self.places = [(header.index(column) if column in header else self.width) for column in COLUMNS]
        self.terms = cache(terms_in)

    def interest(self, cells: list[str], row: int) -> Interest | None:
        """The interest in a row; None for an empty one. Raises ComplianceError with every problem of the row."""
        if len(cells) > self.width:
            raise fail("has more cells than the header", "Quote cells with commas.", file=self.file, row=row)
        cells += [""] * (self.width + 1 - len(cells))
        owner, owned, *others = [cells[position].strip() for position in self.places]
        terms = self.terms(*others)
        if owner and owned and not isinstance(terms, tuple):
            return Interest(owner, owned, terms.share, terms.kind, terms.since, terms.until, "", self.file, row)
        if not (owner or owned or any(others)):
            return None
        problems = [
            Problem(f"{column} is empty", "Name the party.", self.file, row, column)
            for column, party in (("owner", owner), ("owned", owned))
            if not party
        ]
        for column, problem, advice in terms if isinstance(terms, tuple) else ():
            problems.append(Problem(problem, advice, self.file, row, column))
        raise ComplianceError(problems)


@dataclass(frozen=True, slots=True)
class Terms:
    """What a row says beside the two parties."""

    share: Share
    kind: InterestKind
    since: date | None
    until: date | None


def terms_in(*cells: str) -> Terms | tuple[tuple[str, str, str], ...]:
    """What the cells after owner and owned say, or what is wrong with them: column, problem, advice."""
    cells_by_column = {column: cell for column, cell in zip(TERMS, cells, strict=True) if cell}
    problems = []
    kind = cells_by_column.get("kind", "ownership")
    if kind not in INTEREST_KINDS:
        problems.append(("kind", f"unknown kind {kind!r}", f"One of {', '.join(INTEREST_KINDS)}."))
    days: dict[str, date | None] = {"from": None, "until": None}
    for column in days:
        try:
            days[column] = iso_day(cells_by_column[column]) if column in cells_by_column else None
        except ValueError as error:
            problems.append((column, str(error), ""))
    share = Share()
    try:
        share = _share(cells_by_column)
    except ValueError as error:
        problems.append(("share", str(error), ""))
    return tuple(problems) or Terms(share, cast(InterestKind, kind), days["from"], days["until"])


def _share(cells: Mapping[str, str]) -> Share:
    ends = {column: cells[column] for column in _ENDS if column in cells}
    if "share" in cells and ends:
        raise ValueError(f"both a share and its {next(iter(ends))} are given; give one of them")
    return Share.parse(ends or cells.get("share"))
