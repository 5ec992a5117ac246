"""The tie-out as a workbook."""

from __future__ import annotations

import io
from pathlib import Path

from openpyxl import load_workbook

from compliance.reports.documents.xlsx import write
from compliance.reports.style import Style
from tests.reports.documents.sample import sample


def test_a_sheet_for_each_table(tmp_path: Path) -> None:
    result = sample(tmp_path)
    first, second = io.BytesIO(), io.BytesIO()
    write(result, first, Style())
    write(result, second, Style())
    assert first.getvalue() == second.getvalue()
    book = load_workbook(first)
    assert book.sheetnames == ["Documents", "Claims", "Vouching", "Notes"]
    rows = [list(row) for row in book["Documents"].iter_rows(values_only=True)]
    assert rows[1][:8] == ["E-1", "customs entry", None, "person", 30, 30, 0, "20 contradicted, 30 over-used"]
    assert [row[2] for row in book["Vouching"].iter_rows(values_only=True)] == ["How many", 10, 20, 20, 5, 1]
    assert {row[0] for row in book["Notes"].iter_rows(values_only=True)} == {
        "What",
        "Proposed",
        "Not registered",
        "Not read",
        "Note",
    }
