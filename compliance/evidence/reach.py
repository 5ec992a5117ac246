"""How far each paper reaches among the units that claim it, class by class: an entry and a factory record may cover the same unit.

Units whose serial number a paper lists rest on that line; the others share what the lines still hold (``flow``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from compliance.core.finding import Location
from compliance.evidence.claims import ORDER, Assessed, Assessor, State
from compliance.evidence.comparison import PaperLine
from compliance.evidence.flow import Group, allocate
from compliance.evidence.serial_lists import serial_of
from compliance.inventory.units import Lot, first_locations


@dataclass(frozen=True, slots=True)
class OverUse:
    """Lines whose claims add up to more than they hold: ``excess`` units among these rows must give way."""

    documents: tuple[str, ...]
    lines: tuple[str, ...]
    claimed: int
    covered: int
    locations: tuple[Location, ...]

    @property
    def excess(self) -> int:
        """How many units must give way."""
        return self.claimed - self.covered


@dataclass(frozen=True, slots=True)
class Covered:
    """How many units of a lot a class of evidence covers for certain, whoever else is served first, and by which documents."""

    units: int
    state: State
    assessed: tuple[Assessed, ...]


@dataclass(frozen=True, slots=True)
class Reach:
    """What each class covers of each lot, where claims go beyond lines, and how many units rest on each document."""

    lots: tuple[Mapping[str, Covered], ...]
    assessed: tuple[tuple[Assessed, ...], ...]
    over_uses: tuple[OverUse, ...]
    used: Mapping[str, int]


_FIRST: Sequence[State] = ("contradicted", "vouched", "unclear", "unread", "missing", "impossible-date", "not-covered")
"""Of several documents of one class this state counts: what contradicts is not made good by another paper."""
STATES_ON_WORD: frozenset[State] = frozenset(("unclear", "unread", "missing"))
"""What leaves a claim on somebody's word: it neither holds nor fails."""


@dataclass(frozen=True, slots=True)
class _Demand:
    """The units of one lot that rest on some lines, in one class of evidence."""

    lot: int
    units: int
    document_class: str
    state: State
    assessed: tuple[Assessed, ...]
    lines: frozenset[int]

    def covered(self, units: int, *, alone: bool) -> Covered:
        """What is certain, where so many of its units are served for certain."""
        state = self.state
        if units < self.units and state in ("vouched", "unclear"):
            state = "partly" if alone else "over-used"
        return Covered(units, state, self.assessed)


def reach(assessor: Assessor, lots: Sequence[Lot]) -> Reach:
    """How far the papers reach among these lots."""
    lots_covered: list[dict[str, Covered]] = [{} for _ in lots]
    assessed: list[tuple[Assessed, ...]] = []
    listed: dict[tuple[str, int, str], list[_Demand]] = {}
    shared: dict[tuple[str, frozenset[int]], list[_Demand]] = {}
    papers = _Papers(assessor)
    for place, lot in enumerate(lots):
        serial = serial_of(lot.unit.serial_number) if lot.units == 1 and lot.unit.serial_number else ""
        listing = papers.listing(serial)
        claims = papers.claims(lot, listing if serial else None)
        assessed.append(claims)
        for document_class, (state, chosen, lines) in papers.by_class(claims).items():
            demand = _Demand(place, lot.units, document_class, state, chosen, lines)
            if not lines:
                units = lot.units if state in STATES_ON_WORD else 0
                lots_covered[place][document_class] = Covered(units, state, chosen)
            elif lines & listing:
                listed.setdefault((document_class, min(lines & listing), serial), []).append(demand)
            else:
                shared.setdefault((document_class, lines), []).append(demand)
    over_uses: list[OverUse] = []
    by_serial: Counter[int] = Counter()
    for (document_class, line, _), demands in listed.items():
        by_serial[line] += 1
        for demand in demands:
            lots_covered[demand.lot][document_class] = demand.covered(int(len(demands) == 1), alone=False)
        if len(demands) > 1:
            over_uses.append(_over_use([assessor.lines[line]], demands, lots, 1))
    taken = _share(assessor, lots, shared, by_serial, lots_covered, over_uses)
    used: Counter[str] = Counter()
    for line, units in (*by_serial.items(), *taken.items()):
        used[assessor.lines[line].entry.id] += units
    ordered = sorted(over_uses, key=lambda over_use: (over_use.documents, over_use.lines, over_use.locations[0].row))
    return Reach(tuple(lots_covered), tuple(assessed), tuple(ordered), used)


class _Papers:
    """Which lines list a serial number, and the claims of units on them; what is equal is worked out once."""

    def __init__(self, assessor: Assessor) -> None:
        self._assessor = assessor
        self._lines: dict[str, set[int]] = {}
        for number, paper in enumerate(assessor.lines):
            for serial in paper.serials:
                self._lines.setdefault(serial, set()).add(number)
        self._located: dict[tuple[int, frozenset[int]], tuple[Assessed, ...]] = {}
        self._by_class: dict[int, dict[str, tuple[State, tuple[Assessed, ...], frozenset[int]]]] = {}

    def listing(self, serial: str) -> frozenset[int]:
        """The lines that list a serial number."""
        return frozenset(self._lines.get(serial, ()))

    def claims(self, lot: Lot, listing: frozenset[int] | None) -> tuple[Assessed, ...]:
        """The claims of a lot; ``listing`` are the lines that list its serial number, None where it has none."""
        claims = self._assessor.assess(lot.unit)
        if listing is None:
            return claims
        key = id(claims), listing
        if key not in self._located:
            self._located[key] = tuple(_on_lines(claim, listing, self._assessor) for claim in claims)
        return self._located[key]

    def by_class(self, claims: tuple[Assessed, ...]) -> dict[str, tuple[State, tuple[Assessed, ...], frozenset[int]]]:
        """The claims that count in each class of evidence."""
        if id(claims) not in self._by_class:
            self._by_class[id(claims)] = _by_class(claims)
        return self._by_class[id(claims)]


def _share(
    assessor: Assessor,
    lots: Sequence[Lot],
    shared: Mapping[tuple[str, frozenset[int]], list[_Demand]],
    by_serial: Mapping[int, int],
    lots_covered: Sequence[dict[str, Covered]],
    over_uses: list[OverUse],
) -> Mapping[int, int]:
    """Serves the units without a listed serial number from what the lines still hold; gives what is taken of each line."""
    keys = sorted(shared, key=lambda key: (ORDER.index(key[0]), sorted(key[1])))
    groups = [Group(sum(demand.units for demand in shared[key]), key[1]) for key in keys]
    everything = sum(group.units for group in groups)
    capacities = {
        line: _left(assessor.lines[line], by_serial.get(line, 0), everything) for _, lines in keys for line in lines
    }
    allocation = allocate(groups, capacities)
    alone: set[int] = set()
    for excess in allocation.excesses:
        demands = [demand for number in excess.groups for demand in shared[keys[number]]]
        full = [assessor.lines[line] for line in excess.lines]
        serials = sum(by_serial.get(line, 0) for line in excess.lines)
        holds = sum(capacities[line] for line in excess.lines)
        over_uses.append(_over_use(full, demands, lots, holds + serials, serials))
        if len(demands) == 1:
            alone.update(excess.groups)
    for number, key in enumerate(keys):
        for demand in shared[key]:
            units = allocation.least(number, groups[number].units, demand.units)
            lots_covered[demand.lot][demand.document_class] = demand.covered(units, alone=number in alone)
    return allocation.taken


def _left(line: PaperLine, by_serial: int, everything: int) -> int:
    """How many more units a line holds; one of no stated quantity holds whatever is claimed."""
    return everything if line.capacity is None else max(0, line.capacity - by_serial)


def _by_class(claims: Iterable[Assessed]) -> dict[str, tuple[State, tuple[Assessed, ...], frozenset[int]]]:
    """The claims that count in each class, with their state and the lines that they may rest on."""
    by_class: dict[str, list[Assessed]] = {}
    for claim in claims:
        if claim.state != "not-independent":
            by_class.setdefault(claim.counts_as, []).append(claim)
    counting = {}
    for name, of_class in by_class.items():
        state = min((claim.state for claim in of_class), key=_FIRST.index)
        chosen = tuple(claim for claim in of_class if claim.state == state)
        counting[name] = state, chosen, frozenset(line for claim in chosen for line in claim.lines)
    return counting


def _on_lines(claim: Assessed, listing: frozenset[int], assessor: Assessor) -> Assessed:
    """A claim of a unit whose serial number these lines list: on one of them; on none that lists others."""
    lines = [line for line in claim.lines if line in listing]
    lines = lines[:1] or [line for line in claim.lines if not assessor.lines[line].serials]
    if claim.lines and not lines and claim.state in ("vouched", "unclear"):
        because = f"the serial numbers that {assessor.lines[claim.lines[0]].name} lists are others"
        return replace(claim, state="not-covered", because=because, lines=())
    return replace(claim, lines=tuple(lines))


def _over_use(
    lines: Sequence[PaperLine], demands: Sequence[_Demand], lots: Sequence[Lot], covered: int, by_serial: int = 0
) -> OverUse:
    return OverUse(
        tuple(dict.fromkeys(line.entry.id for line in lines)),
        tuple(line.name for line in lines),
        sum(demand.units for demand in demands) + by_serial,
        covered,
        tuple(first_locations(lots[demand.lot].locations for demand in demands)),
    )
