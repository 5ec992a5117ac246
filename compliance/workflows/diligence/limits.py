"""Limits on the share of one maker or country, and the cheapest measures that keep them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import chain
from math import ceil
from typing import Any

from compliance.inventory.units import Lot, Unit
from compliance.policies.constraints.concentration import Concentration
from compliance.policies.policy import DatedRule
from compliance.workflows.diligence.plan import Measure
from compliance.workflows.diligence.removal import Pile, cheapest

Cost = tuple[Fraction, ...]
"""What one unit costs, the weightiest first."""


@dataclass(frozen=True, slots=True)
class Limit:
    """A rule on concentration and the units that it covers; ``conservative``: what may be somebody's counts as his."""

    rule: DatedRule
    constraint: Concentration
    covered: frozenset[Unit]
    conservative: bool

    @property
    def share(self) -> Fraction:
        """The limit, of one."""
        return Fraction(self.constraint.limit) / 100

    @property
    def spread(self) -> int:
        """Among how many makers, or countries, new machines are spread."""
        return ceil(3 / self.share)

    def new(self, name: Any) -> Fraction:
        """What of the weight of new machines may count for ``name``: who is new may also have what nobody knows."""
        return Fraction(1, self.spread) if self.conservative and name is None else Fraction(0)

    def weight(self, lot: Lot) -> Fraction:
        """What a unit of the lot counts; 0 where the rule does not cover it."""
        if lot.unit not in self.covered:
            return Fraction(0)
        weight = self.constraint.weight(lot)
        assert weight is not None, "limits of which something is not recorded are not solved"
        return weight / lot.units

    def own(self, lot: Lot, name: Any) -> Fraction:
        """What of the weight of a unit counts for ``name``."""
        fact = getattr(lot.unit, self.constraint.of)
        mine = fact.values is None or name in fact.values if self.conservative else fact.only == name
        return self.weight(lot) * int(mine)

    def excess(self, lot: Lot, name: Any) -> Fraction:
        """What a unit of the lot adds to what ``name`` has above its limit; at most 0 where it belongs to others."""
        return self.own(lot, name) - self.weight(lot) * self.share

    def names(self, lots: Iterable[Lot]) -> list[Any]:
        """Everybody who may have a share that counts."""
        facts = [getattr(lot.unit, self.constraint.of) for lot in lots if lot.unit in self.covered]
        if not self.conservative:
            return sorted({fact.only for fact in facts if fact.only is not None})
        # Nobody whom no unit names has more than the units of which nothing is known, and a name that is new stands for him.
        return [*sorted({name for fact in facts for name in fact.values or ()}), None]


def over(limit: Limit, kept: Sequence[Lot], must: Sequence[Measure]) -> list[Any]:
    """Whose share is above the limit, of the units that stay as they are, and of the new ones."""
    return [name for name in limit.names(kept) if _need(limit, name, kept, must) > 0]


def _need(limit: Limit, name: Any, kept: Sequence[Lot], must: Sequence[Measure]) -> Fraction:
    """What ``name`` has above the limit."""
    stays = chain(((lot, lot.units) for lot in kept), ((m.lot, m.units) for m in must if m.change == "block"))
    new = sum((limit.weight(m.lot) * m.units for m in must if m.change == "replace"), Fraction(0))
    excess = sum((limit.excess(lot, name) * units for lot, units in stays), Fraction(0))
    # New machines are whole: one maker may have one more than his part of them.
    whole = (
        max((limit.weight(lot) for lot in (*kept, *(m.lot for m in must))), default=Fraction(0))
        if limit.new(name)
        else 0
    )
    return excess - new * (limit.share - limit.new(name)) + whole


def solve(
    limits: Sequence[Limit],
    kept: Sequence[Lot],
    must: Sequence[Measure],
    costs: Mapping[Unit, tuple[Cost, Cost]],
) -> tuple[dict[Unit, int], list[Measure]]:
    """The cheapest measures so that nobody is above a limit; of equals the first rows.

    How many of the units that must go are replaced instead of removed, and what is done to those that are kept.
    """
    pairs = [(limit, name) for limit in limits for name in limit.names(kept)]
    needs = [_need(limit, name, kept, must) for limit, name in pairs]
    options = [*_options_instead(pairs, must, costs), *_options(pairs, kept, costs)]
    options.sort(key=lambda option: [(at.file, at.row) for at in option.lot.locations])
    # A unit can only be replaced instead of removed if it is removed: a row of its own for each such pair.
    couples = [number for number, option in enumerate(options) if option.after is not None]
    needs += [Fraction(0)] * len(couples)
    piles = []
    for option in options:
        coupled = (
            Fraction(
                int(options[number].after == option.lot.unit and option.kind == "remove")
                - int(options[number] is option)
            )
            for number in couples
        )
        piles.append(Pile(option.units, (*option.gives, *coupled), option.cost))
    units = dict(zip(map(id, options), cheapest(piles, needs), strict=True))
    instead: dict[Unit, int] = {}
    for option in options:
        if option.kind == "instead" and units[id(option)]:
            instead[option.lot.unit] = units[id(option)]
    chosen = []
    for option in options:
        count = units[id(option)]
        if option.kind == "replace" and count:
            chosen.append(Measure(option.lot, count, (), "replace"))
        elif option.kind == "remove" and count:
            chosen += split(Measure(option.lot, count, (), "remove"), instead.get(option.lot.unit, 0))
    return {measure.lot.unit: instead.get(measure.lot.unit, 0) for measure in must}, chosen


@dataclass(frozen=True, slots=True)
class _Option:
    """Something that can be done to units of a lot: what one gives to each need, and its cost.

    ``instead`` of the removal, one is replaced; ``after`` names the unit that has to be removed for it.
    """

    lot: Lot
    kind: str
    units: int
    gives: tuple[Fraction, ...]
    cost: Cost
    after: Unit | None = None


def _options(
    pairs: Sequence[tuple[Limit, Any]], kept: Sequence[Lot], costs: Mapping[Unit, tuple[Cost, Cost]]
) -> Iterable[_Option]:
    for lot in kept:
        removal, replacement = costs[lot.unit]
        if replacement <= removal:
            yield _Option(
                lot,
                "replace",
                lot.units,
                tuple(limit.own(lot, name) - limit.weight(lot) * limit.new(name) for limit, name in pairs),
                replacement,
            )
            continue
        yield _Option(lot, "remove", lot.units, tuple(limit.excess(lot, name) for limit, name in pairs), removal)
        yield _instead(pairs, lot, lot.units, costs, lot.unit)


def _options_instead(
    pairs: Sequence[tuple[Limit, Any]], must: Sequence[Measure], costs: Mapping[Unit, tuple[Cost, Cost]]
) -> Iterable[_Option]:
    for measure in must:
        if measure.change == "remove" and costs[measure.lot.unit][0] < costs[measure.lot.unit][1]:
            yield _instead(pairs, measure.lot, measure.units, costs, None)


def _instead(
    pairs: Sequence[tuple[Limit, Any]],
    lot: Lot,
    units: int,
    costs: Mapping[Unit, tuple[Cost, Cost]],
    after: Unit | None,
) -> _Option:
    removal, replacement = costs[lot.unit]
    more = tuple(new - old for new, old in zip(replacement, removal, strict=True))
    return _Option(
        lot,
        "instead",
        units,
        tuple(limit.weight(lot) * (limit.share - limit.new(name)) for limit, name in pairs),
        more,
        after,
    )


def split(measure: Measure, replaced: int) -> list[Measure]:
    """A removal of which some units are replaced instead."""
    if not replaced:
        return [measure]
    parts = (replace(measure, units=replaced, change="replace"), replace(measure, units=measure.units - replaced))
    return [part for part in parts if part.units]
