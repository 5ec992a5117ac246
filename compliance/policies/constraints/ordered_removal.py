"""Equipment that an order requires to be removed: that of its parties, or delivered before the site was sold."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal

from compliance.core.finding import Judgement
from compliance.core.possible import Answer, any_of
from compliance.core.record import NonEmpty, Text
from compliance.inventory.facts.base import EXACT, KNOWN_ONLY, Distinction
from compliance.inventory.units import Role, Unit
from compliance.policies.constraints.base import BaseConstraint, Question, evidence_of, listing
from compliance.policies.constraints.listed_party import WHOLE_LIST
from compliance.policies.facts import Facts


class OrderedRemoval(BaseConstraint):
    """Broken where the unit is owned by a party on ``lists`` or was delivered before ``delivered_before``.

    It covers nothing else. So it is not applicable to a unit without a recorded owner that was delivered, or bought, on or
    after that day: by then the parties had to be gone. ``demand`` says what the order requires, as a clause of a sentence.
    """

    kind: Literal["ordered-removal"]
    lists: NonEmpty[Text]
    delivered_before: date
    demand: Text = "the order requires its parties to remove their equipment from this site"

    def reads(self, roles: Iterable[Role]) -> tuple[str, ...]:
        """The owner, the dates and the site."""
        return ("owner", "purchased", "delivered", "site")

    def tells_apart(self, fact: str) -> Distinction:
        """Of owners only who is described or may be listed; of sites whether one is recorded."""
        return KNOWN_ONLY if fact in ("owner", "site") else EXACT

    def lists_needed(self) -> tuple[str, ...]:
        """The lists that name the order's parties."""
        return self.lists

    def change_days(self, question: Question) -> frozenset[date]:
        """The days on which a listing of a possible owner begins or has ended."""
        owners = question.the_unit.owner.values or ()
        return frozenset(day for owner in owners for day in question.facts.listing_days(owner, self.lists))

    def judge(self, question: Question) -> Judgement:
        """Asks who owns the unit, and when it was delivered."""
        facts, unit = question.facts, question.the_unit
        owned = unit.owner.ask(lambda owner: facts.is_listed(owner, self.lists, question.day))
        early = self._early(unit)
        doubts = facts.doubt(*self.lists) if owned is False else ""
        if not unit.owner.known and early is False:
            because = f"no owner is recorded, and the unit was delivered or bought on or after {self.delivered_before}, so nothing shows that the order covers it"
            return Judgement(False, because, evidence_of(unit, "owner"), applies=False)
        open_by_lists = any_of((owned, early)) is False and bool(doubts)
        broken = None if open_by_lists else any_of((owned, early))
        because = self._because(facts, unit, owned, early, question.day)
        return Judgement(
            broken,
            f"{because}, but this is not a clearance: {doubts}" if open_by_lists else because,
            evidence_of(unit, "owner", "delivered" if unit.delivered.known else "purchased"),
            remedy=WHOLE_LIST if open_by_lists else _REMEDY[broken],
            sources=tuple(facts.party_list(name).source for name in self.lists),
            pending=doubts if open_by_lists else "",
        )

    def _early(self, unit: Unit) -> Answer:
        when = unit.delivered if unit.delivered.known else unit.purchased
        if when.earliest is not None and when.earliest >= self.delivered_before:
            return False
        before = unit.delivered.latest is not None and unit.delivered.latest < self.delivered_before
        # A unit without a recorded site is judged too, but it may have been delivered to another site.
        return True if before and unit.site else None

    def _because(self, facts: Facts, unit: Unit, owned: Answer, early: Answer, day: date) -> str:
        owner = listing(map(facts.title, unit.owner.values or ()))
        if owned is False and early is False:
            return f"the unit was delivered or bought on or after {self.delivered_before} and does not belong to a party to the order"
        points = []
        if owned:
            points.append(f"belongs to {owner}, a party to the order,")
        elif owned is None:
            points.append(f"may belong to a party to the order: {owner}" if owner else "has no recorded owner")
        if early is not False:
            points.append(f"{'was' if early else 'may have been'} delivered before {self.delivered_before}")
        if owned or early:
            points.append(f"was still there on {_in_words(day)}" if unit.site else "is not recorded at another site")
        return f"{self.demand}; this unit {' and '.join(points)}"


def _in_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


_REMEDY: dict[Answer, str] = {
    True: "Remove the unit from the site, or show that the deadline was extended.",
    False: "",
    None: "Record the owner and the delivery date of the unit.",
}
