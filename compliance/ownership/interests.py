"""Who holds what part of whom from when to when, and what of that cannot all be true."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, Literal, get_args

from compliance.core.errors import Problem
from compliance.core.record import Confidence
from compliance.core.share import Share, Sum, total
from compliance.core.timeline import DAY

InterestKind = Literal[
    "ownership",
    "votes",
    "board",
    "control",
    "general-partner",
    "board-majority",
    "control-contract",
    "veto",
    "option",
    "beneficiary",
    "other",
]
INTEREST_KINDS: tuple[InterestKind, ...] = get_args(InterestKind)
CONTROL_KINDS: frozenset[InterestKind] = frozenset(("control", "general-partner", "board-majority", "control-contract"))
"""Kinds by which the holder decides for the company; ``control`` does not say how. A veto only stops decisions."""
_DEEDS: dict[InterestKind, str] = {
    "control": "controls {owned}",
    "general-partner": "is the general partner of {owned}",
    "board-majority": "may appoint or remove a majority of the board of {owned}",
    "control-contract": "controls {owned} by contract",
    "veto": "has a veto in {owned}",
}
_PARTS: dict[InterestKind, str] = {
    "votes": "of the votes of",
    "board": "of the board of",
    "option": "(an option, warrant or convertible) of",
    "beneficiary": "(as beneficiary) of",
}
Pair = tuple[str, str, InterestKind, bool]


_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def iso_day(text: str) -> date:
    """The day that is written as ``2025-09-29``; ValueError for any other way, and for no day of the calendar."""
    try:
        # Other forms that Python reads (20250929, 2025-W40-1) are not meant here.
        return date.fromisoformat(text if _ISO_DAY.fullmatch(text) else "")
    except ValueError:
        raise ValueError(f"{text!r} is not a date; write it as 2025-09-29") from None


@dataclass(frozen=True, slots=True)
class Interest:
    """``owner`` holds ``share`` of ``owned`` from ``since`` to ``until``, both days included.

    ``indirect``: it may be held through others that hold the company. Then the share is all that ``owner`` has of it,
    however held, and is read by itself: added to what others hold it might be counted twice. So is one that is
    ``contradicted`` by other statements on it: what others hold is no limit to it.
    """

    owner: str
    owned: str
    share: Share
    kind: InterestKind = "ownership"
    since: date | None = None
    until: date | None = None
    source: str = ""
    file: str = ""
    row: int | None = None
    confidence: Confidence | None = None
    indirect: bool = False
    contradicted: bool = False

    def held_on(self, day: date) -> bool:
        """Whether it is held on ``day``."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    @property
    def first(self) -> date:
        """The first day on which it is held."""
        return self.since or date.min

    @property
    def last(self) -> date:
        """The last day on which it is held."""
        return self.until or date.max

    @property
    def pair(self) -> Pair:
        """Of what there is at most one on a day."""
        return self.owner, self.owned, self.kind, self.indirect

    @property
    def open(self) -> bool:
        """Whether more can be asked of it: its exact share, or what of it others hold."""
        return self.indirect or not self.share.known

    def sentence(self, owner: str, owned: str, verb: str = "holds") -> str:
        """What ``owner`` holds of ``owned``, in words: ``X holds 30 % of the votes of Y``."""
        if self.kind in _DEEDS:
            return f"{owner} {_DEEDS[self.kind].format(owned=owned)}"
        how = ", by statements that contradict each other," if self.contradicted else ""
        how = how or (", directly or indirectly," if self.indirect else "")
        return f"{owner} {verb}{how} {self.share} {_PARTS.get(self.kind, 'of')} {owned}"

    @property
    def place(self) -> str:
        """Where it is written, for messages."""
        where = f"{self.file}:{self.row}" if self.row is not None else self.file
        return f"{where} ({self.source})" if self.source and where else where or self.source


class Indexed(Sequence[Interest], ABC):
    """Very many interests that are found by party, and not all made at once."""

    @abstractmethod
    def names(self, party: str) -> bool:
        """Whether a party holds or is held."""

    @property
    @abstractmethod
    def ids(self) -> Sequence[str]:
        """Every party that holds or is held, sorted."""

    @abstractmethod
    def into(self, party: str) -> Iterable[Interest]:
        """What is held of a party, on any day."""

    @abstractmethod
    def days(self) -> Iterable[Interest]:
        """Interests that begin and end on every day on which one of these does."""

    @abstractmethod
    def ended_before(self, day: date) -> Iterable[Interest]:
        """Those that are held no longer on a day."""

    @abstractmethod
    def held_on(self, day: date, kinds: Collection[str]) -> Any:
        """The holdings of a day, of certain kinds (``holdings.Holdings``)."""

    @abstractmethod
    def suspects(self) -> Iterable[Interest]:
        """Those among which are all contradictions."""

    @classmethod
    @abstractmethod
    def joined(cls, parts: Iterable[Iterable[Interest]]) -> Indexed:
        """These and others together."""

    @abstractmethod
    def without(self, interests: Collection[Interest]) -> Indexed:
        """All but some of the suspects."""


def contradictions(interests: Iterable[Interest]) -> Iterator[Problem]:
    """What cannot all be true: an end before the beginning, two shares on one day, more than the whole."""
    into: dict[tuple[str, InterestKind], list[Interest]] = defaultdict(list)
    first: dict[Pair, Interest] = {}
    repeated: dict[Pair, list[Interest]] = {}
    for interest in interests:
        if interest.until is not None and interest.last < interest.first:
            what = f"the interest of {interest.owner!r} in {interest.owned!r} ends before it begins"
            yield Problem(what, "Check from and until.", interest.file, interest.row)
        # A company's interest in itself leaves no less room for the others, nor does one that is read by itself.
        elif interest.kind in ("ownership", "votes") and interest.owner != interest.owned and not interest.indirect:
            into[interest.owned, interest.kind].append(interest)
        before = first.setdefault(interest.pair, interest)
        if before is not interest:
            repeated.setdefault(interest.pair, [before]).append(interest)
    for (owner, owned, kind, _), several in repeated.items():
        several.sort(key=lambda interest: interest.first)
        for before, after in pairwise(several):
            if after.first <= before.last:
                what = f"{owner!r} has two interests in {owned!r} of kind {kind} on {_day(after.first)}"
                what += f", see {before.place}"
                yield Problem(what, "Keep one, or end the first before the second begins.", after.file, after.row)
    for (owned, kind), interests_held in into.items():
        excess = _excess(interests_held) if len(interests_held) > 1 and _may_exceed_whole(interests_held) else None
        if excess:
            day, together = excess
            rows = ", ".join(interest.place for interest in together)
            what = f"the interests in {owned!r} of kind {kind} add up to more than 100 % on {_day(day)}: {rows}"
            yield Problem(
                what, "Correct a share, or the days on which it is held.", together[-1].file, together[-1].row
            )


def exceeding(interests: list[Interest]) -> list[Interest]:
    """Of interests in one company those that are more than the whole of a kind on some day; none where there are none."""
    for kind in ("ownership", "votes"):
        of_kind = [interest for interest in interests if interest.kind == kind and interest.owner != interest.owned]
        excess = _excess(of_kind) if _may_exceed_whole(of_kind) else None
        if excess:
            return excess[1]
    return []


def _may_exceed_whole(interests: Iterable[Interest]) -> bool:
    """Whether the lower ends are more than the whole if all are held on one day."""
    return total(interest.share for interest in interests).exceeds_whole


def _excess(interests: list[Interest]) -> tuple[date, list[Interest]] | None:
    """The first day on which the lower ends are more than the whole, and the interests held then."""
    steps: dict[date, Sum] = defaultdict(Sum)
    for interest in interests:
        steps[interest.first].add(interest.share)
        if interest.last < date.max:
            steps[interest.last + DAY].remove(interest.share)
    total = Sum()
    for day in sorted(steps):
        total.low += steps[day].low
        total.low_open += steps[day].low_open
        if total.exceeds_whole:
            return day, [interest for interest in interests if interest.held_on(day)]
    return None


def _day(day: date) -> str:
    return "every day" if day == date.min else day.isoformat()
