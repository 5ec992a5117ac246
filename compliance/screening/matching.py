"""A party compared with a list: which listings bear its name, one like it or its identifier, and how sure that is.

Equal names and equal identifiers are matches; names that are alike (see ``likeness``) are candidates, which a person
has to look at. What is found is never dropped: what speaks against a match makes it a candidate and is said in
``because``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal

from compliance.screening.listings import Listing, PartyList, bare

if TYPE_CHECKING:
    from compliance.screening.names.likeness import Likeness

MOST_ALIKE = 0.99
"""The highest score of names that are not equal."""
_SEAT = {"HK": "CN", "MO": "CN"}
"""Lists write Hong Kong and Macau under China, so these countries do not contradict each other."""

_NO_COMPANY = ("vessel", "aircraft")
"""What a name with a legal form cannot be; an equal name is told all the same."""

Strength = Literal["match", "candidate"]


@dataclass(frozen=True, slots=True)
class Match:
    """A listing that a party may be.

    A *match* stands; a *candidate* is for a person to confirm. ``name`` is the listed name that was met, ``score``
    the likeness of the names from 0 to 1 (equal names: 1), ``list`` and ``entry`` are ids, ``file`` is the list's.
    """

    list: str
    entry: str
    name: str
    listing: Listing
    score: float
    strength: Strength
    because: str
    file: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A party to be screened: its names, its seat (ISO 3166-1 alpha-2) or None where unknown, its identifiers."""

    names: tuple[str, ...]
    country: str | None = None
    identifiers: tuple[str, ...] = field(default=())


def screen(
    names: Iterable[str],
    country: str | None,
    party_list: PartyList,
    day: date | None,
    identifiers: Iterable[str] = (),
) -> tuple[Match, ...]:
    """The listings of ``day`` (None: of any day, ``Match.listing`` has its dates) that a party may be.

    ``country`` is the party's seat (ISO 3166-1 alpha-2) or None where unknown. One match per listing, the best;
    matches before candidates, the likest first, else in the list's order.
    """
    best: dict[tuple[object, ...], Match] = {}
    for found in _found(Asked(tuple(names), country, tuple(identifiers)), party_list):
        listing = found.listing
        stay = (listing.entry, listing.row, listing.since, listing.until)
        held = best.get(stay)
        if (day is None or listing.on(day)) and (held is None or _rank(found) < _rank(held)):
            best[stay] = found
    return tuple(sorted(best.values(), key=_rank))


def screen_all(
    asked: Iterable[Asked], party_lists: Sequence[PartyList], day: date | None
) -> list[tuple[tuple[Match, ...], ...]]:
    """For each party what ``screen`` finds on each list; a party that is asked for again is not screened again."""
    known: dict[Asked, tuple[tuple[Match, ...], ...]] = {}
    found = []
    for each in asked:
        if each not in known:
            known[each] = tuple(screen(each.names, each.country, held, day, each.identifiers) for held in party_lists)
        found.append(known[each])
    return found


def _rank(match: Match) -> tuple[bool, float, int, str]:
    return match.strength != "match", -match.score, match.listing.row, match.entry


def _found(asked: Asked, party_list: PartyList) -> Iterable[Match]:
    for identifier in asked.identifiers:
        for listing in party_list.identified(identifier):
            because = (
                f"the identifier {identifier!r} is that of {listing.name!r}, entry {listing.entry} of {party_list.id}"
            )
            yield _match(listing, listing.name, 1.0, because, [], party_list)
    for name in asked.names:
        for hit in party_list.hits(name):
            listing = hit.listing
            if hit.like and listing.kind in _NO_COMPANY and _has_form(name):
                continue
            doubts = ["a weak alias, which alone names nobody"] if hit.quality == "weak" else []
            if hit.like:
                doubts.append(f"the names are alike, not equal ({_told(hit.like)})")
            elif not hit.whole:
                doubts.append("equal only without the legal form or what stands in brackets")
            how = "is like" if hit.like else "is listed as"
            because = f"{name!r} {how} {hit.name!r}, entry {listing.entry} of {party_list.id}"
            score = min(round(hit.like.score, 2), MOST_ALIKE) if hit.like else 1.0
            yield _match(listing, hit.name, score, because, doubts + _doubts(asked, listing), party_list)


def _has_form(name: str) -> bool:
    from compliance.screening.names.tokens import parse

    return any(reading.forms for reading in parse(name))


def _match(
    listing: Listing, name: str, score: float, because: str, doubts: Sequence[str], party_list: PartyList
) -> Match:
    if doubts:
        because += f"; to be confirmed: {'; '.join(doubts)}"
    strength: Strength = "candidate" if doubts else "match"
    return Match(party_list.id, listing.entry, name, listing, score, strength, because, party_list.file)


def _doubts(asked: Asked, listing: Listing) -> list[str]:
    """What speaks against the party's being the listed one, but for the name."""
    doubts = []
    if asked.country and listing.countries and _seat(asked.country) not in map(_seat, listing.countries):
        doubts.append(f"the party is in {asked.country}, the listed one in {', '.join(listing.countries)}")
    mine, theirs = _by_kind(asked.identifiers), _by_kind(listing.identifiers)
    for kind in mine.keys() & theirs.keys():
        if not mine[kind] & theirs[kind]:
            doubts.append(f"the party has another {kind} than the listed one")
    return doubts


def _by_kind(identifiers: Iterable[str]) -> dict[str, set[str]]:
    """The identifiers whose kind is stated (``USCC 9144…``), by that kind."""
    found: dict[str, set[str]] = {}
    for text in identifiers:
        kind, _, number = text.strip().partition(" ")
        if number and kind.isalpha():
            found.setdefault(kind, set()).add(bare(text))
    return found


def _told(like: Likeness) -> str:
    """The likeness word by word."""
    said = [f"{ours}: same" if ours == theirs else f"{ours} = {theirs}: {how}" for ours, theirs, how in like.pairs]
    for whose, left in (("in the query", like.ours), ("in the listed name", like.theirs)):
        words = [f"{token.raw} ({_KIND[token.kind]})" if token.kind in _KIND else token.raw for token in left]
        if words:
            said.append(f"only {whose}: {', '.join(words)}")
    return "; ".join(said)


_KIND = {"trade": "trade", "place": "place", "small": "small word", "common": "common word"}


def _seat(country: str) -> str:
    return _SEAT.get(country, country)
