"""The consolidated list of the UN Security Council, as XML. Field names as in the files of 2026."""

from __future__ import annotations

import re
from datetime import date
from xml.etree.ElementTree import Element

from compliance.screening.list_formats import texts, xml
from compliance.screening.list_formats.base import ListFile, ReadList
from compliance.screening.list_formats.draft import Draft, Drafts
from compliance.screening.listings import Kind

_ROOT = "CONSOLIDATED_LIST"
_KINDS: dict[str, Kind] = {"INDIVIDUAL": "individual", "ENTITY": "entity"}
_NAMES = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_ADDRESS = ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE")
_LETTER = re.compile(r"^\s*[a-z]\)\s*")
_ADVICE = "Get consolidated.xml from the UN Security Council again."


def recognises(content: bytes) -> bool:
    """Whether it is XML with the root of the list and one of its groups."""
    return xml.root_name(content) == _ROOT and any(
        f"<{kind}S".encode() in content for kind in ("INDIVIDUAL", "ENTITIE")
    )


def read(list_file: ListFile, code: str) -> ReadList:
    """The individuals and entities of the list. Raises ComplianceError."""
    del code
    drafts = Drafts()
    day: date | None = None
    for line, element in xml.records(list_file, frozenset(_KINDS)):
        if element.tag == _ROOT:
            day = texts.iso_day(element.get("dateGenerated", ""))
        else:
            kind = str(element.tag)
            entry = xml.text(element, "REFERENCE_NUMBER") or xml.text(element, "DATAID")
            _add(drafts.entry(entry, line, _KINDS[kind]), element, kind)
    return ReadList(
        "the consolidated list of the UN Security Council (XML)",
        drafts.listings(list_file.file, _ADVICE),
        codes=frozenset({"UN"}),
        edition=day,
    )


def _add(draft: Draft, element: Element, kind: str) -> None:
    draft.add_name(" ".join(filter(None, (xml.text(element, name) for name in _NAMES))), is_primary=True)
    draft.add_name(xml.text(element, "NAME_ORIGINAL_SCRIPT"))
    for alias in element.iterfind(f"{kind}_ALIAS"):
        low = xml.text(alias, "QUALITY").casefold() == "low"
        # One element may hold several names: ``a) First; b) Second``.
        for name in xml.text(alias, "ALIAS_NAME").split(";"):
            draft.add_name(_LETTER.sub("", name), "weak" if low else "strong")
    for address in element.iterfind(f"{kind}_ADDRESS"):
        draft.add_address([xml.text(address, part) for part in _ADDRESS], xml.text(address, "COUNTRY"))
    draft.add_countries(xml.texts(element, "NATIONALITY/VALUE"))
    for document in element.iterfind("INDIVIDUAL_DOCUMENT"):
        draft.add_identifier(
            xml.text(document, "TYPE_OF_DOCUMENT"), xml.text(document, "NUMBER"), xml.text(document, "ISSUING_COUNTRY")
        )
    for birth in element.iterfind("INDIVIDUAL_DATE_OF_BIRTH"):
        draft.add_note(xml.text(birth, "DATE") or xml.text(birth, "YEAR"), "DOB")
    draft.add_programme(xml.text(element, "UN_LIST_TYPE"))
    draft.add_day(texts.iso_day(xml.text(element, "LISTED_ON")))
    draft.add_note(xml.text(element, "COMMENTS1"))
