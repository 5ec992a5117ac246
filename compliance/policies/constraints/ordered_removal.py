"""Equipment that an order requires to be removed: that of its parties, or delivered before the site was sold."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal

from compliance.core.finding import Judgement
from compliance.core.party import PartyRef
from compliance.core.possible import Answer
from compliance.core.record import NonEmpty, Text
from compliance.inventory.facts.base import EXACT, KNOWN_ONLY, Distinction
from compliance.inventory.units import Role, Unit
from compliance.policies.constraints.base import REACHED, BaseConstraint, Question, evidence_of, listing
from compliance.policies.constraints.listed_party import WHOLE_LIST
from compliance.policies.facts import Facts


class OrderedRemoval(BaseConstraint):
    """Broken where the unit is owned by a party on ``lists``, or by a company that ``affiliates`` reaches from one.

    ``affiliates`` is a regime: the order binds companies that it does not name. A unit that was delivered or bought on or
    after ``delivered_before``, the day on which the site was sold, is free unless a tie of its owner to the parties is
    recorded; without a recorded owner it is not covered. An earlier one may be equipment of the parties that was sold on:
    its seller must be known and be no party, and its owner is ruled out only where its recorded owners leave no room for
    such a tie.
    ``demand`` says what the order requires, as a clause.
    """

    kind: Literal["ordered-removal"]
    lists: NonEmpty[Text]
    affiliates: Text | None = None
    delivered_before: date
    demand: Text = "the order requires its parties to remove their equipment from this site"

    def reads(self, roles: Iterable[Role]) -> tuple[str, ...]:
        """The owner, the seller, the dates and the site."""
        return ("owner", "supplier", "purchased", "delivered", "site")

    def tells_apart(self, fact: str) -> Distinction:
        """Of parties only who is described or may be listed; of sites whether one is recorded."""
        return KNOWN_ONLY if fact in ("owner", "supplier", "site") else EXACT

    def lists_needed(self) -> tuple[str, ...]:
        """The lists that name the order's parties."""
        return self.lists

    def regimes_needed(self) -> tuple[str, ...]:
        """The regime that says who is affiliated with them."""
        return (self.affiliates,) if self.affiliates else ()

    def change_days(self, question: Question) -> frozenset[date]:
        """The days on which a listing or an ownership tie of a possible owner or seller begins or has ended."""
        facts, unit = question.facts, question.the_unit
        parties = {*(unit.owner.values or ()), *(unit.supplier.values or ())}
        ties = (facts.ownership_days(regime) for regime in self.regimes_needed())
        return frozenset(day for party in parties for day in facts.listing_days(party, self.lists)).union(*ties)

    def judge(self, question: Question) -> Judgement:
        """Asks who owns the unit; of one that was there before the sale also who sold it."""
        facts, unit, day = question.facts, question.the_unit, question.day
        if self._late(unit) and not unit.owner.known:
            because = f"no owner is recorded, and the unit came on or after {self.delivered_before}, when the site was sold, so nothing shows that the order covers it"
            return Judgement(False, because, evidence_of(unit, "owner"), applies=False)
        # What came after the sale is nobody's remaining equipment: there only a tie that is recorded leaves the owner open.
        doubtful = _OPEN_TIES if self._late(unit) else OPEN_OWNERS
        owned = unit.owner.ask(lambda owner: binds(facts, owner, self.lists, self.affiliates, day, doubtful))
        sold = (
            False
            if self._late(unit)
            else unit.supplier.ask(lambda seller: binds(facts, seller, self.lists, self.affiliates, day, _OPEN_TIES))
        )
        broken: Answer = owned if owned is not False else (None if sold is not False else False)
        doubts = facts.doubt(*self.lists) if broken is False else ""
        because = self._because(facts, unit, owned, sold, day)
        return Judgement(
            None if doubts else broken,
            f"{because}, but this is not a clearance: {doubts}" if doubts else because,
            evidence_of(unit, "owner", *(() if self._late(unit) else ("supplier",)), _dated(unit)),
            remedy=WHOLE_LIST if doubts else _REMEDY[broken],
            sources=tuple(facts.party_list(name).source for name in self.lists),
            pending=doubts,
        )

    def _late(self, unit: Unit) -> bool:
        """Whether the unit came to the site, or was bought, when the site had been sold."""
        when = unit.delivered if unit.delivered.known else unit.purchased
        return when.earliest is not None and when.earliest >= self.delivered_before

    def _because(self, facts: Facts, unit: Unit, owned: Answer, sold: Answer, day: date) -> str:
        owner, seller = (listing(map(facts.title, fact.values or ())) for fact in (unit.owner, unit.supplier))
        if owned:
            place = f"was still there on {_in_words(day)}" if unit.site.recorded else "is not recorded at another site"
            return f"{self.demand}; this unit belongs to {owner}, {self._tie(facts, unit, day)}, and {place}"
        if owned is None:
            return f"{self.demand}; this unit {self._open(facts, unit, day, owner)}"
        if sold is False and self._late(unit):
            return f"the unit came on or after {self.delivered_before}, and its owner {owner} is {_NOBODY}"
        if sold is False:
            return f"neither the owner {owner} nor the seller {seller} is a party to the order or an affiliate of one"
        origin = f"its seller is or may be a party: {seller}" if seller else "its seller is not recorded"
        came = f"it may have come before {self.delivered_before}, when the site was sold"
        return f"{self.demand}; this unit may be equipment of theirs that was sold on: {came}, and {origin}"

    def _tie(self, facts: Facts, unit: Unit, day: date) -> str:
        owners = [owner for owner in unit.owner.values or () if not facts.is_listed(owner, self.lists, day)]
        if not owners or self.affiliates is None:
            return "a party to the order"
        reasons = (facts.reach(owner, self.affiliates, day).because.rstrip(".") for owner in owners)
        return f"an affiliate of a party to the order ({'; '.join(sorted(reasons))})"

    def _open(self, facts: Facts, unit: Unit, day: date, owner: str) -> str:
        if not owner:
            return "has no recorded owner"
        if any(facts.is_listed(party, self.lists, day) is not False for party in unit.owner.values or ()):
            return f"may belong to a party to the order: {owner}"
        return f"belongs to {owner}, and what is recorded of its owners does not rule out that it is an affiliate of a party to the order"


def binds(
    facts: Facts, party: PartyRef, lists: tuple[str, ...], affiliates: str | None, day: date, doubtful: frozenset[str]
) -> Answer:
    """Whether an order binds the party by name or as an affiliate; ``doubtful`` are the flags that leave it open."""
    named = facts.is_listed(party, lists, day)
    if named is not False or affiliates is None:
        return named
    reach = facts.reach(party, affiliates, day)
    return None if reach.verdict == "clear" and doubtful & {*reach.flags} else REACHED[reach.verdict]


_OPEN_TIES = frozenset({"listed-minority", "control-tie", "sister-of-listed", "owner-of-listed", "option-held"})
OPEN_OWNERS = _OPEN_TIES | {"undisclosed-majority"}
"""Flags of a party that leave open whether it is an affiliate; of a seller only ties that are recorded do."""
_NOBODY = "no party to the order and no affiliate of one"


def _dated(unit: Unit) -> str:
    return "delivered" if unit.delivered.known else "purchased"


def _in_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


_REMEDY: dict[Answer, str] = {
    True: "Remove the unit from the site, or show that the deadline was extended.",
    False: "",
    None: "Record the owner of the unit and who owns that owner, its seller and its delivery date.",
}
