"""FollowTheMoney entities, one JSON object per line (OpenSanctions' ``entities.ftm.json``).

A party is an entity that is a target; its sanctions and addresses are entities of their own that point to it. Every
property is a list of texts. Read: samples of 2025 and 2026.
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
from compliance.screening.list_formats.base import Given, ReadList, Rows, cut
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


def read(given: Given, code: str) -> ReadList:
    """The targets in it; with a ``code``, those with a sanction of that list. Raises ComplianceError."""
    rows = Rows(given.file)
    targets: list[tuple[int, str, str, Mapping[str, list[str]], str]] = []
    sanctions: defaultdict[str, list[_Sanction]] = defaultdict(list)
    places: dict[str, str] = {}
    seen: set[str] = set()
    changed = ""
    for number, line in enumerate(given.text(_ADVICE).split("\n"), 1):
        if not line.strip():
            continue
        entity = _entity(line, number, given.file)
        found: Mapping[str, list[str]] = entity["properties"]
        changed = max(changed, str(entity.get("last_change") or ""))
        if entity["schema"] == "Sanction":
            for party in found.get("entity", ()):
                sanctions[party].append(_sanction(found, entity.get("datasets")))
        elif entity["schema"] == "Address":
            places[entity["id"]] = next(iter(found.get("full", ())), str(entity.get("caption") or ""))
        elif entity["schema"] in KINDS and entity.get("target", True):
            targets.append((number, entity["id"], entity["schema"], found, str(entity.get("caption") or "")))
            seen.add(entity["id"])
    listings: list[Listing] = []
    for number, key, schema, found, caption in targets:
        mine = [each for each in sanctions[key] if code in ("", each.code)]
        if mine or not code:
            names = (caption, *found.get("name", ()))
            listings += rows.each(partial(_listing, number, key, schema, found, names, _stay(mine), places), number)
    rows.finish()
    codes = {each.code for key in seen for each in sanctions[key] if each.code}
    return ReadList("FollowTheMoney JSON", tuple(listings), codes=frozenset(codes), edition=texts.iso_day(changed))


def _entity(line: str, number: int, file: str) -> dict[str, Any]:
    try:
        entity = json.loads(line)
    except (ValueError, RecursionError):
        raise cut(f"line {number} is not JSON", file) from None
    good = (
        isinstance(entity, dict)
        and isinstance(entity.get("id"), str)
        and entity["id"]
        and isinstance(entity.get("schema"), str)
    )
    found = entity.get("properties") if good else None
    if not isinstance(found, dict) or not all(
        isinstance(values, list) and all(isinstance(v, str) for v in values) for values in found.values()
    ):
        raise fail("is no FollowTheMoney entity", _ADVICE, file=file, row=number)
    return entity  # type: ignore[no-any-return]


def _sanction(found: Mapping[str, list[str]], datasets: Any) -> _Sanction:
    told = [*found.get("program", ()), *found.get("authority", ())]
    marks = [*found.get("programId", ()), *map(str, datasets if isinstance(datasets, list) else ())]
    code = next(filter(None, map(code_in, told)), "") or next(
        (PROGRAMMES[mark] for mark in marks if mark in PROGRAMMES), ""
    )
    since = [
        day for text in (*found.get("startDate", ()), *found.get("listingDate", ())) if (day := texts.iso_day(text))
    ]
    until = [day for text in found.get("endDate", ()) if (day := texts.iso_day(text))]
    programmes = (*found.get("programId", ()), *found.get("program", ()))
    cited = texts.citation("; ".join(found.get("authorityId", ())))[0]
    return _Sanction(code, tuple(dict.fromkeys(programmes)), cited, min(since, default=None), max(until, default=None))


def _stay(sanctions: list[_Sanction]) -> _Sanction:
    """One stay that holds all these sanctions: from the first day of any to the last day of all; an unknown day is open."""
    since, until = [each.since for each in sanctions], [each.until for each in sanctions]
    return _Sanction(
        "",
        tuple(dict.fromkeys(name for each in sanctions for name in each.programmes)),
        "; ".join(dict.fromkeys(each.citation for each in sanctions if each.citation)),
        None if None in since else min((day for day in since if day), default=None),
        None if None in until else max((day for day in until if day), default=None),
    )


def _listing(
    number: int,
    key: str,
    schema: str,
    found: Mapping[str, list[str]],
    told: Iterable[str],
    stay: _Sanction,
    places: Mapping[str, str],
) -> Listing:
    names = [text for text in told if texts.is_name(text)]
    if not names:
        raise fail("is a target without a name", _ADVICE)
    aliases: dict[str, Quality] = {}
    for field, quality in _ALIASES.items():
        for text in found.get(field, ()):
            if texts.is_name(text) and text != names[0]:
                aliases.setdefault(text, quality)
    seats = [text for field in _SEATS for text in found.get(field, ())]
    linked = [places[each] for each in found.get("addressEntity", ()) if places.get(each)]
    return Listing(
        entry=key,
        name=names[0],
        aliases=tuple(aliases.items()),
        countries=texts.countries(seats),
        addresses=tuple(dict.fromkeys((*found.get("address", ()), *linked))),
        identifiers=tuple(
            dict.fromkeys(
                texts.identifier(kind, text) for field, kind in _NUMBERS.items() for text in found.get(field, ())
            )
        ),
        programmes=stay.programmes,
        citation=stay.citation,
        since=stay.since,
        until=stay.until,
        row=number,
        note="; ".join(found.get("notes", ()))[:500],
        kind=KINDS[schema],
    )
