"""Workbooks (XLSX, XLSM, XLSB, XLS, ODS) as sheets of values, read in a process of its own (``workbook_child``)."""

from __future__ import annotations

import json
import zipfile
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from compliance.core.errors import fail
from compliance.io.child import ChildLimits, in_child
from compliance.io.workbook_child import AGAIN, PLACES

_READ: Mapping[str, Callable[[Any], object]] = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "timedelta": lambda seconds: timedelta(seconds=float(seconds)),
}
MIB = 1024**2


@dataclass(frozen=True, slots=True)
class WorkbookLimits:
    """What reading a workbook may cost: so much, and so much more for each MiB that it unpacks to, at most the last."""

    seconds: float = 6
    seconds_per_mib: float = 0.5
    most_seconds: float = 600
    mib: int = 768
    mib_per_mib: int = 24
    most_mib: int = 4096
    patience: int = 20
    """So many times longer it may take by the clock than it uses a processor."""

    def of(self, unpacked_bytes: int) -> tuple[int, int]:
        """Seconds of a processor, and bytes of memory."""
        size = unpacked_bytes / MIB
        seconds = min(self.seconds + size * self.seconds_per_mib, self.most_seconds)
        return round(seconds), round(min(self.mib + size * self.mib_per_mib, self.most_mib) * MIB)


@dataclass(frozen=True, eq=False, slots=True)
class SheetCells:
    """One sheet: its values from row ``top`` and column ``left`` on, both counted from 1, ``width`` of them in each row.

    ``merged``: cells that reach over several rows, as column, first and last row. ``wrong``: errors with their texts, and
    "" for formulas without a value; ``shown``: numbers that are shown with leading zeros; ``long``: numbers with more digits
    than a spreadsheet keeps; ``hidden``: rows that nobody sees. All but the last as row, column, text.
    """

    name: str
    top: int
    left: int
    width: int
    height: int
    merged: Sequence[Sequence[int]]
    wrong: Sequence[tuple[int, int, str]]
    shown: Sequence[tuple[int, int, str]]
    long: Sequence[tuple[int, int, str]]
    hidden: Sequence[int]
    places: array[int]
    values: Sequence[object]

    def rows(self, values: Sequence[Any] | None = None) -> Iterator[list[Any]]:
        """Its rows; with ``values`` those in place of its own."""
        held = self.values if values is None else values
        for start in range(0, self.width * self.height, self.width or 1):
            yield [held[place] for place in self.places[start : start + self.width]]


@dataclass(frozen=True, eq=False, slots=True)
class Workbook:
    """A workbook: the names of its sheets, which of them are hidden, and those that were read.

    ``checked``: whether errors, hidden rows and formats can be seen in this kind of workbook. ``values``: those of all cells.
    """

    names: Sequence[str]
    hidden: Sequence[str]
    checked: bool
    sheets: Sequence[SheetCells]
    values: Sequence[object]


def read_workbook(path: Path, file: str, sheet: str = "", limits: WorkbookLimits = WorkbookLimits()) -> Workbook:
    """The sheets of a workbook, or the one that is asked for.

    Raises ComplianceError for what is no workbook, has no such sheet, or takes more time or memory than such a file should.
    """
    seconds, memory = limits.of(_unpacked_bytes(path, file))
    child = ChildLimits(seconds, memory, limits.patience)
    answer = in_child("compliance.io.workbook_child", (str(path.absolute()), file, sheet), child)
    line, _, cells = answer.partition(b"\n")
    if not line:
        what = (
            f"cannot be read as a workbook with {seconds} s of a processor and {memory // MIB:,} MiB of memory: it is damaged, "
            "has cells far out, or unpacks to far more than it should"
        )
        raise fail(what, AGAIN, file=file)
    header = json.loads(line)
    if problem := header.get("problem"):
        raise fail(*problem, file=file)
    return _workbook(header, cells)


def _unpacked_bytes(path: Path, file: str) -> int:
    """What a workbook unpacks to, as its archive says; of one that is no archive its size."""
    try:
        with zipfile.ZipFile(path) as archive:
            return sum(member.file_size for member in archive.infolist())
    except OSError as error:
        raise fail(f"cannot be read: {error.strerror}", "Check the path.", file=file) from None
    except Exception:  # noqa: BLE001 - what is wrong with it says who reads it
        return path.stat().st_size


def _workbook(header: dict[str, Any], cells: bytes) -> Workbook:
    values = [_READ[value[0]](value[1]) if isinstance(value, list) else value for value in header["values"]]
    size = array(PLACES).itemsize
    sheets, start = [], 0
    for described in header["sheets"]:
        end = start + described["width"] * described["height"] * size
        places = array(PLACES)
        places.frombytes(cells[start:end])
        start = end
        sheets.append(SheetCells(**described, places=places, values=values))
    return Workbook(header["names"], header["hidden"], header["checked"], sheets, values)
