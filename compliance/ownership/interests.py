"""Who holds what part of whom from when to when, and what of that cannot all be true."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
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
ADDING: frozenset[InterestKind] = frozenset(("ownership", "votes"))
"""Kinds of which there is no more than the whole."""
_CHANGING_HANDS: frozenset[InterestKind] = frozenset(("ownership", "votes", "board"))
"""Kinds whose shares may be held by either party on the day on which they change hands."""
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
    ``contradicted`` by other statements on it: what others hold is no limit to it. ``changing_hands``: nobody knows
    whether it is held, for on this day one holder's interest ends and another's begins.
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
    changing_hands: bool = False

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
        how = ", directly or indirectly," if self.indirect else ""
        if self.contradicted:
            how = ", by statements that contradict each other,"
        if self.changing_hands:
            how = ", on a day on which shares change hands,"
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
    always: dict[tuple[str, InterestKind], list[Interest]] = defaultdict(list)
    first: dict[Pair, Interest] = {}
    repeated: dict[Pair, list[Interest]] = {}
    for interest in interests:
        if interest.until is not None and interest.last < interest.first:
            what = f"the interest of {interest.owner!r} in {interest.owned!r} ends before it begins"
            yield Problem(what, "Check from and until.", interest.file, interest.row)
        elif interest.since is None and interest.until is None and _adds(interest):
            always[interest.owned, interest.kind].append(interest)
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
    yield from _excesses(always, "every day")


def excesses(interests: Iterable[Interest], day: date) -> Iterator[Problem]:
    """Where the lower ends of the ``interests`` that are held on ``day`` add up to more than the whole."""
    held: dict[tuple[str, InterestKind], list[Interest]] = defaultdict(list)
    for interest in interests:
        if _adds(interest):
            held[interest.owned, interest.kind].append(interest)
    yield from _excesses(held, day.isoformat())


def _excesses(held: Mapping[tuple[str, InterestKind], Sequence[Interest]], day: str) -> Iterator[Problem]:
    for (owned, kind), together in held.items():
        if len(together) > 1 and total(interest.share for interest in together).exceeds_whole:
            rows = ", ".join(interest.place for interest in together)
            what = f"the interests in {owned!r} of kind {kind} add up to more than 100 % on {day}: {rows}"
            advice = "Correct a share, or the days on which it is held."
            yield Problem(what, advice, together[-1].file, together[-1].row)


def _adds(interest: Interest) -> bool:
    """Whether it leaves less room for others: not what a company holds of itself, nor what is read by itself."""
    return interest.kind in ADDING and interest.owner != interest.owned and not interest.indirect


def on_day(interests: Iterable[Interest], day: date) -> list[Interest]:
    """The interests that are held on ``day``. Where one holder's ends on it and another's begins, each may be held."""
    held = [interest for interest in interests if interest.held_on(day)]
    handed_over = changing_hands(held, day)
    return (
        [may_be_held(interest) if interest in handed_over else interest for interest in held] if handed_over else held
    )


def changing_hands(interests: Iterable[Interest], day: date) -> set[Interest]:
    """Those of the interests held on ``day`` that end on it while another holder's begins, or the other way round."""
    moving = [
        interest for interest in interests if day in (interest.since, interest.until) and _may_change_hands(interest)
    ]
    ending: dict[tuple[str, InterestKind], set[str]] = defaultdict(set)
    beginning: dict[tuple[str, InterestKind], set[str]] = defaultdict(set)
    for interest in moving:
        for holders, at in ((ending, interest.until), (beginning, interest.since)):
            if at == day:
                holders[interest.owned, interest.kind].add(interest.owner)

    def is_replaced(interest: Interest) -> bool:
        pool = interest.owned, interest.kind
        return (interest.until == day and bool(beginning[pool] - {interest.owner})) or (
            interest.since == day and bool(ending[pool] - {interest.owner})
        )

    return {interest for interest in moving if is_replaced(interest)}


def _may_change_hands(interest: Interest) -> bool:
    return interest.kind in _CHANGING_HANDS and interest.owner != interest.owned and interest.share.high > 0


def may_be_held(interest: Interest) -> Interest:
    """An interest of which nobody knows whether it is held."""
    share = interest.share
    return replace(interest, share=Share(0, share.high, False, share.high_open), changing_hands=True)


def exceeding(interests: list[Interest]) -> list[Interest]:
    """Of interests in one company those that are more than the whole of a kind on some day; none where there are none."""
    for kind in sorted(ADDING):
        of_kind = [interest for interest in interests if interest.kind == kind and interest.owner != interest.owned]
        if total(interest.share for interest in of_kind).exceeds_whole:
            day = _first_excess(of_kind)
            if day is not None:
                return [interest for interest in of_kind if interest.held_on(day)]
    return []


def _first_excess(interests: list[Interest]) -> date | None:
    """The first day on which the lower ends are more than the whole, whoever holds what changes hands on it."""
    begins: dict[date, list[Interest]] = defaultdict(list)
    ends: dict[date, list[Interest]] = defaultdict(list)
    for interest in interests:
        begins[interest.first].append(interest)
        if interest.last < date.max:
            ends[interest.last].append(interest)
    held = Sum()
    for day in sorted({*begins, *(last + DAY for last in ends)}):
        for interest in ends.get(day - DAY, ()) if day > date.min else ():
            held.remove(interest.share)
        for interest in begins.get(day, ()):
            held.add(interest.share)
        certain = replace(held)
        for interest in changing_hands({*begins.get(day, ()), *ends.get(day, ())}, day):
            certain.low -= interest.share.low
            certain.low_open -= interest.share.low_open
        if certain.exceeds_whole:
            return day
    return None


def _day(day: date) -> str:
    return "every day" if day == date.min else day.isoformat()
