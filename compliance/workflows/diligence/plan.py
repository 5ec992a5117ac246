"""What a remediation consists of: measures, the plan that they make, and what they come to. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from compliance.core.bounds import NOTHING, Bounds
from compliance.core.finding import Finding, Subject
from compliance.inventory.units import Lot
from compliance.policies.engine.assessment import Assessment
from compliance.reference.cures import Change, Cures
from compliance.workflows.duty import value_of


@dataclass(frozen=True, slots=True)
class Amount:
    """So many units, what they cost, and their hashrate in TH/s; of ``unrated`` units the hashrate is not recorded."""

    units: int = 0
    value: Bounds = NOTHING
    hashrate: Decimal = Decimal(0)
    unrated: int = 0

    def __add__(self, other: Amount) -> Amount:
        return Amount(
            self.units + other.units,
            self.value + other.value,
            self.hashrate + other.hashrate,
            self.unrated + other.unrated,
        )


@dataclass(frozen=True, slots=True)
class Measure:
    """What is done to units of a lot, and the rules that ask it."""

    lot: Lot
    units: int
    rules: tuple[str, ...]
    change: Change


@dataclass(frozen=True, slots=True)
class Remaining:
    """A rule that is still open or broken after a plan, and why; ``about`` is the site or the party that it concerns."""

    rule: str
    about: Subject | None
    because: str

    @classmethod
    def of(cls, finding: Finding) -> Remaining:
        """What a finding says; of units and of the fleet it says the same, whichever they are."""
        about = finding.subject if finding.subject.kind in ("site", "party") else None
        return cls(finding.rule, about, finding.because)


@dataclass(frozen=True, slots=True)
class Plan:
    """Measures, and what they lead to.

    ``must`` are asked by rules on units, ``chosen`` by limits on the fleet, the cheapest in ``cheapest_by``. ``changed`` is
    what they concern; ``outlay`` is what replacements cost in USD. ``open`` units stay undetermined afterwards, and so do
    the ``open_rules`` on the whole fleet. ``unsolved`` is what is in violation all the same.
    """

    must: tuple[Measure, ...]
    chosen: tuple[Measure, ...]
    cheapest_by: str
    changed: Amount
    outlay: Bounds
    open: int
    open_rules: tuple[Remaining, ...]
    unsolved: tuple[Remaining, ...]

    def by_change(self) -> dict[Change, int]:
        """So many units are replaced, removed and so on."""
        units: dict[Change, int] = {}
        for measure in (*self.must, *self.chosen):
            units[measure.change] = units.get(measure.change, 0) + measure.units
        return units


@dataclass(frozen=True, slots=True)
class PolicyRemediation:
    """What one policy asks by itself: units that are changed, units and rules that stay open, what no measure cures."""

    policy: str
    changed: Amount
    open: int
    open_rules: tuple[Remaining, ...]
    incurable: tuple[Remaining, ...]


@dataclass(frozen=True, slots=True)
class Remediation:
    """``all`` is the fleet; ``certain`` cures what is broken for certain, ``conservative`` also what may be broken.

    The second is None where it is the first.
    """

    all: Amount
    certain: Plan
    conservative: Plan | None
    by_policy: tuple[PolicyRemediation, ...]


@dataclass(frozen=True, slots=True)
class CureTerms:
    """What can be done and what it costs: ``replacement`` is the price of a new machine in USD per TH/s, if it is known."""

    cures: Cures = Cures()
    replacement: Decimal | None = None


def lots_by_finding(lots: Iterable[Lot], assessment: Assessment) -> dict[str, list[Lot]]:
    """The lots of each finding, by its fingerprint."""
    by_finding: dict[str, list[Lot]] = {}
    for lot in lots:
        for mark in dict.fromkeys(finding.fingerprint for finding in assessment.units[lot.unit].findings):
            by_finding.setdefault(mark, []).append(lot)
    return by_finding


def value_of_findings(findings: Iterable[Finding], by_finding: Mapping[str, Sequence[Lot]]) -> Bounds:
    """What the units that any of the findings concerns have cost, each lot counted once."""
    lots = {id(lot): lot for finding in findings for lot in by_finding.get(finding.fingerprint, ())}
    return amount(lots.values()).value


def amount(lots: Iterable[Lot]) -> Amount:
    """What some lots come to."""
    return sum((amount_of(lot, lot.units) for lot in lots), Amount())


def amount_of(lot: Lot, units: int) -> Amount:
    """What so many units of a lot come to."""
    ths = lot.unit.hashrate_ths
    return Amount(units, value_of(replace(lot, units=units)), (ths or Decimal(0)) * units, units if ths is None else 0)
