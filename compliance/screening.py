"""A party's names compared with a list: which listings bear the same name, and how sure that is.

This release finds equal names only (see ``names``). What it finds is never dropped: what speaks against a
match makes it a candidate, which a person has to look at, and is said in ``because``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from compliance.listing import Hit, Listing, PartyList
from compliance.names import keys

_SEAT = {"HK": "CN", "MO": "CN"}
"""Lists write Hong Kong and Macau under China, so these countries do not contradict each other."""


@dataclass(frozen=True, slots=True)
class Match:
    """A listing that bears a name of the party.

    A *match* stands; a *candidate* is for a person to confirm. ``name`` is the listed name that was met, ``score``
    the likeness of the names from 0 to 1 (equal names: 1), ``list`` and ``entry`` are ids, ``file`` is the list's.
    """

    list: str
    entry: str
    name: str
    listing: Listing
    score: float
    strength: Literal["match", "candidate"]
    because: str
    file: str = ""


def screen(names: Iterable[str], country: str | None, party_list: PartyList, day: date | None) -> tuple[Match, ...]:
    """The listings of ``day`` (None: of any day, ``Match.listing`` has its dates) that bear one of a party's ``names``.

    ``country`` is the party's seat (ISO 3166-1 alpha-2) or None where unknown. One match per listing, the best;
    matches before candidates, else in the list's order. The time does not depend on the length of the list.
    """
    best: dict[Listing, Match] = {}
    for name in names:
        for place, key in enumerate(keys(name)):
            for hit in party_list.find(key):
                if day is not None and not hit.listing.on(day):
                    continue
                found = _match(name, place == 0, country, hit, party_list)
                held = best.get(hit.listing)
                if held is None or (held.strength, found.strength) == ("candidate", "match"):
                    best[hit.listing] = found
    return tuple(sorted(best.values(), key=lambda match: (match.strength != "match", match.listing.row, match.entry)))


def _match(name: str, whole: bool, country: str | None, hit: Hit, party_list: PartyList) -> Match:
    listing = hit.listing
    doubts = []
    if hit.quality == "weak":
        doubts.append("a weak alias, which alone names nobody")
    if not (whole and hit.whole):
        doubts.append("equal only without the legal form or what stands in brackets")
    if country and listing.countries and _seat(country) not in map(_seat, listing.countries):
        doubts.append(f"the party is in {country}, the listed one in {', '.join(listing.countries)}")
    because = f"{name!r} is listed as {hit.name!r}, entry {listing.entry} of {party_list.id}"
    if doubts:
        because += f"; to be confirmed: {'; '.join(doubts)}"
    strength: Literal["match", "candidate"] = "candidate" if doubts else "match"
    return Match(party_list.id, listing.entry, hit.name, listing, 1.0, strength, because, party_list.file)


def _seat(country: str) -> str:
    return _SEAT.get(country, country)
