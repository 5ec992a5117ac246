"""The native CSV: what is written is read again, cell by cell."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.inventory.columns import Layout
from compliance.inventory.formats.table import Table
from compliance.inventory.writers import csv as comma

HEADER = ("model", "Notes")
TEXT = st.text(st.characters(blacklist_categories=["Cs"]) | st.sampled_from('\r\n",='), max_size=8)


@given(st.lists(st.tuples(TEXT, TEXT), max_size=5))
def test_every_text_is_read_again(rows: list[tuple[str, str]]) -> None:
    out = io.StringIO(newline="")
    comma.write(out, HEADER, iter(rows))
    assert list(map(tuple, csv.reader(io.StringIO(out.getvalue(), newline=""), strict=True))) == [HEADER, *rows]


@pytest.mark.parametrize(
    ("content", "native"),
    [
        ("model,Notes\nS19,x\n", True), ("model,Notes\r\nS19,x\r\n", True), ("model;Notes\nS19;x\n", False),
        ("\ufeffmodel,Notes\nS19,x\n", False), (" model,Notes\n", False), ("model,Notes\nS19,Müller\n", False), ("", False), ("\nmodel,Notes\n", False),
        ('"model' + "x" * 2_000_000, False),
    ],
)  # fmt: skip
def test_a_native_file_is_recognised(content: str, native: bool, tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_bytes(content.encode("cp1252" if "ü" in content else "utf-8"))
    layout = Layout(HEADER, {"model": 0}, ("Notes",))
    assert comma.is_native(Table(path, "f.csv", "text table", layout, lambda: iter(()))) == native
