"""Workbooks are read in a process of their own: what it is asked, and what comes back whatever happens to it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from compliance.core.errors import ComplianceError
from compliance.io.workbook import MIB, WorkbookLimits, read_workbook
from tests.command_line import ROOT
from tests.workbooks import SIMPLE, book

ENDURANCE = ROOT.parent / "shared" / "cases" / "endurance"


def refused(path: Path, limits: WorkbookLimits = WorkbookLimits()) -> str:
    with pytest.raises(ComplianceError) as error:
        read_workbook(path, "f.xlsx", limits=limits)
    (problem,) = error.value.problems
    assert problem.file == "f.xlsx"
    return problem.what


def test_values_come_back_as_they_were(tmp_path: Path) -> None:
    days: list[Any] = [datetime(2024, 1, 2, 3, 4), date(2024, 1, 2), time(3, 4), timedelta(hours=30), 0.5, True, "x"]
    workbook = read_workbook(book(tmp_path, A=[("B3", days)], B=SIMPLE, C=[]), "f.xlsx")
    assert (workbook.names, workbook.hidden, workbook.checked) == (["A", "B", "C"], [], True)
    first, second, third = workbook.sheets
    assert (first.name, first.top, first.left, first.width, first.height) == ("A", 3, 2, 7, 1)
    assert list(first.rows()) == [
        [datetime(2024, 1, 2, 3, 4), date(2024, 1, 2), time(3, 4), timedelta(hours=30), 0.5, True, "x"]
    ]
    assert list(second.rows()) == [["Model", "Qty"], ["S19", 2]]
    assert list(second.rows(list(map(str, workbook.values)))) == [["Model", "Qty"], ["S19", "2.0"]]
    assert list(third.rows()) == []
    (only,) = read_workbook(tmp_path / "f.xlsx", "f.xlsx", "B").sheets
    assert only.name == "B"


def test_hidden_sheets_are_known(tmp_path: Path) -> None:
    made = openpyxl.load_workbook(book(tmp_path, A=SIMPLE, B=SIMPLE, C=SIMPLE))
    made["B"].sheet_state, made["C"].sheet_state = "hidden", "veryHidden"
    made.save(tmp_path / "f.xlsx")
    assert read_workbook(tmp_path / "f.xlsx", "f.xlsx").hidden == ["B", "C"]


def test_what_takes_too_much_is_refused(tmp_path: Path) -> None:
    path = book(tmp_path, A=SIMPLE)
    assert refused(path, WorkbookLimits(mib=1, mib_per_mib=0)).startswith("cannot be read as a workbook with 6 s of a")


def test_files_that_are_not_there_or_are_no_archive(tmp_path: Path) -> None:
    assert refused(tmp_path / "none.xlsx") == "cannot be read: No such file or directory"
    (tmp_path / "f.xls").write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))
    assert "is a workbook that cannot be read" in refused(tmp_path / "f.xls")


def test_limits_grow_with_the_file() -> None:
    limits = WorkbookLimits()
    assert limits.of(0) == (6, 768 * MIB)
    assert limits.of(20 * MIB) == (16, 1248 * MIB)
    assert limits.of(10_000 * MIB) == (600, 4096 * MIB)


@pytest.mark.parametrize("name", ["endtag.ods", "rowonly.xlsx", "single.xlsx", "sstcount.xlsx"])
def test_files_that_were_made_to_hang_or_to_fill_the_memory(name: str) -> None:
    if not ENDURANCE.is_dir():
        pytest.skip("the shared cases are not here")
    assert refused(ENDURANCE / name)
