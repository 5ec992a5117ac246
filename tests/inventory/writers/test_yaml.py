"""The native YAML: what is written is read again, whatever stands in the cells."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.core.errors import ComplianceError
from compliance.inventory.column_map import ColumnMap
from compliance.inventory.formats import open_table
from compliance.inventory.writers import yaml as lots_yaml
from compliance.io.yaml import parse

TEXT = st.one_of(
    st.text(st.characters(blacklist_categories=["Cs"]), max_size=8),
    st.sampled_from(("NO", "null", "~", "0012", "1.5", "=1", "a: b", "- x", "# x", "x #y", "1_0", "2024-02-30", "\u2028", "\x7f", "\ufeff", "<<", "a ")),
)  # fmt: skip


def written(header: tuple[str, ...], *rows: tuple[str, ...]) -> str:
    out = io.StringIO(newline="")
    lots_yaml.write(out, header, iter(rows))
    return out.getvalue()


@given(st.lists(st.tuples(st.sampled_from(("S19", "M30S++")), TEXT, TEXT), min_size=1, max_size=4))
def test_every_text_is_read_again(rows: list[tuple[str, str, str]]) -> None:
    header = ("model", "serial_number", "Notes: x")
    data = parse(written(header, *rows), file="f.yaml", text=True).data
    assert [tuple(lot.get(name, "") for name in header) for lot in data["lots"]] == rows


def test_what_it_looks_like() -> None:
    text = written(
        ("serial_number", "quantity", "model", "purchase_date", "Notes"), ("0012", "3", "S19 Pro", "2025-04", "x, y")
    )
    assert text == (
        "schema_version: 1\ndefaults: {}\nlots:\n- serial_number: \"0012\"\n  quantity: 3\n  model: S19 Pro\n"
        '  purchase_date: 2025-04\n  Notes: "x, y"\n'
    )  # fmt: skip


def test_columns_get_keys_that_can_be_read(tmp_path: Path) -> None:
    header = ("model", "model_as_written", "", "Notes", "Notes", "Notes (2)", "NO")
    path = tmp_path / "f.yaml"
    path.write_text(written(header, tuple("1234567")), "utf-8")
    table = open_table(path, "f.yaml", ColumnMap())
    names = {"model", "model_as_written", "column 3", "Notes", "Notes (2)", "Notes (2) (2)", "NO"}
    assert set(table.layout.header) == names
    ((_, (row,)),) = table.chunks()
    assert sorted(row) == list("1234567")
    assert lots_yaml.is_native(table)
    other = tmp_path / "f.json"
    other.write_text('{"lots": [{"model": "S19"}], "schema_version": 1}', "utf-8")
    assert not lots_yaml.is_native(open_table(other, "f.json", ColumnMap()))


def test_too_much_for_yaml() -> None:
    out = io.StringIO()
    with pytest.raises(ComplianceError, match="too many rows"):
        lots_yaml.write(out, ("model",), [("S19",)] * 9, max_bytes=60)
