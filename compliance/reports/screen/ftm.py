"""The answer as FollowTheMoney entities, one JSON object per line, for users of OpenSanctions tools.

A query and a listed party are each a ``LegalEntity``; what they have in common is a ``Similar`` between both, with the
score and the reason; a listing's address is an ``Address``, its stay on the list a ``Sanction``. Read: the schemata of
followthemoney 4.11.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import TextIO

from compliance.reports.json_text import escape_controls
from compliance.reports.style import Style
from compliance.screening.listings import Listing, identifier_number
from compliance.screening.matching import Match
from compliance.workflows.query import Query
from compliance.workflows.screen import ScreenResult

_NUMBERS = {
    "LEI": "leiCode", "INN": "innCode", "OGRN": "ogrnCode", "USCC": "uscCode", "UEI": "uniqueEntityId", "SWIFT/BIC": "swiftBic",
    "Registration Number": "registrationNumber", "Tax ID No.": "taxNumber", "V.A.T. Number": "vatCode", "D-U-N-S Number": "dunsCode",
}  # fmt: skip
_SCHEMAS = {"individual": "Person", "vessel": "Vessel", "aircraft": "Airplane"}


def write(answer: ScreenResult, out: TextIO, style: Style) -> None:
    """Every query and every listed party that was met, each once; the same answer gives the same bytes."""
    del style
    entities: dict[str, Mapping[str, object]] = {}
    for result in answer.results:
        for entity in _query(result.query):
            entities.setdefault(str(entity["id"]), entity)
        for match in (*result.matches, *result.namesakes):
            for entity in (*_listed(match), _similar(result.query, match)):
                entities.setdefault(str(entity["id"]), entity)
    out.write(escape_controls("".join(f"{json.dumps(entity, ensure_ascii=False)}\n" for entity in entities.values())))


def _entity(
    identity: str, schema: str, /, caption: str, **properties: tuple[str, ...] | list[str]
) -> dict[str, object]:
    filled = {key: list(dict.fromkeys(filter(None, values))) for key, values in properties.items()}
    return {
        "id": identity,
        "caption": caption,
        "schema": schema,
        "properties": {key: values for key, values in filled.items() if values},
    }


def _id(kind: str, *parts: str) -> str:
    return f"{kind}-{sha256(json.dumps(parts).encode()).hexdigest()[:24]}"


def _query_id(query: Query) -> str:
    return _id("query", query.name, query.country or "", query.identifier)


def _query(query: Query) -> Iterator[dict[str, object]]:
    numbers = _numbers((query.identifier,)) if query.identifier else {}
    yield _entity(
        _query_id(query), "LegalEntity", caption=query.name, name=[query.name], country=[(query.country or "").lower()], **numbers
    )  # fmt: skip


def _listed_id(match: Match) -> str:
    return _id("listed", match.list, match.entry)


def _listed(match: Match) -> Iterator[dict[str, object]]:
    listing = match.listing
    party_id = _listed_id(match)
    countries = [country.lower() for country in listing.countries]
    addresses = {_id("addr", address): address for address in listing.addresses}
    aliases = {
        quality: [name for name, graded in listing.aliases if graded == quality] for quality in ("strong", "weak")
    }
    yield _entity(
        party_id, _SCHEMAS.get(listing.kind, "LegalEntity"), caption=listing.name, name=[listing.name], alias=aliases["strong"],
        weakAlias=aliases["weak"], country=countries, address=listing.addresses, addressEntity=list(addresses),
        programId=listing.programmes, topics=["sanction"], notes=[listing.note], **_numbers(listing.identifiers),
    )  # fmt: skip
    for name, address in addresses.items():
        yield _entity(
            name, "Address", caption=address, full=[address], country=countries if len(countries) == 1 else []
        )
    yield _entity(
        _id("sanction", match.list, match.entry, _days(listing)), "Sanction", caption=match.list, entity=[party_id],
        program=listing.programmes, authorityId=[match.entry], reason=[listing.citation],
        startDate=[str(listing.since or "")], endDate=[str(listing.until or "")],
    )  # fmt: skip


def _days(listing: Listing) -> str:
    return f"{listing.since}/{listing.until}"


def _similar(query: Query, match: Match) -> dict[str, object]:
    return _entity(
        _id("similar", _query_id(query), _listed_id(match), _days(match.listing)), "Similar", caption=f"{match.score:.2f}",
        candidate=[_query_id(query)], match=[_listed_id(match)], confidenceScore=[f"{match.score:.2f}"],
        criteria=[match.because], matcher=["mining-compliance"],
    )  # fmt: skip


def _numbers(identifiers: tuple[str, ...]) -> dict[str, list[str]]:
    """The identifiers by property; those of a kind that is not known are registration numbers."""
    numbers: dict[str, list[str]] = {}
    for identifier in identifiers:
        kind = next((kind for kind in _NUMBERS if identifier.startswith(f"{kind} ")), "")
        number = identifier.removeprefix(f"{kind} ") if kind else identifier
        if identifier_number(number):
            numbers.setdefault(_NUMBERS.get(kind, "registrationNumber"), []).append(number)
    return numbers
