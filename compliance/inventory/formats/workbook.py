"""Inventories as workbooks (XLSX, XLSM, XLSB, XLS, ODS): one sheet, one table on it, found by its header."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from itertools import repeat
from typing import Any

from compliance.core.errors import ComplianceError, Problem, fail
from compliance.inventory.column_map import ColumnMap
from compliance.inventory.columns import meant
from compliance.inventory.formats.grid import BELOW, Grid, GridTable, find_tables, place
from compliance.inventory.formats.other_rows import IDENTITY, OtherRows
from compliance.inventory.formats.source import Source
from compliance.inventory.formats.table import NO_ROWS, Table, above, laid_out, with_units
from compliance.inventory.grouping.base import Sheet
from compliance.inventory.totals import is_total
from compliance.io.tables import Chunk
from compliance.io.workbook import SheetCells, Workbook, read_workbook
from compliance.io.workbook_child import AGAIN

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
DIGITS = 15
"""So many digits of a number a spreadsheet keeps; what had more is no longer what was typed."""
REPORT = "Compliance report"
"""How the sheets begin that reports add to a workbook."""
_LONGEST = 10**22
"""A larger number is no serial number."""
_SUMS = frozenset(
    [
        "manufacturer",
        "model",
        "variant",
        "quantity",
        "kind",
        "status",
        "site",
        "location",
        "country_of_origin",
        "hashrate_ths",
        "power_w",
        "unit_price_usd",
    ]
)
"""Columns of a table that sums another one up."""


def recognises(source: Source) -> bool:
    """A zip archive, or the container of old workbooks (and of encrypted ones)."""
    return source.head.startswith((ZIP, OLE))


def read(source: Source, mapping: ColumnMap) -> Table:
    """The one table of a workbook that is an inventory. Raises ComplianceError where there is none, or several."""
    file = source.file
    book, grids = open_grids(source, mapping.sheet)
    grids = [grid for grid in grids if not _is_report(grid)]
    tables = [(grid, table) for grid in grids for table in find_tables(grid, mapping, vocabulary=source.vocabulary)]
    tables, notes = _without_sums(tables, file)
    if len(tables) != 1:
        raise _none(grids, mapping, file) if not tables else _several(tables, file)
    [(grid, table)] = tables
    header, rows = table.cut(grid)
    sample = source.sample(lambda: [row for _, run in rows for row in run])
    columns, form = laid_out(header, mapping, file, table.header, f"workbook, sheet {grid.name!r}", sample)
    others = OtherRows(columns, lambda: iter(rows))
    machines = {first + offset for first, run in others.chunks() for offset, row in enumerate(run) if any(row)}
    problems = [
        Problem(what, AGAIN, file, row or None)
        for row, column, what in grid.wrong
        if not row or (table.holds(row, column) and row in (table.header, *machines))
    ]
    if problems:
        raise ComplianceError(problems)
    if not rows:
        raise fail(NO_ROWS, "Nothing was checked: export the inventory again.", file=file, row=table.header)

    def chunks() -> Iterator[Chunk]:
        yield from rows

    def whole() -> Iterator[Sheet]:
        for sheet in read_workbook(source.path, file).sheets:
            empty = repeat([""] * sheet.width, sheet.top - 1 if sheet.height else 0)
            yield Sheet(sheet.name, sheet.left, sheet.width, iter((*empty, *sheet.rows())), sheet.name == grid.name)

    top = ((table.header, header),)
    said = (*above(table.above, file), *columns.notes, *notes, *_notes(book, grids, grid, table, file))
    return Table(
        source.path, file, form, columns, with_units(chunks, columns), said, top=top, book=whole, sample=sample
    )


def _notes(book: Workbook, grids: Sequence[Grid], grid: Grid, table: GridTable, file: str) -> Iterator[str]:
    """What is to be said of a workbook beside the table that is read."""
    if others := [sheet.name + " (hidden)" * (sheet.name in book.hidden) for sheet in grids if sheet is not grid]:
        yield f"{file}: sheets that hold no inventory: {', '.join(others)}."
    if grid.name in book.hidden:
        yield f"{file}: sheet {grid.name!r} is hidden, and was read."
    if outside := table.beside(grid):
        yield f"{file}: columns {outside} of the sheet were ignored: they belong to another table."
    if lost := [number for number, column in grid.long if table.holds(number, column)]:
        yield (
            f"{file}:{lost[0]}: a number of more than {DIGITS} digits may have lost some of them in the spreadsheet"
            f"{f' ({len(lost)} cells)' if len(lost) > 1 else ''}."
        )
    if shown := [number for number, column in grid.shown if table.holds(number, column)]:
        yield f"{file}:{shown[0]}: a number is read with the leading zeros that the sheet shows ({len(shown)} cells)."
    if hidden := [number for number in grid.hidden if table.header < number <= table.bottom]:
        yield f"{file}:{hidden[0]}: hidden rows are read like the others ({len(hidden)} rows)."
    merged = sorted((first, last) for column, first, last in grid.merged if table.holds(first, column))
    if merged := [rows for rows in merged if rows[0] > table.header]:
        (first, last), more = merged[0], f" ({len(merged)} such cells)" if len(merged) > 1 else ""
        yield f"{file}:{first}: a cell is merged down to row {last} and is read in row {first} only{more}."
    if not book.checked:
        yield f"{file}: cells that show an error cannot be told from empty ones in this kind of workbook."


def _without_sums(
    tables: Sequence[tuple[Grid, GridTable]], file: str
) -> tuple[list[tuple[Grid, GridTable]], list[str]]:
    """The tables but those that only sum another one up by its models, as a pivot does; with a note on each."""
    if len(tables) < 2:
        return list(tables), []
    listing = [pair for pair in tables if _columns(*pair)[0].keys() & set(IDENTITY)]
    if not listing:
        return list(tables), []
    grid, table = max(listing, key=lambda pair: pair[1].bottom - pair[1].header)
    columns, rows = _columns(grid, table)
    kept, notes = [], []
    for other in tables:
        if other != (grid, table) and _sums_up(*_columns(*other), columns, rows):
            notes.append(
                f"{file}: sheet {other[0].name!r} ({other[1]}) sums up sheet {grid.name!r} ({table}) and was passed over."
            )
        else:
            kept.append(other)
    return kept, notes


def _columns(grid: Grid, table: GridTable) -> tuple[dict[str, int], list[list[str]]]:
    """Where the native columns of a table stand by their headers alone, and its rows."""
    header, runs = table.cut(grid)
    columns = {meant(name): column for column, name in enumerate(header) if meant(name)}
    return columns, [row for _, run in runs for row in run]


def _sums_up(
    columns: dict[str, int], rows: Sequence[Sequence[str]], others: dict[str, int], of_rows: Sequence[Sequence[str]]
) -> bool:
    """Whether a table has no more than counts by models, and every model is one of the other table's."""
    shared = [name for name in ("model", "manufacturer") if name in columns and name in others]
    if not shared or "quantity" not in columns or not columns.keys() <= _SUMS:
        return False
    known = {row[others[shared[0]]].strip().casefold() for row in of_rows}
    texts = {row[columns[shared[0]]].strip() for row in rows} - {""}
    return all(text.casefold() in known or is_total(text) for text in texts)


def _is_report(grid: Grid) -> bool:
    """Whether a report of this program added the sheet."""
    return bool(grid.rows) and any(cell.startswith(REPORT) for cell in grid.rows[0][:1])


def open_grids(source: Source, sheet: str = "") -> tuple[Workbook, list[Grid]]:
    """A workbook, and the cells of its sheets, or of the one that is asked for: the ``source`` names it, else ``sheet`` does.

    Raises ComplianceError for what is no workbook, would burst, or has no such sheet.
    """
    book = read_workbook(source.path, source.file, source.sheet or sheet)
    texts = list(map(text_of, book.values))
    large = {place for place, value in enumerate(book.values) if isinstance(value, float) and abs(value) >= 10**DIGITS}
    return book, [_grid(cells, texts, large) for cells in book.sheets]


def _grid(cells: SheetCells, texts: list[str], large: set[int]) -> Grid:
    """The cells of a sheet as texts."""
    rows = list(cells.rows(texts))
    long = []
    if large and not large.isdisjoint(cells.places):
        at = (number for number, index in enumerate(cells.places) if index in large)
        long = [(number // cells.width + cells.top, number % cells.width + cells.left) for number in at]

    def write(row: int, column: int, text: str) -> bool:
        inside = cells.top <= row < cells.top + len(rows) and cells.left <= column < cells.left + cells.width
        if inside:
            rows[row - cells.top][column - cells.left] = text
        return inside

    wrong = []
    for row, column, text in cells.wrong:
        if not text or not write(row, column, text):
            what = f"shows {text}" if text else "holds a formula without a value"
            wrong.append((row, column, f"cell {place(row, column)} {what}" if row else f"a cell {what}"))
    shown = [(row, column) for row, column, text in cells.shown if write(row, column, text)]
    for row, column, text in cells.long:
        write(row, column, text)
    merged = [(column, first, last) for column, first, last in cells.merged]
    return Grid(cells.name, cells.top, cells.left, rows, wrong, long, merged, shown, tuple(cells.hidden))


def text_of(cell: Any) -> str:
    """What a cell says: days as ISO, whole numbers without a fraction and with all the digits that are there."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float | int):
        if abs(cell) < _LONGEST and cell == int(cell):
            return f"{Decimal(repr(cell)):.0f}"
        return f"{float(cell):.{DIGITS}g}".upper()
    if isinstance(cell, datetime) and cell.time() != time():
        return cell.isoformat(" ")
    if isinstance(cell, date):
        return cell.isoformat()[:10]
    return str(cell)


def _none(grids: list[Grid], mapping: ColumnMap, file: str) -> ComplianceError:
    """Why no sheet is an inventory: a header too far down, or none."""
    lower = [(grid, table) for grid in grids for table in find_tables(grid, mapping, BELOW)]
    if lower:
        grid, table = lower[0]
        return fail(
            f"sheet {grid.name!r} has its header in row {table.header}",
            "Delete the rows above it: a header is looked for in the first 20 rows that are not blank.",
            file=file,
            row=table.header,
        )
    return fail(
        "is not an inventory: no column of any sheet names a manufacturer or a model",
        'Name the columns in one row, or map them with --map FILE (columns: {model: "Their header"}).',
        file=file,
    )


def _several(tables: list[tuple[Grid, GridTable]], file: str) -> ComplianceError:
    named = " and ".join(f"sheet {grid.name!r} ({table})" for grid, table in tables)
    names = list(dict.fromkeys(grid.name for grid, _ in tables))
    advice = f"Give one sheet: {file}#{names[0]}." if len(names) > 1 else "Save each table as a file of its own."
    return fail(f"holds {len(tables)} inventories: {named}", advice, file=file)
