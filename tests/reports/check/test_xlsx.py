"""The workbook: every value where it stood, a verdict beside its row, and nothing that a spreadsheet would run."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from openpyxl.worksheet.worksheet import Worksheet

from compliance.cli.main import run
from compliance.core.errors import ComplianceError
from compliance.core.finding import Evidence, Location, Subject, Verdict
from compliance.reports.check import xlsx
from compliance.reports.check.base import Account, Inventory
from tests.reports.check.sample import WAIVED, account, finding, hostile, waiver


def saved(told: Account, max_rows: int = xlsx.MAX_SHEET_ROWS) -> BytesIO:
    out = BytesIO()
    xlsx.write(told, out, max_rows)
    return out


def book(told: Account) -> Any:
    return openpyxl.load_workbook(saved(told))


def rows(sheet: Worksheet) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_rows_come_back_with_a_coloured_verdict_filters_and_a_frozen_header() -> None:
    at = (Location("f", 2, "A-1"), Location("f", 3, "A-2"))
    made = book(account(finding(locations=at), finding(Verdict.COMPLIANT, locations=(Location("f", 4, "A-3"),))))
    assert made.sheetnames == ["fleet", "Findings", "About"]
    sheet = made["fleet"]
    because = "example/origin: the recorded origin is China: forbidden"
    assert rows(sheet) == [
        ["Asset", "Model", "Compliance verdict", "Compliance rules", "Why"],
        ["A-1", "Antminer S21", "violation", "example/origin", because],
        ["A-2", "Antminer S21", "violation", "example/origin", because],
        ["A-3", "Antminer S21", "compliant", "example/origin", because],
    ]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:E4"
    grounds = {sheet.cell(row, 3).fill.fgColor.rgb for row in (2, 4)}
    assert grounds == {"FFF8D0CC", "FFD2EEDB"}


def test_findings_and_what_was_read() -> None:
    facts = tuple(Evidence("origin", str(number)) for number in range(7))
    made = book(
        account(
            finding(evidence=facts),
            finding(Verdict.WAIVED, subject=Subject("party", "sophgo"), locations=(), remedy="",
                    waivers=(waiver(),)),
            notes=("a note",),
        )
    )  # fmt: skip
    header, first, second = rows(made["Findings"])
    assert header[:6] == ["Verdict", "Rule", "What it asks", "Effect", "Units", "Why"]
    assert first == [
        "violation", "example/origin", "No hardware from China", "contract-condition", 12,
        "The recorded origin is China: forbidden.", "fleet.csv: row 2", None, "Check the papers.",
        "origin: 0\norigin: 1\norigin: 2\norigin: 3\norigin: 4\nand 2 more", "contract",
    ]  # fmt: skip
    assert second[6:9] == ["party sophgo", WAIVED, None]
    assert made["Findings"].auto_filter.ref == "A1:K3"
    about = {(row[0], row[1]) for row in rows(made["About"])}
    assert {("Compliance report", "violation"), ("As of", "2026-11-22"), ("Units: waived", 12), ("Read: fleet", "fleet.csv"), ("Source: contract", "A contract"),
            ("Note", "a note")} <= about  # fmt: skip


def test_numbers_stay_numbers_and_what_only_looks_like_one_stays_text(here: Path) -> None:
    lines = [
        "Fleet list 2026,,,,",
        "serial_number,model,quantity,power_w,Colour",
        '0012345,Antminer S21,7,3500.5,=1+1',
        ',,,,',
        '12345,Antminer S21,"1,000",n/a,-1',
    ]  # fmt: skip
    Path("fleet.csv").write_text("\n".join(lines) + "\n")
    assert run(["check", "fleet.csv", "--policy", "riot-us-made", "--format=xlsx", "--output=out.xlsx"]) == 3
    sheet = openpyxl.load_workbook("out.xlsx")["fleet"]
    told = rows(sheet)
    assert told[0][0] == "Fleet list 2026"
    assert told[1][:5] == ["serial_number", "model", "quantity", "power_w", "Colour"]
    assert told[2][:6] == ["0012345", "Antminer S21", 7, 3500.5, "=1+1", "undetermined"]
    assert told[3] == [None] * 8
    assert told[4][:6] == ["12345", "Antminer S21", "1,000", "n/a", "-1", "undetermined"]
    assert sheet["E3"].data_type == "s"
    assert sheet["E3"].quotePrefix
    assert not sheet["B3"].quotePrefix
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A3", "A2:H5")


def put(sheet: Worksheet, row: int, cells: Sequence[Any]) -> None:
    for column, cell in enumerate(cells, 2):
        sheet.cell(row, column, cell)


def test_a_workbook_comes_back_whole(here: Path) -> None:
    given = openpyxl.Workbook()
    sheet = given.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Fleet"
    sheet["B1"] = "Hall A, as of March"
    put(sheet, 3, ("Asset", "Model", "Delivered", "Checked", "Price"))
    put(sheet, 4, ("A-1", "Antminer S21", datetime(2025, 3, 4), True, 2500.5))
    put(sheet, 6, ("A-2", "Antminer S21", date(2025, 3, 5), False, 3))
    notes = given.create_sheet("Findings")
    notes["C2"] = "mine"
    notes["C3"] = time(9, 30)
    given.create_sheet("Empty")
    given.save("fleet.xlsx")
    assert run(["check", "fleet.xlsx", "--policy", "riot-us-made", "--format=xlsx", "--output=out.xlsx"]) == 3
    made = openpyxl.load_workbook("out.xlsx")
    assert made.sheetnames == ["Fleet", "Findings", "Empty", "Findings (2)", "About"]
    told = rows(made["Fleet"])
    assert told[0][1] == "Hall A, as of March"
    assert told[2][1:8] == ["Asset", "Model", "Delivered", "Checked", "Price", "Compliance verdict", "Compliance rules"]
    assert told[3][1:7] == ["A-1", "Antminer S21", datetime(2025, 3, 4), True, 2500.5, "undetermined"]
    assert told[5][1:7] == ["A-2", "Antminer S21", datetime(2025, 3, 5), False, 3, "undetermined"]
    assert (made["Fleet"].freeze_panes, made["Fleet"].auto_filter.ref) == ("A4", "A3:I6")
    assert made["Findings"]["C2"].value == "mine"
    assert made["Findings"]["C3"].value == time(9, 30)


def test_a_workbook_that_was_judged_before_does_not_grow(here: Path) -> None:
    Path("fleet.csv").write_text("model,Country of origin,Country of assembly\nAntminer S21,CN,CN\nAntminer S21,,\n")
    asked = ["check", "--policy", "riot-us-made", "--format=xlsx"]
    assert run([*asked, "fleet.csv", "--output=first.xlsx"]) == 1
    corrected = openpyxl.load_workbook("first.xlsx")
    for cell in ("B2", "B3", "C2", "C3"):
        corrected["fleet"][cell] = "US"
    corrected.save("fleet.xlsx")
    assert run([*asked, "fleet.xlsx", "--output=second.xlsx"]) == 0
    again = openpyxl.load_workbook("second.xlsx")
    assert again.sheetnames == ["fleet", "Findings", "About"]
    assert rows(again["fleet"]) == [
        ["model", "Country of origin", "Country of assembly", "Compliance verdict", "Compliance rules", "Why"],
        ["Antminer S21", "US", "US", "compliant", None, None],
        ["Antminer S21", "US", "US", "compliant", None, None],
    ]


def test_an_inventory_that_has_no_rows_of_a_sheet_gets_them(here: Path) -> None:
    Path("fleet.json").write_text('[{"model": "Antminer S21"},\n\n\n{"model": "Antminer S19"}]')
    assert run(["check", "fleet.json", "--policy", "riot-us-made", "--format=xlsx", "--output=out.xlsx"]) == 3
    told = rows(openpyxl.load_workbook("out.xlsx")["fleet"])
    assert [row[0] for row in told] == ["model", "Antminer S21", "Antminer S19"]


def test_columns_are_as_wide_as_their_first_texts() -> None:
    at = [Location("f", row, "A" * (30 if row < 100 else 50)) for row in range(2, 300)]
    widths = book(account(finding(locations=tuple(at))))["fleet"].column_dimensions
    assert [round(widths[column].width) for column in "ABC"] == [53, 15, 21]


def named(*files: str) -> list[str]:
    told = account(finding())
    [one] = told.inventories()
    several = [replace(one, file=file) for file in files]
    return [*book(replace(told, inventories=lambda: several)).sheetnames]


def test_sheets_have_names_that_are_allowed() -> None:
    assert named("a/Fleet.csv", "b/fleet.csv", "c/[x]:*?.csv", "'.csv", "History.csv", f"{'n' * 40}.csv") == [
        "Fleet", "fleet (2)", "_x____", "Sheet", "History (2)", "n" * 31, "Findings", "About"
    ]  # fmt: skip


def test_what_does_not_fit_is_said() -> None:
    told = account(finding(), finding(because="another"))
    [one] = told.inventories()
    with pytest.raises(ComplianceError, match=r"fleet\.csv: has 2 rows; a sheet of a workbook holds 2\. Choose"):
        saved(told, max_rows=2)
    small: list[Inventory] = [replace(one, rows=1)]
    with pytest.raises(ComplianceError, match="2 reasons are more than a sheet holds"):
        saved(replace(told, inventories=lambda: small), max_rows=2)


def test_a_long_cell_is_cut_and_shows_it() -> None:
    made = book(account(finding(locations=(Location("f", 2, "x" * 40_000),))))
    assert made["fleet"]["A2"].value == "x" * 32_766 + "…"


def test_the_same_report_gives_the_same_bytes() -> None:
    told = account(finding())
    assert saved(told).getvalue() == saved(told).getvalue()


@settings(deadline=None)
@given(hostile())
def test_hostile_text_runs_nowhere(told: Account) -> None:
    out = saved(told)
    with zipfile.ZipFile(out) as archive:
        for name in archive.namelist():
            assert b"<f>" not in archive.read(name)
            assert b"<hyperlink " not in archive.read(name)
    for sheet in openpyxl.load_workbook(out):
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in ("s", "n", "inlineStr")
                assert not isinstance(cell.value, str) or cell.value.replace("\n", "").isprintable()
