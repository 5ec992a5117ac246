"""A manifest compared with scans, judged before and after."""

from __future__ import annotations

import io
import json
import pickle
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from compliance import write_report
from compliance.core.errors import ComplianceError
from compliance.core.finding import Verdict
from compliance.workflows import reconcile as module
from compliance.workflows.reconcile import ReconcileResult, reconcile

DAY = date(2026, 11, 30)
FLEET = """asset_id,serial_number,mac_address,manufacturer,model,country_of_origin,supplier,control_board,Firmware version
A-1,SN1,AA:BB:CC:00:00:01,Bitmain,Antminer S19 XP,MY,Bitmain Technologies Delaware Limited,,
A-2,SN2,,Bitmain,Antminer S19 XP,MY,Bitmain Technologies Delaware Limited,AMLCtrl_BHB68xxx,1
,,,,,,,,
A-3,SN3,,Bitmain,Antminer S19 XP,MY,Bitmain Technologies Delaware Limited,,
"""


def snapshot(
    serial: str | None, mac: str | None = None, make: str = "AntMiner", model: str = "S19 XP", board: str = ""
) -> dict[str, Any]:
    return {
        "schema_version": "0.4", "ip": "10.0.0.1", "mac": mac, "device_info": {"make": make or None, "model": model or None},
        "serial_number": serial, "control_board_version": {"known": True, "name": board} if board else None,
        "firmware_version": "2",
    }  # fmt: skip


@pytest.fixture
def hall(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "fleet.csv").write_text(FLEET, "utf-8")
    machines = [snapshot("SN1", "AA:BB:CC:00:00:01", board="CVITEK CV1835"), snapshot("SN2", board="CVITEK CV1835"),
                snapshot("NEW", make="WhatsMiner", model="M60S"), snapshot("ODD", make="", model="")]  # fmt: skip
    (tmp_path / "scan.json").write_text(json.dumps(machines), "utf-8")
    return tmp_path


def ran(**options: Any) -> ReconcileResult:
    return reconcile("fleet.csv", "scan.json", as_of=DAY, policies=["us-ear"], **options)


def test_boards_that_were_seen_settle_the_rule_on_boards(hall: Path) -> None:
    result = ran()
    change = {rule.rule: rule for rule in result.rules}["us-ear/cv183x-boards"]
    # The board of the third was not seen, and an S19 XP may carry either; of the two that nobody lists one may too.
    assert change.before == {Verdict.UNDETERMINED: 2, Verdict.COMPLIANT: 1}
    assert change.after[Verdict.FLAGGED] == 2
    finding = next(
        one for one in result.after.findings if one.rule == "us-ear/cv183x-boards" and one.verdict == "flagged"
    )
    assert {(one.value, one.column) for one in finding.evidence if one.fact == "control_board"} == {
        ("CVITEK CV1835", "control_board (completed from scan.json)")
    }


def test_what_nobody_lists_is_judged_as_the_scan_saw_it(hall: Path) -> None:
    result = reconcile("fleet.csv", ["scan.json"], as_of=DAY, policies=["cleanspark-mineone"])
    assert (result.before.summary.units, result.after.summary.units) == (3, 5)
    new = [row for row in result.rows if row.file == "scan.json"]
    assert [(row.row, row.before, row.after) for row in new] == [(3, None, "undetermined"), (4, None, "undetermined")]
    assert any("no country of origin is recorded" in reason for reason in new[0].because)
    assert [(scan.path, scan.rows) for scan in result.scans] == [("scan.json", 4)]
    assert (hall / "scan.json").resolve() in result.paths


def test_the_completed_inventory_is_native_and_keeps_what_was_written(hall: Path) -> None:
    out = io.StringIO()
    write_report(ran(), out, "csv")
    header, *rows = (line.split(",") for line in out.getvalue().splitlines())
    table = [dict(zip(header, row, strict=True)) for row in rows]
    assert [row["control_board"] for row in table] == ["CVITEK CV1835", "CVITEK CV1835", "", "", ""]
    assert [row["control_board_as_written"] for row in table] == ["", "AMLCtrl_BHB68xxx", "", "", ""]
    assert [row["firmware"] for row in table] == ["2", "2", "", "2", "2"]
    assert [row["serial_number"] for row in table] == ["SN1", "SN2", "SN3", "NEW", "ODD"]
    (hall / "again.csv").write_text(out.getvalue(), "utf-8")
    again = reconcile("again.csv", "scan.json", as_of=DAY, policies=["us-ear"])
    assert (again.rules, again.rows, again.reconciliation.unlisted) == ((), (), ())


def test_a_scan_that_proves_nothing_changes_nothing(hall: Path) -> None:
    (hall / "scan.json").write_text(json.dumps([snapshot("SN3", board="")]).replace('"2"', "null"), "utf-8")
    result = ran()
    assert (result.rules, result.rows) == ((), ())
    assert result.before.summary == result.after.summary
    with pytest.raises(ComplianceError, match="no scan is given"):
        reconcile("fleet.csv", [], as_of=DAY)


@pytest.mark.parametrize("serial", ["NEW", "NEW 77"])
def test_a_machine_that_does_not_say_what_it_is_is_of_an_unknown_model(hall: Path, serial: str) -> None:
    scan = f"serial_number,manufacturer,model,firmware\nSN1,Bitmain,Antminer S19 XP,1\n{serial},,,1\n"
    (hall / "seen.csv").write_text(scan, "utf-8")
    result = reconcile("fleet.csv", "seen.csv", as_of=DAY, policies=["us-ear"])
    (rows,) = (list(table.chunks()) for table in result.tables if table.file == "seen.csv")
    assert rows == [(3, [[serial, "", "unknown", "1"]])]
    assert result.after.summary.units == 4


def test_a_result_is_sent_to_another_process(hall: Path) -> None:
    result = ran()
    again = pickle.loads(pickle.dumps(result))
    for form in ("json", "csv"):
        texts = []
        for one in (result, again):
            out = io.StringIO()
            write_report(one, out, form)
            texts.append(out.getvalue())
        assert texts[0] == texts[1]


def test_what_is_judged_stands_in_no_workbook(hall: Path) -> None:
    openings = [table.opening for table in ran().tables]
    assert [list(opening.book()) for opening in openings if opening] == [[], []]


def test_a_very_large_file_is_read_again_instead_of_kept(hall: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = ran()
    monkeypatch.setattr(module, "MAX_KEPT", 0)
    again = ran()
    assert (again.reconciliation.matches, again.rows) == (kept.reconciliation.matches, kept.rows)


def test_a_workbook_may_be_the_manifest(hall: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for line in FLEET.splitlines():
        sheet.append(line.split(","))
    book.save("fleet.xlsx")
    result = reconcile("fleet.xlsx", "scan.json", as_of=DAY, policies=["us-ear"])
    assert result.reconciliation.seen_units == 2
    assert pickle.loads(pickle.dumps(result)).reconciliation.seen_units == 2
    (hall / "scan.json").write_text(json.dumps([snapshot("SN3")]).replace('"2"', "null"), "utf-8")
    (table,) = reconcile("fleet.xlsx", "scan.json", as_of=DAY, policies=["us-ear"]).tables
    assert table.opening is not None
    assert [sheet.name for sheet in table.opening.book()] == ["Sheet"]
