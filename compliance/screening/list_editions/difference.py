"""Two editions of a list compared: who came, who went, what was changed of whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from compliance.screening.listings import Listing, PartyList
from compliance.screening.names.folding import fold

FIELDS = ("name", "aliases", "countries", "addresses", "identifiers", "programmes", "citation", "since", "until")
"""What is compared of an entry; its id and its row are its publisher's business."""


@dataclass(frozen=True, slots=True)
class Changed:
    """An entry of both editions, and per field that differs what is gone and what is new."""

    before: Listing
    after: Listing
    fields: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Difference:
    """What was ``added``, ``removed`` and ``changed`` from one edition to the other, each in the order of its edition."""

    added: tuple[Listing, ...]
    removed: tuple[Listing, ...]
    changed: tuple[Changed, ...]


def difference(before: PartyList, after: PartyList) -> Difference:
    """What is different in ``after``. Entries are the same by their id, else (another format) by name and country."""
    pairs = dict(_pairs(before.listings, after.listings))
    kept = set(pairs.values())
    changed = [
        Changed(before.listings[old], after.listings[new], fields)
        for old, new in pairs.items()
        if (fields := _fields(before.listings[old], after.listings[new]))
    ]
    return Difference(
        tuple(each for place, each in enumerate(after.listings) if place not in kept),
        tuple(each for place, each in enumerate(before.listings) if place not in pairs),
        tuple(changed),
    )


def _pairs(before: Iterable[Listing], after: Iterable[Listing]) -> Iterator[tuple[int, int]]:
    """Places of the entries of both that are the same: with one id and one beginning, with one id, with one name and seat."""
    left, right = dict(enumerate(before)), dict(enumerate(after))
    for key in (_stay, _entry, _name):
        places: dict[object, list[int]] = {}
        for place, listing in right.items():
            places.setdefault(key(listing), []).append(place)
        for place, listing in list(left.items()):
            if found := places.get(key(listing)):
                other = found.pop(0)
                del left[place], right[other]
                yield place, other


def _stay(listing: Listing) -> object:
    return listing.entry, listing.since


def _entry(listing: Listing) -> object:
    return listing.entry


def _name(listing: Listing) -> object:
    return fold(listing.name), listing.countries[:1]


def _fields(before: Listing, after: Listing) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    found = {}
    for field in FIELDS:
        old, new = _values(before, field), _values(after, field)
        gone, come = tuple(each for each in old if each not in new), tuple(each for each in new if each not in old)
        if gone or come:
            found[field] = gone, come
    return found


def _values(listing: Listing, field: str) -> tuple[str, ...]:
    value = getattr(listing, field)
    if field == "aliases":
        return tuple(alias if quality == "strong" else f"{alias} (weak)" for alias, quality in value)
    if isinstance(value, tuple):
        return value
    return (str(value),) if value else ()
