"""Reads a file as a table of rows by number, or as the problems that refuse it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from compliance.core.errors import ComplianceError, Problem
from compliance.inventory.column_map import ColumnMap
from compliance.inventory.formats import open_table
from compliance.inventory.formats.table import Table
from compliance.io.limits import ReadingLimits
from compliance.io.tables import Chunk
from tests.command_line import ROOT

DATA = ROOT.parent / "shared" / "data" / "fleets"
"""Real inventories, beside the checkout; without them the tests that need them are skipped."""


def opened(path: Path, mapping: Mapping[str, str] | None = None, limits: ReadingLimits = ReadingLimits()) -> Table:
    return open_table(path, path.name, ColumnMap(mapping or {}), limits)


def rows_of(table: Table) -> dict[int, dict[str, str]]:
    """Rows by number, each by the headers of the file."""
    return {
        number: dict(zip(table.layout.header, row, strict=True))
        for first, chunk in table.chunks()
        for number, row in enumerate(chunk, first)
    }


def native(table: Table) -> list[dict[str, str]]:
    """Rows by their native columns, empty cells left out."""
    return [
        {name: row[place] for name, place in table.layout.index.items() if row[place]}
        for _, chunk in table.chunks()
        for row in chunk
    ]


def problems(
    path: Path, mapping: Mapping[str, str] | None = None, limits: ReadingLimits = ReadingLimits()
) -> list[Problem]:
    with pytest.raises(ComplianceError) as caught:
        list(opened(path, mapping, limits).chunks())
    found = list(caught.value.problems)
    assert all(problem.file == path.name.split("#")[0] or problem.file == path.name for problem in found)
    assert all(problem.advice for problem in found)
    return found


def refused(path: Path, mapping: Mapping[str, str] | None = None, limits: ReadingLimits = ReadingLimits()) -> Problem:
    (found,) = problems(path, mapping, limits)
    return found


def as_it_stands(table: Table) -> Iterator[Chunk]:
    """All rows of a table, also those that are no machines."""
    assert table.other_rows
    return table.other_rows.rows()
