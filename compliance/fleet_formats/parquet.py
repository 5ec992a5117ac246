"""Inventories as Parquet: every cell a text, row n of the file is row n + 1 of a spreadsheet, below the header."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from compliance.errors import ComplianceError, Problem, fail
from compliance.fleet_formats.source import Source
from compliance.fleet_formats.table import Mapped, Table, laid_out, with_units
from compliance.grouping_engines.base import Chunk, Scan

if TYPE_CHECKING:
    from polars import DataType

MAGIC = b"PAR1"
"""How every Parquet file begins and ends."""


def recognises(source: Source) -> bool:
    """Told by its first bytes."""
    return source.head.startswith(MAGIC)


def read(source: Source, mapping: Mapped) -> Table:
    """The table in a Parquet file. Raises ComplianceError for a file that is cut or holds more than plain cells."""
    path, file = source.path, source.file
    with path.open("rb") as handle:
        handle.seek(-min(len(MAGIC), path.stat().st_size), 2)
        whole = handle.read() == MAGIC
    if not whole:
        raise fail("is a Parquet file that is cut off", "Copy or export it again.", file=file)
    import polars as pl

    try:
        schema = pl.read_parquet_schema(path)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        raise _damaged(file, error) from None
    problems = [
        Problem(f"column {name!r} is no plain cell: {kind}", "Write it as text or number.", file, 1, name)
        for name, kind in schema.items()
        if _nested(kind)
    ]
    if problems:
        raise ComplianceError(problems)
    found, form = laid_out(list(schema), mapping, file, 1, "Parquet")
    scan = Scan(path, tuple(schema), frozenset(found.units))
    return Table(
        path, file, form, found, with_units(lambda: _chunks(scan, file), found), found.notes, scan, ((1, list(schema)),)
    )


def _nested(kind: DataType) -> bool:
    import polars as pl

    return kind.is_nested() or kind in (pl.Binary, pl.Object, pl.Duration)


def _chunks(scan: Scan, file: str) -> Iterator[Chunk]:
    import polars as pl

    from compliance.grouping_engines.frames import batches, text_frame

    number = scan.first
    try:
        for batch in batches(text_frame(scan)):
            yield number, list(map(list, batch.iter_rows()))
            number += batch.height
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        raise _damaged(file, error) from None


def _damaged(file: str, error: BaseException) -> ComplianceError:
    said = str(error).strip().splitlines() or [type(error).__name__]
    return fail(f"cannot be read as Parquet: {said[0]}", "Copy or export it again.", file=file)
