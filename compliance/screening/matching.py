"""Compares a party with a list: which listings have its name, a similar one or its identifier, and how probable it is that it is the listed one.

The answer has three drawers. A **match** has a probability of at least ``MATCH_FROM`` and nothing that contradicts it. A
**candidate** has to be confirmed by a person. A **namesake** is a candidate whose name is an ordinary one, in another
country, with nothing else in common; it is shown apart. Equal names and names that stand in a text are always shown, other
ones from ``CANDIDATE_FROM`` on.
"""

from __future__ import annotations

import io
import pickle
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal

from compliance.io.processes import shared, shares
from compliance.screening.doubts import company_weaknesses, person_weaknesses
from compliance.screening.listings import Listing, NameMatch, PartyList, identifier_number
from compliance.screening.wording import because_of, explain, explain_person, open_questions

if TYPE_CHECKING:
    from compliance.screening.probability import Reason

MAX_SIMILAR_SCORE = 0.99
"""The highest score of names that are not equal."""
CUT_SCORE = 0.95
"""The score of a text that is the beginning of a name."""
_IMO = re.compile(r"\bIMO\W{0,3}(?:No\W{0,3}|Number\W{0,3})?(\d{7})\b", re.IGNORECASE)
"""The number of a ship within a text: the ship keeps it whatever she is called."""
MIN_SHARE = 200
"""The fewest parties that are worth a process of their own."""
_NON_COMPANY_KINDS = ("vessel", "aircraft")
"""What a name with a legal form cannot be; an equal name is reported all the same."""

Strength = Literal["match", "candidate"]
PartyKind = Literal["", "person", "organisation"]
"""What a party is: a natural person, anything else, or nobody said."""


@dataclass(frozen=True, slots=True)
class Match:
    """A listing that a party may be.

    A person must confirm a *candidate*, but not a *match*. ``name`` is the listed name that matched, ``score`` the
    likeness of the names from 0 to 1 (equal names: 1), ``probability`` that of its being the listed party, for ``reasons``;
    ``list`` and ``entry`` are ids, ``file`` is the list's. A ``namesake`` is a candidate that only has an ordinary name in
    common, in another country.
    """

    list: str
    entry: str
    name: str
    listing: Listing
    score: float
    strength: Strength
    because: str
    file: str = ""
    probability: float = 1.0
    namesake: bool = False
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class PartyDetails:
    """A party to be screened: its names, its seat (ISO 3166-1 alpha-2) or None where unknown, its identifiers.

    ``kind`` says whether it is a natural person, "" where nobody said; ``born`` is a person's day or year of birth.
    """

    names: tuple[str, ...]
    country: str | None = None
    identifiers: tuple[str, ...] = field(default=())
    kind: PartyKind = ""
    born: str = ""


def screen(
    names: Iterable[str],
    country: str | None,
    party_list: PartyList,
    day: date | None,
    identifiers: Iterable[str] = (),
    *,
    kind: PartyKind = "",
    born: str = "",
) -> tuple[Match, ...]:
    """The listings of ``day`` (None: of any day, ``Match.listing`` has its dates) that a party may be.

    ``country`` is the party's seat (ISO 3166-1 alpha-2) or None where unknown; ``kind`` and ``born`` as in
    ``PartyDetails``. One match per listing, the best; matches before candidates, of these the most probable first, else in the
    list's order.
    """
    return screen_party(PartyDetails(tuple(names), country, tuple(identifiers), kind, born), party_list, day)


def screen_party(party: PartyDetails, party_list: PartyList, day: date | None) -> tuple[Match, ...]:
    """As ``screen``, of a party."""
    best: dict[tuple[object, ...], Match] = {}
    for match in _find_matches(party, party_list):
        listing = match.listing
        key = (listing.entry, listing.row, listing.since, listing.until)
        previous = best.get(key)
        if (day is None or listing.on(day)) and (previous is None or _choice(match) < _choice(previous)):
            best[key] = match
    return tuple(sorted(best.values(), key=_rank))


def screen_all(
    parties: Iterable[PartyDetails], party_lists: Sequence[PartyList], day: date | None, *, processes: int = 1
) -> list[tuple[tuple[Match, ...], ...]]:
    """For each party the matches on each list, as ``screen`` returns them; equal parties are screened once.

    Many parties are shared out among so many ``processes``.
    """
    asked = list(parties)
    parts = shares(list(dict.fromkeys(asked)), processes, MIN_SHARE)
    if len(parts) == 1:
        answers = [_screen_share(party_lists, parts[0], day)]
    else:
        packed = shared(packed_share, [(tuple(party_lists), part, day) for part in parts])
        answers = [_Unpacker(answer, party_lists).load() for answer in packed]
    results = {
        party: matches
        for part, answer in zip(parts, answers, strict=True)
        for party, matches in zip(part, answer, strict=True)
    }
    return [results[party] for party in asked]


def _screen_share(
    party_lists: Sequence[PartyList], parties: Sequence[PartyDetails], day: date | None
) -> list[tuple[tuple[Match, ...], ...]]:
    return [tuple(screen_party(party, party_list, day) for party_list in party_lists) for party in parties]


def packed_share(party_lists: Sequence[PartyList], parties: Sequence[PartyDetails], day: date | None) -> bytes:
    """What ``screen_all`` finds for a share of the parties, packed for another process: a listing is its place on its list."""
    out = io.BytesIO()
    _Packer(out, party_lists).dump(_screen_share(party_lists, parties, day))
    return out.getvalue()


class _Packer(pickle.Pickler):
    def __init__(self, out: io.BytesIO, party_lists: Sequence[PartyList]) -> None:
        super().__init__(out, pickle.HIGHEST_PROTOCOL)
        self._places = {
            id(listing): (number, place)
            for number, party_list in enumerate(party_lists)
            for place, listing in enumerate(party_list.listings)
        }

    def persistent_id(self, value: object) -> tuple[int, int] | None:
        return self._places.get(id(value)) if isinstance(value, Listing) else None


class _Unpacker(pickle.Unpickler):
    def __init__(self, packed: bytes, party_lists: Sequence[PartyList]) -> None:
        super().__init__(io.BytesIO(packed))
        self._party_lists = party_lists

    def persistent_load(self, place: tuple[int, int]) -> Listing:
        return self._party_lists[place[0]].listings[place[1]]


def _choice(match: Match) -> tuple[bool, bool, float, float]:
    """Which of several matches with one listing is kept: of those that are certain, that of the first name."""
    is_match = match.strength == "match"
    return not is_match, match.namesake, 0.0 if is_match else -match.probability, -match.score


def _rank(match: Match) -> tuple[bool, bool, float, float, int, str]:
    return *_choice(match), match.listing.row, match.entry


def _find_matches(party: PartyDetails, party_list: PartyList) -> Iterable[Match]:
    stated = (f"IMO {number}" for name in party.names for number in _IMO.findall(name))
    for identifier in dict.fromkeys((*party.identifiers, *stated)):
        for listing in party_list.with_identifier(identifier):
            yield _of_number(identifier, listing, party_list)
    for name in party.names:
        name_matches = party_list.name_matches(name)
        # Who is called by a weak alias is not identified by what else that alias resembles.
        by_weak_alias = {match.listing.row for match in name_matches if match.whole and match.quality == "weak"}
        for name_match in name_matches:
            if name_match.listing.row in by_weak_alias and not name_match.whole:
                continue
            judge = _of_person if name_match.person else _of_name
            if _may_be(party.kind, name_match) and (match := judge(party, name, name_match, party_list)):
                yield match


def _may_be(kind: PartyKind, name_match: NameMatch) -> bool:
    """Whether the party is of the kind of the listed one: a person is no company, a company no person."""
    if kind == "person":
        return bool(name_match.person) or (not name_match.listing.kind and name_match.whole)
    return not (kind and name_match.person)


def _of_number(identifier: str, listing: Listing, party_list: PartyList) -> Match:
    from compliance.screening.probability import COMPANY, estimate

    because = f"the identifier {identifier!r} is that of {listing.name!r}, entry {listing.entry} of {party_list.id}"
    probability, reasons = estimate(COMPANY, {"same_number": 1.0})
    return Match(
        party_list.id, listing.entry, listing.name, listing, 1.0, "match", because, party_list.file, probability, reasons=reasons
    )  # fmt: skip


def _of_name(party: PartyDetails, name: str, name_match: NameMatch, party_list: PartyList) -> Match | None:
    """The match in its drawer; None where the name is too little like the listed one."""
    from compliance.screening.probability import COMPANY, MATCH_FROM, company_features, estimate, is_whole

    listing = name_match.listing
    if name_match.like and listing.kind in _NON_COMPANY_KINDS and _has_form(name):
        return None
    numbers = _different_numbers(party, listing)
    features = {**company_features(name_match, name, party.country), "other_number": float(bool(numbers))}
    probability, reasons = estimate(COMPANY, features)
    namesake = _is_namesake(name_match, features)
    if not (namesake or _is_shown(name_match, features, probability)):
        return None
    weaknesses = list(company_weaknesses(name, name_match, features))
    contradictions = list(_contradictions(party, listing, numbers))
    certain = not (weaknesses or contradictions)
    if certain and (is_whole(name_match, name) or _is_here(name_match, features)):
        probability = max(probability, MATCH_FROM)
    because = because_of(name, name_match, party_list.id)
    strength: Strength = "match" if probability >= MATCH_FROM and certain and _is_complete(name_match) else "candidate"
    if strength == "candidate":
        doubts = "; ".join((*weaknesses, *open_questions(name_match), *contradictions))
        because = f"{because}; a person must confirm it: {doubts}"
    elif name_match.like:
        because = f"{because} ({explain(name_match.like)})"
    return Match(
        party_list.id, listing.entry, name_match.name, listing, _score(name_match), strength, because, party_list.file, probability,
        namesake, reasons,
    )  # fmt: skip


def _of_person(party: PartyDetails, name: str, name_match: NameMatch, party_list: PartyList) -> Match | None:
    """The match with a natural person in its drawer; None where the names are too little alike."""
    from compliance.screening.probability import (
        CANDIDATE_FROM,
        FOUND_FROM,
        MATCH_FROM,
        PERSON,
        estimate,
        person_features,
    )

    listing, like = name_match.listing, name_match.person
    assert like is not None
    numbers = _different_numbers(party, listing)
    features = {**person_features(name_match, party.country, party.born), "other_number": float(bool(numbers))}
    probability, reasons = estimate(PERSON, features)
    abroad = bool(features["other_country"]) and not features["same_birth"]
    at_home = estimate(PERSON, {**features, "other_country": 0.0}).probability if abroad else probability
    covered = not (like.ours or features["family_only"])
    # All words asked for are there, and more than a common name or an initial.
    same_words = covered and not (like.theirs or features["initial"] or features["slip"])
    found = covered and (
        features["rare_alone"] or not like.theirs or (features["words"] > 1 and not features["common_name"])
    )
    if not same_words and at_home < (FOUND_FROM if found else CANDIDATE_FROM):
        return None
    weaknesses = list(person_weaknesses(name, name_match, features))
    contradictions = list(_contradictions(party, listing, numbers))
    if features["other_birth"]:
        contradictions.append("the dates of birth differ")
    because = because_of(name, name_match, party_list.id)
    strength: Strength = (
        "match"
        if probability >= MATCH_FROM and not (weaknesses or contradictions or features["differ"])
        else "candidate"
    )
    if strength == "candidate":
        doubts = [*weaknesses, *open_questions(name_match), *contradictions] or ["a person of this name"]
        because = f"{because}; a person must confirm it: {'; '.join(doubts)}"
    elif like.ours or like.theirs:
        because = f"{because} ({explain_person(like)})"
    score = min(round(like.score, 2), 1.0)
    return Match(
        party_list.id, listing.entry, name_match.name, listing, score, strength, because, party_list.file, probability, abroad, reasons
    )  # fmt: skip


def _is_namesake(name_match: NameMatch, features: Mapping[str, float]) -> bool:
    """Whether only an ordinary name is in common with a listed company of another country."""
    from compliance.screening.probability import CANDIDATE_FROM, COMPANY, estimate, is_equal, is_ordinary

    if not features["other_country"] or not is_ordinary(name_match.name):
        return False
    return is_equal(name_match) or estimate(COMPANY, {**features, "other_country": 0.0}).probability >= CANDIDATE_FROM


def _is_shown(name_match: NameMatch, features: Mapping[str, float], probability: float) -> bool:
    """Whether a person must see it: an equal name or a word that nobody else bears always, a distinctive name in any country."""
    from compliance.screening.probability import (
        ANYWHERE_FROM,
        CANDIDATE_FROM,
        COMPANY,
        estimate,
        is_common,
        is_equal,
        shares_rare_word,
    )

    ordinary_part = features["beside_others"] and is_common(name_match.name)
    same = is_equal(name_match) and not (features["other_form"] or ordinary_part)
    heard = name_match.like is not None and name_match.like.score == 1.0
    if same or heard or probability >= CANDIDATE_FROM or shares_rare_word(name_match):
        return True
    return bool(features["other_country"]) and (
        estimate(COMPANY, {**features, "other_country": 0.0}).probability >= ANYWHERE_FROM
    )


def _is_complete(name_match: NameMatch) -> bool:
    """Whether no word of either name is left over, apart from small ones."""
    like = name_match.like
    return like is None or all(token.kind == "small" for token in (*like.ours, *like.theirs))


def _is_here(name_match: NameMatch, features: Mapping[str, float]) -> bool:
    """Whether a name that is not everybody's is equal but for the legal form, in the same country, or with its place and trade."""
    from compliance.screening.probability import is_equal, is_full

    is_rare = not features["single"] or features["rarity"] >= 1
    here = bool(features["same_country"]) and is_rare
    return is_equal(name_match) and (here or is_full(name_match.name))


def _score(name_match: NameMatch) -> float:
    if name_match.like:
        return min(round(name_match.like.score, 2), MAX_SIMILAR_SCORE)
    return CUT_SCORE if name_match.cut else 1.0


def _has_form(name: str) -> bool:
    from compliance.screening.names.tokens import parse

    return any(reading.forms for reading in parse(name))


def _contradictions(party: PartyDetails, listing: Listing, numbers: Iterable[str]) -> Iterator[str]:
    """Evidence against the party's being the listed one, apart from the name."""
    from compliance.screening.probability import country_features

    if country_features(party.country, listing)["other_country"]:
        yield f"the party is in {party.country}, the listed one in {', '.join(listing.countries)}"
    yield from (f"the party and the listed one have different {kind} numbers" for kind in numbers)


def _different_numbers(party: PartyDetails, listing: Listing) -> list[str]:
    """The kinds of which both have numbers, but none in common."""
    ours, theirs = _by_kind(party.identifiers), _by_kind(listing.identifiers)
    return [kind for kind in ours if kind in theirs and not ours[kind] & theirs[kind]]


def _by_kind(identifiers: Iterable[str]) -> dict[str, set[str]]:
    """The identifiers whose kind is stated (``USCC 9144…``), by that kind."""
    numbers: dict[str, set[str]] = {}
    for identifier in identifiers:
        kind, _, number = identifier.strip().partition(" ")
        if number and kind.isalpha():
            numbers.setdefault(kind, set()).add(identifier_number(identifier))
    return numbers
