"""A reconciliation as text."""

from __future__ import annotations

from pathlib import Path

from compliance.reports.reconcile.text import write
from compliance.reports.style import Style
from tests.reports.reconcile.sample import SCAN, sample, text_of


def test_every_part_is_there(tmp_path: Path) -> None:
    text = " ".join(text_of(write, sample(tmp_path), Style(300)).split())
    for part in (
        "32 units in the inventory: 2 seen, 30 not seen; 2 machines seen and in no inventory. As of 2026-11-30.",
        "Before: undetermined; undetermined 32.",
        "After: undetermined; undetermined 34.",
        "1 row of the scans did not say which machine it is: not seen, never gone.",
        "Contradictions (1)",
        "(A-1): control_board is 'AMLCtrl_BHB68xxx' in the inventory, the machine says 'CVITEK CV1835'",
        "=NEW<1>, Canaan Avalon A1566",
        "W2, it did not say",
        "Seen twice in one scan (1)",
        "us-ear/cv183x-boards: ",
        "not in the inventory -> undetermined.",
        "MicroBT Whatsminer M60S: 29 units",
    ):
        assert part in text


def test_very_many_are_not_all_told(tmp_path: Path) -> None:
    rows = "".join(f"10.0.1.{number},X{number},,Canaan,Avalon A1566,\n" for number in range(30))
    text = text_of(write, sample(tmp_path, SCAN.replace("10.0.0.6,,,,,\n", "") + rows), Style(300))
    assert "  and 12 more" in text
    assert "did not say which" not in text


def test_a_scan_of_another_site_is_said_to_be_one(tmp_path: Path) -> None:
    text = " ".join(text_of(write, sample(tmp_path, SCAN.replace("SN1", "SN9")), Style(300)).split())
    assert "the scan may be of another site" in text
