"""Rows of one party made one entry: the Denied Persons List has a row for every address, with the same order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from compliance.screening.listings import Listing


def merge_rows(listings: Iterable[Listing]) -> tuple[Listing, ...]:
    """``listings``, those of one name, list and stay made one with the addresses and citations of all, in the first one's place.

    Only where the publisher numbers nothing but rows: of the Denied Persons List.
    """
    entries: dict[object, Listing] = {}
    for listing in listings:
        key: object = (
            (listing.name, listing.since, listing.until) if listing.programmes[:1] == ("DPL",) else len(entries)
        )
        previous = entries.get(key)
        entries[key] = listing if previous is None else _merge_pair(previous, listing)
    return tuple(entries.values())


def _merge_pair(first: Listing, second: Listing) -> Listing:
    citations = [part for listing in (first, second) for part in listing.citation.split("; ") if part]
    return replace(
        first,
        addresses=tuple(dict.fromkeys((*first.addresses, *second.addresses))),
        countries=tuple(dict.fromkeys((*first.countries, *second.countries))),
        citation="; ".join(dict.fromkeys(citations)),
    )
