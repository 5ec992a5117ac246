"""Records for Senzing, one JSON object per line (OpenSanctions' ``senzing.json``).

Attributes stand in the record itself, or in lists of features; a label may stand before an attribute's name
(``ALIAS_NAME_FULL``). Of a file whose records state risks, only those that state one are listed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from compliance.screening.list_formats.base import ListFile, ReadList
from compliance.screening.list_formats.draft import Draft, Drafts
from compliance.screening.list_formats.ftm import PROGRAMMES
from compliance.screening.list_formats.json_objects import objects
from compliance.screening.listings import Kind

_KINDS: dict[str, Kind] = {
    "ORGANIZATION": "entity", "COMPANY": "entity", "PERSON": "individual", "VESSEL": "vessel", "AIRCRAFT": "aircraft",
}  # fmt: skip
_NAME = re.compile(r"(?:(?P<label>[A-Z]+)_)?NAME_(?P<part>FULL|ORG|LAST|FIRST|MIDDLE)")
_ADDRESS = re.compile(r"(?:[A-Z]+_)?ADDR_(?P<part>FULL|LINE[1-6]|CITY|STATE|POSTAL_CODE|COUNTRY)")
_COUNTRY = re.compile(
    r"(?:REGISTRATION_|CITIZENSHIP_|NATIONALITY_)?COUNTRY(?:_OF_ASSOCIATION)?|CITIZENSHIP|NATIONALITY"
)
_NUMBER = re.compile(r"(?P<kind>[A-Z_]+?)_(?:NUMBER|ID)")
_WEAK = {"WEAK", "WEAK_ALIAS", "ABBREVIATION"}
_ADVICE = "Get senzing.json again."


def recognises(content: bytes) -> bool:
    """Whether its first record has Senzing's three marks."""
    first = content[:200_000].lstrip(b"\xef\xbb\xbf \t\r\n[").partition(b"\n")[0]
    return first.startswith(b"{") and all(
        mark in content[:200_000] for mark in (b'"DATA_SOURCE"', b'"RECORD_ID"', b"NAME_")
    )


def read(list_file: ListFile, code: str) -> ReadList:
    """The records in the file; with a ``code``, those of that list's source. Raises ComplianceError."""
    drafts = Drafts()
    codes: set[str] = set()
    records = list(objects(list_file, _ADVICE))
    states_risks = any("RISKS" in record for _, record in records)
    for row, record in records:
        source = str(record.get("DATA_SOURCE", "")).casefold().removeprefix("os_")
        record_code = PROGRAMMES.get(source, "")
        if states_risks and not record.get("RISKS"):
            continue
        codes.add(record_code)
        if code in ("", record_code):
            features = list(_features(record))
            kind = next((str(feature["RECORD_TYPE"]) for feature in features if "RECORD_TYPE" in feature), "")
            draft = drafts.entry(str(record.get("RECORD_ID", "")), row, _KINDS.get(kind.upper(), ""))
            draft.add_programme(str(record.get("DATA_SOURCE", "")))
            for feature in features:
                _add(draft, feature)
    listings = drafts.listings(list_file.file, _ADVICE)
    return ReadList("Senzing JSON", listings, codes=frozenset(codes - {""}))


def _features(record: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """The attributes of the record itself, then those of each feature in its lists."""
    yield {name: str(value) for name, value in record.items() if isinstance(value, str | int)}
    for values in record.values():
        features = filter(lambda value: isinstance(value, dict), values if isinstance(values, list) else ())
        yield from chain.from_iterable(map(_features, features))


def _add(draft: Draft, feature: Mapping[str, str]) -> None:
    name: dict[str, str] = {}
    label = feature.get("NAME_TYPE", "")
    address: dict[str, str] = {}
    for field, text in feature.items():
        if match := _NAME.fullmatch(field):
            name[match["part"]] = text
            label = label or match["label"] or ""
        elif match := _ADDRESS.fullmatch(field):
            address[match["part"]] = text
        elif _COUNTRY.fullmatch(field):
            draft.add_countries([text])
        elif match := _NUMBER.fullmatch(field):
            place = feature.get(f"{match['kind']}_COUNTRY", "")
            kind = feature.get(f"{match['kind']}_TYPE", "") or match["kind"].replace("_", " ")
            if match["kind"] not in ("RECORD", "PHONE"):
                draft.add_identifier(kind, text, place)
        elif field == "DATE_OF_BIRTH":
            draft.add_note(text, "DOB")
    family, given = name.get("LAST", ""), " ".join(filter(None, (name.get("FIRST", ""), name.get("MIDDLE", ""))))
    whole = name.get("FULL") or name.get("ORG") or " ".join(filter(None, (given, family)))
    draft.add_name(whole, "weak" if label.upper() in _WEAK else "strong", is_primary=label.upper() == "PRIMARY")
    country = address.pop("COUNTRY", "")
    draft.add_address(address.values(), country)
