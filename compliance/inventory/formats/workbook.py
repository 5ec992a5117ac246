"""Inventories as workbooks (XLSX, XLSM, XLSB, XLS, ODS): one sheet, one table on it, found by its header."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from compliance.core.errors import ComplianceError, Problem, fail
from compliance.inventory.column_map import ColumnMap
from compliance.inventory.formats.grid import BELOW, Grid, GridTable, find_tables, place
from compliance.inventory.formats.source import Source
from compliance.inventory.formats.table import NO_ROWS, Table, above, laid_out, with_units
from compliance.inventory.grouping.base import Sheet
from compliance.io.tables import Chunk

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

    from compliance.inventory.formats.archive import Sheets

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
ERRORS = 2
"""The file descriptor of standard error."""
DIGITS = 15
"""So many digits of a number a spreadsheet keeps; what had more is no longer what was typed."""
_AGAIN = "Open it in a spreadsheet and save it again, or export the sheet as CSV."
REPORT = "Compliance report"
"""How the sheets begin that reports add to a workbook."""


def recognises(source: Source) -> bool:
    """A zip archive, or the container of old workbooks (and of encrypted ones)."""
    return source.head.startswith((ZIP, OLE))


def read(source: Source, mapping: ColumnMap) -> Table:
    """The one table of a workbook that is an inventory. Raises ComplianceError where there is none, or several."""
    file = source.file
    book, sheets, grids = open_grids(source, mapping.sheet)
    names = book.sheet_names
    grids = [grid for grid in grids if not _is_report(grid)]
    tables = [(grid, table) for grid in grids for table in find_tables(grid, mapping, vocabulary=source.vocabulary)]
    if len(tables) != 1:
        raise _none(grids, mapping, file) if not tables else _several(tables, file)
    [(grid, table)] = tables
    problems = [
        Problem(what, _AGAIN, file, row or None)
        for row, column, what in grid.wrong
        if not row or table.holds(row, column)
    ]
    if problems:
        raise ComplianceError(problems)
    header, rows = table.cut(grid)
    sample = source.sample(lambda: [row for _, run in rows for row in run])
    columns, form = laid_out(header, mapping, file, table.header, f"workbook, sheet {grid.name!r}", sample)
    if not rows:
        raise fail(NO_ROWS, "Nothing was checked: export the inventory again.", file=file, row=table.header)

    def chunks() -> Iterator[Chunk]:
        yield from rows

    notes = [*above(table.above, file), *columns.notes]
    if len(grids) > 1:
        notes.append(
            f"{file}: sheets that hold no inventory: {', '.join(sheet.name for sheet in grids if sheet is not grid)}."
        )
    if outside := table.beside(grid):
        notes.append(f"{file}: columns {outside} of the sheet were ignored: they belong to another table.")
    if grid.long and (lost := [number for number, column in grid.long if table.holds(number, column)]):
        notes.append(
            f"{file}:{lost[0]}: a number of more than {DIGITS} digits has lost some of them in the spreadsheet"
            f"{f' ({len(lost)} cells)' if len(lost) > 1 else ''}."
        )
    merged = sorted((first, last) for column, first, last in grid.merged if table.holds(first, column))
    if merged := [rows for rows in merged if rows[0] > table.header]:
        (first, last), more = merged[0], f" ({len(merged)} such cells)" if len(merged) > 1 else ""
        notes.append(f"{file}:{first}: a cell is merged down to row {last} and is read in row {first} only{more}.")
    if sheets is None or not sheets.checked:
        notes.append(f"{file}: cells that show an error cannot be told from empty ones in this kind of workbook.")

    def whole() -> Iterator[Sheet]:
        again = _open(source)
        for name in names:
            with _reading(f"has a sheet {name!r}", file):
                sheet = again.get_sheet_by_name(name)
                _, left = sheet.start or (0, 0)
                yield Sheet(name, left + 1, sheet.width, iter(sheet.iter_rows()), name == grid.name)

    top = ((table.header, header),)
    return Table(
        source.path, file, form, columns, with_units(chunks, columns), tuple(notes), top=top, book=whole, sample=sample
    )


def _is_report(grid: Grid) -> bool:
    """Whether a report of this program added the sheet."""
    return bool(grid.rows) and any(cell.startswith(REPORT) for cell in grid.rows[0][:1])


def open_grids(source: Source, sheet: str = "") -> tuple[CalamineWorkbook, Sheets | None, list[Grid]]:
    """A workbook, what can be seen of its archive, and the cells of its sheets, or of the one that is asked for: the
    ``source`` names it, else ``sheet`` does.

    Raises ComplianceError for what is no workbook, would burst, or has no such sheet.
    """
    from compliance.inventory.formats import archive

    file = source.file
    sheets = archive.sheets(source.path, file) if source.head.startswith(ZIP) else None
    book = _open(source)
    names = book.sheet_names
    wanted = source.sheet or sheet
    if wanted and wanted not in names:
        raise fail(f"has no sheet {wanted!r}", f"Its sheets are: {', '.join(names)}.", file=file)
    return book, sheets, [_grid(book, name, sheets, file) for name in names if wanted in ("", name)]


@contextmanager
def _reading(what: str, file: str) -> Iterator[None]:
    """Whatever the reader stumbles over is the file's fault, even where it panics."""
    from python_calamine import CalamineError, PasswordError

    try:
        yield
    except PasswordError:
        raise fail("is an encrypted workbook", "Save it without a password.", file=file) from None
    except BaseException as error:
        if not isinstance(error, CalamineError | OSError | ValueError) and type(error).__name__ != "PanicException":
            raise
        brief = (str(error).splitlines() or [type(error).__name__])[0][:200]
        raise fail(f"{what} that cannot be read: {brief}", _AGAIN, file=file) from None


@contextmanager
def _muted() -> Iterator[None]:
    """The reader tells of its own panics, past Python, on standard error; nobody is to read that."""
    try:
        kept = os.dup(ERRORS)
    except OSError:  # nobody listens anyway
        yield
        return
    try:
        with open(os.devnull, "wb") as nowhere:
            os.dup2(nowhere.fileno(), ERRORS)
        yield
    finally:
        os.dup2(kept, ERRORS)
        os.close(kept)


def _open(source: Source) -> CalamineWorkbook:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    with _reading("is a workbook", source.file), _muted():
        try:
            return CalamineWorkbook.from_path(source.path)
        except PasswordError:
            raise
        except CalamineError:
            # The reader believes the suffix; what is called by another one is told by its content.
            with source.path.open("rb") as handle, suppress(CalamineError):
                return CalamineWorkbook.from_filelike(handle)
            raise


def _grid(book: CalamineWorkbook, name: str, sheets: Sheets | None, file: str) -> Grid:
    with _reading(f"has a sheet {name!r}", file), _muted():
        sheet = book.get_sheet_by_name(name)
        start = sheet.start
        raw: list[list[Any]] = sheet.to_python() if start else []
        ranges = sheet.merged_cell_ranges or []
    top, left = start or (0, 0)
    seen: dict[tuple[type, Any], str] = {}
    rows = [[_shared(seen, cell) for cell in row] for row in raw]
    long = [
        (number, column)
        for number, row in enumerate(raw, top + 1)
        for column, cell in enumerate(row, left + 1)
        if isinstance(cell, float) and abs(cell) >= 10**DIGITS
    ]
    wrong = []
    for row, column, text in sheets.cells(name) if sheets else ():
        if text and top < row <= top + len(rows) and left < column <= left + len(rows[0]):
            rows[row - top - 1][column - left - 1] = text
        else:
            what = f"shows {text}" if text else "holds a formula without a value"
            wrong.append((row, column, f"cell {place(row, column)} {what}" if row else f"a cell {what}"))
    merged = [(column + 1, first + 1, last + 1) for (first, column), (last, _) in ranges if last > first]
    return Grid(name, top + 1, left + 1, rows, wrong, long, merged)


def _shared(seen: dict[tuple[type, Any], str], cell: Any) -> str:
    """A cell as text; equal cells share one, so that a large sheet fits into memory."""
    key = (type(cell), cell)
    if key not in seen:
        seen[key] = text_of(cell)
    return seen[key]


def text_of(cell: Any) -> str:
    """What a cell says: days as ISO, whole numbers without a fraction, none with digits that it no longer has."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float | int):
        whole = abs(cell) < 10**DIGITS and cell == int(cell)
        return str(int(cell)) if whole else f"{float(cell):.{DIGITS}g}".upper()
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
