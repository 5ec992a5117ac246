"""UBL invoices, and XML that is none or would do harm."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from compliance.core.errors import ComplianceError
from compliance.evidence.documents import Document
from compliance.evidence.readers import propose, ubl

INVOICE = """<?xml version="1.0" encoding="UTF-8"?>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
  xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
  xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
  <cbc:ID>INV-7</cbc:ID><cbc:IssueDate>2024-03-01</cbc:IssueDate>
  <cac:AccountingSupplierParty><cac:Party><cac:PartyName><cbc:Name>Foo</cbc:Name></cac:PartyName>
    <cac:PartyLegalEntity><cbc:RegistrationName>Foo Trading Ltd</cbc:RegistrationName></cac:PartyLegalEntity></cac:Party>
  </cac:AccountingSupplierParty>
  <cac:AccountingCustomerParty><cac:Party><cac:PartyName><cbc:Name>Example Mining LLC</cbc:Name></cac:PartyName></cac:Party>
  </cac:AccountingCustomerParty>
  <cac:InvoiceLine><cbc:ID>1</cbc:ID><cbc:InvoicedQuantity unitCode="C62">{quantity}</cbc:InvoicedQuantity>
    <cbc:LineExtensionAmount currencyID="{currency}">7000.00</cbc:LineExtensionAmount>
    <cac:Item><cbc:Name>Antminer S21</cbc:Name>
      <cac:OriginCountry><cbc:IdentificationCode>MY</cbc:IdentificationCode></cac:OriginCountry>
      <cac:ManufacturerParty><cac:PartyName><cbc:Name>Bitmain</cbc:Name></cac:PartyName></cac:ManufacturerParty>
      <cac:ItemInstance><cbc:SerialID>s1</cbc:SerialID><cac:LotIdentification><cbc:LotNumberID>L-1</cbc:LotNumberID></cac:LotIdentification></cac:ItemInstance>
      <cac:ItemInstance><cbc:SerialID>s2</cbc:SerialID></cac:ItemInstance>
    </cac:Item></cac:InvoiceLine>
  <cac:InvoiceLine><cbc:ID>2</cbc:ID><cac:Item><cbc:Name>Freight</cbc:Name></cac:Item></cac:InvoiceLine>
</Invoice>"""


def read(folder: Path, text: str | bytes) -> Document:
    (folder / "i.xml").write_bytes(text if isinstance(text, bytes) else text.encode())
    (document,) = propose(folder / "i.xml", "i.xml")
    return document


def test_a_peppol_invoice(tmp_path: Path) -> None:
    document = read(tmp_path, INVOICE.format(quantity="2.0", currency="USD"))
    assert (document.id, document.class_, document.issuer.name) == ("INVOICE-INV-7", "invoice", "Foo Trading Ltd")
    assert document.issued_on == date(2024, 3, 1)
    first, second = document.lines
    assert (first.origin, first.quantity, first.value_usd) == ("MY", 2, Decimal("7000.00"))
    assert (first.maker, first.model, first.serials, first.purchase_lot) == (
        "Bitmain",
        "Antminer S21",
        ("s1", "s2"),
        "L-1",
    )
    assert first.importer == "Example Mining LLC"
    assert (second.quantity, second.origin, second.value_usd) == (None, "", None)


def test_what_is_no_number_of_pieces_or_dollars(tmp_path: Path) -> None:
    first, _ = read(tmp_path, INVOICE.format(quantity="1.5", currency="EUR")).lines
    assert (first.quantity, first.value_usd) == (None, None)
    first, _ = read(tmp_path, INVOICE.format(quantity="2", currency="EUR").replace("C62", "KGM")).lines
    assert first.quantity is None


BOMB = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c"><!ENTITY x SYSTEM "file:///etc/passwd">]><a>&b;&x;</a>'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (BOMB, "is XML with a document type: its entities are not read"),
        (BOMB.encode("utf-16"), "is no paper that a reader knows"),
        ("<a/>", "is XML, but no UBL invoice"),
        ("<a>\n<b></a>", "is not XML from here on"),
        ('<?xml version="1.0" encoding="klingon"?><a/>', "is not XML from here on"),
        ("<a>" * 60, "is nested more than 50 deep"),
        (b"<" + b" " * ubl.MAX_BYTES, "is larger than 16 MiB"),
    ],
)
def test_xml_that_is_not_read(tmp_path: Path, text: str | bytes, message: str) -> None:
    with pytest.raises(ComplianceError, match=message):
        read(tmp_path, text)
