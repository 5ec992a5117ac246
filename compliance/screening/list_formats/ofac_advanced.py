"""OFAC's ``SDN_ADVANCED.XML`` and ``CONS_ADVANCED.XML``, in the UN's advanced sanctions data model.

Words stand once in the reference values and are referred to by number; addresses and documents stand before the
parties, sanctions and relations behind them. A relation of ownership has no share: it becomes a note, ``Linked To: …``.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from xml.etree.ElementTree import Element

from compliance.screening.list_formats import texts, xml
from compliance.screening.list_formats.base import ListFile, ReadList
from compliance.screening.list_formats.draft import Draft, Drafts
from compliance.screening.list_formats.ofac import identifiers, list_codes, main_file
from compliance.screening.listings import Kind

_ROOT = "Sanctions"
_KINDS: dict[str, Kind] = {"1": "vessel", "2": "aircraft", "3": "entity", "4": "individual"}
"""The party subtypes, whose numbers are the same in every edition."""
_GIVEN = ("First Name", "Middle Name", "Patronymic", "Matronymic", "Maiden Name")
_COUNTRY_FEATURES = ("Nationality Country", "Citizenship Country")
_ADVICE = "Get SDN_ADVANCED.XML from OFAC's Sanctions List Service again."
_RECORDS = frozenset(
    ("ReferenceValueSets", "Location", "IDRegDocument", "DistinctParty", "ProfileRelationship", "SanctionsEntry", "DateOfIssue")
)  # fmt: skip


def recognises(content: bytes) -> bool:
    """Whether it is XML with the root of the model, and the model's namespace or its parties."""
    return xml.root_name(content) == _ROOT and (b"ADVANCED_XML" in content[:200_000] or b"<DistinctPart" in content)


def read(list_file: ListFile, code: str) -> ReadList:
    """The parties of the list ``code`` ("": of all lists in the file). Raises ComplianceError."""
    reader = _Reader()
    for line, element in xml.records(list_file, _RECORDS):
        reader.read_record(line, element)
    listings = reader.drafts.listings(list_file.file, _ADVICE)
    main = main_file([listing.programmes for listing in listings])
    codes = {
        listing.entry: list_codes(reader.file_of(listing.entry) or main, listing.programmes) for listing in listings
    }
    return ReadList(
        "OFAC's advanced XML",
        tuple(listing for listing in listings if not code or code in codes[listing.entry]),
        codes=frozenset().union(*codes.values()),
        edition=reader.day,
    )


@dataclass
class _Reader:
    day: date | None = None
    drafts: Drafts = field(default_factory=Drafts)
    _files: dict[str, str] = field(default_factory=dict)
    _values: dict[tuple[str, str], str] = field(default_factory=dict)
    _locations: dict[str, tuple[list[str], str]] = field(default_factory=dict)
    _documents: defaultdict[str, list[Element]] = field(default_factory=lambda: defaultdict(list))

    def file_of(self, entry: str) -> str:
        """The main file of the list that the file names for the party (see ``ofac.main_file``), or ""."""
        return self._files.get(entry, "")

    def read_record(self, line: int, element: Element) -> None:
        tag = element.tag
        if tag == "DateOfIssue":
            self.day = _day(element)
        elif tag == "ReferenceValueSets":
            for value in element.iterfind("*/*"):
                self._values[str(value.tag), value.get("ID", "")] = value.get("ISO2") or xml.text(value)
        elif tag == "Location":
            self._read_location(element)
        elif tag == "IDRegDocument":
            self._documents[element.get("IdentityID", "")].append(element)
        elif tag == "DistinctParty":
            self._read_party(line, element)
        elif tag == "SanctionsEntry":
            self._read_sanctions(element)
        elif tag == "ProfileRelationship":
            self._read_relation(element)

    def _value(self, kind: str, key: str | None) -> str:
        return self._values.get((kind, key or ""), "")

    def _read_location(self, element: Element) -> None:
        country = element.find("LocationCountry")
        self._locations[element.get("ID", "")] = (
            xml.texts(element, "LocationPart/LocationPartValue/Value"),
            self._value("Country", country.get("CountryID")) if country is not None else "",
        )

    def _read_party(self, line: int, element: Element) -> None:
        for profile in element.iterfind("Profile"):
            draft = self.drafts.entry(profile.get("ID", ""), line, _KINDS.get(profile.get("PartySubTypeID", ""), ""))
            for identity in profile.iterfind("Identity"):
                parts = {
                    group.get("ID", ""): self._value("NamePartType", group.get("NamePartTypeID"))
                    for group in identity.iterfind("NamePartGroups/MasterNamePartGroup/NamePartGroup")
                }
                for alias in identity.iterfind("Alias"):
                    _add_alias(draft, alias, parts)
                for document in self._documents.pop(identity.get("ID", ""), ()):
                    self._add_document(draft, document)
            for feature in profile.iterfind("Feature"):
                self._add_feature(draft, feature)

    def _add_document(self, draft: Draft, document: Element) -> None:
        kind = self._value("IDRegDocType", document.get("IDRegDocTypeID"))
        issuer = self._value("Country", document.get("IssuedBy-CountryID"))
        draft.add_identifier(kind, xml.text(document, "IDRegistrationNo"), issuer)

    def _add_feature(self, draft: Draft, feature: Element) -> None:
        label = self._value("FeatureType", feature.get("FeatureTypeID"))
        for location in feature.iterfind(".//VersionLocation"):
            parts, country = self._locations.get(location.get("LocationID", ""), ([], ""))
            if label in _COUNTRY_FEATURES:
                draft.add_countries([country])
            elif "irth" not in label:
                draft.add_address(parts, country)
        for start in feature.iterfind(".//DatePeriod/Start/From"):
            if label == "Birthdate":
                draft.add_note("-".join(xml.text(start, part).zfill(2) for part in ("Year", "Month", "Day")), "DOB")
        draft.add_identifiers(identifiers(f"{label} {text}" for text in xml.texts(feature, ".//VersionDetail")))

    def _read_sanctions(self, element: Element) -> None:
        entry = element.get("ProfileID", "")
        draft = self.drafts.entry(entry, 0)
        name = self._value("List", element.get("ListID")).upper()
        if name:
            self._files[entry] = "sdn" if "SDN" in name and "NON-SDN" not in name else "cons_prim"
        for measure in xml.texts(element, "SanctionsMeasure/Comment"):
            draft.add_programme(measure)
        for day in element.iterfind("EntryEvent/Date"):
            draft.add_day(_day(day))

    def _read_relation(self, element: Element) -> None:
        owner = self.drafts.entry(element.get("To-ProfileID", ""), 0)
        kind = self._value("RelationType", element.get("RelationTypeID"))
        note = f"{owner.primary} ({kind})" if kind else owner.primary
        self.drafts.entry(element.get("From-ProfileID", ""), 0).add_note(note if owner.primary else "", "Linked To:")


def _add_alias(draft: Draft, alias: Element, part_names: dict[str, str]) -> None:
    weak = alias.get("LowQuality") == "true"
    for name in alias.iterfind("DocumentedName"):
        parts: defaultdict[str, list[str]] = defaultdict(list)
        for value in name.iterfind("DocumentedNamePart/NamePartValue"):
            parts[part_names.get(value.get("NamePartGroupID", ""), "")].append(xml.text(value))
        given = " ".join(text for part in _GIVEN for text in parts.pop(part, ()))
        names = [" ".join(texts) for texts in parts.values()]
        draft.add_name(
            ", ".join(filter(None, (*names, given))),
            "weak" if weak else "strong",
            is_primary=alias.get("Primary") == "true",
        )


def _day(element: Element) -> date | None:
    return texts.iso_day("-".join(xml.text(element, part).zfill(2) for part in ("Year", "Month", "Day")))
