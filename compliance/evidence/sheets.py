"""Tables of a paper, CSV or workbook: every row with its number, so that each value keeps the place where it stands."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from compliance.core.errors import fail
from compliance.inventory.facts.base import fold_header
from compliance.inventory.formats.source import HEAD, Source
from compliance.io.paths import content

MAX_BYTES = 64 * 1024 * 1024
"""Bytes of a text table that are read."""
MAX_HEADER_ROW = 40
"""Rows among which the header of a paper is looked for."""
TOTALS = frozenset(
    map(fold_header, ("total", "totals", "sub total", "grand total", "sum", "合计", "总计", "итого", "summe", "suma"))
)
_AGAIN = "Save it as CSV (UTF-8) or XLSX."
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of cells; ``first`` is the number of its first row as a spreadsheet counts."""

    name: str
    first: int
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row by what their header means; ``number`` as a spreadsheet counts."""

    number: int
    cells: Mapping[str, str]

    def text(self, column: str) -> str:
        """The cell under a column; "" where there is none."""
        return self.cells.get(column, "")


def read_sheets(path: Path, file: str, *, max_bytes: int = MAX_BYTES) -> list[Sheet]:
    """The sheets of a workbook, or the one table of a text file. Raises ComplianceError for what is neither."""
    head = content(path, file, most=HEAD)
    if head.startswith((_ZIP, _OLE)):
        from compliance.inventory.formats.workbook import open_grids

        _, grids = open_grids(Source(path, file, head, ""))
        return [Sheet(grid.name, grid.top, grid.rows) for grid in grids]
    raw = content(path, file, most=max_bytes + 1)
    if len(raw) > max_bytes:
        raise fail(f"is larger than {max_bytes // 2**20} MiB", "Split it.", file=file)
    if b"\0" in raw:
        raise fail("is neither a table of text nor a workbook", _AGAIN, file=file)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = raw[: error.start].count(b"\n") + 1
        raise fail("is not UTF-8 text", "Save it as UTF-8.", file=file, row=row) from None
    lines = text[:HEAD].splitlines()[:MAX_HEADER_ROW]
    separator = max(",;\t|", key=lambda mark: max((line.count(mark) for line in lines), default=0))
    try:
        rows = [list(map(str.strip, cells)) for cells in csv.reader(io.StringIO(text, newline=""), delimiter=separator)]
    except csv.Error as error:
        raise fail(f"is not a table: {error}", _AGAIN, file=file) from None
    return [Sheet("", 1, rows)]


def headed(sheet: Sheet, headers: Mapping[str, str], needed: frozenset[str]) -> tuple[Iterator[Row], list[str]] | None:
    """The rows below the header of a sheet, and the headers that mean nothing; None where no row is such a header.

    ``headers``: folded header -> what it means. Rows that are blank, totals, or the header once more are passed over.
    """
    for place, cells in enumerate(sheet.rows[:MAX_HEADER_ROW]):
        meanings = [headers.get(fold_header(cell), "") for cell in cells]
        if needed <= set(meanings):
            unread = [cell for cell, meaning in zip(cells, meanings, strict=True) if cell.strip() and not meaning]
            return _rows(sheet, place, meanings), unread
    return None


def _rows(sheet: Sheet, header: int, meanings: Sequence[str]) -> Iterator[Row]:
    titles = sheet.rows[header]
    for number, cells in enumerate(sheet.rows[header + 1 :], sheet.first + header + 1):
        texts = [cell.strip() for cell in cells]
        if not any(texts) or texts == list(titles) or any(_is_total(text) for text in texts):
            continue
        # Of two columns of one meaning the first that says something counts.
        known: dict[str, str] = {}
        for meaning, text in zip(meanings, texts, strict=False):
            if meaning and text:
                known.setdefault(meaning, text)
        yield Row(number, known)


def _is_total(text: str) -> bool:
    folded = fold_header(text)
    return folded in TOTALS or any(folded.startswith(word) and folded[len(word) :].isdigit() for word in TOTALS)
