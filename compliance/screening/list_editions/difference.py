"""Compares two editions of a list: the entries that were added, removed or changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from compliance.screening.listings import Listing, PartyList
from compliance.screening.names.folding import fold

FIELDS = ("name", "aliases", "countries", "addresses", "identifiers", "programmes", "citation", "since", "until")
"""The fields of an entry that are compared; the publisher may change its id and its row."""


@dataclass(frozen=True, slots=True)
class Changed:
    """An entry of both editions, and for each field that differs the removed and the added values."""

    before: Listing
    after: Listing
    fields: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Difference:
    """The entries ``added``, ``removed`` and ``changed`` from one edition to the other, each in the order of its edition."""

    added: tuple[Listing, ...]
    removed: tuple[Listing, ...]
    changed: tuple[Changed, ...]


def difference(before: PartyList, after: PartyList) -> Difference:
    """The difference of two editions. Entries are paired by id, else (where the formats differ) by name and country."""
    pairs = dict(_pairs(before.listings, after.listings))
    matched = set(pairs.values())
    changed = [
        Changed(before.listings[old_position], after.listings[new_position], fields)
        for old_position, new_position in pairs.items()
        if (fields := _fields(before.listings[old_position], after.listings[new_position]))
    ]
    return Difference(
        tuple(listing for position, listing in enumerate(after.listings) if position not in matched),
        tuple(listing for position, listing in enumerate(before.listings) if position not in pairs),
        tuple(changed),
    )


def _pairs(before: Iterable[Listing], after: Iterable[Listing]) -> Iterator[tuple[int, int]]:
    """Positions of paired entries: with the same id and first day, then the same id, then the same name and country."""
    unmatched_before, unmatched_after = dict(enumerate(before)), dict(enumerate(after))
    for key in (_stay, _entry, _name):
        positions: dict[object, list[int]] = {}
        for position, listing in unmatched_after.items():
            positions.setdefault(key(listing), []).append(position)
        for position, listing in list(unmatched_before.items()):
            if positions_left := positions.get(key(listing)):
                partner = positions_left.pop(0)
                del unmatched_before[position], unmatched_after[partner]
                yield position, partner


def _stay(listing: Listing) -> object:
    return listing.entry, listing.since


def _entry(listing: Listing) -> object:
    return listing.entry


def _name(listing: Listing) -> object:
    return fold(listing.name), listing.countries[:1]


def _fields(before: Listing, after: Listing) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    fields = {}
    for field in FIELDS:
        old, new = _values(before, field), _values(after, field)
        removed, added = (
            tuple(value for value in old if value not in new),
            tuple(value for value in new if value not in old),
        )
        if removed or added:
            fields[field] = removed, added
    return fields


def _values(listing: Listing, field: str) -> tuple[str, ...]:
    value = getattr(listing, field)
    if field == "aliases":
        return tuple(alias if quality == "strong" else f"{alias} (weak)" for alias, quality in value)
    if isinstance(value, tuple):
        return value
    return (str(value),) if value else ()
