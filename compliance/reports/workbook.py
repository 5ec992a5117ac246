"""A workbook as reports write it: cells that a spreadsheet shows and never runs, and the same bytes for the same answer."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import TYPE_CHECKING, BinaryIO

from compliance.core.finding import Verdict
from compliance.core.text import RUN
from compliance.inventory.formats.workbook import REPORT
from compliance.reports.style import plain

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

LONGEST = 32_767
"""So many characters a cell can have."""
WIDEST, _NARROWEST, _MEASURED = 60, 8, 200
COLOURS: Mapping[Verdict, tuple[str, str]] = {
    Verdict.VIOLATION: ("#F8D0CC", "#8C1D18"),
    Verdict.UNDETERMINED: ("#FBE5B6", "#6B3F00"),
    Verdict.FLAGGED: ("#E5D7F5", "#4A2A80"),
    Verdict.WAIVED: ("#CDEAF1", "#084F5F"),
    Verdict.COMPLIANT: ("#D2EEDB", "#17552D"),
    Verdict.NOT_APPLICABLE: ("#E6E8EC", "#444C59"),
}
"""Ground and ink of a verdict."""


@contextmanager
def workbook(out: BinaryIO, day: date) -> Iterator[Pen]:
    """A workbook made on ``day``, to be written into ``out``. Memory does not grow with the rows. Raises OSError."""
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    options = {"constant_memory": True, "strings_to_urls": False, "default_date_format": "yyyy-mm-dd"}
    try:
        # Where writing fails, XlsxWriter leaves its files behind.
        with TemporaryDirectory() as folder, Workbook(out, {**options, "tmpdir": folder}) as book:
            # Without it, the clock would be written.
            book.set_properties({"created": datetime(day.year, day.month, day.day)})
            yield Pen(book)
    except FileCreateError as error:
        raise error.args[0] from None  # the OSError, which the caller expects


class Pen:
    """Writes cells that a spreadsheet shows and never runs, and remembers how wide columns are."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._names: set[str] = set()
        self.head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        # What looks like a formula stays text even if somebody edits the cell.
        self._inert = book.add_format({"quote_prefix": True})
        self.verdicts = {
            verdict: book.add_format({"bg_color": ground, "font_color": ink, "bold": True, "valign": "top"})
            for verdict, (ground, ink) in COLOURS.items()
        }

    def sheet(self, wanted: str) -> Worksheet:
        """A new sheet of this name, or of one like it that is allowed and not taken."""
        stem = re.sub(r"[\[\]:*?/\\]", "_", plain(wanted)).strip("' ")[:31] or "Sheet"
        name, number = stem, 1
        while name.casefold() in self._names or name.casefold() == "history":
            number += 1
            name = f"{stem[:26]} ({number})"
        self._names.add(name.casefold())
        return self._book.add_worksheet(name)

    def text(self, sheet: Worksheet, row: int, column: int, text: str, look: Format | None = None) -> None:
        """A text, whatever it looks like; nothing for no text."""
        if not text.isprintable():
            text = "\n".join(map(plain, text.split("\n")))
        if len(text) > LONGEST:
            text = f"{text[: LONGEST - 1]}…"
        if text:
            sheet.write_string(row, column, text, look or (self._inert if text.startswith(RUN) else None))

    def value(self, sheet: Worksheet, row: int, column: int, value: object) -> None:
        """What stood in a workbook."""
        if isinstance(value, bool):
            sheet.write_boolean(row, column, value)
        elif isinstance(value, int | float):
            sheet.write_number(row, column, value)
        elif isinstance(value, date | time):
            sheet.write_datetime(row, column, value)
        else:
            self.text(sheet, row, column, str(value))


class Widths:
    """How wide the columns of a sheet are to be, by its first rows."""

    def __init__(self) -> None:
        self._most: dict[int, int] = defaultdict(lambda: _NARROWEST)
        self._seen = 0

    def see(self, first: int, cells: Iterable[object]) -> None:
        """Looks at the cells of a row, from column ``first`` on."""
        self._seen += 1
        if self._seen <= _MEASURED:
            for column, cell in enumerate(cells, first):
                self._most[column] = max(self._most[column], min(len(str(cell)) + 2, WIDEST))

    def set(self, sheet: Worksheet) -> None:
        """Makes the columns of a sheet so wide."""
        for column, width in self._most.items():
            sheet.set_column(column, column, width)


def listed(sheet: Worksheet, header: int, last: int, columns: int) -> None:
    """Freezes the header and lets every column be filtered."""
    sheet.freeze_panes(header + 1, 0)
    sheet.autofilter(header, 0, last, columns - 1)
    sheet.set_landscape()
    sheet.repeat_rows(header)


def listing(
    pen: Pen,
    name: str,
    header: Mapping[str, int],
    rows: Iterable[Sequence[object]],
    choices: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> None:
    """A sheet with one table: what it is, titles with the widths of their columns in characters, and the cells below them.

    ``choices`` are what may be chosen in the cells of a column.
    """
    sheet = pen.sheet(name)
    pen.text(sheet, 0, 0, f"{REPORT}: {name}")
    for column, title in enumerate(header):
        pen.text(sheet, 1, column, title, pen.head)
    last = 2
    for last, cells in enumerate(rows, 2):
        for column, cell in enumerate(cells):
            if isinstance(cell, Verdict):
                pen.text(sheet, last, column, cell.value, pen.verdicts[cell])
            elif isinstance(cell, int):
                sheet.write_number(last, column, cell, pen.wrapped)
            elif cell is not None:
                pen.text(sheet, last, column, str(cell), None if str(cell).startswith(RUN) else pen.wrapped)
    for column, (title, width) in enumerate(header.items()):
        sheet.set_column(column, column, width)
        if title in choices:
            sheet.data_validation(2, column, last, column, {"validate": "list", "source": list(choices[title])})
    listed(sheet, 1, last, len(header))
