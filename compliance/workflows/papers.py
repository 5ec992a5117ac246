"""What papers come to for a fleet that was tied out: by document, and by the units that they vouch for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from compliance.core.finding import Location
from compliance.evidence.tie_out import TieOut
from compliance.inventory.vouching import Vouching
from compliance.policies.facts import Facts


@dataclass(frozen=True, slots=True)
class VouchedLot:
    """Units that the same papers vouch for: what they are, how many, in which rows first."""

    machine: str
    origin: str
    units: int
    vouching: Vouching
    locations: tuple[Location, ...]


@dataclass(frozen=True, eq=False, slots=True)
class Papers:
    """What papers come to: by document, and by the units that they vouch for."""

    tied: TieOut
    lots: tuple[VouchedLot, ...]


def papers_of(facts: Facts, tied: TieOut) -> Papers:
    """What papers come to for a fleet that was tied out."""
    return Papers(tied, tuple(_lots(facts)))


def _lots(facts: Facts) -> Iterable[VouchedLot]:
    together: dict[tuple[str, str, Vouching], list[tuple[int, Sequence[Location]]]] = {}
    for lot in facts.fleet.lots:
        machine = lot.unit.family or facts.maker(lot.unit)
        key = machine, facts.origin(lot.unit), lot.unit.vouching or Vouching()
        together.setdefault(key, []).append((lot.units, lot.locations))
    for (machine, origin, vouching), parts in together.items():
        locations = dict.fromkeys(place for _, places in parts for place in places)
        yield VouchedLot(machine, origin, sum(units for units, _ in parts), vouching, tuple(locations)[:100])
