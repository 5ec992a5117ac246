"""Restricted-party lists: who stood on which list, from when until when.

A list that holds only a part of its publisher's (``coverage: partial``) can find a party; it can clear nobody.
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
    from compliance.screening.names.index import NameIndex
    from compliance.screening.names.likeness import Likeness

Quality = Literal["strong", "weak"]
Kind = Literal["", "entity", "individual", "vessel", "aircraft"]
Coverage = Literal["complete", "partial"]


@dataclass(frozen=True, slots=True)
class Listing:
    """One stay of one party on a list: the days ``since`` to ``until``, both included, None meaning no limit.

    ``entry`` is the party's stable id on the list, ``row`` the row of the list's file as a spreadsheet counts.
    ``countries`` are ISO 3166-1 alpha-2 codes; of an alias, *weak* says that it alone names nobody. An identifier is
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
class Hit:
    """A listing that a name leads to: by which of its names, and whether by the whole of it.

    ``like`` says word by word how the names are alike where they are not equal.
    """

    listing: Listing
    name: str
    quality: Quality
    whole: bool
    like: Likeness | None = None


_WORKED_OUT = ("index", "remembered")


@dataclass(frozen=True)
class PartyList:
    """One edition of one list. ``edition`` is its day where that is known, else what it is called.

    ``max_age`` is the number of days after which the edition cannot clear anybody any more, None: no such limit;
    they count from ``checked``, the last day on which the publisher was seen to offer this edition, else from the
    edition's own. ``limit`` says why the edition clears nobody whatever its age (a file of it is missing), or "".
    ``snapshot`` says that it holds who was listed on one day, and not who had been taken off before.
    ``file`` is what messages and reports call it, ``sha256`` that of the file of its listings (of all its files one
    after the other, in the order of their names, where it was joined from several).
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

    @property
    def source(self) -> Source:
        """The publication that the list is taken from."""
        return self.sources[0]

    def age(self, day: date) -> int | None:
        """The days from the edition, or from when it was last seen, to ``day``; None where nobody knows its day."""
        if not isinstance(self.edition, date):
            return None
        return (day - max(self.edition, self.checked or self.edition)).days

    def doubt(self, day: date, max_age: int | None = None) -> str:
        """Why it cannot clear anybody on ``day``: only a part of it is here, or it is too old; "" if it can.

        ``max_age`` (days) stands before the list's own.
        """
        if self.limit:
            return self.limit
        if self.coverage == "partial":
            hint = "" if self.listings else f", and nothing yet: compliance lists update {self.id} brings it"
            return f"only a part of {self.id} is held (edition {self.edition}){hint}"
        if self.snapshot and isinstance(self.edition, date) and day < self.edition:
            return f"the edition of {self.id} of {self.edition} does not hold who was taken off before that day"
        allowed = max_age if max_age is not None else self.max_age
        if allowed is None:
            return ""
        age = self.age(day)
        if age is None:
            return f"the edition of {self.id} has no date, so nobody knows whether it is older than {allowed} days"
        return f"the edition of {self.id} of {self.edition} is older than {allowed} days" if age > allowed else ""

    def with_later(self, other: PartyList) -> PartyList:
        """This edition with what began after it by ``other``, a later one; it clears nobody then."""
        assert isinstance(self.edition, date)
        later = tuple(listing for listing in other.listings if listing.since and listing.since > self.edition)
        limit = f"the edition of {self.id} of {self.edition} is older than the one of {other.edition} that is bundled"
        limited = self._again(limit=self.limit or limit)
        return replace(limited, listings=(*self.listings, *later)) if later else limited

    def on(self, day: date) -> tuple[Listing, ...]:
        """The listings of ``day``."""
        return tuple(listing for listing in self.listings if listing.on(day))

    def days(self) -> set[date]:
        """The days on which a listing begins, and those on which one has just ended."""
        ended = {listing.until + DAY for listing in self.listings if listing.until not in (None, date.max)}
        return {listing.since for listing in self.listings if listing.since} | ended

    def hits(self, name: str) -> tuple[Hit, ...]:
        """Every listing of any day that bears this name, wholly or but for the legal form, or one like it."""
        held = self.remembered.get(name)
        return self._hits(name) if held is None else held

    @cached_property
    def remembered(self) -> dict[str, tuple[Hit, ...]]:
        """The hits of names that were worked out beforehand."""
        return self._unpacked("remembered") or {}

    def seen_on(self, day: date) -> PartyList:
        """The same edition, last seen on ``day``; what was worked out of it stays."""
        return self._again(checked=day)

    def _again(self, **said: Any) -> PartyList:
        """The same listings with something else ``said`` of them; what was worked out of them stays."""
        same = replace(self, **said)
        vars(same).update({name: vars(self)[name] for name in (*_WORKED_OUT, "_packed") if name in vars(self)})
        return same

    def __getstate__(self) -> dict[str, Any]:
        """What is kept of it: what was worked out lies apart, because most runs ask no name that needs it."""
        state = dict(vars(self))
        apart = {name: state.pop(name) for name in _WORKED_OUT if name in state}
        return state | {"_packed": self._packed | {name: pickle.dumps(each, -1) for name, each in apart.items()}}

    @cached_property
    def _packed(self) -> dict[str, bytes]:
        return {}

    def _unpacked(self, name: str) -> Any:
        packed = self._packed.get(name)
        return packed and pickle.loads(packed)

    def remember(self, names: Iterable[str]) -> None:
        """Works out the hits of these names once; they are kept with the list."""
        self.remembered.update((name, self._hits(name)) for name in names)

    def _hits(self, name: str) -> tuple[Hit, ...]:
        equal: dict[int, bool] = {}
        for nth, key in enumerate(keys(name)):
            for place in self.index.equal(key):
                equal.setdefault(place, nth == 0 and keys(self.index.names[place])[0] == key)
        alike = self.index.alike(name)
        return (
            *(self._hit(place, whole=whole) for place, whole in equal.items()),
            *(self._hit(place, whole=False, like=alike[place]) for place in sorted(alike.keys() - equal.keys())),
        )

    def identified(self, identifier: str) -> tuple[Listing, ...]:
        """Every listing of any day that has this identifier."""
        return self._by_identifier.get(bare(identifier), ())

    @cached_property
    def index(self) -> NameIndex:
        """The names of the list, compiled."""
        from compliance.screening.names.index import NameIndex

        if kept := self._unpacked("index"):
            return cast("NameIndex", kept)
        return NameIndex.of([name for listing in self.listings for name, _ in listing.names()])

    def _hit(self, place: int, *, whole: bool, like: Likeness | None = None) -> Hit:
        at = bisect_right(self._first, place) - 1
        listing = self.listings[at]
        name, quality = tuple(listing.names())[place - self._first[at]]
        return Hit(listing, name, quality, whole, like)

    @cached_property
    def _first(self) -> tuple[int, ...]:
        """The place of each listing's own name among all names."""
        return tuple(accumulate((1 + len(listing.aliases) for listing in self.listings[:-1]), initial=0))

    @cached_property
    def _by_identifier(self) -> dict[str, tuple[Listing, ...]]:
        found: defaultdict[str, list[Listing]] = defaultdict(list)
        for listing in self.listings:
            for identifier in listing.identifiers:
                if key := bare(identifier):
                    found[key].append(listing)
        return {key: tuple(listings) for key, listings in found.items()}


def bare(identifier: str) -> str:
    """The number of an identifier (``USCC 9144 0300-1…``, ``Tax ID No. 7744001497 (RU)``) without its kind, its country and
    marks; "" for what is no number.
    """
    words = re.sub(r"\s*\([A-Z]{2}\)\s*$", "", identifier.upper()).split()
    while len(words) > 1 and not any(map(str.isdigit, words[0])):
        del words[0]
    number = "".join(char for char in "".join(words) if char.isalnum())
    return number if len(number) >= 6 and any(map(str.isdigit, number)) else ""
