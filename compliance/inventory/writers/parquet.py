"""The native inventory as Parquet: every column is text, so that nothing is lost that CSV would keep."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, TextIO

from compliance.inventory.formats.table import Table
from compliance.inventory.writers.yaml import distinct
from compliance.io.tables import PARQUET

if TYPE_CHECKING:
    import polars

MAX_BATCH = 20_000
"""Rows that are written at a time."""


def write(out: TextIO, header: tuple[str, ...], rows: Iterable[tuple[str, ...]], batch: int = MAX_BATCH) -> None:
    """Write the table through Polars' streaming engine: memory does not grow with the rows."""
    import polars
    from polars.io.plugins import register_io_source

    schema = polars.Schema(dict.fromkeys(distinct(header), polars.String))
    out.flush()
    source = register_io_source(lambda *_: frames(schema, rows, batch), schema=schema)
    # A buffered file Polars writes by itself, past the file that remembers why it could not be written.
    source.sink_parquet(getattr(out.buffer, "raw", out.buffer), row_group_size=batch)


def frames(
    schema: polars.Schema, rows: Iterable[tuple[str, ...]], batch: int = MAX_BATCH
) -> Iterator[polars.DataFrame]:
    """The rows, ``batch`` at a time."""
    import polars

    remaining = iter(rows)
    while chunk := list(islice(remaining, batch)):
        yield polars.DataFrame(chunk, schema=schema, orient="row")


def is_native(table: Table) -> bool:
    """Whether the file is Parquet."""
    with table.path.open("rb") as file:
        return file.read(len(PARQUET)) == PARQUET
