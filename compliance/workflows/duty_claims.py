"""Whose a claim of duty is, whether it can still be raised, and what is refunded until when. Pure.

A claim is told by its debtor, the importer of record, and by its state on the as-of day: an entry that is not final can
be liquidated at another rate; a final one only be sued for, within the years of limitation; later the claim is barred.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from compliance.core.bounds import NOTHING, Bounds, hull
from compliance.core.dates import Period
from compliance.core.timeline import anniversary
from compliance.inventory.units import Unit
from compliance.policies.facts import Facts
from compliance.reference.tariff_file import TariffFile

UNSETTLED = "not settled"
NOT_FINAL = "entry not final"
FINAL = "entry final, within limitation"
BARRED = "time-barred"

DECLARATION = "by declaration"
PROTEST = "by protest"
CLOSED = "liquidation final"


@dataclass(frozen=True, slots=True)
class Refund:
    """Void duty that was paid as declared, by who paid it and by how it can be had back; in USD.

    ``until``: the last day on which the first of the entries can be claimed in this way, if it was liquidated as late as
    the law allows; None where no day is left or known.
    """

    debtor: str
    how: str
    units: int
    amount: Bounds
    until: date | None

    def __add__(self, other: Refund) -> Refund:
        days = [day for day in (self.until, other.until) if day]
        return Refund(
            self.debtor, self.how, self.units + other.units, self.amount + other.amount, min(days, default=None)
        )


def debtor(facts: Facts, unit: Unit) -> str:
    """Who owes the duty on a unit: its importer of record, with the part it plays; ``unknown…`` where none is recorded."""
    importer = unit.importer_of_record
    if importer.only is not None:
        roles = (("owner", unit.owner), ("hosting client", unit.hosting_client), ("seller", unit.supplier))
        role = next((name for name, party in roles if party.only == importer.only), "")
        return facts.title(importer.only) + (f" ({role})" if role else "")
    client = unit.hosting_client.only
    if client is not None and unit.owner.only in (None, client):
        return f"unknown (machines of the hosting client {facts.title(client)})"
    return "unknown"


def claim_state(file: TariffFile, entered: Period, as_of: date) -> str:
    """Whether more duty can be claimed on an entry of these days; UNSETTLED where the days differ in it."""

    def state(day: date) -> str:
        if file.limitation and as_of > anniversary(day, file.limitation.years):
            return BARRED
        if file.liquidation:
            liquidated = anniversary(day, file.liquidation.years)
            return FINAL if as_of > liquidated + timedelta(file.liquidation.reliquidation_days) else NOT_FINAL
        return NOT_FINAL

    return _one(state, entered, as_of)


def refund_state(file: TariffFile, entered: Period, as_of: date) -> tuple[str, date | None]:
    """How void duty on an entry of these days is had back, and until when at the latest."""
    if not (file.liquidation and file.refunds):
        return UNSETTLED, None
    ways = ((DECLARATION, file.refunds.days), (PROTEST, file.liquidation.protest_days))
    years = file.liquidation.years

    def deadlines(day: date) -> Iterator[tuple[str, date]]:
        return ((how, anniversary(day, years) + timedelta(days)) for how, days in ways)

    def state(day: date) -> str:
        return next((how for how, until in deadlines(day) if as_of <= until), CLOSED)

    how = _one(state, entered, as_of)
    return how, dict(deadlines(entered.earliest)).get(how) if entered.earliest else None


def split(exposure: Bounds, state: str) -> tuple[Bounds, Bounds]:
    """What of a claim can still be raised, and what is barred."""
    if state == BARRED:
        return NOTHING, exposure
    if state == UNSETTLED:
        return hull((NOTHING, exposure)), hull((NOTHING, exposure))
    return exposure, NOTHING


def _one(state: Callable[[date], str], entered: Period, as_of: date) -> str:
    """The state of all days; what was entered on any day since ever is not settled."""
    if entered.earliest is None:
        return UNSETTLED
    states = {state(day) for day in (entered.earliest, entered.latest or max(as_of, entered.earliest))}
    return states.pop() if len(states) == 1 else UNSETTLED
