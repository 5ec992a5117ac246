"""What an import costs: dated rates of duty by origin, each with its source; rates that are not known are ranges."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, model_validator

from compliance.core.bounds import ANYTHING, NOTHING, Bounds, per_cent
from compliance.core.dates import Period
from compliance.core.errors import ComplianceError, Problem
from compliance.core.located import ParsedFile
from compliance.core.record import Confidence, NonEmpty, Record, Since, Source, Text, validate
from compliance.core.timeline import DAY, epochs, limits
from compliance.io import yaml as strictyaml
from compliance.reference.unit_kinds import Kind

OTHERS = "others"
"""Stands for every origin that a duty does not name."""

Percent = Annotated[Decimal, Field(ge=0)]


class Rate(Record):
    """What a duty is for some origins from one day to another (both included, None: no limit), in per cent of the value.

    ``percent``, or ``minimum`` and perhaps ``maximum`` where it is not known: without a maximum it may be anything more.
    """

    origins: NonEmpty[Text]
    since: Since = None
    until: date | None = None
    percent: Percent | None = None
    minimum: Percent | None = None
    maximum: Percent | None = None
    source: Text
    confidence: Confidence | None = None
    verify: str = ""

    @model_validator(mode="after")
    def _fits(self) -> Self:
        """Raises ValueError for an impossible rate, or impossible days."""
        if (self.percent is None) == (self.minimum is None) or (self.percent is not None and self.maximum is not None):
            raise ValueError("give either percent, or minimum and perhaps maximum")
        if self.minimum is not None and self.maximum is not None and self.maximum < self.minimum:
            raise ValueError("the maximum is less than the minimum")
        if self.since and self.until and self.until < self.since:
            raise ValueError(f"ends on {self.until}, before it begins")
        return self

    def covers(self, day: date) -> bool:
        """Whether it holds on ``day``."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    @property
    def bounds(self) -> Bounds:
        """The rate in per cent."""
        if self.minimum is not None:
            return Bounds(self.minimum, self.maximum)
        assert self.percent is not None
        return Bounds(self.percent, self.percent)


class Duty(Record):
    """One layer of duty: what one statute adds. ``doubt`` says why courts may end its collection."""

    id: Text
    title: Text
    rates: NonEmpty[Rate]
    doubt: str = ""

    def on(self, origin: str, day: date) -> Rate | None:
        """The rate of an origin on a day; None where the duty does not reach it."""
        named = any(origin in rate.origins for rate in self.rates)
        group = origin if named else OTHERS
        return next((rate for rate in self.rates if group in rate.origins and rate.covers(day)), None)


class TariffFile(Record):
    """A file ``rules/tariffs/<tariff>.yaml``. ``home`` is where no duty is due, ``kinds`` what the heading covers."""

    id: Text
    title: Text
    heading: Text
    home: Text
    kinds: NonEmpty[Kind]
    confidence: Confidence
    sources: NonEmpty[Source]
    notes: tuple[Text, ...] = ()
    duties: NonEmpty[Duty]


@dataclass(frozen=True, slots=True)
class Part:
    """What one duty adds to the rate of an origin on a day."""

    duty: Duty
    rate: Rate


@dataclass(frozen=True)
class Tariff:
    """A rate table, read and checked. ``name`` is what reports call its file."""

    file: TariffFile
    name: str
    sha256: str

    def parts(self, origin: str, day: date) -> tuple[Part, ...]:
        """What makes up the rate of an origin on a day; nothing for goods of the home country."""
        if origin == self.file.home:
            return ()
        rates = ((duty, duty.on(origin, day)) for duty in self.file.duties)
        return tuple(Part(duty, rate) for duty, rate in rates if rate is not None)

    def layer(self, duty: Duty, origin: str, day: date) -> Bounds:
        """What one duty adds to the rate of an origin on a day, in per cent of the value."""
        rate = None if origin == self.file.home else duty.on(origin, day)
        return rate.bounds if rate else NOTHING

    def knows(self, origin: str, day: date) -> bool:
        """Whether the table says what is due on goods of an origin on a day, even if that is nothing."""
        return origin == self.file.home or bool(self.parts(origin, day))

    def rate(self, origin: str, day: date) -> Bounds:
        """The whole rate of an origin on a day, in per cent of the value; anything where the table has none."""
        if not self.knows(origin, day):
            return ANYTHING
        return sum((part.rate.bounds for part in self.parts(origin, day)), NOTHING)

    def epochs(self, when: Period, last: date) -> list[date]:
        """One day of every stretch of ``when`` (open ends: since ever, until ``last``) in which no rate changes."""
        return epochs(set(self.days), when.earliest, when.latest or last)

    @cached_property
    def days(self) -> frozenset[date]:
        """The days on which some rate changes."""
        return frozenset(day for _, rate in self._rates() for day in limits(rate.since, rate.until))

    def changes(self, origin: str) -> list[date]:
        """The days on which the parts of the rate of this origin change."""
        return [day for day in sorted(self.days) if self.parts(origin, day) != self.parts(origin, day - DAY)]

    @cached_property
    def origins(self) -> tuple[str, ...]:
        """Every origin that some rate names, the home country, and one that stands for all others."""
        named = {origin for _, rate in self._rates() for origin in rate.origins}
        return tuple(sorted(named | {self.file.home, OTHERS}))

    def confidence(self, rate: Rate) -> Confidence:
        """How sure a rate is."""
        return rate.confidence or self.file.confidence

    def source(self, rate: Rate) -> Source:
        """The source of a rate."""
        return next(source for source in self.file.sources if source.id == rate.source)

    def _rates(self) -> Iterator[tuple[Duty, Rate]]:
        return ((duty, rate) for duty in self.file.duties for rate in duty.rates)


def load_tariff(path: Path, name: str) -> Tariff:
    """The rate table in the YAML file ``path``, called ``name`` in messages.

    Raises ComplianceError with the line: for what does not fit the schema, an undeclared source, two rates of one duty
    for one origin on one day, and days between two rates of an origin that have none.
    """
    document = strictyaml.load(path, name=name)
    file = validate(TariffFile, document, advice="See rules/tariffs for a rate table as it should be.")
    declared = {source.id for source in file.sources}
    problems = []
    for number, duty in enumerate(file.duties):
        path_to_rates = ("duties", number, "rates")
        for index, rate in enumerate(duty.rates):
            if rate.source not in declared:
                what = f"{duty.id} cites {rate.source!r}, which is not a source of this file"
                problems.append(_problem(document, (*path_to_rates, index), what, "Declare it under sources."))
        for origin in sorted({origin for rate in duty.rates for origin in rate.origins}):
            problems += _gaps(document, path_to_rates, duty, origin)
    if problems:
        raise ComplianceError(problems)
    return Tariff(file, name, sha256(path.read_bytes()).hexdigest())


def _gaps(document: ParsedFile, path_to_rates: tuple[str | int, ...], duty: Duty, origin: str) -> Iterator[Problem]:
    starts = [(rate.since or date.min, index, rate) for index, rate in enumerate(duty.rates) if origin in rate.origins]
    ordered = sorted(starts, key=lambda start: start[:2])
    for (_, _, earlier), (since, index, later) in pairwise(ordered):
        end = earlier.until or date.max
        if end >= since:
            what = f"{duty.id} has two rates for {origin} on {later.since}"
            yield _problem(document, (*path_to_rates, index), what, "End the earlier one on the day before.")
        elif end + DAY < since:
            what = f"{duty.id} has no rate for {origin} from {end + DAY} to {since - DAY}"
            yield _problem(
                document, (*path_to_rates, index), what, "Write percent: 0, or a minimum where it is not known."
            )


def _problem(document: ParsedFile, path: tuple[str | int, ...], what: str, advice: str) -> Problem:
    line, column = document.place(path)
    return Problem(what, advice, document.file, line, column)


def part_text(part: Part) -> str:
    """``section 301 25 %``: a part as people read it."""
    return f"{part.duty.title} {per_cent(part.rate.bounds)}"
