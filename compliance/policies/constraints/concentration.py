"""A limit on the share of the fleet that one maker or one country of origin may have."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, ClassVar, Literal, TypeVar

from pydantic import Field

from compliance.core.finding import Judgement
from compliance.core.party import PartyRef
from compliance.core.possible import Answer, Possible
from compliance.core.text import counted
from compliance.inventory.units import Lot, Role
from compliance.policies.constraints.base import BaseConstraint, Question, SubjectKind
from compliance.policies.facts import Facts

S = TypeVar("S")

_RECORD_HASHRATE = "Record hashrate_ths of every unit."


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
        """Compares the least and the greatest possible share of each with the limit."""
        facts, lots = question.facts, question.lots
        weights = [(getattr(lot.unit, self.of), self.weight(lot)) for lot in lots]
        if any(weight is None for _, weight in weights):
            unrated = sum(lot.units for lot, (_, weight) in zip(lots, weights, strict=True) if weight is None)
            if all(lot.unit.hashrate_ths == 0 for lot in lots):
                because = "the limit is on hashrate, and the recorded hashrate of all units is zero"
                return Judgement(None, because, remedy=_RECORD_HASHRATE)
            because = f"the limit is on hashrate, and that of {counted(unrated, 'unit')} is not recorded"
            return Judgement(None, because, remedy=_RECORD_HASHRATE)
        shares = _shares([(fact, weight) for fact, weight in weights if weight is not None])
        limit = Fraction(self.limit) / 100
        answer: Answer = False
        if any(least > limit for least, _ in shares.values()):
            answer = True
        elif any(most > limit for _, most in shares.values()):
            answer = None
        # An open answer names the one with the largest possible share, any other the one with the largest certain share.
        bound = 1 if answer is None else 0
        top = min(shares, key=lambda name: (-shares[name][bound], -shares[name][1 - bound], str(name or "")))
        return Judgement(answer, self._because(facts, top, *shares[top], answer), remedy=self._remedy(answer))

    def weight(self, lot: Lot) -> Fraction | None:
        """The units or the hashrate of the lot; None where that is not recorded."""
        if self.measure == "units":
            return Fraction(lot.units)
        ths = lot.unit.hashrate_ths
        # A machine that hashes nothing is one of which nobody recorded what it can do.
        return Fraction(ths) * lot.units if ths else None

    def _because(
        self, facts: Facts, top: PartyRef | str | None, least: Fraction, most: Fraction, answer: Answer
    ) -> str:
        if top is None:
            name = f"one unknown {self._group}"
        else:
            name = facts.countries.name(top) if isinstance(top, str) else facts.title(top)
        verb = "made" if self.of == "manufacturer" else "is the origin of"
        share = _per_cent(least) if least == most else f"between {_per_cent(least)} and {_per_cent(most)}"
        limit = f"the limit for one {self._group} of {self.limit.normalize():f} %"
        compared = {
            True: f"which exceeds {limit}",
            False: f"which is within {limit}",
            None: f"which may exceed {limit}",
        }
        may = "may have made" if self.of == "manufacturer" else "may be the origin of"
        return f"{name} {may if answer is None else verb} {share} of the fleet's {self.measure}, {compared[answer]}"

    @property
    def _group(self) -> str:
        return "maker" if self.of == "manufacturer" else "country"

    def _remedy(self, answer: Answer) -> str:
        if answer is None:
            fact = "maker" if self.of == "manufacturer" else "origin"
            return f"Record the {fact} of the units where it is unknown."
        return "Replace units, or ask for a higher limit." if answer else ""


def _shares(weights: list[tuple[Possible[S], Fraction]]) -> dict[S | None, tuple[Fraction, Fraction]]:
    """The least and the greatest possible share of each maker or origin; None is any that no unit names."""
    total = sum((weight for _, weight in weights), Fraction(0))
    least: dict[S | None, Fraction] = {None: Fraction(0)}
    most: dict[S | None, Fraction] = {None: Fraction(0)}
    unknown = Fraction(0)
    for fact, weight in weights:
        if fact.values is None:
            unknown += weight
            continue
        for name in fact.values:
            most[name] = most.get(name, Fraction(0)) + weight
            least[name] = least.get(name, Fraction(0)) + (weight if fact.only is not None else 0)
    return {name: (least[name] / total, (most[name] + unknown) / total) for name in most}


def _per_cent(share: Fraction) -> str:
    return f"{float(share * 100):.1f} %"
