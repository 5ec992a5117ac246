"""ACE report ES-003."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from compliance.core.errors import ComplianceError
from compliance.evidence.readers import propose

HEADER = (
    "Entry Summary Number,Entry Summary Line Number,Entry Type Code,Importer Number,Port of Entry Code,Entry Date,"
    "Entry Summary Date,HTS Number - Full,Tariff Ordinal Number,Line Tariff Goods Value Amount,Line Tariff Duty Amount,"
    "Country of Origin Code,Country of Export Code,Line Tariff Quantity (1),Line Tariff UOM (1) Code"
)
ROWS = (
    "B7603245278,001,01,12-3456789,2704,04/20/2024,05/02/2024,8543.70.9860,1,\"1,750,000.00\",45500,MY,MY,500,NO",
    "B7603245278,001,01,12-3456789,2704,04/20/2024,05/02/2024,9903.01.25,2,0,175000,MY,MY,0,",
    "B7603245278,002,01,12-3456789,2704,04/20/2024,05/02/2024,8543.70.9860,1,350000,0,TH,TH,100,NO",
    "B7603245286,001,01,12-3456789,2704,2024-06-01,,8543.70.9860,1,1000,0,CN,CN,7,KG",
    ",,,,,,,8543.70.9860,,,,MY,MY,3,NO",
    "Grand Total,,,,,,,,,2101000,,,,,",
)  # fmt: skip


def test_the_report_as_it_is_published(tmp_path: Path) -> None:
    (tmp_path / "es003.csv").write_text("\n".join(("ES-003 Entry Summary Line Tariff Details", HEADER, *ROWS)), "utf-8")
    first, second = propose(tmp_path / "es003.csv", "documents/es003.csv")
    assert (first.id, first.class_, first.reference, first.read_by) == (
        "ENTRY-B7603245278", "customs_entry", "B7603245278", "es003",
    )  # fmt: skip
    assert not first.is_fact
    one, two = first.lines
    assert (one.line, one.origin, one.quantity, one.value_usd) == ("1", "MY", 500, Decimal("1750000.00"))
    assert (one.entry_date, one.hts, one.importer) == (date(2024, 4, 20), "8543.70.9860", "12-3456789")
    assert (two.origin, two.quantity) == ("TH", 100)
    assert one.evidence
    assert (one.evidence.file, one.evidence.row) == ("documents/es003.csv", 3)
    assert (second.lines[0].quantity, second.lines[0].entry_date) == (None, date(2024, 6, 1))


def test_columns_in_another_order_renamed_and_dropped(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Origin", "Qty", "Line No", "Liquidation Status", "Liquidation Date", "Entry Number", "My own"])
    sheet.append(["CN", 500, 1, "Liquidated", date(2025, 3, 17), "B76-0324527-8", "x"])
    sheet.append(["", "", 2, "", "", "B76-0324527-8", ""])
    book.save(tmp_path / "x.xlsx")
    (entry,) = propose(tmp_path / "x.xlsx", "x.xlsx")
    one, two = entry.lines
    assert (one.origin, one.quantity, one.liquidation, one.liquidated_on) == (
        "CN",
        500,
        "liquidated",
        date(2025, 3, 17),
    )
    assert (two.origin, two.quantity, two.liquidation, two.value_usd) == ("", None, None, None)


@pytest.mark.parametrize(
    ("cell", "message"), [("five", "'five' is not a number"), ("1.5", "'1.5' is not a whole number")]
)
def test_a_quantity_that_is_none(tmp_path: Path, cell: str, message: str) -> None:
    (tmp_path / "x.csv").write_text(f"Entry Number,Line,Origin,Quantity\nB76,1,MY,{cell}\n", "utf-8")
    with pytest.raises(ComplianceError, match=message):
        propose(tmp_path / "x.csv", "x.csv")
