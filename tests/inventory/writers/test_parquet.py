"""The native Parquet: text in every column, rows in their order."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from compliance.inventory.columns import Layout
from compliance.inventory.formats.table import Table
from compliance.inventory.writers import parquet


def test_every_text_is_read_again(tmp_path: Path) -> None:
    rows = [(f"S{number}", "", 'a\nb,"c"\r' if number % 2 else "0012") for number in range(100)]
    path = tmp_path / "f.parquet"
    with path.open("w", encoding="utf-8", newline="") as out:
        parquet.write(out, ("model", "Notes", "Notes"), iter(rows), batch=7)
    frame = pl.read_parquet(path)
    assert frame.columns == ["model", "Notes", "Notes (2)"]
    assert set(frame.dtypes) == {pl.String}
    assert frame.rows() == rows
    assert parquet.is_native(table(path))


def test_rows_come_in_their_order() -> None:
    schema = pl.Schema({"model": pl.String})
    (frame,) = parquet.frames(schema, [("S19",), ("S21",)])
    assert frame.rows() == [("S19",), ("S21",)]
    assert not list(parquet.frames(schema, []))


def test_what_is_no_parquet(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text("model\nS19\n")
    assert not parquet.is_native(table(path))


def table(path: Path) -> Table:
    return Table(path, path.name, "", Layout(("model",), {"model": 0}, ()), lambda: iter(()))
