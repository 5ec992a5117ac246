"""Invoices in UBL 2.1 (Peppol, EN 16931): origin, serial numbers and lots of each line. Entities and schemas are never resolved."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.parsers import expat

from compliance.core.errors import ComplianceError, fail
from compliance.core.located import ParsedFile
from compliance.core.record import validate
from compliance.evidence.documents import Document
from compliance.io.paths import content

MAX_BYTES = 16 * 1024 * 1024
MAX_DEPTH = 50
"""Elements in one another."""
_INVOICE = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
_CBC = "{urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2}"
_CAC = "{urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2}"
_PIECES = frozenset(("", "C62", "EA", "H87", "XPP", "NAR", "NIU"))
"""Codes of UN/ECE Recommendation 20 that count pieces."""


def recognises(path: Path, file: str, head: bytes) -> bool:
    """XML, by its beginning; whether it is an invoice, is asked when it is read."""
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def read(path: Path, file: str) -> list[Document]:
    """The invoice. Raises ComplianceError for what is none, and for a document type or entities."""
    root = _parsed(content(path, file, most=MAX_BYTES + 1), file)
    if root.tag != f"{{{_INVOICE}}}Invoice":
        raise fail("is XML, but no UBL invoice", "Register it by hand.", file=file)
    number = _text(root, "ID")
    data = {
        "id": f"INVOICE-{number or Path(file).stem}",
        "class": "invoice",
        "reference": number,
        "issuer": {"name": _party(root, "AccountingSupplierParty"), "role": "seller"},
        "issued_on": _text(root, "IssueDate") or None,
        "file": file,
        "lines": [
            _line(line, file, _party(root, "AccountingCustomerParty")) for line in root.iter(f"{_CAC}InvoiceLine")
        ],
        "read_by": "ubl",
    }
    return [validate(Document, ParsedFile(file, data))]


def _line(line: ElementTree.Element, file: str, buyer: str) -> dict[str, Any]:
    quantity = line.find(f"{_CBC}InvoicedQuantity")
    amount = line.find(f"{_CBC}LineExtensionAmount")
    pieces = quantity is not None and quantity.get("unitCode", "") in _PIECES
    lots = list(_all(line, f"{_CAC}LotIdentification/{_CBC}LotNumberID"))
    return {
        "line": _text(line, "ID"),
        "origin": "|".join(dict.fromkeys(_all(line, f"{_CAC}OriginCountry/{_CBC}IdentificationCode"))),
        "quantity": _whole(quantity.text or "") if quantity is not None and pieces else None,
        "value_usd": amount.text if amount is not None and amount.get("currencyID") == "USD" else None,
        "model": _text(line, "Name", f"{_CAC}Item/"),
        "maker": next(_all(line, f"{_CAC}ManufacturerParty//{_CBC}Name"), ""),
        "serials": list(_all(line, f"{_CAC}ItemInstance/{_CBC}SerialID")),
        "purchase_lot": lots[0] if len(set(lots)) == 1 else "",
        "importer": buyer,
        "evidence": {"file": file, "box": f"InvoiceLine {_text(line, 'ID')}"},
    }


def _whole(text: str) -> int | None:
    whole, _, fraction = text.strip().partition(".")
    return int(whole) if whole.isdecimal() and not fraction.strip("0") else None


def _party(root: ElementTree.Element, role: str) -> str:
    paths = (f"{_CAC}PartyLegalEntity/{_CBC}RegistrationName", f"{_CAC}PartyName/{_CBC}Name")
    names = (name for path in paths for name in _all(root, f"{_CAC}{role}//{path}"))
    return next(names, "")


def _all(element: ElementTree.Element, path: str) -> Iterator[str]:
    yield from (text for found in element.findall(f".//{path}") if (text := (found.text or "").strip()))


def _text(element: ElementTree.Element, name: str, under: str = "") -> str:
    return (element.findtext(f"{under}{_CBC}{name}") or "").strip()


def _parsed(raw: bytes, file: str) -> ElementTree.Element:
    """The tree of an XML file. Raises ComplianceError for a document type, with which entities come, and for broken XML."""
    if len(raw) > MAX_BYTES:
        raise fail(f"is larger than {MAX_BYTES // 2**20} MiB", "Register it by hand.", file=file)
    builder = ElementTree.TreeBuilder()
    parser = expat.ParserCreate(namespace_separator="}")

    def refuse(*_: Any) -> None:
        raise fail("is XML with a document type: its entities are not read", "Ask for plain XML.", file=file)

    depth = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            raise fail(f"is nested more than {MAX_DEPTH} deep", "Ask for the invoice again.", file=file)
        builder.start(_name(tag), attributes)

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(_name(tag))

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    try:
        parser.Parse(raw, True)
        return builder.close()
    except ComplianceError:
        raise
    except Exception:  # noqa: BLE001 - also what the encoding that it names makes Python raise
        row = parser.ErrorLineNumber
        raise fail("is not XML from here on", "Ask for the invoice again.", file=file, row=row) from None


def _name(tag: str) -> str:
    return f"{{{tag}" if "}" in tag else tag
