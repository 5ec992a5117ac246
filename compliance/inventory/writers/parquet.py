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

BATCH = 20_000
"""Rows that are handed over at a time."""


def write(out: TextIO, header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    """The table through Polars' streaming engine: memory does not grow with the rows."""
    import polars
    from polars.io.plugins import register_io_source

    schema = polars.Schema(dict.fromkeys(distinct(header), polars.String))
    out.flush()
    source = register_io_source(lambda *_: frames(schema, rows), schema=schema)
    # A buffered file Polars writes by itself, past the file that remembers why it could not be written.
    source.sink_parquet(getattr(out.buffer, "raw", out.buffer), row_group_size=BATCH)


def frames(schema: polars.Schema, rows: Iterable[tuple[str, ...]]) -> Iterator[polars.DataFrame]:
    """The rows, some thousands at a time."""
    import polars

    left = iter(rows)
    while some := list(islice(left, BATCH)):
        yield polars.DataFrame(some, schema=schema, orient="row")


def is_native(table: Table) -> bool:
    """Whether the file is Parquet."""
    with table.path.open("rb") as file:
        return file.read(len(PARQUET)) == PARQUET
