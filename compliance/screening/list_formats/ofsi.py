"""The consolidated list of OFSI (HM Treasury), as CSV (first line ``Last Updated,…``) and as XML.

It held the targets of financial sanctions, one row for each name and address of a group, until it was closed in January
2026 in favour of the UK Sanctions List. Field names as in the format of 2022.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from compliance.screening.list_formats import texts, xml
from compliance.screening.list_formats.base import EntryReader, ListFile, ReadList, read_records
from compliance.screening.list_formats.draft import Drafts
from compliance.screening.list_formats.uk import CODES, KINDS, add_name

_ROOT = "ArrayOfFinancialSanctionsTarget"
_RECORD = "FinancialSanctionsTarget"
_COLUMNS = ("Name 6", "Name 1", "Group Type", "Alias Type", "Regime", "Group ID")
_ADVICE = "Get the consolidated list from OFSI, or the UK Sanctions List, again."
_XML_NAMES = {
    "grouptypedescription": "grouptype", "regimename": "regime", "datelisted": "listedon", "postcode": "postzipcode",
    "datedesignated": "uksanctionslistdatedesignated", "individualdateofbirth": "dob", "individualnationality": "nationality",
    "individualpassportnumber": "passportnumber", "individualninumber": "nationalidentificationnumber",
}  # fmt: skip
"""The elements of the XML that are called otherwise than the columns of the CSV; both without blanks, in small letters."""


def recognises(content: bytes) -> bool:
    """Whether it begins with the columns of the CSV, perhaps below a line with its day, or is XML with the list's root."""
    if xml.root_name(content) == _ROOT:
        return True
    return all(name.encode() in b"\n".join(content[:20_000].split(b"\n")[:2]) for name in _COLUMNS)


def read(list_file: ListFile, code: str) -> ReadList:
    """The groups of the list. Raises ComplianceError."""
    del code
    drafts = Drafts()
    day = None
    if xml.root_name(list_file.content) == _ROOT:
        form = "XML"
        for line, element in xml.records(list_file, frozenset({_RECORD})):
            if element.tag == _RECORD:
                fields = {_key(str(child.tag)): xml.text(child) for child in element}
                _add_row(drafts, line, {_XML_NAMES.get(name, name): text for name, text in fields.items()})
    else:
        form = "CSV"
        reader = EntryReader(list_file.file)
        first = list_file.content[:200].decode("utf-8-sig", "replace").partition("\n")[0]
        has_day = "Name 6" not in first
        day = texts.day_first(first.rpartition(",")[2].strip()) if has_day else None
        for row, cells in read_records(list_file, _COLUMNS, _ADVICE, reader, above=int(has_day)):
            _add_row(drafts, row, {_key(name): text for name, text in cells.items()})
        reader.finish()
    listings = drafts.listings(list_file.file, _ADVICE)
    note = "OFSI's list holds financial sanctions only, and ended in January 2026: the UK Sanctions List holds all"
    return ReadList(f"OFSI's consolidated list ({form})", listings, codes=CODES, edition=day, notes=(note,))


def _key(name: str) -> str:
    return re.sub("[^a-z0-9]", "", name.casefold())


def _add_row(drafts: Drafts, row: int, cells: Mapping[str, str]) -> None:
    def cell(name: str) -> str:
        return cells.get(name, "")

    draft = drafts.entry(cell("groupid"), row, KINDS.get(cell("grouptype").casefold(), ""))
    add_name(draft, (cell(f"name{number}") for number in (1, 2, 3, 4, 5, 6)), cell("aliastype"), cell("aliasquality"))
    draft.add_name(cell("namenonlatinscript"))
    draft.add_programme(cell("regime"))
    for name in ("listedon", "uksanctionslistdatedesignated"):
        draft.add_day(_day(cell(name)))
    draft.add_address([*(cell(f"address{number}") for number in range(1, 7)), cell("postzipcode")], cell("country"))
    draft.add_countries([cell("nationality"), cell("shipflag")])
    draft.add_identifier("Registration Number", cell("entitybusinessregnumber"))
    draft.add_identifier("IMO", cell("shipimonumber"))
    draft.add_identifier("Passport", cell("passportnumber"))
    draft.add_identifier("National ID No.", cell("nationalidentificationnumber"))
    draft.add_note(cell("dob"), "DOB")
    draft.add_note(cell("otherinformation"))


def _day(text: str) -> date | None:
    return texts.iso_day(text) or texts.day_first(text)
