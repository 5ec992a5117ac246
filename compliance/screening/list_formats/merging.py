"""Merges the rows of one party into one entry: the Denied Persons List has a row for every address under an order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from compliance.screening.listings import Listing


def merge_rows(listings: Iterable[Listing]) -> tuple[Listing, ...]:
    """``listings`` with those of the same name, list and dates merged at the position of the first, with all addresses.

    This applies only to the Denied Persons List, which has no ids of parties.
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
