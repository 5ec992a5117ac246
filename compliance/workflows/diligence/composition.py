"""What a fleet consists of: its parts by maker, model, origin, year and site, with what they come to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from compliance.core.finding import Verdict
from compliance.inventory.units import Lot, Role
from compliance.policies.engine.assessment import Assessment
from compliance.policies.facts import UNNAMED, Facts
from compliance.workflows.diligence.document_requests import written
from compliance.workflows.diligence.plan import Amount, amount


@dataclass(frozen=True, slots=True)
class Part:
    """Some units of the fleet under one name: what they come to, and by which verdicts."""

    amount: Amount
    by_verdict: Mapping[Verdict, int]


def efficiency(lots: Sequence[Lot]) -> Decimal | None:
    """Watts per TH/s of the units of which both are recorded; None where that is none."""
    rated = [(lot.unit.power_w, lot.unit.hashrate_ths, lot.units) for lot in lots]
    watts = sum((power * units for power, ths, units in rated if power and ths), Decimal(0))
    ths_sum = sum((ths * units for power, ths, units in rated if power and ths), Decimal(0))
    return (watts / ths_sum).quantize(Decimal("0.1")) if ths_sum else None


def composition(facts: Facts, assessment: Assessment) -> dict[str, dict[str, Part]]:
    """The parts of the fleet: ``maker``, ``owner``, ``status`` and so on -> name -> part, that of most units first."""
    names: Mapping[str, Callable[[Lot], str]] = {
        "maker": lambda lot: facts.maker(lot.unit),
        "model": lambda lot: lot.unit.family or "not recognised",
        "origin": lambda lot: facts.origin(lot.unit),
        "year": _year,
        "site": lambda lot: written(lot, "site") or UNNAMED,
        "owner": lambda lot: _party(facts, lot, "owner"),
        "client": lambda lot: _party(facts, lot, "hosting_client"),
        "seller": lambda lot: _party(facts, lot, "supplier"),
        "status": lambda lot: lot.unit.status or UNNAMED,
    }
    return {group: _parts(facts.fleet.lots, name, assessment) for group, name in names.items()}


def _party(facts: Facts, lot: Lot, role: Role) -> str:
    who = getattr(lot.unit, role).only
    return facts.title(who) if who is not None else UNNAMED


def _parts(lots: Iterable[Lot], name: Callable[[Lot], str], assessment: Assessment) -> dict[str, Part]:
    together: dict[str, list[Lot]] = {}
    for lot in lots:
        together.setdefault(name(lot), []).append(lot)
    parts = {}
    for key, lots_of_name in together.items():
        verdicts: Counter[Verdict] = Counter()
        for lot in lots_of_name:
            verdicts[assessment.units[lot.unit].verdict] += lot.units
        parts[key] = Part(amount(lots_of_name), verdicts)
    return dict(sorted(parts.items(), key=lambda item: (item[0] == UNNAMED, -item[1].amount.units, item[0])))


def _year(lot: Lot) -> str:
    """The year in which a unit was bought, else delivered."""
    when = lot.unit.purchased if lot.unit.purchased.known else lot.unit.delivered
    years = {day.year for day in (when.earliest, when.latest) if day}
    return str(years.pop()) if len(years) == 1 else UNNAMED
