"""An inventory as CycloneDX, and back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from compliance.cli.main import run

FLEET = """asset_id,manufacturer,model,quantity,country_of_origin,supplier,supplier_country
A1,Bitmain,S21,3,Malaysia,Example Ltd,Singapore
A2,MicroBT,M60S,1,,,
"""


def test_an_inventory_becomes_a_bill_and_an_inventory_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("fleet.csv").write_text(FLEET)
    assert run(["convert", "fleet.csv", "--output", "bill.json"]) == 0
    bill = json.loads(Path("bill.json").read_text("utf-8"))
    assert (bill["bomFormat"], len(bill["components"])) == ("CycloneDX", 2)
    assert bill["components"][0]["supplier"] == {"name": "Example Ltd", "address": {"country": "SG"}}
    assert run(["convert", "bill.json", "--output", "again.csv"]) == 0
    assert run(["convert", "fleet.csv", "--output", "once.csv"]) == 0
    again, once = (Path(name).read_text("utf-8").splitlines() for name in ("again.csv", "once.csv"))
    assert len(again) == len(once) == 3
    assert all(word in again[1] for word in ("A1", "Bitmain", "Antminer S21", "MY", "Example Ltd", "SG"))
    assert run(["convert", "bill.json", "--output", "twice.json"]) == 0
