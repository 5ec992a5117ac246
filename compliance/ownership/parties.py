"""Parties, what they own of each other from when to when, and their other ties.

Several files make one collection. A party that occurs only in an interest needs no entry of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Literal

from compliance.core.errors import ComplianceError, Problem
from compliance.core.record import Confidence, Source
from compliance.core.share import Share
from compliance.core.timeline import DAY
from compliance.ownership.interests import (
    INTEREST_KINDS,
    Indexed,
    Interest,
    InterestKind,
    Pair,
    contradictions,
    exceeding,
    iso_day,
)
from compliance.screening.names.folding import fold

if TYPE_CHECKING:
    from compliance.screening.matching import PartyDetails
    from compliance.screening.matching import PartyKind as ScreenedKind

__all__ = [
    "INTEREST_KINDS", "Indexed", "Interest", "InterestKind", "Link", "Parties", "Party", "PartyKind", "collect", "contradictions",
    "exceeding", "iso_day",
]  # fmt: skip


PartyKind = Literal["company", "person", "state", "trust", "fund"]


@dataclass(frozen=True, slots=True)
class Party:
    """A person or company. ``country`` is its ISO code, None where nobody knows it; ``kind`` is "" where nobody says."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    country: str | None = None
    identifiers: tuple[tuple[str, str], ...] = ()
    sources: tuple[str, ...] = ()
    confidence: Confidence | None = None
    file: str = field(default="", compare=False)
    row: int | None = field(default=None, compare=False)
    kind: PartyKind | Literal[""] = ""

    @property
    def details(self) -> PartyDetails:
        """What it is screened with."""
        from compliance.screening.matching import PartyDetails

        kind: ScreenedKind = "person" if self.kind == "person" else "organisation" if self.kind else ""
        return PartyDetails(self.names, self.country, self.numbers, kind)

    @property
    def unread_script(self) -> str:
        """The script of its name, where it cannot be compared with lists and it has no other name; else ""."""
        from compliance.screening.names.romanising import unread_script

        scripts = [unread_script(name) for name in (self.name, *self.aliases)]
        return scripts[0] if all(scripts) else ""

    @property
    def names(self) -> tuple[str, ...]:
        """What it may be called by: its name, its aliases, its id, each once."""
        return tuple(dict.fromkeys((self.name, *self.aliases, self.id)))

    @property
    def numbers(self) -> tuple[str, ...]:
        """Its identifiers as lists write them, each with its kind: ``LEI 253400WSS48YWMBUA688``."""
        return tuple(f"{kind} {number}" for kind, number in self.identifiers)


@dataclass(frozen=True, slots=True)
class Link:
    """A tie between two parties that is not ownership; it has no direction."""

    a: str
    b: str
    kind: str
    source: str = ""
    confidence: Confidence | None = None


@dataclass(frozen=True)
class Parties:
    """Parties with their interests and links. Made by `collect` or `Parties.merged`, which check it."""

    records: Mapping[str, Party] = field(default_factory=dict)
    interests: Sequence[Interest] = ()
    links: tuple[Link, ...] = ()
    sources: Mapping[str, Source] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    """What a person should know of how files were read: statements that contradict each other, gaps."""

    @cached_property
    def ids(self) -> Sequence[str]:
        """Every id that occurs, in an entry, an interest or a link; sorted."""
        ids = {*self.records, *(party for link in self.links for party in (link.a, link.b))}
        if isinstance(self.interests, Indexed):
            more = ids.difference(self.interests.ids)
            return sorted((*self.interests.ids, *more)) if more else self.interests.ids
        for interest in self.interests:
            ids |= {interest.owner, interest.owned}
        return tuple(sorted(ids))

    @classmethod
    def merged(cls, bundled: Iterable[Parties], user: Iterable[Parties]) -> Parties:
        """One collection of several files. Where the user's and the bundled ones speak of the same, the user's hold.

        A file that knows no more of a party than its id, or of an interest than that it is, yields to one that does.
        Raises ComplianceError with every contradiction between the files.
        """
        bundled, user = tuple(bundled), tuple(user)
        user_ids = {party_id for collection in user for party_id in collection.records}
        known = {old.pair for collection in bundled for old in collection.interests}
        restated = _by_pair(new for collection in user for new in collection.interests if known and new.pair in known)
        kept = [
            old
            for collection in bundled
            for old in collection.interests
            if not any(old.first <= new.last and new.first <= old.last for new in restated.get(old.pair, ()))
        ]
        interests = _joined([collection.interests for collection in user], kept)
        parties = list(_named([party for collection in user for party in collection.records.values()]))
        parties += (
            party for collection in bundled for party in collection.records.values() if party.id not in user_ids
        )
        links = dict.fromkeys(link for collection in (*user, *bundled) for link in collection.links)
        sources = [source for collection in (*bundled, *user) for source in collection.sources.values()]
        notes = dict.fromkeys(note for collection in (*user, *bundled) for note in collection.notes)
        return collect(parties, interests, links, sources, notes)

    def __getitem__(self, party_id: str) -> Party:
        """The party; one without an entry has its id as its name."""
        return self.records.get(party_id) or Party(party_id, party_id)

    def __iter__(self) -> Iterator[Party]:
        """Every party, by id."""
        return (self[party_id] for party_id in self.ids)

    def __contains__(self, party_id: object) -> bool:
        """Whether some file names the party."""
        if isinstance(self.interests, Indexed) and self.interests.names(str(party_id)):
            return True
        return party_id in self._known_ids

    def get(self, party_id: str) -> Party | None:
        """The party with this id, None where no file names it."""
        return self[party_id] if self.__contains__(party_id) else None

    def find(self, text: str) -> Party | None:
        """The party whose id ``text`` is, or whose id, name or alias is equal to it but for spelling.

        None where there is no such party, and where there are several.
        """
        matches = self.all_named(text)
        return self[next(iter(matches))] if len(matches) == 1 else None

    def all_named(self, text: str) -> frozenset[str]:
        """The ids of every party whose id ``text`` is, or whose id, name or alias is equal to it but for spelling."""
        if text in self:
            return frozenset((text,))
        return frozenset(self._by_spelling.get(fold(text), ()))

    def days(self) -> frozenset[date]:
        """The days on which an interest begins, or is no longer held."""
        interests = self.interests.days() if isinstance(self.interests, Indexed) else self.interests
        begins = {interest.since for interest in interests if interest.since is not None}
        ends = {interest.last + DAY for interest in interests if interest.last < date.max}
        return frozenset(begins | ends)

    @cached_property
    def _known_ids(self) -> frozenset[str]:
        return frozenset(self.ids)

    @cached_property
    def _by_spelling(self) -> Mapping[str, set[str]]:
        ids_by_spelling: dict[str, set[str]] = defaultdict(set)
        for party_id in self.ids:
            for text in self[party_id].names:
                ids_by_spelling[fold(text)].add(party_id)
        ids_by_spelling.pop("", None)
        return ids_by_spelling


def collect(
    parties: Iterable[Party],
    interests: Iterable[Interest],
    links: Iterable[Link] = (),
    sources: Iterable[Source] = (),
    notes: Iterable[str] = (),
) -> Parties:
    """A collection of what is said. Raises ComplianceError with every contradiction in it."""
    interests = interests if isinstance(interests, Indexed) else tuple(interests)
    records: dict[str, Party] = {}
    problems: list[Problem] = []
    for party in parties:
        first = records.setdefault(party.id, party)
        if first != party:
            what = f"party {party.id!r} is also in {first.file}:{first.row}, with different content"
            problems.append(Problem(what, "Keep one entry per id.", party.file, party.row))
    problems += contradictions(interests.suspects() if isinstance(interests, Indexed) else interests)
    if problems:
        raise ComplianceError(problems)
    return Parties(records, interests, tuple(links), {source.id: source for source in sources}, tuple(notes))


def _named(parties: Iterable[Party]) -> Iterator[Party]:
    """The parties; an entry without a name is taken into one that has it, unless their countries differ."""
    whole: dict[str, Party] = {}
    others = []
    for party in parties:
        first = whole.setdefault(party.id, party)
        if first == party:
            continue
        named, nameless = (party, first) if first.name == first.id else (first, party)
        if nameless.name == nameless.id and (named.country or nameless.country) == (nameless.country or named.country):
            whole[party.id] = replace(
                named,
                country=named.country or nameless.country,
                kind=named.kind or nameless.kind,
                identifiers=tuple(dict.fromkeys((*named.identifiers, *nameless.identifiers))),
                sources=tuple(dict.fromkeys((*named.sources, *nameless.sources))),
            )
        else:
            others.append(party)
    yield from (*whole.values(), *others)


def _joined(parts: Sequence[Sequence[Interest]], more: Sequence[Interest]) -> Sequence[Interest]:
    """The interests of several files, and ``more``; columns of them stay columns."""
    indexed = next((type(part) for part in parts if isinstance(part, Indexed)), None)
    if indexed is None:
        every = list(chain.from_iterable(parts))
        return [*(_informative(every) if len(parts) > 1 else every), *more]
    joined = indexed.joined([*parts, more])
    suspects = list(joined.suspects()) if len(parts) > 1 else []
    uninformative = set(suspects).difference(_informative(suspects))
    return joined.without(uninformative) if uninformative else joined


def _informative(interests: Iterable[Interest]) -> Iterator[Interest]:
    """The interests without those of unknown share of which another file says as much or more for all their days."""
    interests = tuple(interests)
    stated = _by_pair(interests)
    blank = Share()
    for interest in interests:
        if interest.share != blank or not any(
            other.file != interest.file
            and other.first <= interest.first
            and interest.last <= other.last
            and (
                other.share != blank
                or other.file < interest.file
                or (other.first, other.last) != (interest.first, interest.last)
            )
            for other in stated[interest.pair]
        ):
            yield interest


def _by_pair(interests: Iterable[Interest]) -> dict[Pair, list[Interest]]:
    by_pair: dict[Pair, list[Interest]] = defaultdict(list)
    for interest in interests:
        by_pair[interest.pair].append(interest)
    return by_pair
