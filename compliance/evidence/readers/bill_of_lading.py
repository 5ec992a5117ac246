"""Rows of bills of lading, as data services and brokers export them: who shipped what to whom, in which container."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from compliance.core.located import ParsedFile
from compliance.core.record import validate
from compliance.evidence.documents import Document
from compliance.evidence.readers.table import day, has_table, rows_of, whole
from compliance.evidence.sheets import Row

HEADERS = {
    "reference": "bill of lading,bill of lading number,bl number,b/l,b/l number,bol,bol number,master bill of lading,house bill of lading",
    "shipper": "shipper,shipper name,exporter,consignor",
    "consignee": "consignee,consignee name,importer",
    "notify": "notify party,notify,notify party name",
    "port": "port of lading,port of loading,loading port,foreign port",
    "shipped": "shipped on,date of lading,sailing date,on board date,departure date,shipment date,date",
    "container": "container,container number,container no",
    "pieces": "pieces,quantity,qty,number of packages,packages,piece count",
    "model": "model,goods,description,description of goods,product description",
}
NEEDED = ("reference", "shipper", "consignee")


def recognises(path: Path, file: str, head: bytes) -> bool:
    """A table whose header names bill, shipper and consignee."""
    return has_table(path, file, HEADERS, NEEDED)


def read(path: Path, file: str) -> list[Document]:
    """One document for each bill, a line for each row. Packages are no machines: their number is no quantity."""
    bills: dict[str, list[Row]] = {}
    for row in rows_of(path, file, HEADERS, NEEDED):
        if row.text("reference"):
            bills.setdefault(row.text("reference"), []).append(row)
    return [_document(reference, rows, file) for reference, rows in bills.items()]


def _document(reference: str, rows: Sequence[Row], file: str) -> Document:
    data = {
        "id": f"BL-{reference}",
        "class": "bill_of_lading",
        "reference": reference,
        "issuer": {"name": rows[0].text("shipper"), "role": "seller"},
        "issued_on": day(rows[0].text("shipped")),
        "file": file,
        "lines": [
            {
                "line": str(number),
                "bill_of_lading": reference,
                "quantity": whole(row.text("pieces"), file, row.number, "pieces"),
                "export_date": day(row.text("shipped")),
                "importer": row.text("consignee"),
                "model": row.text("model"),
                "evidence": {"file": file, "row": row.number},
            }
            for number, row in enumerate(rows, 1)
        ],
        "read_by": "bill-of-lading",
    }
    return validate(Document, ParsedFile(file, data))
