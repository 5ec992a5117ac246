"""Interests as Parquet: the columns of the CSV form, as text, numbers or days; rows are counted as a spreadsheet would."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from compliance.errors import ComplianceError, Problem, fail
from compliance.party import Parties, collect
from compliance.party_formats.table import headed, read_rows

if TYPE_CHECKING:
    from compliance.grouping_engines.base import Scan

MAGIC = b"PAR1"


def recognises(path: Path, head: bytes) -> bool:
    """Told by its first bytes."""
    del path
    return head.startswith(MAGIC)


def read(path: Path, name: str) -> Parties:
    """What the file says. Raises ComplianceError with every problem of the file."""
    with path.open("rb") as handle:
        handle.seek(-min(len(MAGIC), path.stat().st_size), 2)
        whole = handle.read() == MAGIC
    if not whole:
        raise fail("is a Parquet file that is cut off", "Copy or export it again.", file=name)
    import polars as pl

    from compliance.grouping_engines.base import Scan
    from compliance.party_formats.frames import table_in

    try:
        schema = pl.read_parquet_schema(path)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        raise _damaged(name, error) from None
    header = headed(list(schema), name)
    problems = [
        Problem(f"column {column!r} is no plain cell: {kind}", "Write it as text, number or day.", name, 1, column)
        for column, kind in schema.items()
        if kind.is_nested() or kind in (pl.Binary, pl.Object, pl.Duration, pl.Boolean)
    ]
    if problems:
        raise ComplianceError(problems)
    scan = Scan(path, tuple(schema))
    table = table_in(scan, header, name)
    return read_rows(header, _rows(scan, name), name) if table is None else collect((), table)


def _rows(scan: Scan, name: str) -> Iterator[tuple[int, list[str]]]:
    import polars as pl

    from compliance.grouping_engines.frames import batches, text_frame

    try:
        rows = (list(row) for batch in batches(text_frame(scan)) for row in batch.iter_rows())
        yield from enumerate(rows, start=scan.first)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        raise _damaged(name, error) from None


def _damaged(name: str, error: BaseException) -> ComplianceError:
    said = str(error).strip().splitlines() or [type(error).__name__]
    return fail(f"cannot be read as Parquet: {said[0]}", "Copy or export it again.", file=name)
