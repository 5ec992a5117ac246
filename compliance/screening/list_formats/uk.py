"""The UK Sanctions List of the Foreign Office, as CSV (first line ``Report Date: …``) and as XML.

The CSV has one row for each name and address of an entry, told by its ``Unique ID``. Field names as in the files of 2026.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from xml.etree.ElementTree import Element

from compliance.screening.list_formats import texts, xml
from compliance.screening.list_formats.base import EntryReader, ListFile, ReadList, read_records
from compliance.screening.list_formats.draft import Draft, Drafts
from compliance.screening.listings import Kind, Quality

_ROOT = "Designations"
_COLUMNS = ("Unique ID", "Name 6", "Name type", "Regime Name", "Designation Type")
_ADVICE = "Get the UK Sanctions List (CSV or XML) from the Foreign, Commonwealth and Development Office again."
KINDS: dict[str, Kind] = {"individual": "individual", "entity": "entity", "ship": "vessel"}
CODES = frozenset({"UK"})


def recognises(content: bytes) -> bool:
    """Whether it begins with the report's day and the columns of the CSV, or is XML with the root and entries of the list."""
    if xml.root_name(content) == _ROOT:
        return b"<Designation>" in content[:500_000] and b"<UniqueID>" in content[:500_000]
    return all(name.encode() in b"\n".join(content[:20_000].split(b"\n")[:2]) for name in _COLUMNS)


def read(list_file: ListFile, code: str) -> ReadList:
    """The entries of the list. Raises ComplianceError."""
    del code
    drafts = Drafts()
    if xml.root_name(list_file.content) == _ROOT:
        form, day = "XML", _read_xml(list_file, drafts)
    else:
        form, day = "CSV", _read_csv(list_file, drafts)
    listings = drafts.listings(list_file.file, _ADVICE)
    return ReadList(f"the UK Sanctions List ({form})", listings, codes=CODES, edition=day)


def _read_csv(list_file: ListFile, drafts: Drafts) -> date | None:
    reader = EntryReader(list_file.file)
    first = list_file.content[:2000].decode("utf-8-sig", "replace").partition("\n")[0]
    has_day = first.strip(' "').startswith("Report Date")
    for row, cells in read_records(list_file, _COLUMNS, _ADVICE, reader, above=int(has_day)):
        draft = drafts.entry(cells["Unique ID"], row, KINDS.get(cells["Designation Type"].casefold(), ""))
        _add_row(draft, cells)
    reader.finish()
    return texts.written_day(first.replace("-", " ")) if has_day else None


def _add_row(draft: Draft, cells: dict[str, str]) -> None:
    def cell(name: str) -> str:
        return cells.get(name, "")

    add_name(
        draft, (cell(f"Name {number}") for number in (1, 2, 3, 4, 5, 6)), cell("Name type"), cell("Alias strength")
    )
    draft.add_name(cell("Name non-latin script"))
    draft.add_programme(cell("Regime Name"))
    draft.add_day(texts.day_first(cell("Date Designated")))
    lines = [cell(f"Address Line {number}") for number in range(1, 7)]
    draft.add_address([*lines, cell("Address Postal Code")], cell("Address Country"))
    draft.add_countries([cell("Nationality(/ies)"), cell("Current believed flag of ship")])
    draft.add_identifier("Registration Number", cell("Business registration number (s)"))
    draft.add_identifier("IMO", cell("IMO number"))
    draft.add_identifier("Passport", cell("Passport number"))
    draft.add_identifier("National ID No.", cell("National Identifier number"))
    draft.add_note(cell("D.O.B"), "DOB")
    draft.add_note(cell("Sanctions Imposed"), "Sanctions imposed:")


def add_name(draft: Draft, parts: Iterable[str], name_type: str, strength: str) -> None:
    """A name in the order in which it is spoken: names 1 to 5, then name 6, which is the family or the whole name."""
    quality: Quality = "weak" if "low" in strength.casefold() else "strong"
    name_type = name_type.casefold()
    draft.add_name(" ".join(filter(None, parts)), quality, is_primary=name_type == "primary name")


def _read_xml(list_file: ListFile, drafts: Drafts) -> date | None:
    day = None
    for line, element in xml.records(list_file, frozenset({"Designation", "DateGenerated"})):
        if element.tag == "DateGenerated":
            day = texts.day_first(xml.text(element)) or texts.iso_day(xml.text(element))
        elif element.tag == "Designation":
            kind = KINDS.get(xml.text(element, "IndividualEntityShip").casefold(), "")
            _add_designation(drafts.entry(xml.text(element, "UniqueID"), line, kind), element)
    return day


def _add_designation(draft: Draft, element: Element) -> None:
    for name in element.iterfind("Names/Name"):
        parts = [xml.text(name, f"Name{number}") for number in (1, 2, 3, 4, 5, 6)]
        add_name(draft, parts, xml.text(name, "NameType"), xml.text(name, "AliasStrength"))
    for address in element.iterfind("Addresses/Address"):
        lines = [xml.text(address, f"AddressLine{number}") for number in range(1, 7)]
        draft.add_address([*lines, xml.text(address, "AddressPostalCode")], xml.text(address, "AddressCountry"))
    draft.add_programme(xml.text(element, "RegimeName"))
    draft.add_day(texts.day_first(xml.text(element, "DateDesignated")))
    for tag, add in _repeated(draft).items():
        for text in xml.texts(element, f".//{tag}"):
            add(text)
    draft.add_note(xml.text(element, "SanctionsImposed"), "Sanctions imposed:")


def _repeated(draft: Draft) -> dict[str, Callable[[str], None]]:
    """What is done with the text of elements that may occur at several places of a designation."""
    return {
        "NameNonLatinScript": draft.add_name,
        "Nationality": lambda text: draft.add_countries([text]),
        "CurrentBelievedFlagOfShip": lambda text: draft.add_countries([text]),
        "BusinessRegistrationNumber": lambda text: draft.add_identifier("Registration Number", text),
        "IMONumber": lambda text: draft.add_identifier("IMO", text),
        "PassportNumber": lambda text: draft.add_identifier("Passport", text),
        "NationalIdentifierNumber": lambda text: draft.add_identifier("National ID No.", text),
        "DOB": lambda text: draft.add_note(text, "DOB"),
    }
