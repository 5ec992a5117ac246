"""What is written to disk: whole or not at all, and never a formula that a spreadsheet would run."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TextIO, cast

from compliance.core.text import RUN, inert
from compliance.inventory.cells import count
from compliance.inventory.grouping import python
from compliance.inventory.grouping.base import IDS, Key, RowLine, RowVerdict
from compliance.inventory.units import Unit
from compliance.io.output import _file_for, written
from compliance.policies.engine.assessment import UnitVerdict
from compliance.workflows.inputs import ReadTable

if TYPE_CHECKING:
    from polars import DataFrame
    from pyarrow import RecordBatch

    from compliance.workflows.inputs.joining import InWorkers

_FORMULA = f"^[{''.join(map(re.escape, RUN))}]"
UNIT_COLUMNS = {
    "file": str, "row": int, "asset_id": str, "serial_number": str, "quantity": int, "verdict": str, "rules": str,
}  # fmt: skip
UNIT_SCHEMA = ", ".join(f"{name} {'long' if kind is int else 'string'}" for name, kind in UNIT_COLUMNS.items())
"""The same for a cluster."""


@contextmanager
def unit_verdicts(
    path: Path | str, tables: Sequence[ReadTable], verdicts: Mapping[Unit, UnitVerdict]
) -> Iterator[None]:
    """A file of one line per inventory row, which takes the place of ``path`` when the block ends well.

    The suffix says whether as CSV or as Parquet. What a cluster counted its workers write, as a folder of Parquet that
    was not there; it may be a URL. Memory does not grow with the rows. Raises ComplianceError.
    """
    workers = _workers(tables, verdicts)
    if workers:
        target = path if isinstance(path, str) else f"file:{path.absolute()}"
        lines = workers.cluster.frame(workers.files, workers.task, UNIT_SCHEMA)
        workers.cluster.write_parquet(lines, target)
        yield
        return
    path = Path(path)
    if path.suffix == ".parquet":
        from compliance.io.frames import write_parquet

        with _file_for(path) as file:
            write_parquet(cast("BinaryIO", file), UNIT_COLUMNS, verdict_frames(tables, verdicts))
            yield
        return
    with written(path) as out:
        write_unit_verdicts(out, tables, verdicts)
        yield


def _workers(tables: Sequence[ReadTable], verdicts: Mapping[Unit, UnitVerdict]) -> InWorkers[RecordBatch] | None:
    """The task to write the lines of tables that a cluster counted."""
    if not any(read.part for read in tables):
        return None
    from compliance.workflows.inputs.joining import in_workers

    return in_workers(tables, [_row_verdicts(read, verdicts) for read in tables], line_batches)


def write_unit_verdicts(out: TextIO, tables: Iterable[ReadTable], verdicts: Mapping[Unit, UnitVerdict]) -> None:
    """The lines as CSV, in the order of files and rows."""
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(UNIT_COLUMNS)
    for read in tables:
        by_key, file = _row_verdicts(read, verdicts), inert(read.table.file)
        if read.scan is None:
            rows.writerows(_inert(file, line) for line in python.join(read.grouping, read.table.chunks(), by_key))
            continue
        from compliance.io.frames import as_csv

        for frame in _scanned(read, by_key, file):
            out.write(as_csv(frame))


def verdict_frames(tables: Iterable[ReadTable], verdicts: Mapping[Unit, UnitVerdict]) -> Iterator[DataFrame]:
    """The lines of ``write_unit_verdicts`` as frames of some thousand rows each (``ReadTable.batch_rows``)."""
    for read in tables:
        yield from _frames(read, _row_verdicts(read, verdicts))


def line_batches(read: ReadTable, by_key: Mapping[Key, RowVerdict]) -> Iterator[RecordBatch]:
    """The lines of one table, as Arrow."""
    import pyarrow as pa

    schema = pa.schema([(name, pa.int64() if kind is int else pa.string()) for name, kind in UNIT_COLUMNS.items()])
    for frame in _frames(read, by_key):
        yield from frame.to_arrow().cast(schema).to_batches()


def _frames(read: ReadTable, by_key: Mapping[Key, RowVerdict]) -> Iterator[DataFrame]:
    from compliance.io.frames import line_frame

    file = inert(read.table.file)
    if read.scan is not None:
        yield from _scanned(read, by_key, file)
        return
    lines = python.join(read.grouping, read.table.chunks(), by_key)
    while batch := list(islice(lines, read.batch_rows)):
        yield line_frame((_inert(file, line) for line in batch), UNIT_COLUMNS)


def _scanned(read: ReadTable, by_key: Mapping[Key, RowVerdict], file: str) -> Iterator[DataFrame]:
    """The lines of a table that Polars counted."""
    assert read.scan is not None
    from compliance.inventory.grouping import polars
    from compliance.io.frames import labelled

    for frame in polars.join(read.grouping, read.scan, by_key, read.batch_rows):
        yield labelled(frame, file, IDS, _FORMULA)


def _row_verdicts(read: ReadTable, verdicts: Mapping[Unit, UnitVerdict]) -> dict[Key, RowVerdict]:
    place = read.grouping.columns.index("quantity") if "quantity" in read.table.layout.index else None
    return {
        key: (
            count("" if place is None else key[place]),
            verdicts[unit].verdict.value,
            ";".join(verdicts[unit].rules),
        )
        for key, unit in read.units.items()
    }


def _inert(file: str, line: RowLine) -> tuple[str | int, ...]:
    row, asset, serial, quantity, verdict, rules = line
    return file, row, inert(asset), inert(serial), quantity, verdict, rules
