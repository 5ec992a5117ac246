"""Equipment that an order says must be gone: what the named parties own, or what stood on the parcel before it was sold."""

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

    It binds nothing else. So it is not applicable to a unit that came, or was bought, on or after that day and of which
    nobody recorded an owner: by then the named parties had to be out.
    """

    kind: Literal["ordered-removal"]
    lists: NonEmpty[Text]
    delivered_before: date

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
        """Asks who owns the unit, and since when it can have stood there."""
        facts, unit = question.facts, question.the_unit
        owned = unit.owner.ask(lambda owner: facts.is_listed(owner, self.lists, question.day))
        early = self._early(unit)
        doubts = facts.doubt(*self.lists) if owned is False else ""
        if not unit.owner.known and early is False:
            because = f"no owner is recorded, and the unit came on or after {self.delivered_before}: nothing shows that the order binds it"
            return Judgement(False, because, evidence_of(unit, "owner"), applies=False)
        open_by_lists = any_of((owned, early)) is False and bool(doubts)
        broken = None if open_by_lists else any_of((owned, early))
        because = self._because(facts, unit, owned, early)
        return Judgement(
            broken,
            f"{because}, but nobody is cleared: {doubts}" if open_by_lists else because,
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
        # A unit without a recorded site is asked too, but nobody says that it was this parcel it was delivered to.
        return True if before and unit.site else None

    def _because(self, facts: Facts, unit: Unit, owned: Answer, early: Answer) -> str:
        told = []
        if owned is not False:
            who = listing(map(facts.title, unit.owner.values or ()))
            told.append(
                f"the owner is {who}{', a party to the order' if owned else ''}" if who else "no owner is recorded"
            )
        if early is not False:
            told.append(f"the unit {'was' if early else 'may have been'} delivered before {self.delivered_before}")
        return (
            " and ".join(told)
            or f"the unit came on or after {self.delivered_before} and is not owned by a party to the order"
        )


_REMEDY: dict[Answer, str] = {
    True: "Remove the unit from the parcel, or show that the order's time was extended.",
    False: "",
    None: "Record owner and delivery date of the unit.",
}
