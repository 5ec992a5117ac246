"""What the statements of a register say, made one: each party once, each interest at most once on a day.

Registers repeat themselves, correct themselves and contradict themselves. Statements on one interest must all hold, so
their ranges are intersected; where they contradict each other nobody knows which holds, so the hull is taken, read by itself,
and a note says so. Interests of different classes are never added.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, InvalidOperation
from functools import cache, lru_cache
from itertools import zip_longest
from typing import Any, Literal

from compliance.core.errors import ComplianceError, Problem
from compliance.core.share import ONE, Share
from compliance.core.timeline import DAY
from compliance.io.resources import RULES
from compliance.ownership.parties import Interest, Link, Parties, Party, collect, contradictions, exceeding
from compliance.reference.countries import CountryTable, load_table

SHARES = "shares"
"""The measure of ownership that decides where others (profits, assets on dissolution) are stated beside it."""
MAX_NOTES = 20
"""So many contradictions of a file are told one by one."""
_MAX_VISITED = 1000
"""Companies looked at to see whether one holder stands above another; beyond them it is taken to."""
_CACHE_SIZE = 10_000
"""Different countries and days that are remembered: a register of millions has few."""
_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[T ].*)?)?)?")

How = Literal["direct", "indirect", "either"]
"""How an interest is held; ``either`` where the register does not tell the two apart."""


@dataclass(frozen=True, slots=True)
class StatedInterest:
    """One statement on an interest; ``measure`` is what its share is a share of, where a kind knows several."""

    interest: Interest
    how: How = "direct"
    measure: str = SHARES


class Statements:
    """Gathers what a file states."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.notes: dict[str, None] = {}
        self._parties: dict[str, Party] = {}
        self._stated: dict[str, list[StatedInterest]] = defaultdict(list)
        self._links: dict[Link, None] = {}
        self._contradictions = 0

    def add_party(self, party: Party) -> None:
        """A statement on a party; what was said first of its name and country stands, other names are aliases."""
        before = self._parties.get(party.id)
        if before is None:
            self._parties[party.id] = party
        elif before != party:
            names = dict.fromkeys((before.name, *before.aliases, party.name, *party.aliases))
            name = next((candidate for candidate in names if candidate != party.id), party.id)
            for known in (name, party.id):
                names.pop(known, None)
            self._parties[party.id] = replace(
                before,
                name=name,
                aliases=tuple(names),
                country=before.country or party.country,
                identifiers=tuple(dict.fromkeys((*before.identifiers, *party.identifiers))),
                sources=tuple(dict.fromkeys((*before.sources, *party.sources))),
            )

    def knows(self, party: str) -> bool:
        """Whether something was said of the party already."""
        return party in self._parties

    def add_unknown(self, what: Literal["owner", "company"], key: str, reason: str, row: int) -> str:
        """The id of an owner or company of which no more is known than the ``reason`` why."""
        party = f"unknown-{what}:{key}"
        self.add_party(Party(party, f"Unknown {what} ({reason})", file=self.file, row=row))
        return party

    def add_interest(self, statement: StatedInterest) -> None:
        """A statement on an interest."""
        self._stated[statement.interest.owned].append(statement)

    def add_link(self, link: Link) -> None:
        """A statement on another tie."""
        self._links[link] = None

    def add_note(self, text: str) -> None:
        """What a person should know of how the file was read."""
        self.notes[f"{self.file}: {text}"] = None

    def parties(self, problems: Sequence[Problem]) -> Parties:
        """All that was stated. Raises ComplianceError with ``problems`` and every contradiction that is an error."""
        if not (problems or self._stated or self._parties or self._links):
            problems = [Problem("contains no parties or interests", "Check that it is the file you mean.", self.file)]
        interests = [interest for owned in self._stated for interest in self._into(owned)]
        if self._contradictions > MAX_NOTES:
            self.add_note(
                f"{self._contradictions - MAX_NOTES:,} more interests on which statements contradict each other."
            )
        if problems:
            raise ComplianceError([*problems, *contradictions(interests)])
        return collect(self._parties.values(), interests, self._links, (), self.notes)

    def _into(self, owned: str) -> Iterable[Interest]:
        """What is held of a company, each interest once."""
        statements = self._stated[owned]
        if len(statements) == 1:
            return [_as_indirect(statements[0].interest, statements[0].how == "indirect")]
        same: dict[tuple[str, str, bool], list[StatedInterest]] = defaultdict(list)
        for statement in statements:
            same[statement.interest.owner, statement.interest.kind, statement.how == "indirect"].append(statement)
        interests, either = [], set()
        for (owner, kind, indirect), group in same.items():
            if any(statement.how == "either" for statement in group):
                either.add((owner, kind))
            interests += [_as_indirect(interest, indirect) for interest in self._on_each_day(group)]
        return self._mark_indirect(interests, either) if either else interests

    def _on_each_day(self, group: Sequence[StatedInterest]) -> Iterator[Interest]:
        """One interest for each span of days on which the same statements hold."""
        sound = [statement for statement in group if statement.interest.first <= statement.interest.last]
        yield from (statement.interest for statement in group if statement not in sound)
        if len(sound) == 1:
            yield sound[0].interest
            return
        starts = {statement.interest.first for statement in sound}
        starts |= {statement.interest.last + DAY for statement in sound if statement.interest.last < date.max}
        for first, following in zip_longest(days := sorted(starts), days[1:]):
            active = [statement for statement in sound if statement.interest.held_on(first)]
            if active:
                yield self._combined(active, first, following - DAY if following else date.max)

    def _combined(self, statements: Sequence[StatedInterest], first: date, last: date) -> Interest:
        """What the statements say together."""
        by_measure: dict[str, list[Share]] = defaultdict(list)
        for statement in statements:
            by_measure[statement.measure].append(statement.interest.share)
        shares = {}
        contradicted = False
        for measure, stated in by_measure.items():
            shared = _intersection(stated)
            shares[measure] = shared or _hull(stated)
            if shared is None:
                contradicted = True
                self._note_contradiction(
                    [statement for statement in statements if statement.measure == measure], shares[measure]
                )
        sources = dict.fromkeys(statement.interest.source for statement in statements if statement.interest.source)
        return replace(
            statements[0].interest,
            share=_of_measures(shares),
            indirect=contradicted,
            contradicted=contradicted,
            since=None if first == date.min else first,
            until=None if last == date.max else last,
            source="; ".join(list(sources)[:3]) + (f" and {len(sources) - 3} more" if len(sources) > 3 else ""),
        )

    def _note_contradiction(self, statements: Sequence[StatedInterest], taken: Share) -> None:
        self._contradictions += 1
        if self._contradictions <= MAX_NOTES:
            first = statements[0].interest
            shares = ", ".join(f"{statement.interest.share} (row {statement.interest.row})" for statement in statements)
            self.add_note(
                f"statements on the {first.kind} of {first.owner!r} in {first.owned!r} contradict each other: {shares}; "
                f"taken as {taken}."
            )

    def _mark_indirect(self, interests: list[Interest], either: set[tuple[str, str]]) -> list[Interest]:
        """Of interests held directly or indirectly, those that may be held through another holder marked so."""
        owners = {interest.owner for interest in interests}
        if len(owners) == 1:
            return interests
        upstream = {owner for owner in owners if any(self._is_above(owner, holder) for holder in owners - {owner})}

        def loose(interest: Interest) -> bool:
            return (interest.owner, interest.kind) in either and not interest.indirect

        marked = [_as_indirect(interest, loose(interest) and interest.owner in upstream) for interest in interests]
        while excess := exceeding([interest for interest in marked if not interest.indirect]):
            if not any(map(loose, excess)):
                break
            marked = [_as_indirect(interest, loose(interest) and interest in excess) for interest in marked]
        return marked

    def _is_above(self, owner: str, company: str) -> bool:
        """Whether the file has a way from ``owner`` down to ``company``."""
        visited = {company}
        queue = [company]
        while queue:
            for statement in self._stated.get(queue.pop(), ()):
                holder = statement.interest.owner
                if holder == owner or len(visited) > _MAX_VISITED:
                    return True
                if holder not in visited:
                    visited.add(holder)
                    queue.append(holder)
        return False


def _as_indirect(interest: Interest, indirect: bool) -> Interest:
    return replace(interest, indirect=True) if indirect else interest


def _intersection(shares: Iterable[Share]) -> Share | None:
    """What all of the ranges have in common."""
    shares = tuple(shares)
    low, low_open = max((share.low, share.low_open) for share in shares)
    high, high_closed = min((share.high, not share.high_open) for share in shares)
    if low > high or (low == high and (low_open or not high_closed)):
        return None
    return Share(low, high, low_open, not high_closed)


def _hull(shares: Iterable[Share]) -> Share:
    """The smallest range around all of the ranges."""
    shares = tuple(shares)
    low, low_open = min((share.low, share.low_open) for share in shares)
    high, high_closed = max((share.high, not share.high_open) for share in shares)
    return Share(low, high, low_open, not high_closed)


def _of_measures(shares: dict[str, Share]) -> Share:
    """At least what the shares say, at most what any measure says; without shares, what lies between the measures."""
    hull = _hull(shares.values())
    main = shares.get(SHARES, hull)
    return Share(main.low, hull.high, main.low_open, hull.high_open)


def text(value: Any) -> str:
    """A text of a record, trimmed; "" for what is none. Half characters, which nobody could write out, become ``?``."""
    if not isinstance(value, str):
        return ""
    return (value if value.isprintable() else value.encode("utf-8", "replace").decode()).strip()


def texts(value: Any) -> list[str]:
    """The texts of a record's list; one text stands for a list of it."""
    listed = map(text, value if isinstance(value, list) else [value])
    return [item for item in listed if item]


def objects(value: Any) -> list[dict[str, Any]]:
    """The objects of a record's list; one object stands for a list of it."""
    return [item for item in (value if isinstance(value, list) else [value]) if isinstance(item, dict)]


def object_in(record: dict[str, Any], name: str) -> dict[str, Any]:
    """The object under ``name``, empty where there is none."""
    value = record.get(name)
    return value if isinstance(value, dict) else {}


@lru_cache(maxsize=_CACHE_SIZE)
def country(*names: str) -> str | None:
    """The ISO code of the one country that the texts name; None where they name none, or several."""
    codes = {code for name in names if name for code in _table().resolve(name).values or ()}
    return next(iter(codes)) if len(codes) == 1 else None


@cache
def _table() -> CountryTable:
    return load_table(RULES / "countries" / "table.csv")


@lru_cache(maxsize=_CACHE_SIZE)
def first_day(text: str) -> date | None:
    """The first day of ``2020``, ``2020-05`` or ``2020-05-17``; None for "". Raises ValueError."""
    year, month, day = _parts(text)
    return date(year, month or 1, day or 1) if year else None


@lru_cache(maxsize=_CACHE_SIZE)
def last_day(text: str) -> date | None:
    """The last day of ``2020``, ``2020-05`` or ``2020-05-17``; None for "". Raises ValueError."""
    year, month, day = _parts(text)
    return date(year, month or 12, day or monthrange(year, month or 12)[1]) if year else None


def _parts(text: str) -> tuple[int, int, int]:
    match = _PARTIAL.fullmatch(text)
    if text and not match:
        raise ValueError(f"{text!r} is not a date; write it as 2025-09-29")
    year, month, day = (int(part or 0) for part in match.groups()) if match else (0, 0, 0)
    try:
        date(year or 1, month or 1, day or 1)
    except ValueError:
        raise ValueError(f"{text!r} is not a day of the calendar") from None
    return year, month, day


def share_of(number: str) -> Share:
    """A number in per cent; one with more than six decimals as the narrow range around it. Raises ValueError."""
    low, high = _around(number)
    return Share(low, high, low < high, low < high)


def share_between(ends: dict[str, str]) -> Share:
    """A range by its ends, named as in parties.yaml; those with more than six decimals are widened. ValueError."""
    rounded = {name: _around(number)[name.endswith("maximum")] for name, number in ends.items()}
    return Share.parse({name: Decimal(micro) / ONE for name, micro in rounded.items()})


def _around(number: str) -> tuple[int, int]:
    """The micro-per-cent just below and just above a number in per cent."""
    try:
        value = Decimal(number)
        if not 0 <= value <= 100:
            raise ValueError(f"{number} is not a percentage from 0 to 100")
    except InvalidOperation:
        raise ValueError(f"{number!r} is not a percentage") from None
    micro = value * ONE
    return int(micro.to_integral_value(ROUND_FLOOR)), int(micro.to_integral_value(ROUND_CEILING))
