"""Rows that tell of machines."""

from __future__ import annotations

from pathlib import Path

from compliance.evidence.observations import mac_of, mac_text, machines, units_of
from compliance.inventory.formats import open_table

CSV = """asset_id,serial_number,mac_address,manufacturer,model,IP Address,quantity,location
A-1,'sn1,aa-bb-cc-00-00-01,Bitmain,S21,10.0.0.1,,Hall 1
,,,,,,,
,1.23E+15,00:00:00:00:00:00,Bitmain,S21,,3,
,n/a,,Bitmain,S21,10.0.0.9,two,
"""


def test_what_a_row_says_is_made_comparable(tmp_path: Path) -> None:
    (tmp_path / "fleet.csv").write_text(CSV, "utf-8")
    first, lot, last = machines(open_table(tmp_path / "fleet.csv", "fleet.csv"))
    assert (first.at, first.name, first.serial, first.mac, first.address) == (
        "fleet.csv:2", "A-1", "SN1", "aabbcc000001", "10001",
    )  # fmt: skip
    # A number that a spreadsheet has destroyed, and nobody's address, are none.
    assert (lot.row, lot.serial, lot.mac, lot.quantity, lot.name) == (4, "", "", 3, "fleet.csv#4")
    assert (last.serial, last.quantity, last.names_itself) == ("", 1, True)


def test_mac_addresses_and_quantities() -> None:
    assert [mac_of(text) for text in ("AA:BB:CC:00:00:01", "aabb.cc00.0001", "ff:ff:ff:ff:ff:ff", "aabb", "zz:bb:cc:00:00:01")] == [
        "aabbcc000001", "aabbcc000001", "", "", "",
    ]  # fmt: skip
    assert mac_text("aabbcc000001") == "AA:BB:CC:00:00:01"
    assert [units_of(text) for text in ("", "5", "many")] == [1, 5, 1]
