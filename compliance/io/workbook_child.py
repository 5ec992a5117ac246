"""Reads a workbook in a process of its own, under limits of time and memory (``child``).

What reads workbooks is not ours, and a hostile file makes it hang, fill the memory or abort. What comes back is one line of JSON
(a ``problem``, or the sheets and the distinct values of their cells) and for every sheet the places of its cells' values.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from compliance.core.errors import ComplianceError, fail
from compliance.io import archive
from compliance.io.child import told
from compliance.io.hidden_rows import of_xls

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

ZIP = b"PK\x03\x04"
AGAIN = "Open it in a spreadsheet and save it again, or export the sheet as CSV."
PLACES = "I"
"""The type of the places in an array."""


def main(arguments: Sequence[str], out: BinaryIO) -> None:
    """Reads the file ``arguments[0]``, called ``arguments[1]``, of it the sheet ``arguments[2]`` or all of them."""
    path, file, sheet = arguments
    try:
        header, cells = read(Path(path), file, sheet)
    except ComplianceError as error:
        header, cells = told(error), []
    out.write(json.dumps(header).encode() + b"\n")
    for places in cells:
        out.write(places.tobytes())
    out.flush()


def read(path: Path, file: str, sheet: str) -> tuple[dict[str, Any], list[array[int]]]:
    """What is said of a workbook, and of every sheet where its cells are among the values. Raises ComplianceError."""
    from python_calamine import SheetVisibleEnum

    with path.open("rb") as handle:
        packed = handle.read(len(ZIP)) == ZIP
    sheets = archive.sheets(path, file) if packed else None
    book = _open(path, file)
    unseen = {} if packed else of_xls(path.read_bytes())
    names = book.sheet_names
    if sheet and sheet not in names:
        raise fail(f"has no sheet {sheet!r}", f"Its sheets are: {', '.join(names)}.", file=file)
    values: dict[tuple[type, Any], int] = {}
    described, cells = [], []
    for name in names:
        if sheet in ("", name):
            description, places = _sheet(book, name, file, values)
            doubtful = sheets.cells(name) if sheets else archive.Doubtful(hidden=unseen.get(name, []))
            parts = {"wrong": doubtful.wrong, "shown": doubtful.shown, "long": doubtful.long, "hidden": doubtful.hidden}
            described.append(description | parts)
            cells.append(places)
    hidden = [meta.name for meta in book.sheets_metadata if meta.visible != SheetVisibleEnum.Visible]
    return {
        "names": names,
        "hidden": hidden,
        "checked": bool(sheets and sheets.checked),
        "sheets": described,
        "values": [_plain(value) for _, value in values],
    }, cells


def _sheet(
    book: CalamineWorkbook, name: str, file: str, values: dict[tuple[type, Any], int]
) -> tuple[dict[str, Any], array[int]]:
    places: array[int] = array(PLACES)
    with _reading(f"has a sheet {name!r}", file):
        sheet = book.get_sheet_by_name(name)
        top, left = sheet.start or (0, 0)
        width = height = 0
        if sheet.start:
            for row in sheet.to_python():
                places.extend([values.setdefault((type(cell), cell), len(values)) for cell in row])
                width, height = len(row), height + 1
        merged = [
            [column + 1, first + 1, last + 1]
            for (first, column), (last, _) in sheet.merged_cell_ranges or []
            if last > first
        ]
    return {"name": name, "top": top + 1, "left": left + 1, "width": width, "height": height, "merged": merged}, places


def _plain(value: Any) -> Any:
    """A value as JSON: days and times as a list of their type and their text."""
    if isinstance(value, datetime):
        return ["datetime", value.isoformat()]
    if isinstance(value, date):
        return ["date", value.isoformat()]
    if isinstance(value, time):
        return ["time", value.isoformat()]
    if isinstance(value, timedelta):
        return ["timedelta", value.total_seconds()]
    return value


@contextmanager
def _reading(what: str, file: str) -> Iterator[None]:
    """Whatever the reader stumbles over is the file's fault, even where it panics."""
    from python_calamine import PasswordError

    try:
        yield
    except PasswordError:
        raise fail("is an encrypted workbook", "Save it without a password.", file=file) from None
    except (ComplianceError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # noqa: BLE001 - a panic of Rust is no Exception
        brief = (str(error).splitlines() or [type(error).__name__])[0][:200]
        raise fail(f"{what} that cannot be read: {brief}", AGAIN, file=file) from None


def _open(path: Path, file: str) -> CalamineWorkbook:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    with _reading("is a workbook", file):
        try:
            return CalamineWorkbook.from_path(path)
        except PasswordError:
            raise
        except CalamineError:
            # The reader believes the suffix; what is called by another one is told by its content.
            with path.open("rb") as handle, suppress(CalamineError):
                return CalamineWorkbook.from_filelike(handle)
            raise
