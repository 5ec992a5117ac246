"""What is written to disk: whole or not at all, and never a formula that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import os
import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TextIO, cast

from compliance.cells import RUN, count, inert
from compliance.engine.assessment import UnitVerdict
from compliance.errors import ComplianceError, fail
from compliance.fleet import Unit
from compliance.grouping_engines import python
from compliance.grouping_engines.base import Key, Line, Told
from compliance.inputs import ReadTable
from compliance.writing import permissions, replacing

if TYPE_CHECKING:
    from polars import DataFrame

_FORMULA = f"^[{''.join(map(re.escape, RUN))}]"
UNIT_COLUMNS = {
    "file": str, "row": int, "asset_id": str, "serial_number": str, "quantity": int, "verdict": str, "rules": str,
}  # fmt: skip


@contextmanager
def written(path: Path) -> Iterator[TextIO]:
    """A text file that takes the place of ``path`` when the block ends well. Raises ComplianceError.

    A device or a pipe is written to, never replaced; of a link, the file it leads to is. What is no character (a file
    name of odd bytes) becomes ``?``.
    """
    with (
        _file_for(path) as file,
        io.TextIOWrapper(io.BufferedWriter(file), "utf-8", errors="replace", newline="") as out,
    ):
        yield out


@contextmanager
def written_bytes(path: Path) -> Iterator[BinaryIO]:
    """As ``written``, for what is no text."""
    with _file_for(path) as file, _Bytes(file) as out:
        yield out


class _Bytes(io.BufferedWriter):
    """Once closed, it only counts: an archive that was given up on a full disk still writes its end, to nobody."""

    _at = 0

    def write(self, data: Any, /) -> int:
        if not self.closed:
            return super().write(data)
        self._at += len(data)
        return len(data)

    def seek(self, place: int, whence: int = 0, /) -> int:
        if not self.closed:
            return super().seek(place, whence)
        self._at = place
        return place

    def tell(self) -> int:
        return self._at if self.closed else super().tell()

    def flush(self) -> None:
        if not self.closed:
            super().flush()


class _File(io.FileIO):
    """A file that remembers why it could not be written: some libraries raise something else then."""

    failure: OSError | None = None

    def write(self, data: Any, /) -> int:
        try:
            return super().write(data)
        except OSError as error:
            self.failure = error
            raise


@contextmanager
def _file_for(path: Path) -> Iterator[_File]:
    """Where to write: a file beside ``path``, or ``path`` where it is a device or a pipe. Raises ComplianceError."""
    file: _File | None = None
    try:
        with _beside(path) if _is_replaced(path) else nullcontext(path) as place, _File(place, "w") as file:
            yield file
    except OSError as error:
        raise _unwritten(path, error) from None
    except Exception:
        if file and file.failure:
            raise _unwritten(path, file.failure) from None
        raise


def _is_replaced(path: Path) -> bool:
    """Whether a new file takes its place: not that of a device or a pipe. Raises OSError, for a link in a ring too."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return True
    return stat.S_ISREG(mode) or stat.S_ISDIR(mode)


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """An empty file that takes the place of ``path`` when the block ends well. Raises OSError."""
    target = Path(os.path.realpath(path))
    with replacing(target) as temporary:
        yield temporary
        temporary.chmod(permissions(target))


def _unwritten(path: Path, error: OSError) -> ComplianceError:
    return fail(f"cannot be written: {error.strerror}", "Choose another place.", file=str(path))


@contextmanager
def unit_verdicts(path: Path, tables: Iterable[ReadTable], verdicts: Mapping[Unit, UnitVerdict]) -> Iterator[None]:
    """A file of one line per inventory row, which takes the place of ``path`` when the block ends well.

    The suffix says whether as CSV or as Parquet. Memory does not grow with the rows. Raises ComplianceError.
    """
    if path.suffix == ".parquet":
        from compliance.grouping_engines.frames import write_parquet

        with _file_for(path) as file:
            write_parquet(cast("BinaryIO", file), UNIT_COLUMNS, verdict_frames(tables, verdicts))
            yield
        return
    with written(path) as out:
        write_unit_verdicts(out, tables, verdicts)
        yield


def write_unit_verdicts(out: TextIO, tables: Iterable[ReadTable], verdicts: Mapping[Unit, UnitVerdict]) -> None:
    """The lines as CSV, in the order of files and rows."""
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(UNIT_COLUMNS)
    for read in tables:
        told, file = _told(read, verdicts), inert(read.table.file)
        if read.scan is None:
            rows.writerows(_harmless(file, line) for line in python.join(read.grouping, read.table.chunks(), told))
            continue
        from compliance.grouping_engines.frames import as_csv

        for frame in _scanned(read, told, file):
            out.write(as_csv(frame))


def verdict_frames(tables: Iterable[ReadTable], verdicts: Mapping[Unit, UnitVerdict]) -> Iterator[DataFrame]:
    """The lines of ``write_unit_verdicts`` as frames of some thousand rows each."""
    from compliance.grouping_engines.frames import BATCH, line_frame

    for read in tables:
        told, file = _told(read, verdicts), inert(read.table.file)
        if read.scan is not None:
            yield from _scanned(read, told, file)
            continue
        lines = python.join(read.grouping, read.table.chunks(), told)
        while some := list(islice(lines, BATCH)):
            yield line_frame((_harmless(file, line) for line in some), UNIT_COLUMNS)


def _scanned(read: ReadTable, told: Mapping[Key, Told], file: str) -> Iterator[DataFrame]:
    """The lines of a table that Polars counted."""
    assert read.scan is not None
    from compliance.grouping_engines import polars
    from compliance.grouping_engines.frames import labelled

    for frame in polars.join(read.grouping, read.scan, told):
        yield labelled(frame, file, _FORMULA)


def _told(read: ReadTable, verdicts: Mapping[Unit, UnitVerdict]) -> dict[Key, Told]:
    place = read.grouping.columns.index("quantity") if "quantity" in read.table.layout.index else None
    return {
        key: (
            count("" if place is None else key[place]),
            verdicts[unit].verdict.value,
            ";".join(verdicts[unit].rules),
        )
        for key, unit in read.units.items()
    }


def _harmless(file: str, line: Line) -> tuple[str | int, ...]:
    row, asset, serial, quantity, verdict, rules = line
    return file, row, inert(asset), inert(serial), quantity, verdict, rules
