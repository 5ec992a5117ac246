"""What is written to disk: whole or not at all, and never a formula that a spreadsheet would run."""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from compliance.cells import count
from compliance.engine import UnitVerdict
from compliance.errors import fail
from compliance.fleet import Unit
from compliance.inputs import ReadTable

_RUN = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What a formula begins with."""
UNIT_COLUMNS = ("file", "row", "asset_id", "serial_number", "quantity", "verdict", "rules")


@contextmanager
def written(path: Path) -> Iterator[TextIO]:
    """A text file that takes the place of ``path`` when the block ends well. Raises ComplianceError.

    A device or a pipe is written to, never replaced; of a link, the file it leads to is.
    """
    if path.exists() and not path.is_file() and not path.is_dir():
        try:
            with path.open("w", encoding="utf-8", newline="") as out:
                yield out
        except OSError as error:
            raise fail(f"cannot be written: {error.strerror}", "Choose another place.", file=str(path)) from None
        return
    target = Path(os.path.realpath(path))
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    except OSError as error:
        raise fail(f"cannot be written: {error.strerror}", "Choose another place.", file=str(path)) from None
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as out:
            yield out
        mask = os.umask(0)
        os.umask(mask)
        temporary.chmod(0o666 & ~mask)
        temporary.replace(target)
    except OSError as error:
        raise fail(f"cannot be written: {error.strerror}", "Choose another place.", file=str(path)) from None
    finally:
        temporary.unlink(missing_ok=True)


def write_unit_verdicts(out: TextIO, tables: Iterable[ReadTable], verdicts: Mapping[Unit, UnitVerdict]) -> None:
    """One line per inventory row, in the order of files and rows; memory does not grow with the rows."""
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(UNIT_COLUMNS)
    for table in tables:
        rows.writerows(_verdict_rows(table, verdicts))


def _verdict_rows(read: ReadTable, verdicts: Mapping[Unit, UnitVerdict]) -> Iterator[tuple[str | int, ...]]:
    table, index = read.table, read.table.layout.index
    place = read.grouping.columns.index("quantity") if "quantity" in index else None
    told = {
        key: (
            count("" if place is None else key[place]),
            verdicts[unit].verdict.value,
            ";".join(verdicts[unit].rules),
        )
        for key, unit in read.units.items()
    }
    file = inert(table.file)
    for first, rows in table.chunks():
        for number, (row, key) in enumerate(zip(rows, read.grouping.keys(rows), strict=True), first):
            if key not in told:
                continue
            asset, serial = (row[index[name]].strip() if name in index else "" for name in UNIT_COLUMNS[2:4])
            yield file, number, inert(asset), inert(serial), *told[key]


def inert(text: str) -> str:
    """``text`` so that a spreadsheet shows it instead of running it."""
    return f"'{text}" if text.startswith(_RUN) else text
