"""OFAC's ``sdn.xml`` and ``consolidated.xml``: one ``sdnEntry`` for each party, with its aliases, addresses and documents."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from compliance.screening.list_formats import texts, xml
from compliance.screening.list_formats.base import ListFile, ReadList, damaged
from compliance.screening.list_formats.draft import Draft, Drafts
from compliance.screening.list_formats.ofac import identifiers, list_codes, main_file
from compliance.screening.listings import Kind

_ROOT = "sdnList"
_KINDS: dict[str, Kind] = {"entity": "entity", "individual": "individual", "vessel": "vessel", "aircraft": "aircraft"}
_ADVICE = "Get sdn.xml (or consolidated.xml) from OFAC's Sanctions List Service again."
_ADDRESS = ("address1", "address2", "address3", "city", "stateOrProvince", "postalCode")


def recognises(content: bytes) -> bool:
    """Whether it is XML with the root of the list and its day or its entries."""
    head = content[:100_000]
    return xml.root_name(content) == _ROOT and (b"<publshInformation" in head or b"<sdnEntry" in head)


def read(list_file: ListFile, code: str) -> ReadList:
    """The parties of the list ``code`` ("": of all lists in the file). Raises ComplianceError."""
    day = count = None
    drafts = Drafts()
    programmes: dict[str, list[str]] = {}
    for line, element in xml.records(list_file, frozenset({"sdnEntry", "publshInformation"})):
        if element.tag == "publshInformation":
            day = texts.us_day(xml.text(element, "Publish_Date"))
            count = xml.text(element, "Record_Count")
        elif element.tag == "sdnEntry":
            uid = xml.text(element, "uid")
            programmes[uid] = xml.texts(element, "programList/program")
            _add(drafts.entry(uid, line, _KINDS.get(xml.text(element, "sdnType").casefold(), "")), element)
    if count and count.isdigit() and int(count) != len(list(drafts)):
        raise damaged(f"it says that it has {count} records, and has {len(list(drafts))}", list_file.file)
    main = main_file(list(programmes.values()))
    listings = drafts.listings(list_file.file, _ADVICE)
    codes = {listing.entry: list_codes(main, programmes[listing.entry]) for listing in listings}
    return ReadList(
        f"OFAC's {'sdn' if main == 'sdn' else 'consolidated'}.xml",
        tuple(listing for listing in listings if not code or code in codes[listing.entry]),
        codes=frozenset().union(*codes.values()),
        edition=day,
    )


def _add(draft: Draft, element: Element) -> None:
    draft.add_name(_name(element), is_primary=True)
    for alias in element.iterfind("akaList/aka"):
        draft.add_name(_name(alias), "weak" if xml.text(alias, "category").casefold() == "weak" else "strong")
    for address in element.iterfind("addressList/address"):
        draft.add_address([xml.text(address, part) for part in _ADDRESS], xml.text(address, "country"))
    for path in ("nationalityList/nationality/country", "citizenshipList/citizenship/country", "vesselInfo/vesselFlag"):
        draft.add_countries(xml.texts(element, path))
    for document in element.iterfind("idList/id"):
        kind, number = xml.text(document, "idType"), xml.text(document, "idNumber")
        place = xml.text(document, "idCountry")
        draft.add_identifiers(identifiers([f"{kind} {number} ({place})" if place else f"{kind} {number}"]))
    for programme in xml.texts(element, "programList/program"):
        draft.add_programme(programme)
    for birth in xml.texts(element, "dateOfBirthList/dateOfBirthItem/dateOfBirth"):
        draft.add_note(birth, "DOB")
    for remark in texts.remarks(xml.text(element, "remarks")):
        draft.add_note(remark)


def _name(element: Element) -> str:
    """A name as the CSV writes it: ``FAMILY, Given``."""
    return ", ".join(filter(None, (xml.text(element, "lastName"), xml.text(element, "firstName"))))
