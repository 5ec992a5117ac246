"""A sheet as a grid of texts, and the tables on it: side by side, with titles above, each with its header."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from compliance.inventory.cell_kinds import Vocabulary
from compliance.inventory.column_map import ColumnMap
from compliance.inventory.formats.header_search import MAX_TITLES, find_header
from compliance.io.tables import Chunk, Row

BELOW = 200
"""So far down a header is looked for, only to say where it stands."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of one sheet from row ``top`` and column ``left`` on, both counted from 1.

    ``wrong`` are cells that cannot be read (row, column, why), ``long`` numbers that have lost digits; ``merged`` cells
    that reach over several rows: column, first and last row; ``shown`` numbers with leading zeros; ``hidden`` rows.
    """

    name: str
    top: int
    left: int
    rows: Sequence[Row]
    wrong: Sequence[tuple[int, int, str]] = ()
    long: Sequence[tuple[int, int]] = ()
    merged: Sequence[tuple[int, int, int]] = ()
    shown: Sequence[tuple[int, int]] = ()
    hidden: Sequence[int] = ()

    def filled(self, most: int) -> Iterator[int]:
        """The first rows that are not blank, as indices."""
        indices = (index for index, row in enumerate(self.rows) if any(map(str.strip, row)))
        yield from (index for index, _ in zip(indices, range(most), strict=False))

    def ends(self) -> list[int]:
        """For each column the last row that is not empty, as an index; -1 for an empty column."""
        width = len(self.rows[0]) if self.rows else 0
        backwards = range(len(self.rows) - 1, -1, -1)
        return [next((row for row in backwards if self.rows[row][column].strip()), -1) for column in range(width)]


@dataclass(frozen=True, slots=True)
class GridTable:
    """A table on a sheet: rows and columns as a spreadsheet counts them, both ends included; the rows above it."""

    header: int
    bottom: int
    first: int
    last: int
    above: tuple[tuple[int, Row], ...] = ()

    def __str__(self) -> str:
        return f"{place(self.header, self.first)}:{place(self.bottom, self.last)}"

    def holds(self, row: int, column: int) -> bool:
        """Whether a cell is a part of the table."""
        return self.header <= row <= self.bottom and self.first <= column <= self.last

    def cut(self, grid: Grid) -> tuple[Row, list[Chunk]]:
        """The header, and the rows beneath it that are not blank, in runs."""
        columns = slice(self.first - grid.left, self.last - grid.left + 1)
        header = grid.rows[self.header - grid.top][columns]
        runs: list[Chunk] = []
        after = 0
        for number in range(self.header + 1, self.bottom + 1):
            row = grid.rows[number - grid.top][columns]
            if not any(map(str.strip, row)):
                continue
            if number == after:
                runs[-1][1].append(row)
            else:
                runs.append((number, [row]))
            after = number + 1
        return header, runs

    def beside(self, grid: Grid) -> str:
        """The columns that hold something beside the table, as ranges, or ""."""
        runs = _runs([end >= self.header - grid.top for end in grid.ends()])
        return ", ".join(
            f"{letters(first + grid.left)}:{letters(last + grid.left)}"
            for first, last in runs
            if not self.first <= first + grid.left <= self.last
        )


def find_tables(
    grid: Grid, mapping: ColumnMap, rows: int = MAX_TITLES, vocabulary: Vocabulary | None = None
) -> list[GridTable]:
    """The inventories on a sheet, by the headers in its first ``rows`` rows that are not blank."""
    ends = grid.ends()
    candidates = []
    filled = list(grid.filled(rows))
    if mapping.skip_rows:
        filled = [index for index in filled if index + grid.top > mapping.skip_rows][:1]
    for index in filled:
        for first, last in _runs([end >= index for end in ends]):
            row, *below = (row[first : last + 1] for row in grid.rows[index : index + 2 * MAX_TITLES])
            _, known = find_header([row, *filter(any, below)], mapping, vocabulary, 1)
            if known:
                candidates.append((known, index, first, last))
    chosen: list[tuple[int, int, int]] = []
    for strong in (True, False):
        for known, index, first, last in candidates:
            if (known > 1) is strong and not any(a <= last and first <= b for _, a, b in chosen):
                chosen.append((index, first, last))
    tables = []
    for index, first, last in sorted(chosen):
        above = tuple((row + grid.top, list(grid.rows[row])) for row in filled if row < index)
        starts = [index, *_further(grid, index, first, last)]
        bottom = max(ends[first : last + 1])
        for start, following in zip(starts, [*starts[1:], bottom + 1], strict=True):
            tables.append(
                GridTable(start + grid.top, following - 1 + grid.top, first + grid.left, last + grid.left, above)
            )
    return tables


def _further(grid: Grid, header: int, first: int, last: int) -> Iterator[int]:
    """Headers of more tables under the first one: behind a blank row, else they would be read as machines."""
    blank = False
    for index in range(header + 1, len(grid.rows)):
        row = grid.rows[index][first : last + 1]
        if not any(row):
            blank = True
            continue
        if blank and find_header([row], ColumnMap())[1] > 1:
            yield index
        blank = False


def _runs(flags: Sequence[bool]) -> list[tuple[int, int]]:
    """First and last place of each run of true flags."""
    starts = [place for place, flag in enumerate(flags) if flag and not (place and flags[place - 1])]
    ends = [place for place, flag in enumerate(flags) if flag and not (place + 1 < len(flags) and flags[place + 1])]
    return list(zip(starts, ends, strict=True))


def letters(column: int) -> str:
    """The name of a column: 1 is A, 27 is AA."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def place(row: int, column: int) -> str:
    """The name of a cell: ``B4``."""
    return f"{letters(column)}{row}"
