"""Parquet: every cell is a text, every row has the number that a spreadsheet would show."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from compliance.core.errors import ComplianceError
from compliance.inventory.column_map import ColumnMap
from compliance.inventory.facts.base import FactsRead, named
from compliance.inventory.formats import open_table
from compliance.inventory.formats.table import Table
from compliance.inventory.grouping import count, python
from compliance.inventory.grouping.base import Count, Grouping, Tally
from compliance.inventory.grouping.limits import CountingLimits
from compliance.io.digests import sha256_of
from compliance.io.frames import parquet_chunks
from compliance.io.tables import Row
from tests.command_line import Compliance
from tests.inventory.formats.reading import as_it_stands


def table(folder: Path, columns: Mapping[str, Any], mapping: Mapping[str, str] | None = None) -> Table:
    path = folder / "fleet.any"
    pl.DataFrame(columns).write_parquet(path)
    return open_table(path, "f", ColumnMap(mapping or {}))


def rows(found: Table) -> dict[int, Row]:
    return {number: row for first, chunk in as_it_stands(found) for number, row in enumerate(chunk, first)}


def wrong(path: Path) -> str:
    with pytest.raises(ComplianceError) as caught:
        rows(open_table(path, "f", ColumnMap()))
    assert all(problem.file == "f" and problem.advice for problem in caught.value.problems)
    return str(caught.value)


def test_every_kind_of_cell_is_text(tmp_path: Path) -> None:
    found = table(
        tmp_path,
        {
            "model": ["S19", None],
            "bought": [date(2024, 1, 2), None],
            "delivered": [datetime(2024, 1, 2, 3, 4, 5), None],
            "zoned": pl.Series([datetime(2024, 7, 2)] * 2).dt.replace_time_zone("Europe/Berlin"),
            "time": [time(1, 2), None],
            "qty": [1000, None],
            "hashrate": [110.5, 81.0],
            "price": [Decimal("1.10"), None],
            "on": [True, None],
            "site": pl.Series(["North", None], dtype=pl.Categorical()),
            "nothing": [None, None],
        },
    )
    assert found.format == "Parquet"
    assert found.layout.index["purchase_date"] == 1
    assert rows(found) == {
        2: ["S19", "2024-01-02", "2024-01-02T03:04:05.000000", "2024-07-02T00:00:00.000000+02:00", "01:02:00", "1000",
            "110.5", "1.10", "true", "North", ""],
        3: ["", "", "", "2024-07-02T00:00:00.000000+02:00", "", "", "81.0", "", "", "", ""],
    }  # fmt: skip


@pytest.mark.parametrize("size", [1, 2, 3, 50_000])
def test_it_is_counted_as_its_rows_are(tmp_path: Path, size: int) -> None:
    models = ["S21", "", "S19", None, "S21", "S9"]
    found = table(tmp_path, {"Kind of it": ["", "", "x", "", "", ""], "Asset Tag": ["a", *[""] * 5], "Type": models},
                  {"model": "Type"})  # fmt: skip
    group = Grouping(found.layout, FactsRead({"asset_id": named("a")}))
    fast = count(group, found, None, lambda done: None, CountingLimits(batch_rows=size))
    assert found.scan
    assert fast.scan == found.scan
    assert fast.sha256 == sha256_of(found.path)
    assert fast.tally == python.partial(group, as_it_stands(found))
    assert fast.tally == python.partial(group, parquet_chunks(found.scan, "f", size))
    assert fast.tally.places[("S21", "a")] == [(2, "a")]


def test_a_file_without_rows_counts_nothing(tmp_path: Path) -> None:
    found = table(tmp_path, {"model": pl.Series([], dtype=pl.String)})
    assert count(Grouping(found.layout, FactsRead()), found, None, lambda done: None) == Count(
        Tally(), sha256_of(found.path)
    )


@pytest.mark.parametrize("kind", [pl.List(pl.String), pl.Struct({"a": pl.String}), pl.Binary, pl.Duration])
def test_what_is_no_plain_cell_is_refused(tmp_path: Path, kind: Any) -> None:
    pl.DataFrame({"model": ["S19"], "x": pl.Series([None], dtype=kind)}).write_parquet(tmp_path / "f")
    assert "f:1:x: column 'x' does not hold plain cells: " in wrong(tmp_path / "f")


@pytest.fixture
def whole(tmp_path: Path) -> bytes:
    """A sound file."""
    path = tmp_path / "whole.parquet"
    pl.DataFrame({"model": ["S19"] * 500, "site": list(map(str, range(500)))}).write_parquet(path)
    return path.read_bytes()


def test_a_file_cut_off_is_refused(tmp_path: Path, whole: bytes) -> None:
    path = tmp_path / "f.parquet"
    for size in (4, 7, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:size])
        assert wrong(path).startswith("f: ")
    path.write_bytes(whole[: len(whole) // 2])
    assert "is a Parquet file that is cut off" in wrong(path)


def test_a_damaged_file_is_refused(tmp_path: Path, whole: bytes) -> None:
    path = tmp_path / "f.parquet"
    path.write_bytes(whole[:20] + b"\xff" * 60 + whole[80:])
    assert "cannot be read as Parquet: " in wrong(path)
    found = open_table(path, "f", ColumnMap())
    with pytest.raises(ComplianceError, match="cannot be read as Parquet"):
        count(Grouping(found.layout, FactsRead()), found, None, lambda done: None)
    path.write_bytes(whole[:-60] + b"\xff" * 50 + whole[-10:])
    assert "cannot be read as Parquet: " in wrong(path)


def test_a_panic_of_the_reader_is_the_fault_of_the_file(
    compliance: Compliance, here: Path, monkeypatch: pytest.MonkeyPatch, whole: bytes
) -> None:
    def panics(*_: object, **__: object) -> None:
        raise pl.exceptions.PanicException("index out of bounds")

    (here / "panic.parquet").write_bytes(whole)
    monkeypatch.setattr(pl.LazyFrame, "collect", panics)
    monkeypatch.setattr(pl.LazyFrame, "collect_batches", panics)
    ran = compliance("check", "panic.parquet", "--policy", "origin-claims")
    assert (ran.code, ran.out) == (4, "")
    assert ran.err.startswith("error: panic.parquet: cannot be read as Parquet: it is damaged")


def test_a_name_in_parquets_clothes_is_recognised_by_its_content(tmp_path: Path) -> None:
    (tmp_path / "f.parquet").write_text("model\nS19\n")
    assert open_table(tmp_path / "f.parquet", "f", ColumnMap()).format == "text table (comma, utf-8)"
