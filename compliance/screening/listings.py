"""Restricted-party lists: which parties are on which list, from when until when.

A list that holds only a part of its publisher's (``coverage: partial``) can find a party but cannot show that one is not listed.
"""

from __future__ import annotations

import pickle
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Literal, cast

from compliance.core.record import Confidence, Source
from compliance.core.timeline import DAY
from compliance.screening.names.folding import keys

if TYPE_CHECKING:
    from compliance.core.licence import Licence
    from compliance.screening.names.index import NameIndex
    from compliance.screening.names.likeness import Likeness
    from compliance.screening.names.people import PersonLikeness
    from compliance.screening.names.people_index import PeopleIndex

Quality = Literal["strong", "weak"]
Kind = Literal["", "entity", "individual", "vessel", "aircraft"]
Coverage = Literal["complete", "partial"]


@dataclass(frozen=True, slots=True)
class Listing:
    """One stay of one party on a list: the days ``since`` to ``until``, both included, None meaning no limit.

    ``entry`` is the party's stable id on the list, ``row`` the row of the list's file as a spreadsheet counts.
    ``countries`` are ISO 3166-1 alpha-2 codes; a *weak* alias does not identify a party by itself. An identifier is
    its kind and number, with the country that gave it where that is said: ``LEI 253400WSS48YWMBUA688``,
    ``Tax ID No. 7744001497 (RU)``. ``kind`` is what the publisher says the party is, or "".
    """

    entry: str
    name: str
    aliases: tuple[tuple[str, Quality], ...] = ()
    countries: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    citation: str = ""
    since: date | None = None
    until: date | None = None
    row: int = 0
    confidence: Confidence | None = None
    note: str = ""
    kind: Kind = ""

    def on(self, day: date) -> bool:
        """Whether the party was listed on ``day``."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    def names(self) -> Iterator[tuple[str, Quality]]:
        """Its name, then its aliases, each with its quality."""
        yield self.name, "strong"
        yield from self.aliases


@dataclass(frozen=True, slots=True)
class NameMatch:
    """A listing whose name equals or resembles a query: which of its names, and whether the complete names are equal.

    ``like`` explains word by word how the names resemble each other where they are not equal. ``span`` is the part of the
    query that was compared, "" where it was all of it; where it was ``cut``, the listed name begins with it; where it
    ``stands_in`` the text, neither its beginning nor its end is marked there. ``person`` explains how names of persons
    resemble each other, equal or not.
    """

    listing: Listing
    name: str
    quality: Quality
    whole: bool
    like: Likeness | None = None
    span: str = ""
    cut: bool = False
    stands_in: bool = False
    person: PersonLikeness | None = None


_PRECOMPUTED = ("index", "people_index", "known_matches")


@dataclass(frozen=True)
class PartyList:
    """One edition of one list. ``edition`` is its date where that is known, else its label.

    ``max_age`` is the age in days beyond which the edition is too old to rule a party out, None: no such limit. The age
    counts from ``checked``, the last day on which the publisher offered this edition, else from the edition's date.
    ``limit`` says why the edition cannot rule a party out at any age (a file of it is missing), or "".
    A ``snapshot`` holds who was listed on one day, without those removed earlier.
    ``open_class`` says whom the instrument covers without naming them, or ""; ``licences`` may permit dealings for a time.
    ``file`` is its name in messages and reports, ``sha256`` that of the file of its listings (of all its files
    concatenated in the order of their names, where it was joined from several).
    """

    id: str
    title: str
    publisher: str
    edition: date | str
    coverage: Coverage
    listings: tuple[Listing, ...]
    sources: tuple[Source, ...]
    sha256: str
    file: str
    max_age: int | None = None
    confidence: Confidence = "recalled"
    checked: date | None = None
    limit: str = ""
    snapshot: bool = False
    notes: tuple[str, ...] = ()
    open_class: str = ""
    licences: tuple[Licence, ...] = ()

    def licence_notes(self, listing: Listing, day: date) -> tuple[str, ...]:
        """The general licences and times to wind down that may permit dealings with a listed party on ``day``."""
        names = [name for name, _ in listing.names()]
        return tuple(licence.note(self.sources) for licence in self.licences if licence.covers(day, names))

    @property
    def source(self) -> Source:
        """The publication that the list is taken from."""
        return self.sources[0]

    @property
    def open_note(self) -> str:
        """What the instrument covers beside the parties that it names; "" where it covers nobody else."""
        return (
            f"{self.id} also covers {self.open_class} of the parties that it names; a name cannot show them"
            if self.open_class
            else ""
        )

    @property
    def entry_count(self) -> int:
        """How many parties it lists; an entry with several stays counts once."""
        return len({listing.entry for listing in self.listings})

    def age(self, day: date) -> int | None:
        """The days from the edition's date, or from its last check, to ``day``; None where the date is unknown."""
        if not isinstance(self.edition, date):
            return None
        return (day - max(self.edition, self.checked or self.edition)).days

    def doubt(self, day: date, max_age: int | None = None) -> str:
        """Why it cannot rule a party out on ``day``: it is partial, or too old; "" if it can.

        ``max_age`` (days) takes precedence over the list's own.
        """
        if self.limit:
            return self.limit
        if self.coverage == "partial":
            if not self.listings:
                return f"we hold no entries of {self.id} yet: run compliance lists update {self.id}"
            return f"we hold only part of {self.id} ({self.entry_count:,} entries, edition {self.edition})"
        if self.snapshot and isinstance(self.edition, date) and day < self.edition:
            return f"the edition of {self.id} of {self.edition} does not show parties removed before that day"
        allowed = max_age if max_age is not None else self.max_age
        age = self.age(day)
        if age is None:
            return (
                f"nobody knows of which day the edition of {self.id} is: say it in the name of the file, or with "
                f"--list {self.id}=FILE@YYYY-MM-DD"
            )
        if allowed is None:
            return ""
        return f"the edition of {self.id} of {self.edition} is older than {allowed} days" if age > allowed else ""

    def with_later_listings(self, newer: PartyList) -> PartyList:
        """This edition with the listings of a ``newer`` one that began after it; it cannot rule a party out then."""
        assert isinstance(self.edition, date)
        added = tuple(listing for listing in newer.listings if listing.since and listing.since > self.edition)
        limit = f"the edition of {self.id} of {self.edition} is older than the bundled one of {newer.edition}"
        limited = self._copy(limit=self.limit or limit)
        return replace(limited, listings=(*self.listings, *added)) if added else limited

    def on(self, day: date) -> tuple[Listing, ...]:
        """The listings of ``day``."""
        return tuple(listing for listing in self.listings if listing.on(day))

    def days(self) -> set[date]:
        """The days on which a listing begins, and those on which one has just ended."""
        ended = {listing.until + DAY for listing in self.listings if listing.until not in (None, date.max)}
        return {listing.since for listing in self.listings if listing.since} | ended

    def name_matches(self, name: str) -> tuple[NameMatch, ...]:
        """Every listing of any day with this name, with it apart from the legal form, or with a similar one."""
        matches = self.known_matches.get(name)
        return self._find_names(name) if matches is None else matches

    @cached_property
    def known_matches(self) -> dict[str, tuple[NameMatch, ...]]:
        """The matches of names that were looked up beforehand."""
        return self._unpickled("known_matches") or {}

    def checked_on(self, day: date) -> PartyList:
        """The same edition, last checked on ``day``; what was computed from it is kept."""
        return self._copy(checked=day)

    def as_of_one_day(self, edition: date | str, *, snapshot: bool) -> PartyList:
        """The same listings, of this day; what was computed from them is kept."""
        return self._copy(edition=edition, snapshot=snapshot)

    def _copy(self, **changes: Any) -> PartyList:
        """The same listings with other fields changed; what was computed from the listings is kept."""
        copy = replace(self, **changes)
        vars(copy).update({name: vars(self)[name] for name in _PRECOMPUTED if name in vars(self)})
        vars(copy)["_pickled"] = dict(self._pickled)
        return copy

    def __getstate__(self) -> dict[str, Any]:
        """The state to pickle: computed tables are pickled separately, because most runs never load them."""
        state = dict(vars(self))
        precomputed = {name: state.pop(name) for name in _PRECOMPUTED if name in state}
        return state | {
            "_pickled": self._pickled | {name: pickle.dumps(value, -1) for name, value in precomputed.items()}
        }

    @cached_property
    def _pickled(self) -> dict[str, bytes]:
        return {}

    def _unpickled(self, name: str) -> Any:
        pickled = self._pickled.pop(name, None)
        return pickled and pickle.loads(pickled)

    def precompute(self, names: Iterable[str]) -> None:
        """Looks these names up once; the matches are stored with the list."""
        self.known_matches.update((name, self._find_names(name)) for name in names)

    def _find_names(self, name: str) -> tuple[NameMatch, ...]:
        from compliance.screening.names.spans import cleaned, spans
        from compliance.screening.names.tokens import is_only_form

        name = cleaned(name)
        if is_only_form(name):
            return ()
        matches = self._equal_names(name)
        for span in ("", *spans(name)):
            for position, like in sorted(self.index.similar(span or name, initials=not span).items()):
                matches.setdefault(position, self._name_match(position, whole=False, like=like, span=span))
        for position, part in self._cut_at_the_end(name):
            # What lacks no word of the name was not cut.
            if position not in matches or ((found := matches[position].like) and found.theirs):
                matches[position] = self._name_match(position, whole=False, span=part, cut=True)
        for position, words in self.index.standing_in(name):
            matches.setdefault(position, self._name_match(position, whole=False, span=words, stands_in=True))
        for position, person_match in self._find_people(name).items():
            matches.setdefault(position, person_match)
        return tuple(matches.values())

    def _equal_names(self, name: str) -> dict[int, NameMatch]:
        """The names that the text, or a part of it, equals, with or without the legal form."""
        from compliance.screening.names.spans import spans

        matches: dict[int, NameMatch] = {}
        for number, key in enumerate(keys(name)):
            for position in self.index.equal(key):
                if position not in matches:
                    is_whole = number == 0 and keys(self.index.names[position])[0] == key
                    matches[position] = self._name_match(position, whole=is_whole)
        for span in spans(name):
            for key in keys(span):
                for position in self.index.equal(key):
                    matches.setdefault(position, self._name_match(position, whole=False, span=span))
        return matches

    def _cut_at_the_end(self, name: str) -> Iterator[tuple[int, str]]:
        """The positions of the names that begin with what stands at the end of the text, and what that is."""
        from compliance.screening.names.spans import spans

        for part in (name, *filter(name.endswith, spans(name))):
            yield from ((position, part) for position in self.index.beginning_with(part))

    def _find_people(self, name: str) -> dict[int, NameMatch]:
        """The persons whose name the text, or a part of it, may be, each with the most similar part."""
        from compliance.screening.names.people import may_be_person
        from compliance.screening.names.spans import spans

        people: dict[int, NameMatch] = {}
        for span in ("", *spans(name)):
            if may_be_person(span or name):
                for position, like in self.people_index.similar(span or name).items():
                    previous = people.get(position)
                    if previous is None or (previous.person and previous.person.score < like.score):
                        people[position] = self._name_match(position, whole=False, span=span, person=like)
        return people

    def with_identifier(self, identifier: str) -> tuple[Listing, ...]:
        """Every listing of any day that has this identifier."""
        return self._by_identifier.get(identifier_number(identifier), ())

    @cached_property
    def index(self) -> NameIndex:
        """The names of the list, compiled."""
        from compliance.screening.names.index import NameIndex

        if stored := self._unpickled("index"):
            return cast("NameIndex", stored)
        return NameIndex.of([name for listing in self.listings for name, _ in listing.names()], self._people)

    @cached_property
    def people_index(self) -> PeopleIndex:
        """The names of natural persons on the list, compiled."""
        from compliance.screening.names.people_index import PeopleIndex

        if stored := self._unpickled("people_index"):
            return cast("PeopleIndex", stored)
        names = self.index.names
        return PeopleIndex.of([(position, names[position]) for position in sorted(self._people)])

    @cached_property
    def _people(self) -> frozenset[int]:
        """The positions of names of natural persons: as the list says, else by the shape of the entry's name."""
        from compliance.screening.names.people import looks_like_person, may_be_person

        people: list[int] = []
        position = 0
        for listing in self.listings:
            is_person = listing.kind == "individual" or (not listing.kind and looks_like_person(listing.name))
            for name, _ in listing.names():
                if is_person and (listing.kind or may_be_person(name)):
                    people.append(position)
                position += 1
        return frozenset(people)

    def _name_match(
        self,
        position: int,
        *,
        whole: bool,
        like: Likeness | None = None,
        span: str = "",
        cut: bool = False,
        stands_in: bool = False,
        person: PersonLikeness | None = None,
    ) -> NameMatch:
        number = bisect_right(self._first_position, position) - 1
        listing = self.listings[number]
        name, quality = tuple(listing.names())[position - self._first_position[number]]
        return NameMatch(listing, name, quality, whole, like, span, cut, stands_in, person)

    @cached_property
    def _first_position(self) -> tuple[int, ...]:
        """The position of each listing's own name among all names."""
        return tuple(accumulate((1 + len(listing.aliases) for listing in self.listings[:-1]), initial=0))

    @cached_property
    def _by_identifier(self) -> dict[str, tuple[Listing, ...]]:
        by_number: defaultdict[str, list[Listing]] = defaultdict(list)
        for listing in self.listings:
            for identifier in listing.identifiers:
                if number := identifier_number(identifier):
                    by_number[number].append(listing)
        return {number: tuple(listings) for number, listings in by_number.items()}


def identifier_number(identifier: str) -> str:
    """The number in an identifier (``USCC 9144 0300-1…``, ``Tax ID No. 7744001497 (RU)``) without kind, country and
    punctuation; "" where there is none.
    """
    words = re.sub(r"\s*\([A-Z]{2}\)\s*$", "", identifier.upper()).split()
    while len(words) > 1 and not any(map(str.isdigit, words[0])):
        del words[0]
    number = "".join(char for char in "".join(words) if char.isalnum())
    return number if len(number) >= 6 and any(map(str.isdigit, number)) else ""
