"""Rows of bills of lading."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from compliance.evidence.readers import propose

TEXT = """Bill of Lading,Shipper,Consignee,Notify Party,Port of Lading,Date,Container,Pieces,Description
MEDU123,Foo Trading Ltd,Example Mining LLC,Same,Port Klang,04/10/2024,TCLU1,20,Antminer S21
MEDU123,Foo Trading Ltd,Example Mining LLC,Same,Port Klang,04/10/2024,TCLU2,,Antminer S21
MEDU124,Bar Ltd,Example Mining LLC,,Laem Chabang,sometime,TCLU3,5,
,,,,,,,,
"""


def test_a_document_for_each_bill(tmp_path: Path) -> None:
    (tmp_path / "bl.csv").write_text(TEXT, "utf-8")
    first, second = propose(tmp_path / "bl.csv", "bl.csv")
    assert (first.id, first.class_, first.counts_as) == ("BL-MEDU123", "bill_of_lading", "invoice")
    assert (first.issuer.name, first.issued_on) == ("Foo Trading Ltd", date(2024, 4, 10))
    assert [(line.quantity, line.importer) for line in first.lines] == [
        (20, "Example Mining LLC"),
        (None, "Example Mining LLC"),
    ]
    assert (second.issued_on, second.lines[0].bill_of_lading) == (None, "MEDU124")


def test_rows_without_a_bill_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "bl.csv").write_text("BL Number,Shipper,Consignee\n,A,B\nX,A,B\n", "utf-8")
    assert [document.reference for document in propose(tmp_path / "bl.csv", "bl.csv")] == ["X"]
