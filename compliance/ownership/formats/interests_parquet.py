"""Interests as Parquet: the columns of the CSV form, as text, numbers or days; rows are counted as a spreadsheet would."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

from compliance.io.tables import PARQUET, Scan
from compliance.ownership.formats.table import headed, read_rows
from compliance.ownership.parties import Parties, collect


def recognises(path: Path, head: bytes) -> bool:
    """Told by its first bytes."""
    del path
    return head.startswith(PARQUET)


def read(path: Path, name: str) -> Parties:
    """What the file says. Raises ComplianceError with every problem of the file."""
    import polars as pl

    from compliance.io.frames import parquet_chunks, parquet_schema, refuse_nested
    from compliance.ownership.formats.interest_frames import table_in

    schema = parquet_schema(path, name)
    header = headed(list(schema), name)
    refuse_nested(schema, name, "Write it as text, number or day.", pl.Boolean)
    scan = Scan(path, tuple(schema))
    table = table_in(scan, header, name)
    if table is not None:
        return collect((), table)
    chunks = parquet_chunks(scan, name)
    return read_rows(header, chain.from_iterable(enumerate(rows, first) for first, rows in chunks), name)
