"""FollowTheMoney entities, one JSON object per line (OpenSanctions' ``entities.ftm.json``).

A party is an entity that is a target; its sanctions and addresses are entities of their own that point to it. Every
property is a list of texts. Seen: samples of 2025 and 2026.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from compliance.core.errors import fail
from compliance.screening.list_formats import texts
from compliance.screening.list_formats.base import EntryReader, ListFile, ReadList, damaged
from compliance.screening.list_formats.members import code_in
from compliance.screening.listings import Kind, Listing, Quality

KINDS: dict[str, Kind] = {
    "Company": "entity", "Organization": "entity", "LegalEntity": "", "PublicBody": "entity", "Person": "individual",
    "Vessel": "vessel", "Airplane": "aircraft",
}  # fmt: skip
_ALIASES: dict[str, Quality] = {
    "name": "strong", "alias": "strong", "previousName": "strong", "abbreviation": "weak", "weakAlias": "weak",
}  # fmt: skip
_SEATS = ("country", "jurisdiction", "nationality", "citizenship", "flag", "mainCountry")
_NUMBERS = {
    "leiCode": "LEI", "registrationNumber": "Registration Number", "taxNumber": "Tax ID No.", "innCode": "INN", "ogrnCode": "OGRN",
    "kppCode": "KPP", "uscCode": "USCC", "vatCode": "V.A.T. Number", "uniqueEntityId": "UEI", "dunsCode": "D-U-N-S Number",
    "imoNumber": "IMO", "mmsi": "MMSI", "swiftBic": "SWIFT/BIC", "bikCode": "BIK", "passportNumber": "Passport", "idNumber": "ID Number",
}  # fmt: skip
PROGRAMMES = {
    "US-BIS-EL": "EL", "US-BIS-MEU": "MEU", "US-BIS-UVL": "UVL", "US-BIS-DPL": "DPL", "us_ofac_sdn": "SDN", "us_bis_denied": "DPL",
}  # fmt: skip
_ADVICE = "Get entities.ftm.json again."


@dataclass(frozen=True)
class _Sanction:
    code: str
    programmes: tuple[str, ...]
    citation: str
    since: date | None
    until: date | None


def recognises(content: bytes) -> bool:
    """Whether its first line is a FollowTheMoney entity."""
    first = content[:200_000].lstrip(b"\xef\xbb\xbf \t\r\n").partition(b"\n")[0]
    return first.startswith(b"{") and b'"schema"' in first and b'"properties"' in first


def read(list_file: ListFile, code: str) -> ReadList:
    """The targets in the file; with a ``code``, those with a sanction of that list. Raises ComplianceError."""
    reader = EntryReader(list_file.file)
    targets: list[tuple[int, str, str, Mapping[str, list[str]], str]] = []
    sanctions: defaultdict[str, list[_Sanction]] = defaultdict(list)
    addresses: dict[str, str] = {}
    target_ids: set[str] = set()
    changed = ""
    for number, line in enumerate(list_file.text(_ADVICE).split("\n"), 1):
        if not line.strip():
            continue
        entity = _entity(line, number, list_file.file)
        properties: Mapping[str, list[str]] = entity["properties"]
        changed = max(changed, str(entity.get("last_change") or ""))
        if entity["schema"] == "Sanction":
            for party in properties.get("entity", ()):
                sanctions[party].append(_sanction(properties, entity.get("datasets")))
        elif entity["schema"] == "Address":
            addresses[entity["id"]] = next(iter(properties.get("full", ())), str(entity.get("caption") or ""))
        elif entity["schema"] in KINDS and entity.get("target", True):
            targets.append((number, entity["id"], entity["schema"], properties, str(entity.get("caption") or "")))
            target_ids.add(entity["id"])
    listings: list[Listing] = []
    for number, entity_id, schema, properties, caption in targets:
        own_sanctions = [sanction for sanction in sanctions[entity_id] if code in ("", sanction.code)]
        if own_sanctions or not code:
            names = (caption, *properties.get("name", ()))
            listings += reader.read_entry(
                partial(_listing, number, entity_id, schema, properties, names, _stay(own_sanctions), addresses), number
            )
    reader.finish()
    codes = {sanction.code for entity_id in target_ids for sanction in sanctions[entity_id] if sanction.code}
    return ReadList("FollowTheMoney JSON", tuple(listings), codes=frozenset(codes), edition=texts.iso_day(changed))


def _entity(line: str, number: int, file: str) -> dict[str, Any]:
    try:
        entity = json.loads(line)
    except (ValueError, RecursionError):
        raise damaged(f"line {number} is not JSON", file) from None
    is_entity = (
        isinstance(entity, dict)
        and isinstance(entity.get("id"), str)
        and entity["id"]
        and isinstance(entity.get("schema"), str)
    )
    properties = entity.get("properties") if is_entity else None
    if not isinstance(properties, dict) or not all(
        isinstance(values, list) and all(isinstance(value, str) for value in values) for values in properties.values()
    ):
        raise fail("is not a FollowTheMoney entity", _ADVICE, file=file, row=number)
    return entity  # type: ignore[no-any-return]


def _sanction(properties: Mapping[str, list[str]], datasets: Any) -> _Sanction:
    authorities = [*properties.get("program", ()), *properties.get("authority", ())]
    programme_ids = [*properties.get("programId", ()), *map(str, datasets if isinstance(datasets, list) else ())]
    code = next(filter(None, map(code_in, authorities)), "") or next(
        (PROGRAMMES[mark] for mark in programme_ids if mark in PROGRAMMES), ""
    )
    since = [
        day
        for text in (*properties.get("startDate", ()), *properties.get("listingDate", ()))
        if (day := texts.iso_day(text))
    ]
    until = [day for text in properties.get("endDate", ()) if (day := texts.iso_day(text))]
    programmes = (*properties.get("programId", ()), *properties.get("program", ()))
    citation = texts.citation("; ".join(properties.get("authorityId", ())))[0]
    return _Sanction(
        code, tuple(dict.fromkeys(programmes)), citation, min(since, default=None), max(until, default=None)
    )


def _stay(sanctions: list[_Sanction]) -> _Sanction:
    """One stay for all these sanctions: from the first day of any to the last day of any; an unknown day is open."""
    since, until = [sanction.since for sanction in sanctions], [sanction.until for sanction in sanctions]
    return _Sanction(
        "",
        tuple(dict.fromkeys(name for sanction in sanctions for name in sanction.programmes)),
        "; ".join(dict.fromkeys(sanction.citation for sanction in sanctions if sanction.citation)),
        None if None in since else min((day for day in since if day), default=None),
        None if None in until else max((day for day in until if day), default=None),
    )


def _listing(
    number: int,
    entity_id: str,
    schema: str,
    properties: Mapping[str, list[str]],
    candidates: Iterable[str],
    stay: _Sanction,
    addresses: Mapping[str, str],
) -> Listing:
    names = [text for text in candidates if texts.is_name(text)]
    if not names:
        raise fail("is a target without a name", _ADVICE)
    aliases: dict[str, Quality] = {}
    for field, quality in _ALIASES.items():
        for text in properties.get(field, ()):
            if texts.is_name(text) and text != names[0]:
                aliases.setdefault(text, quality)
    seats = [text for field in _SEATS for text in properties.get(field, ())]
    linked = [addresses[address_id] for address_id in properties.get("addressEntity", ()) if addresses.get(address_id)]
    return Listing(
        entry=entity_id,
        name=names[0],
        aliases=tuple(aliases.items()),
        countries=texts.countries(seats),
        addresses=tuple(dict.fromkeys((*properties.get("address", ()), *linked))),
        identifiers=tuple(
            dict.fromkeys(
                texts.identifier(kind, text) for field, kind in _NUMBERS.items() for text in properties.get(field, ())
            )
        ),
        programmes=stay.programmes,
        citation=stay.citation,
        since=stay.since,
        until=stay.until,
        row=number,
        note="; ".join(properties.get("notes", ()))[:500],
        kind=KINDS[schema],
    )
