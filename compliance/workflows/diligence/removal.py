"""Which units go at the least cost: one plan, the same under every version of the solver. Pure.

Among plans of equal cost a solver returns any one, and not the same from version to version. So every tie is broken by
another question whose answer is one number: the least of the next cost, then the most that the first pile can give, then
the next. Only these numbers are taken from the solver (HiGHS), never its choice of plan, and it is asked in whole
numbers, of which floating point holds the usual ones exactly; each of its plans is checked in whole numbers. Only where
ties are so hard that the search for them is cut short does the plan hang on the solver, among those of least first cost.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from math import gcd, inf, lcm
from typing import Any

_TRIES = 6
"""So often a plan that rounding spoilt is asked for anew, each time with a little more to go."""
MAX_NODES = 20_000
"""So many nodes are searched for the ties; hard ones, of many costs that nearly fit, would take hours."""
_PRICE_BITS = 30
"""Prices of rows are whole multiples of two to the power of minus this."""
_EXACT_BITS = 32
"""Coefficients of so many bits reach the solver as they are, larger ones rounded."""


@dataclass(frozen=True, slots=True)
class Pile:
    """Units that are alike: how many, what the removal of one gives to each need, and its costs, the weightiest first."""

    units: int
    gives: tuple[Fraction, ...]
    costs: tuple[Fraction, ...]


def cheapest(piles: Sequence[Pile], needs: Sequence[Fraction], max_nodes: int = MAX_NODES) -> list[int]:
    """How many units of each pile go, so that what they give covers every need.

    The best plan has the least first cost, then the least second cost, and so on; of those that remain it takes more of
    the first pile in which they differ. Removing everything that gives something must cover the needs, and no unit may
    be free in every cost.
    """
    # What gives nothing stays in the best plan: to keep it costs less and covers as much.
    places = [place for place, pile in enumerate(piles) if any(share > 0 for share in pile.gives)]
    places.sort(key=lambda place: (piles[place].gives, piles[place].costs, place))
    kinds = [list(group) for _, group in groupby(places, key=lambda at: (piles[at].gives, piles[at].costs))]
    programme = _Programme([sum(piles[place].units for place in kind) for kind in kinds])
    firsts = [piles[kind[0]] for kind in kinds]
    for row, need in enumerate(needs):
        *weights, least = _whole([*(pile.gives[row] for pile in firsts), need])
        programme.require(weights, least)
    for costs in zip(*(pile.costs for pile in firsts), strict=True):
        weights = _whole(costs)
        best = programme.least(weights)
        programme.narrow(weights, best)
        programme.hurry(max_nodes)
        programme.require([-weight for weight in weights], -best)
    taken = [0] * len(piles)
    for place, units in _first_come(piles, kinds, programme):
        taken[place] = units
    return taken


@dataclass(slots=True)
class _Heap:
    """Piles that give the same, the cheapest first; at least ``low`` and at most ``high`` of their units go.

    Of such piles every best plan takes the cheapest, so that the number of units says which.
    """

    weights: list[int]
    low: int
    high: int


def _first_come(
    piles: Sequence[Pile], kinds: Sequence[Sequence[int]], programme: _Programme
) -> Iterator[tuple[int, int]]:
    """Of the plans that ``programme`` still allows the one that takes most of the first piles: place, units."""
    spans: dict[int, tuple[_Heap, int]] = {}
    for _, group in groupby(range(len(kinds)), key=lambda number: piles[kinds[number][0]].gives):
        members = set(group)
        heap = _Heap([int(number in members) for number in range(len(kinds))], *programme.span(members))
        if heap.low < heap.high:
            heap.low, heap.high = programme.least(heap.weights), programme.most(heap.weights)
        start = 0
        for place in (place for number in sorted(members) for place in kinds[number]):
            spans[place] = heap, start
            start += piles[place].units
    for place in sorted(spans):
        heap, start = spans[place]
        end = start + piles[place].units
        if heap.high > start and heap.low < end:
            heap.high = programme.most(heap.weights)
            heap.low = max(heap.low, min(heap.high, end))
            programme.require(heap.weights, heap.low)
            programme.require([-weight for weight in heap.weights], -heap.high)
    for place, (heap, start) in spans.items():
        yield place, max(0, min(heap.low - start, piles[place].units))


def _whole(numbers: Iterable[Fraction]) -> list[int]:
    """Whole numbers in the same proportions, as small as can be."""
    exact = list(numbers)
    scale = lcm(*(number.denominator for number in exact))
    scaled = [int(number * scale) for number in exact]
    divisor = gcd(*scaled) or 1
    return [number // divisor for number in scaled]


class _Programme:
    """An integer programme of which the best known plan is always kept; the first is that everything goes.

    The solver sees only the columns that are not settled, from their least on, in the smallest whole numbers.
    """

    def __init__(self, most: Sequence[int]) -> None:
        self._low, self._high = [0] * len(most), list(most)
        self._rows: list[tuple[Sequence[int], int]] = []
        self._plan = list(most)
        self._nodes = inf
        self._load()

    def hurry(self, max_nodes: int) -> None:
        """From now on no more than so many nodes are searched in all; what is not settled then stays as it is."""
        self._nodes = min(self._nodes, max_nodes)

    def require(self, weights: Sequence[int], least: int) -> None:
        """From now on the weighted sum is at least ``least``, as it is in the plan that is kept."""
        self._rows.append((weights, least))
        self._show(weights, least)

    def most(self, weights: Sequence[int]) -> int:
        """The most that the weighted sum can be."""
        return -self.least([-weight for weight in weights])

    def least(self, weights: Sequence[int]) -> int:
        """The least that the weighted sum can be; what it is in the plan that is kept, once no node is left."""
        best = _sum(weights, self._plan)
        floor = sum(
            weight * (low if weight > 0 else high)
            for weight, low, high in zip(weights, self._low, self._high, strict=True)
        )
        if best == floor or not self._nodes:
            return best
        self._aim(weights)
        for attempt in range(_TRIES):
            if attempt:
                self._tighten(Fraction(10) ** (attempt - 10))
            plan = self._solve()
            if plan is not None and all(_sum(terms, plan) >= least for terms, least in self._rows):
                self._plan = min(self._plan, plan, key=lambda units: _sum(weights, units))
                break
        if attempt:
            self._tighten(Fraction(0))
        return _sum(weights, self._plan)

    def narrow(self, weights: Sequence[int], least: int) -> None:
        """Leaves each column only what it has in some plan whose weighted sum is ``least``, the least that there is.

        Any prices of the rows give a bound from below (Lagrange), in whole numbers; with those of the relaxation it is
        close to ``least``, and what a column would add beyond the difference is out of the question.
        """
        unit = self._aim(weights)
        self._solver.setOptionValue("solve_relaxation", True)
        self._solver.run()
        duals = self._solver.getSolution().row_dual
        bound, reduced = 0, [weight << _PRICE_BITS for weight in weights]
        for (terms, needed), (_, divisor, scale), dual in zip(self._rows, self._shown, duals, strict=True):
            if price := max(0, round(dual * unit / (divisor * scale) * (1 << _PRICE_BITS))):
                bound += price * needed
                reduced = [rest - price * term for rest, term in zip(reduced, terms, strict=True)]
        bound += sum(
            rest * (low if rest > 0 else high) for rest, low, high in zip(reduced, self._low, self._high, strict=True)
        )
        gap = (least << _PRICE_BITS) - bound
        for column, rest in enumerate(reduced):
            if rest > 0:
                self._high[column] = min(self._high[column], self._low[column] + gap // rest)
            elif rest < 0:
                self._low[column] = max(self._low[column], self._high[column] - gap // -rest)
        self._load()

    def span(self, columns: Iterable[int]) -> tuple[int, int]:
        """Between what the sum of some columns lies."""
        chosen = list(columns)
        return sum(self._low[column] for column in chosen), sum(self._high[column] for column in chosen)

    def _load(self) -> None:
        """Gives the solver everything anew."""
        import highspy

        make: Any = highspy.Highs
        self._solver = make()
        for option, setting in (("output_flag", False), ("threads", 1), ("mip_rel_gap", 0.0), ("mip_abs_gap", 0.0)):
            self._solver.setOptionValue(option, setting)
        self._optimal = highspy.HighsModelStatus.kOptimal
        self._open = [column for column, low in enumerate(self._low) if low < self._high[column]]
        for place, column in enumerate(self._open):
            self._solver.addVar(0.0, float(self._high[column] - self._low[column]))
            self._solver.changeColIntegrality(place, highspy.HighsVarType.kInteger)
        self._shown: list[tuple[int, int, int]] = []
        for weights, least in self._rows:
            self._show(weights, least)

    def _show(self, weights: Sequence[int], least: int) -> None:
        """Gives the solver a row."""
        terms, divisor, scale = self._terms(weights)
        need = -((_sum(weights, self._low) - least) // divisor)
        self._shown.append((need, divisor, scale))
        self._solver.addRow(need / scale, inf, len(terms), [at for at, _ in terms], [term for _, term in terms])

    def _aim(self, weights: Sequence[int]) -> int:
        """Gives the solver what it shall make least, and tells the unit of it."""
        terms, divisor, scale = self._terms(weights)
        for place in range(len(self._open)):
            self._solver.changeColCost(place, 0.0)
        for place, term in terms:
            self._solver.changeColCost(place, term)
        return divisor * scale

    def _terms(self, weights: Sequence[int]) -> tuple[list[tuple[int, float]], int, int]:
        """Places and coefficients as the solver sees them, and by what two numbers they are divided."""
        terms = [(place, weight) for place, column in enumerate(self._open) if (weight := weights[column])]
        divisor = gcd(*(weight for _, weight in terms)) or 1
        bits = max((abs(weight // divisor).bit_length() for _, weight in terms), default=0)
        scale = 1 << max(0, bits - _EXACT_BITS)
        return [(place, weight // divisor / scale) for place, weight in terms], divisor, scale

    def _tighten(self, share: Fraction) -> None:
        """Asks a little more of every row than it needs."""
        for row, (need, _, scale) in enumerate(self._shown):
            self._solver.changeRowBounds(row, float((need + abs(need) * share) / scale), inf)

    def _solve(self) -> list[int] | None:
        """The solver's plan, rounded; None where it has none."""
        if self._nodes < inf:
            self._solver.setOptionValue("mip_max_nodes", int(self._nodes))
        self._solver.run()
        self._nodes = max(0, self._nodes - self._solver.getInfo().mip_node_count)
        if self._solver.getModelStatus() != self._optimal:
            return None
        plan = list(self._low)
        for column, units in zip(self._open, self._solver.getSolution().col_value, strict=True):
            plan[column] = min(self._high[column], max(0, plan[column] + round(units)))
        return plan


def _sum(weights: Sequence[int], plan: Sequence[int]) -> int:
    return sum(weight * units for weight, units in zip(weights, plan, strict=True))
