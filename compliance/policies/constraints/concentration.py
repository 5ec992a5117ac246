"""How much of the fleet depends on one maker or one origin."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, ClassVar, Literal, TypeVar

from pydantic import Field

from compliance.core.finding import Judgement
from compliance.core.party import PartyRef
from compliance.core.possible import Answer, Possible
from compliance.inventory.units import Lot, Role
from compliance.policies.constraints.base import BaseConstraint, Question, SubjectKind
from compliance.policies.facts import Facts

S = TypeVar("S")


class Concentration(BaseConstraint):
    """Broken where one maker's (or origin's) share of units (or of hashrate) is above ``limit`` per cent for certain."""

    subject: ClassVar[SubjectKind] = "fleet"

    kind: Literal["concentration"]
    of: Literal["manufacturer", "country_of_origin"]
    measure: Literal["units", "hashrate"] = "units"
    limit: Annotated[Decimal, Field(gt=0, le=100)]

    def reads(self, roles: Iterable[Role]) -> tuple[str, ...]:
        """Maker or origin, and the hashrate where it is the measure."""
        return (self.of, "hashrate_ths") if self.measure == "hashrate" else (self.of,)

    def judge(self, question: Question) -> Judgement:
        """Compares the least and the most that each could have with the limit."""
        facts, lots = question.facts, question.lots
        weights = [(getattr(lot.unit, self.of), self.weight(lot)) for lot in lots]
        if any(weight is None for _, weight in weights):
            blank = sum(lot.units for lot, (_, weight) in zip(lots, weights, strict=True) if weight is None)
            return Judgement(
                None, f"the hashrate of {blank} units is not recorded", remedy="Record hashrate_ths of every unit."
            )
        if not any(weight for _, weight in weights):
            return Judgement(
                None, "the recorded hashrate of all units is zero", remedy="Record hashrate_ths of every unit."
            )
        shares = _shares([(fact, weight) for fact, weight in weights if weight is not None])
        limit = Fraction(self.limit) / 100
        answer: Answer = False
        if any(least > limit for least, _ in shares.values()):
            answer = True
        elif any(most > limit for _, most in shares.values()):
            answer = None
        # Where it is open, the one that keeps it open is named, else the one with most.
        end = 1 if answer is None else 0
        top = min(shares, key=lambda who: (-shares[who][end], -shares[who][1 - end], str(who or "")))
        return Judgement(answer, self._because(facts, top, *shares[top]), remedy=self._remedy(answer))

    def weight(self, lot: Lot) -> Fraction | None:
        """What the lot counts for in the rule's measure; None where that is not recorded."""
        if self.measure == "units":
            return Fraction(lot.units)
        ths = lot.unit.hashrate_ths
        return None if ths is None else Fraction(ths) * lot.units

    def _because(self, facts: Facts, top: PartyRef | str | None, least: Fraction, most: Fraction) -> str:
        if top is None:
            name = f"an unknown {self._called}"
        else:
            name = facts.countries.name(top) if isinstance(top, str) else facts.title(top)
        share = _per_cent(least) if least == most else f"between {_per_cent(least)} and {_per_cent(most)}"
        return f"{name} has {share} of the fleet's {self.measure}; the limit is {self.limit.normalize():f} %"

    @property
    def _called(self) -> str:
        return "maker" if self.of == "manufacturer" else "origin"

    def _remedy(self, answer: Answer) -> str:
        if answer is None:
            return f"Record the {self._called} of the units where it is unknown."
        return "Replace units, or have the limit changed." if answer else ""


def _shares(weights: list[tuple[Possible[S], Fraction]]) -> dict[S | None, tuple[Fraction, Fraction]]:
    """Least and greatest share of each maker or origin; None stands for any that is named nowhere."""
    total = sum((weight for _, weight in weights), Fraction(0))
    least: dict[S | None, Fraction] = {None: Fraction(0)}
    most: dict[S | None, Fraction] = {None: Fraction(0)}
    anybody = Fraction(0)
    for fact, weight in weights:
        if fact.values is None:
            anybody += weight
            continue
        for who in fact.values:
            most[who] = most.get(who, Fraction(0)) + weight
            least[who] = least.get(who, Fraction(0)) + (weight if fact.only is not None else 0)
    return {who: (least[who] / total, (most[who] + anybody) / total) for who in most}


def _per_cent(share: Fraction) -> str:
    return f"{float(share * 100):.1f} %"
