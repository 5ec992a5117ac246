"""Packing lists and lists of serial numbers: the machines of each model, lot and origin are one line."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from compliance.core.errors import fail
from compliance.core.located import ParsedFile
from compliance.core.record import validate
from compliance.evidence.documents import Document
from compliance.evidence.readers.table import has_table, rows_of
from compliance.evidence.serial_lists import serial_of
from compliance.evidence.sheets import Row
from compliance.inventory.cells import damaged

HEADERS = {
    "serial": "serial number,serial,serial no,sn,s/n,machine sn,miner sn,serial numbers,seriennummer,序列号,机器序列号,серийный номер,número de serie",
    "model": "model,product,description,item,型号,модель,modell,modelo,product name,model name",
    "maker": "manufacturer,maker,brand,make,品牌,制造商",
    "origin": "country of origin,origin,coo,made in,原产国",
    "lot": "purchase lot,lot,batch,lot number,批次",
    "carton": "carton,carton no,ctn,ctn no,box,package no,箱号",
}
NEEDED = ("serial",)


def recognises(path: Path, file: str, head: bytes) -> bool:
    """A table with a column of serial numbers."""
    return has_table(path, file, HEADERS, NEEDED)


def read(path: Path, file: str) -> list[Document]:
    """The list as one document. Raises ComplianceError for numbers that a spreadsheet has destroyed, or that stand twice."""
    return [document(rows_of(path, file, HEADERS, NEEDED), file, "packing-list")]


def document(rows: Iterable[Row], file: str, read_by: str, page: int | None = None) -> Document:
    """The rows of a list as a document. Raises ComplianceError."""
    lines: dict[tuple[str, ...], dict[str, Any]] = {}
    seen: dict[str, int] = {}
    for row in rows:
        text = row.text("serial")
        serial = serial_of(text)
        if damaged(text):
            what = f"serial number {text!r} was destroyed by a spreadsheet: its last digits are lost"
            raise fail(what, "Ask for the list with that column as text.", file=file, row=row.number)
        if not serial:
            continue
        if serial in seen:
            what = f"serial number {serial} stands in row {seen[serial]} too"
            raise fail(what, "Ask for a correct list.", file=file, row=row.number)
        seen[serial] = row.number
        key = tuple(map(row.text, ("model", "maker", "origin", "lot")))
        line = lines.setdefault(key, _line(key, row, file, page))
        line["serials"].append(serial)
        line["quantity"] += 1
    data = {
        "id": f"LIST-{Path(file).stem}",
        "class": "packing_list",
        "reference": Path(file).stem,
        "file": file,
        "lines": [{**line, "line": str(number)} for number, line in enumerate(lines.values(), 1)],
        "read_by": read_by,
    }
    return validate(Document, ParsedFile(file, data))


def _line(key: tuple[str, ...], row: Row, file: str, page: int | None) -> dict[str, Any]:
    model, maker, origin, lot = key
    return {
        "model": model,
        "maker": maker,
        "origin": origin,
        "purchase_lot": lot,
        "serials": [],
        "quantity": 0,
        "evidence": {"file": file, "row": row.number, "page": page},
    }
