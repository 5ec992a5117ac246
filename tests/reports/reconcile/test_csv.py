"""The completed inventory."""

from __future__ import annotations

import csv
from pathlib import Path

from compliance.reports.reconcile.csv import write
from tests.reports.reconcile.sample import sample, text_of


def test_rows_are_completed_and_machines_that_nobody_lists_added(tmp_path: Path) -> None:
    rows = list(csv.DictReader(text_of(write, sample(tmp_path)).splitlines()))
    assert [row["control_board"] for row in rows] == ["CVITEK CV1835", "", "", "", ""]
    assert [row["model"] for row in rows] == [
        "Antminer S19 XP",
        "Antminer S19 XP",
        "Whatsminer M60S",
        "Avalon A1566",
        "unknown",
    ]
    assert [row["quantity"] for row in rows[:3]] == ["1", "1", "30"]
