"""Lists of serial numbers that lie beside a register: one column of a table, or one number a line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from compliance.core.errors import fail
from compliance.evidence.sheets import MAX_HEADER_ROW, Sheet, headed, read_sheets
from compliance.inventory.cells import damaged, serial
from compliance.inventory.columns import meant
from compliance.inventory.facts.base import fold_header


def serial_of(text: str) -> str:
    """A serial number made comparable: without the marks of spreadsheets and blanks around it, in capital letters."""
    return serial(text).value.strip().upper()


def read_serials(path: Path, file: str) -> list[str]:
    """The serial numbers in a file, in its order, comparable.

    Raises ComplianceError for a file without any, and for numbers that a spreadsheet has destroyed.
    """
    sheets = read_sheets(path, file)
    serials = [numbered for sheet in sheets for numbered in _headed(sheet)]
    if not serials:
        lists = (sheet for sheet in sheets if all(len(row) <= 1 for row in sheet.rows))
        serials = [
            (number, row[0]) for sheet in lists for number, row in enumerate(sheet.rows, sheet.first) if row and row[0]
        ]
    if not serials:
        raise fail("holds no serial numbers", "Head their column 'serial number'.", file=file)
    for number, text in serials:
        if damaged(text):
            what = f"serial number {text!r} was destroyed by a spreadsheet: its last digits are lost"
            raise fail(what, "Export the list again with that column as text.", file=file, row=number)
    return [serial_of(text) for _, text in serials]


def _headed(sheet: Sheet) -> Iterator[tuple[int, str]]:
    """The numbers under a header that means serial numbers, each with its row."""
    headers = {
        fold_header(cell) for row in sheet.rows[:MAX_HEADER_ROW] for cell in row if meant(cell) == "serial_number"
    }
    table = headed(sheet, dict.fromkeys(headers, "serial"), frozenset(("serial",))) if headers else None
    if table:
        yield from ((row.number, row.text("serial")) for row in table[0] if row.text("serial"))
