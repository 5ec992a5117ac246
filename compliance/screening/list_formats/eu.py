"""The EU's consolidated list of financial sanctions (format 1.1), as CSV with ``;`` and as XML.

The CSV repeats an entity for each of its names, addresses, birth dates and documents. Field names as in the files of
2026. The day of designation is the party's; those of the regulations are of the latest amendment, so they do not say
since when the party is listed.
"""

from __future__ import annotations

import re
from datetime import date

from compliance.screening.list_formats import texts, xml
from compliance.screening.list_formats.base import EntryReader, ListFile, ReadList, read_records
from compliance.screening.list_formats.draft import Draft, Drafts
from compliance.screening.listings import Kind, Quality

_ROOT = "export"
_COLUMNS = ("fileGenerationDate", "Entity_LogicalId", "NameAlias_WholeName")
_ADVICE = "Get the consolidated list (CSV or XML, format 1.1) of the EU's financial sanctions again."
_KINDS: dict[str, Kind] = {"person": "individual", "p": "individual", "enterprise": "entity", "e": "entity"}
_CODES = frozenset({"EU"})
_ADDRESS = ("Street", "PoBox", "City", "Place", "Region", "ZipCode")
_XML_ADDRESS = ("street", "poBox", "city", "place", "region", "zipCode")


def recognises(content: bytes) -> bool:
    """Whether it begins with the columns of the CSV, or is XML with the root and the entities of the list."""
    if xml.root_name(content) == _ROOT:
        return re.search(rb"<(?:\w+:)?sanctionEntity\b", content[:500_000]) is not None
    first = content[:20_000].partition(b"\n")[0]
    return all(name.encode() in first for name in _COLUMNS)


def read(list_file: ListFile, code: str) -> ReadList:
    """The entities of the list. Raises ComplianceError."""
    del code
    drafts = Drafts()
    if xml.root_name(list_file.content) == _ROOT:
        form, day = "XML", _read_xml(list_file, drafts)
    else:
        form, day = "CSV", _read_csv(list_file, drafts)
    listings = drafts.listings(list_file.file, _ADVICE)
    return ReadList(f"the EU's consolidated list ({form})", listings, codes=_CODES, edition=day)


def _read_csv(list_file: ListFile, drafts: Drafts) -> date | None:
    reader = EntryReader(list_file.file)
    day = None
    for row, cells in read_records(list_file, _COLUMNS, _ADVICE, reader, separator=";"):
        day = _day(cells["fileGenerationDate"]) or day
        draft = drafts.entry(cells["Entity_LogicalId"], row)
        kinds = (cells.get("Entity_SubjectType_ClassificationCode", ""), cells.get("Entity_SubjectType", ""))
        draft.kind = draft.kind or next(filter(None, map(_kind, kinds)), "")
        draft.citation = draft.citation or cells.get("Entity_EU_ReferenceNumber", "")
        draft.add_name(cells["NameAlias_WholeName"])
        draft.add_programme(cells.get("Entity_Regulation_Programme", ""))
        draft.add_day(_day(cells.get("Entity_DesignationDate", "")))
        country = _country(cells.get("Address_CountryIso2Code", ""), cells.get("Address_CountryDescription", ""))
        draft.add_address([cells.get(f"Address_{part}", "") for part in _ADDRESS], country)
        citizenship = _country(
            cells.get("Citizenship_CountryIso2Code", ""), cells.get("Citizenship_CountryDescription", "")
        )
        draft.add_countries([citizenship])
        issuer = _country(cells.get("Identification_CountryIso2Code", ""), "")
        draft.add_identifier(
            cells.get("Identification_TypeDescription", ""), cells.get("Identification_Number", ""), issuer
        )
        draft.add_note(cells.get("BirthDate_BirthDate", "") or cells.get("BirthDate_Year", ""), "DOB")
        draft.add_note(cells.get("Entity_Remark", ""))
    reader.finish()
    return day


def _read_xml(list_file: ListFile, drafts: Drafts) -> date | None:
    day = None
    for line, element in xml.records(list_file, frozenset({"sanctionEntity"})):
        if element.tag == _ROOT:
            day = _day(element.get("generationDate", ""))
            continue
        draft = drafts.entry(element.get("logicalId", ""), line)
        draft.citation = element.get("euReferenceNumber", "")
        draft.add_day(_day(element.get("designationDate", "")))
        for child in element:
            _read_child(draft, str(child.tag), child.attrib)
            if child.tag == "remark":
                draft.add_note(xml.text(child))
    return day


def _read_child(draft: Draft, tag: str, attributes: dict[str, str]) -> None:
    country = _country(attributes.get("countryIso2Code", ""), attributes.get("countryDescription", ""))
    if tag == "subjectType":
        kinds = (attributes.get("code", ""), attributes.get("classificationCode", ""))
        draft.kind = next(filter(None, map(_kind, kinds)), "")
    elif tag == "nameAlias":
        quality: Quality = "weak" if attributes.get("strong") == "false" else "strong"
        draft.add_name(attributes.get("wholeName", ""), quality)
    elif tag == "address":
        draft.add_address([attributes.get(part, "") for part in _XML_ADDRESS], country)
    elif tag == "citizenship":
        draft.add_countries([country])
    elif tag == "identification":
        draft.add_identifier(attributes.get("identificationTypeDescription", ""), attributes.get("number", ""), country)
    elif tag == "birthdate":
        draft.add_note(attributes.get("birthdate", "") or attributes.get("year", ""), "DOB")
    elif tag == "regulation":
        draft.add_programme(attributes.get("programme", ""))


def _kind(text: str) -> Kind:
    return _KINDS.get(text.casefold(), "")


def _country(code: str, name: str) -> str:
    """The country of a field; the list writes an unknown one as ``00``."""
    return code if code not in ("", "00") else "" if name == "UNKNOWN" else name


def _day(text: str) -> date | None:
    return texts.iso_day(text) or texts.day_first(text)
