"""Compares a party with a list: which listings have its name, a similar one or its identifier, and how certain that is.

Equal names and equal identifiers are matches; similar names (see ``likeness``) are candidates, which a person must
review. No match is dropped: evidence against a match makes it a candidate and is stated in ``because``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal

from compliance.screening.listings import Listing, NameMatch, PartyList, identifier_number

if TYPE_CHECKING:
    from compliance.screening.names.likeness import Likeness

MAX_SIMILAR_SCORE = 0.99
"""The highest score of names that are not equal."""
CUT_SCORE = 0.95
"""The score of a text that is the beginning of a name."""
_SEAT = {"HK": "CN", "MO": "CN"}
"""Lists write Hong Kong and Macau under China, so these countries do not contradict each other."""

_NON_COMPANY_KINDS = ("vessel", "aircraft")
"""What a name with a legal form cannot be; an equal name is reported all the same."""

Strength = Literal["match", "candidate"]


@dataclass(frozen=True, slots=True)
class Match:
    """A listing that a party may be.

    A person must confirm a *candidate*, but not a *match*. ``name`` is the listed name that matched, ``score`` the
    likeness of the names from 0 to 1 (equal names: 1), ``list`` and ``entry`` are ids, ``file`` is the list's.
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
class PartyDetails:
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
    matches before candidates, the most similar first, else in the list's order.
    """
    best: dict[tuple[object, ...], Match] = {}
    for match in _find_matches(PartyDetails(tuple(names), country, tuple(identifiers)), party_list):
        listing = match.listing
        key = (listing.entry, listing.row, listing.since, listing.until)
        previous = best.get(key)
        if (day is None or listing.on(day)) and (previous is None or _rank(match) < _rank(previous)):
            best[key] = match
    return tuple(sorted(best.values(), key=_rank))


def screen_all(
    parties: Iterable[PartyDetails], party_lists: Sequence[PartyList], day: date | None
) -> list[tuple[tuple[Match, ...], ...]]:
    """For each party the matches on each list, as ``screen`` returns them; equal parties are screened once."""
    results: dict[PartyDetails, tuple[tuple[Match, ...], ...]] = {}
    answers = []
    for party in parties:
        if party not in results:
            results[party] = tuple(
                screen(party.names, party.country, party_list, day, party.identifiers) for party_list in party_lists
            )
        answers.append(results[party])
    return answers


def _rank(match: Match) -> tuple[bool, float, int, str]:
    return match.strength != "match", -match.score, match.listing.row, match.entry


def _find_matches(party: PartyDetails, party_list: PartyList) -> Iterable[Match]:
    for identifier in party.identifiers:
        for listing in party_list.with_identifier(identifier):
            because = (
                f"the identifier {identifier!r} is that of {listing.name!r}, entry {listing.entry} of {party_list.id}"
            )
            yield _match(listing, listing.name, 1.0, because, [], party_list)
    for name in party.names:
        for name_match in party_list.name_matches(name):
            listing = name_match.listing
            if name_match.like and listing.kind in _NON_COMPANY_KINDS and _has_form(name):
                continue
            doubts = ["a weak alias, which does not identify a party by itself"] if name_match.quality == "weak" else []
            if name_match.like:
                doubts.append(f"the names are similar, not equal ({_explain(name_match.like)})")
            elif name_match.cut:
                doubts.append("the text may be cut: the listed name begins with it")
            elif name_match.span:
                doubts.append("only a part of the text is that name")
            elif not name_match.whole:
                doubts.append("equal only without the legal form or the text in brackets")
            how = "resembles" if name_match.like else "is the beginning of" if name_match.cut else "is listed as"
            subject = repr(name) if name_match.span in ("", name) else f"{name_match.span!r} in {name!r}"
            because = f"{subject} {how} {name_match.name!r}, entry {listing.entry} of {party_list.id}"
            score = _score(name_match)
            yield _match(listing, name_match.name, score, because, doubts + _doubts(party, listing), party_list)


def _score(name_match: NameMatch) -> float:
    if name_match.like:
        return min(round(name_match.like.score, 2), MAX_SIMILAR_SCORE)
    return CUT_SCORE if name_match.cut else 1.0


def _has_form(name: str) -> bool:
    from compliance.screening.names.tokens import parse

    return any(reading.forms for reading in parse(name))


def _match(
    listing: Listing, name: str, score: float, because: str, doubts: Sequence[str], party_list: PartyList
) -> Match:
    if doubts:
        because += f"; a person must confirm it: {'; '.join(doubts)}"
    strength: Strength = "candidate" if doubts else "match"
    return Match(party_list.id, listing.entry, name, listing, score, strength, because, party_list.file)


def _doubts(party: PartyDetails, listing: Listing) -> list[str]:
    """Evidence against the party's being the listed one, apart from the name."""
    doubts = []
    if party.country and listing.countries and _seat(party.country) not in map(_seat, listing.countries):
        doubts.append(f"the party is in {party.country}, the listed one in {', '.join(listing.countries)}")
    ours, theirs = _by_kind(party.identifiers), _by_kind(listing.identifiers)
    for kind in ours.keys() & theirs.keys():
        if not ours[kind] & theirs[kind]:
            doubts.append(f"the party and the listed one have different {kind} numbers")
    return doubts


def _by_kind(identifiers: Iterable[str]) -> dict[str, set[str]]:
    """The identifiers whose kind is stated (``USCC 9144…``), by that kind."""
    numbers: dict[str, set[str]] = {}
    for identifier in identifiers:
        kind, _, number = identifier.strip().partition(" ")
        if number and kind.isalpha():
            numbers.setdefault(kind, set()).add(identifier_number(identifier))
    return numbers


def _explain(like: Likeness) -> str:
    """The likeness word by word."""
    parts = [f"{ours}: same" if ours == theirs else f"{ours} = {theirs}: {how}" for ours, theirs, how in like.pairs]
    for side, tokens in (("in the query", like.ours), ("in the listed name", like.theirs)):
        words = [
            f"{token.raw} ({_KIND_WORDS[token.kind]})" if token.kind in _KIND_WORDS else token.raw for token in tokens
        ]
        if words:
            parts.append(f"only {side}: {', '.join(words)}")
    return "; ".join(parts)


_KIND_WORDS = {"trade": "trade", "place": "place", "small": "small word", "common": "common word"}


def _seat(country: str) -> str:
    return _SEAT.get(country, country)
