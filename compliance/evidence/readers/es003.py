"""ACE report ES-003, Entry Summary Line Tariff Details: origin, quantity and dates of every line of an entry.

A line has a row for each tariff number that applies to it; the number of machines stands in the one that counts pieces.
Users rename, move and leave out columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from compliance.core.located import ParsedFile
from compliance.core.record import validate
from compliance.evidence.documents import Document
from compliance.evidence.readers.table import day, has_table, number, rows_of, whole
from compliance.evidence.sheets import Row

HEADERS = {
    "reference": "entry summary number,entry number,entry no,entry summary no,es number,entry",
    "line": "entry summary line number,line number,entry line number,line no,es line number,line",
    "ordinal": "tariff ordinal number,ordinal number,ordinal",
    "importer": "importer name,importer of record name,importer number,importer of record number,ior number,importer",
    "entry_date": "entry date,date of entry",
    "summary_date": "entry summary date,summary date",
    "export_date": "export date,date of export,exportation date",
    "hts": "hts number full,hts number,hts,tariff number,hts code",
    "value": "line tariff goods value amount,goods value amount,entered value,line value,goods value,value",
    "origin": "country of origin code,country of origin,origin,coo,origin code",
    "quantity": "line tariff quantity 1,line tariff quantity,quantity 1,quantity,qty",
    "unit": "line tariff uom 1 code,line tariff uom code,uom 1 code,uom code,uom,unit of measure",
    "liquidation": "liquidation status,liquidation status code,status",
    "liquidated_on": "liquidation date,date of liquidation,liquidated on",
    "bill": "bill of lading,bill of lading number,master bill,bl number",
}
NEEDED = ("reference", "origin", "line")
PIECES = frozenset(("", "NO", "NO.", "PCS", "PCE", "EA", "X"))
"""Units of measure that count machines; customs write X where no quantity is asked for."""
_STATUS = {"liquidated": "liquidated", "unliquidated": "unliquidated", "suspended": "suspended", "extended": "extended"}


def recognises(path: Path, file: str, head: bytes) -> bool:
    """A table whose header names entry, line and country of origin."""
    return has_table(path, file, HEADERS, NEEDED)


def read(path: Path, file: str) -> list[Document]:
    """One document for each entry. Raises ComplianceError for cells that are no numbers."""
    entries: dict[str, dict[str, list[Row]]] = {}
    for row in rows_of(path, file, HEADERS, NEEDED):
        if row.text("reference") and row.text("line"):
            entries.setdefault(row.text("reference"), {}).setdefault(row.text("line"), []).append(row)
    return [
        _document(reference, [_line(name, rows, file) for name, rows in lines.items()], file)
        for reference, lines in entries.items()
    ]


def _document(reference: str, lines: Sequence[dict[str, Any]], file: str) -> Document:
    data = {
        "id": f"ENTRY-{reference}",
        "class": "customs_entry",
        "reference": reference,
        "issuer": {"name": "U.S. Customs and Border Protection (ACE)", "role": "customs"},
        "file": file,
        "lines": lines,
        "read_by": "es003",
    }
    return validate(Document, ParsedFile(file, data))


def _line(name: str, rows: Sequence[Row], file: str) -> dict[str, Any]:
    """A line of an entry, from its rows, the one of the first tariff number first."""
    rows = sorted(rows, key=lambda row: (row.text("ordinal").zfill(6), row.number))
    first = rows[0]
    pieces = [
        whole(row.text("quantity"), file, row.number, "quantity")
        for row in rows
        if row.text("unit").upper() in PIECES and row.text("quantity")
    ]
    values = [number(row.text("value"), file, row.number, "value") for row in rows]
    status = _STATUS.get(first.text("liquidation").casefold())
    days = {key: day(first.text(key)) for key in ("entry_date", "summary_date", "export_date", "liquidated_on")}
    return {
        "line": name.lstrip("0") or name,
        "hts": first.text("hts"),
        "origin": "|".join(dict.fromkeys(filter(None, (row.text("origin") for row in rows)))),
        "quantity": max(filter(None, pieces), default=None),
        "value_usd": sum((value for value in values if value), Decimal(0)) or None,
        "importer": first.text("importer"),
        "bill_of_lading": first.text("bill"),
        "entry_date": days["entry_date"] or days["summary_date"],
        "export_date": days["export_date"],
        "liquidated_on": days["liquidated_on"],
        "liquidation": status,
        "evidence": {"file": file, "row": first.number},
    }
