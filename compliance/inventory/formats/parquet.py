"""Inventories as Parquet: every cell a text, row n of the file is row n + 1 of a spreadsheet, below the header."""

from __future__ import annotations

from compliance.inventory.cell_kinds import MAX_ROWS
from compliance.inventory.column_map import ColumnMap
from compliance.inventory.formats.source import Source
from compliance.inventory.formats.table import Table, laid_out, with_units
from compliance.io.tables import PARQUET, Scan


def recognises(source: Source) -> bool:
    """Told by its first bytes."""
    return source.head.startswith(PARQUET)


def read(source: Source, mapping: ColumnMap) -> Table:
    """The table in a Parquet file. Raises ComplianceError for a file that is cut or holds more than plain cells."""
    from compliance.io.frames import first_rows, parquet_chunks, parquet_schema, refuse_nested

    path, file = source.path, source.file
    schema = parquet_schema(path, file)
    refuse_nested(schema, file, "Write it as text or number.")
    sample = source.sample(lambda: first_rows(Scan(path, tuple(schema)), MAX_ROWS, file))
    columns, form = laid_out(list(schema), mapping, file, 1, "Parquet", sample)
    scan = Scan(path, tuple(schema), frozenset(columns.units))
    chunks = with_units(lambda: parquet_chunks(scan, file), columns)
    return Table(path, file, form, columns, chunks, columns.notes, scan, ((1, list(schema)),), sample=sample)
