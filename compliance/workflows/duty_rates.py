"""The rates of units whose origin, entry or loading may be one of several: hulls over every way it may have been. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from compliance.core.bounds import NOTHING, Bounds, hull
from compliance.core.dates import Period
from compliance.core.possible import Possible
from compliance.policies.facts import Facts
from compliance.reference.tariff_file import Duty
from compliance.reference.tariffs import Layers, Tariff, every


@dataclass(frozen=True, slots=True)
class LayerTerms:
    """What one duty is in per cent: as declared, if the other origin is asserted, and by how much more."""

    declared: Bounds
    asserted: Bounds
    extra: Bounds


@dataclass(frozen=True, slots=True)
class Terms:
    """The rates of one origin on one stretch of days, in per cent: as declared, above it if the other is asserted."""

    day_settled: bool
    loading_settled: bool
    rated: bool
    reviewed: bool
    declared: Bounds
    paid_void: Bounds
    extra: Bounds
    live: Bounds
    void: Bounds
    transshipped: Bounds
    layers: dict[str, LayerTerms]


@dataclass(frozen=True, slots=True)
class _Case:
    """One way it may have been: the origin declared and the one claimed, the day of entry and that of loading."""

    declared: str
    claimed: str
    day: date
    loaded: date


When = tuple[Period, Period]
"""The days of entry and of loading."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of every lot; rates are worked out once for each combination of origin and days."""

    facts: Facts
    tariff: Tariff
    asserted: str
    contested: Collection[str]
    known: dict[tuple[Possible[str], When], Terms] = field(default_factory=dict)
    used: dict[str, set[tuple[date, date]]] = field(default_factory=dict)

    def terms(self, origin: Possible[str], when: When) -> Terms:
        """The rates of units that may be of these origins, entered and loaded on these days."""
        if (origin, when) not in self.known:
            self.known[origin, when] = self._terms(origin, when)
        return self.known[origin, when]

    def disputed(self, origin: str) -> bool:
        """Whether customs are taken to set this declared origin aside."""
        return origin in self.contested if self.contested else origin not in (self.asserted, self.tariff.file.home)

    def is_void(self, duty: Duty) -> bool:
        """Whether a duty counts as never owed, as known on the as-of day."""
        return duty.is_void(self.facts.as_of)

    def _cases(self, origin: Possible[str], when: When) -> Iterator[_Case]:
        entered, loaded = when
        origins = sorted(self.tariff.origins if origin.values is None else origin.values)
        for declared in origins:
            claimed = self.asserted if self.disputed(declared) else declared
            for day in self.tariff.epochs(entered, self.facts.as_of):
                for loading in self.tariff.loadings((declared, claimed), day, loaded):
                    yield _Case(declared, claimed, day, loading)

    def _terms(self, origin: Possible[str], when: When) -> Terms:
        tariff, cases = self.tariff, list(self._cases(origin, when))
        if origin.values is not None:
            for case in cases:
                for name in (case.declared, case.claimed):
                    self.used.setdefault(name, set()).add((case.day, case.loaded))

        def rates(name: Literal["declared", "claimed"], layers: Layers) -> list[Bounds]:
            return [tariff.rate(getattr(case, name), case.day, case.loaded, layers) for case in cases]

        def extra(layers: Layers) -> Bounds:
            pairs = zip(cases, rates("claimed", layers), rates("declared", layers), strict=True)
            return hull(more.above(less) if case.claimed != case.declared else NOTHING for case, more, less in pairs)

        def of(duty: Duty) -> LayerTerms:
            declared = [tariff.layer(duty, case.declared, case.day, case.loaded) for case in cases]
            claimed = [tariff.layer(duty, case.claimed, case.day, case.loaded) for case in cases]
            more = (one.above(other) if case.claimed != case.declared else NOTHING
                    for case, one, other in zip(cases, claimed, declared, strict=True))  # fmt: skip
            return LayerTerms(hull(declared), hull(claimed), hull(more))

        whole = rates("declared", every)
        return Terms(
            len({case.day for case in cases}) == 1,
            len({(case.declared, case.day) for case in cases}) == len(cases),
            all(tariff.knows(name, case.day) for case in cases for name in (case.declared, case.claimed)),
            (when[0].latest or self.facts.as_of) <= tariff.file.reviewed,
            hull(whole),
            hull(rates("declared", self.is_void)),
            extra(every),
            extra(lambda duty: not self.is_void(duty)),
            extra(self.is_void),
            hull(tariff.transshipped(case.claimed, case.day, case.loaded).above(less)
                 if case.claimed != case.declared else NOTHING for case, less in zip(cases, whole, strict=True)),
            {duty.id: of(duty) for duty in tariff.file.duties},
        )  # fmt: skip
