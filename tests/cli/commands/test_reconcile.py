"""``compliance reconcile``."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command_line import Compliance
from tests.reports.reconcile.sample import sample


@pytest.fixture
def hall(tmp_path: Path, compliance: Compliance) -> list[str]:
    sample(tmp_path)
    return [
        "reconcile",
        str(tmp_path / "fleet.csv"),
        str(tmp_path / "scan.csv"),
        "--policy=us-ear",
        "--as-of=2026-11-30",
    ]


def test_the_verdict_after_decides_how_it_ends(compliance: Compliance, hall: list[str]) -> None:
    ran = compliance(*hall)
    assert (ran.code, ran.out.split(":")[0]) == (3, "32 units in the inventory")
    assert compliance(*hall, "--format=json").out.startswith("{")


def test_a_workbook_goes_into_a_file_and_an_input_is_never_overwritten(
    compliance: Compliance, hall: list[str], tmp_path: Path
) -> None:
    assert compliance(*hall, "--format=xlsx").code == 2
    assert compliance(*hall, f"--output={tmp_path / 'out.xlsx'}").code == 3
    assert compliance(*hall, f"--output={tmp_path / 'scan.csv'}").code == 2
    assert compliance(*hall[:2], str(tmp_path / "nothing.json")).code == 4
    assert compliance(*hall[:2]).code == 2
