"""FollowTheMoney entities: one JSON object per line (OpenSanctions' ``entities.ftm.json``), or an array of them.

A party is an entity that is a target; its sanctions and addresses are entities of their own that point to it, or stand
within it (``targets.nested.json``). Every property is a list of texts or of such entities. Seen: samples of 2025 and 2026.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from compliance.core.errors import fail
from compliance.screening.list_formats import texts
from compliance.screening.list_formats.base import EntryReader, ListFile, ReadList
from compliance.screening.list_formats.json_objects import objects
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
    "eu_fsf": "EU", "gb_fcdo_sanctions": "UK", "gb_hmt_sanctions": "UK", "un_sc_sanctions": "UN",
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
    """Whether it begins with a FollowTheMoney entity, perhaps in an array."""
    head = content[:200_000].lstrip(b"\xef\xbb\xbf \t\r\n")
    return head.startswith((b"{", b"[")) and all(mark in head for mark in (b'"id"', b'"schema"', b'"properties"'))


def read(list_file: ListFile, code: str) -> ReadList:
    """The targets in the file; with a ``code``, those with a sanction of that list. Raises ComplianceError."""
    reader = EntryReader(list_file.file)
    targets: list[tuple[int, str, str, Mapping[str, list[str]], str]] = []
    sanctions: defaultdict[str, list[_Sanction]] = defaultdict(list)
    addresses: dict[str, str] = {}
    target_ids: set[str] = set()
    changed = ""
    for number, entity in _entities(list_file):
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


def _entities(list_file: ListFile) -> Iterator[tuple[int, dict[str, Any]]]:
    """Every entity with its row: those that stand within another first, then the other, which holds their ids."""
    for number, value in objects(list_file, _ADVICE):
        yield from ((number, entity) for entity in _unnested(value, number, list_file.file))


def _unnested(value: Any, number: int, file: str) -> list[dict[str, Any]]:
    properties = value.get("properties") if isinstance(value, dict) else None
    has_marks = isinstance(properties, dict) and all(
        isinstance(value.get(field), str) and value[field] for field in ("id", "schema")
    )
    if not (isinstance(properties, dict) and has_marks and all(isinstance(item, list) for item in properties.values())):
        raise fail("is not a FollowTheMoney entity", _ADVICE, file=file, row=number)
    inner: list[dict[str, Any]] = []
    own: dict[str, list[str]] = {}
    for field, values in properties.items():
        if field == "sanctions":
            inner += (_pointing(item, value["id"]) for item in values)
            continue
        if not all(isinstance(item, str | dict) for item in values):
            raise fail("is not a FollowTheMoney entity", _ADVICE, file=file, row=number)
        nested = [item for item in values if isinstance(item, dict)]
        own[field] = [item if isinstance(item, str) else str(item.get("id", "")) for item in values]
        # Only addresses are part of the party; who owns or runs it is another party.
        inner += (item for item in nested if item.get("schema") == "Address")
    entities = [entity for item in inner for entity in _unnested(item, number, file)]
    return [*entities, {**value, "properties": own}]


def _pointing(sanction: Any, party: str) -> Any:
    """A sanction that stands within its party, pointing to it."""
    if not (isinstance(sanction, dict) and isinstance(sanction.get("properties"), dict)):
        return sanction
    return {**sanction, "properties": {**sanction["properties"], "entity": [party]}}


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
