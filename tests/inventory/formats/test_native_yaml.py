"""The native inventory as YAML."""

from __future__ import annotations

from pathlib import Path

import pytest

from compliance.core.errors import ComplianceError, Problem
from compliance.inventory.column_map import ColumnMap
from compliance.inventory.formats import open_table


def rows(folder: Path, content: str) -> dict[int, dict[str, str]]:
    path = folder / "fleet.yaml"
    path.write_text(content, "utf-8")
    table = open_table(path, "fleet.yaml", ColumnMap())
    return {
        number: dict(zip(table.layout.header, row, strict=True))
        for first, chunk in table.chunks()
        for number, row in enumerate(chunk, first)
    }


def problems(folder: Path, content: str) -> list[Problem]:
    with pytest.raises(ComplianceError) as caught:
        rows(folder, content)
    assert all(problem.file == "fleet.yaml" and problem.advice for problem in caught.value.problems)
    return list(caught.value.problems)


def test_defaults_are_merged_and_every_cell_is_the_text_that_stands_there(tmp_path: Path) -> None:
    content = """\
schema_version: 1
defaults:
  manufacturer: Bitmain
  country_of_origin: MY
  hall: 1
lots:
  - model: S19
    quantity: 1.50
    purchase_date: 2024-02-30x

  - {model: S21, country_of_origin: null, serial_number: "007"}
  - model: S23
    origin_evidence: ~
    bay: B
"""
    empty = dict.fromkeys(("serial_number", "quantity", "purchase_date", "origin_evidence", "bay"), "")
    common = {"manufacturer": "Bitmain", "country_of_origin": "MY", "hall": "1"}
    assert rows(tmp_path, content) == {
        7: {**empty, **common, "model": "S19", "quantity": "1.50", "purchase_date": "2024-02-30x"},
        11: {**empty, **common, "model": "S21", "country_of_origin": "", "serial_number": "007"},
        12: {**empty, **common, "model": "S23", "bay": "B"},
    }


def test_unknown_fields_are_kept_as_columns_that_nobody_reads(tmp_path: Path) -> None:
    path = tmp_path / "fleet.yml"
    path.write_text("schema_version: 1\nlots: [{model: S19, hall: 2}, {model: S21, colour: red}]\n")
    table = open_table(path, "fleet.yml", ColumnMap())
    assert table.layout.unread == ("colour", "hall")
    assert [(first, chunk) for first, chunk in table.chunks()] == [(2, [["S19", "", "2"]]), (2, [["S21", "red", ""]])]


def test_a_field_in_another_word_would_be_lost_so_it_is_refused(tmp_path: Path) -> None:
    (first, second) = problems(
        tmp_path, "schema_version: 1\nlots:\n- {model: S19, qty: 500}\n- {Model: S21, quantity: 2}\n"
    )
    assert (first.what, first.advice, first.row) == ("'qty' is not a native field", "Write quantity.", 3)
    assert (second.what, second.advice, second.row) == ("'Model' is not a native field", "Write model.", 4)


def test_everything_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    found = problems(
        tmp_path,
        "schema_version: 2\nsites: x\ndefaults: text\nlots:\n- S19\n- {model: [a, b]}\n- {model: S19, 2024-01-01: x}\n",
    )
    assert [(problem.row, problem.what) for problem in found] == [
        (2, "unknown field 'sites'"),
        (1, "schema_version is not 1"),
        (3, "is not a mapping of fields"),
        (5, "is not a mapping of fields"),
        (6, "model is not one value"),
        (7, "2024-01-01 is not one value"),
    ]
    assert all(problem.column for problem in found)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("- a\n", "is not an inventory: it has no lots"),
        ("schema_version: 1\n", "is not an inventory: it has no lots"),
        ("schema_version: 1\nlots: 3\n", "lots is not a list"),
        ("schema_version: 1\nlots:\n", "lots is not a list"),
        ("schema_version: 1\nlots: []\n", "has no lots"),
        ("lots: [{model: S19}]\n", "schema_version is not 1"),
        ("schema_version: 1\nlots: [{serial_number: x}]\n", "is not an inventory: no column names"),
        ("schema_version: 1\nlots: [{model: S19}, {model: NO}]\n", "could be a word or a switch"),
        ("schema_version: 1\nlots: [{model: S19, model: S21}]\n", "appears twice"),
        ("schema_version: 1\nlots: [{model: S19}\n", "is not YAML"),
    ],
)
def test_what_is_no_inventory(tmp_path: Path, content: str, what: str) -> None:
    (found,) = problems(tmp_path, content)
    assert what in found.what


def test_a_map_is_not_for_the_native_form(tmp_path: Path) -> None:
    path = tmp_path / "fleet.yaml"
    path.write_text("schema_version: 1\nlots: [{model: S19}]\n")
    with pytest.raises(ComplianceError, match="needs no --map"):
        open_table(path, "fleet.yaml", ColumnMap({"model": "Type"}))
