"""Rows of one party made one entry: the Denied Persons List has a row for every address, with the same order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from compliance.screening.listings import Listing


def merged(listings: Iterable[Listing]) -> tuple[Listing, ...]:
    """``listings``, those of one name, list and stay made one with the addresses and citations of all, in the first one's place.

    Only where the publisher numbers nothing but rows: of the Denied Persons List.
    """
    found: dict[object, Listing] = {}
    for listing in listings:
        key: object = (listing.name, listing.since, listing.until) if listing.programmes[:1] == ("DPL",) else len(found)
        held = found.get(key)
        found[key] = listing if held is None else _joined(held, listing)
    return tuple(found.values())


def _joined(one: Listing, other: Listing) -> Listing:
    cited = [part for each in (one, other) for part in each.citation.split("; ") if part]
    return replace(
        one,
        addresses=tuple(dict.fromkeys((*one.addresses, *other.addresses))),
        countries=tuple(dict.fromkeys((*one.countries, *other.countries))),
        citation="; ".join(dict.fromkeys(cited)),
    )
