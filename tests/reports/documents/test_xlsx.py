"""The tie-out as a workbook."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

from openpyxl import load_workbook

from compliance import check, write_report
from compliance.reports.documents.xlsx import write
from compliance.reports.style import Style
from tests.reports.documents.sample import sample


def test_a_sheet_for_each_table(tmp_path: Path) -> None:
    result = sample(tmp_path)
    first, second = io.BytesIO(), io.BytesIO()
    write(result, first, Style())
    write_report(result, second, "xlsx")
    assert first.getvalue() == second.getvalue()
    write_report(result, tmp_path / "page.html", "html")
    assert (tmp_path / "page.html").read_text("utf-8").startswith("<!doctype html>")
    book = load_workbook(first)
    assert book.sheetnames == ["Documents", "Claims", "Vouching", "Notes"]
    rows = [list(row) for row in book["Documents"].iter_rows(values_only=True)]
    assert rows[2][:8] == ["E-1", "customs entry", None, "person", 30, 30, 0, "20 contradicted, 30 over-used"]
    assert [row[2] for row in book["Vouching"].iter_rows(min_row=2, values_only=True)] == ["How many", 10, 20, 20, 5, 1]
    assert {row[0] for row in book["Notes"].iter_rows(min_row=2, values_only=True)} == {
        "What",
        "Proposed",
        "Not registered",
        "Not read",
        "Note",
    }


def test_the_workbook_of_a_check_holds_it_once(tmp_path: Path) -> None:
    sample(tmp_path)
    day = date(2026, 11, 30)
    write_report(check(tmp_path, as_of=day, policies=["origin-claims"]), tmp_path / "first.xlsx", "xlsx")
    sheets = load_workbook(tmp_path / "first.xlsx").sheetnames
    assert sheets == ["fleet", "Findings", "Documents", "Claims", "Vouching", "About"]
    register = tmp_path / "documents.yaml"
    again = check(tmp_path / "first.xlsx", as_of=day, policies=["origin-claims"], documents=register)
    write_report(again, tmp_path / "second.xlsx", "xlsx")
    assert load_workbook(tmp_path / "second.xlsx").sheetnames == sheets
