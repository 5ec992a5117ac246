"""What an answer on duty is made of: sums of units, of duties, of what is missing, and the rates that were used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from compliance.core.bounds import NOTHING, Bounds, dollars
from compliance.core.finding import Location
from compliance.reference.tariff_file import Duty
from compliance.reference.tariffs import Part


@dataclass(frozen=True, slots=True)
class Line:
    """Some units: their value, the duty on it as declared, and what more is due if another origin is asserted; in USD.

    ``exposure`` counts every duty as it was levied. Of it ``live`` is under duties that stand, and not barred by time;
    ``barred`` is; ``void`` is under duties that count as never owed, by themselves: what they add may be less where
    the declared origin paid more of them. ``transshipped``: the exposure if customs also find transshipment.
    """

    units: int = 0
    value: Bounds = NOTHING
    duty: Bounds = NOTHING
    exposure: Bounds = NOTHING
    live: Bounds = NOTHING
    void: Bounds = NOTHING
    barred: Bounds = NOTHING
    transshipped: Bounds = NOTHING

    def __add__(self, other: Line) -> Line:
        return Line(
            self.units + other.units,
            self.value + other.value,
            self.duty + other.duty,
            self.exposure + other.exposure,
            self.live + other.live,
            self.void + other.void,
            self.barred + other.barred,
            self.transshipped + other.transshipped,
        )


@dataclass(frozen=True, slots=True)
class Layer:
    """What one duty makes of the total as declared, and of the contested units if the other origin is asserted.

    ``exposure``: by how much the one exceeds the other, lot by lot; ``void``: whether it counts as never owed.
    """

    duty: Duty
    declared: Bounds
    asserted: Bounds
    exposure: Bounds
    void: bool


@dataclass(frozen=True, slots=True)
class Missing:
    """A fact that is not recorded of some units: why the answer is a range.

    ``settles``: how wide the exposure of these units is, in USD, None where it has no limit; of the importer of record
    the whole of it.
    """

    fact: str
    units: int
    ask: str
    locations: tuple[Location, ...]
    settles: Decimal | None = None


@dataclass(frozen=True, slots=True)
class RatePeriod:
    """The rate of an origin from ``since`` (None: since ever) to ``until`` (None: as far as is known).

    ``loaded_before``: for goods that were loaded before this day; None: for all others.
    """

    origin: str
    since: date | None
    until: date | None
    rate: Bounds
    parts: tuple[Part, ...]
    loaded_before: date | None = None


def not_live(total: Line) -> str:
    """What an exposure holds besides, under void duty or barred by time."""
    parts = ((total.void, "under void duty"), (total.barred, "time-barred"))
    besides = "; ".join(f"{dollars(amount)} {what}" for amount, what in parts if amount.most != 0)
    return f" (not counted: {besides})" if besides else ""
