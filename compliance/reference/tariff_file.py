"""A file of dated rates of duty: what it may hold, each rate with its source."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated, Self

from pydantic import Field, model_validator

from compliance.core.bounds import Bounds, exactly
from compliance.core.record import Confidence, NonEmpty, Record, Since, Source, Text
from compliance.core.timeline import DAY
from compliance.reference.unit_kinds import Kind

OTHERS = "others"
"""Stands for every origin that a duty does not name."""

Percent = Annotated[Decimal, Field(ge=0)]
Count = Annotated[int, Field(ge=1)]


class Rate(Record):
    """What a duty is for some origins from one day of entry to another (both included, None: no limit), in per cent of the value.

    ``percent``, or ``minimum`` and perhaps ``maximum`` where it is not known: without a maximum it may be anything more;
    or ``total``: the first duty of the table and this one are so much together. ``loaded_before``: an exception for goods
    that were loaded before this day for the last leg, entered before ``entered_before``.
    """

    origins: NonEmpty[Text]
    since: Since = None
    until: date | None = None
    loaded_before: date | None = None
    entered_before: date | None = None
    percent: Percent | None = None
    minimum: Percent | None = None
    maximum: Percent | None = None
    total: Percent | None = None
    source: Text
    confidence: Confidence | None = None
    verify: str = ""

    @model_validator(mode="after")
    def _fits(self) -> Self:
        """Raises ValueError for an impossible rate, or impossible days."""
        if sum(rate is not None for rate in (self.percent, self.minimum, self.total)) != 1:
            raise ValueError("give either percent, or minimum and perhaps maximum, or total")
        if self.maximum is not None and self.minimum is None:
            raise ValueError("give either percent, or minimum and perhaps maximum, or total")
        if self.minimum is not None and self.maximum is not None and self.maximum < self.minimum:
            raise ValueError("the maximum is less than the minimum")
        if (self.loaded_before is None) != (self.entered_before is None) or (self.until and self.entered_before):
            raise ValueError("an exception for goods on their way has loaded_before and entered_before, and no until")
        if self.since and self.last and self.last < self.since:
            raise ValueError(f"ends on {self.last}, before it begins")
        return self

    @property
    def last(self) -> date | None:
        """The last day of entry on which it holds; None where it is open."""
        return self.entered_before - DAY if self.entered_before else self.until

    def covers(self, day: date) -> bool:
        """Whether it holds for goods that are entered on ``day``."""
        return (self.since is None or self.since <= day) and (self.last is None or day <= self.last)

    @property
    def bounds(self) -> Bounds:
        """The rate in per cent; of a ``total`` the least and the most that it can add."""
        if self.total is not None:
            return Bounds(Decimal(0), self.total)
        if self.minimum is not None:
            return Bounds(self.minimum, self.maximum)
        assert self.percent is not None
        return exactly(self.percent)

    def above(self, first: Bounds) -> Bounds:
        """What it adds to the first duty, in per cent."""
        return self.bounds if self.total is None else exactly(self.total).above(first)


class Void(Record):
    """From which day, and by which decision, a duty counts as never owed."""

    since: date
    by: Text


class Duty(Record):
    """One layer of duty: what one statute adds. ``doubt`` says why courts may end its collection; ``void`` that one has."""

    id: Text
    title: Text
    rates: NonEmpty[Rate]
    doubt: str = ""
    void: Void | None = None

    def on(self, origin: str, day: date, loaded: date | None = None) -> Rate | None:
        """The rate of an origin for goods that are entered on ``day``; None where the duty does not reach it.

        ``loaded``: when they were loaded; None: too late for any exception.
        """
        rates = [rate for rate in self.of(origin) if rate.covers(day)]
        exceptions = [rate for rate in rates if loaded and rate.loaded_before and loaded < rate.loaded_before]
        plain = (rate for rate in rates if rate.loaded_before is None)
        return min(exceptions, key=lambda rate: rate.loaded_before or day, default=next(plain, None))

    def loading_days(self, origin: str, day: date) -> Iterator[date]:
        """The days before which goods had to be loaded for an exception, of those that are entered on ``day``."""
        return (rate.loaded_before for rate in self.of(origin) if rate.loaded_before and rate.covers(day))

    def is_void(self, as_of: date) -> bool:
        """Whether it counts as never owed, as known on ``as_of``."""
        return self.void is not None and self.void.since <= as_of

    def of(self, origin: str) -> Iterator[Rate]:
        """The rates of an origin on any day."""
        named = any(origin in rate.origins for rate in self.rates)
        return (rate for rate in self.rates if (origin if named else OTHERS) in rate.origins)


class Transshipment(Record):
    """The rate that takes the place of a duty's where customs find that goods went another way to evade it."""

    duty: Text
    since: Since = None
    until: date
    percent: Percent
    source: Text

    def covers(self, day: date) -> bool:
        """Whether it holds for goods that are entered on ``day``."""
        return (self.since is None or self.since <= day) and day <= self.until


class Limitation(Record):
    """Within how many years after the entry more duty can be sued for."""

    years: Count
    source: Text


class Liquidation(Record):
    """When an entry is final: liquidated at the latest after so many years, reliquidated or protested within so many days."""

    years: Count
    reliquidation_days: Count
    protest_days: Count
    source: Text


class Refunds(Record):
    """How many days after liquidation void duty is refunded on a mere declaration."""

    days: Count
    source: Text


class FormerHeading(Record):
    """A heading under which the goods were declared until a day."""

    heading: Text
    until: date


class TariffFile(Record):
    """A file ``rules/tariffs/<tariff>.yaml``. ``home`` is where no duty is due, ``kinds`` what the heading covers.

    ``reviewed`` is the day as of which somebody last compared it with the law: later rates are as last reviewed.
    """

    id: Text
    title: Text
    heading: Text
    former_headings: tuple[FormerHeading, ...] = ()
    reviewed: date
    home: Text
    kinds: NonEmpty[Kind]
    confidence: Confidence
    sources: NonEmpty[Source]
    notes: tuple[Text, ...] = ()
    duties: NonEmpty[Duty]
    transshipment: tuple[Transshipment, ...] = ()
    limitation: Limitation | None = None
    liquidation: Liquidation | None = None
    refunds: Refunds | None = None
