"""A site that an order requires its parties to give up."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import ClassVar, Literal

from compliance.core.finding import Evidence, Judgement
from compliance.core.party import PartyRef
from compliance.core.possible import any_of
from compliance.core.record import NonEmpty, Text
from compliance.inventory.units import Role
from compliance.policies.constraints.base import BaseConstraint, Question, SubjectKind, listing
from compliance.policies.constraints.listed_party import WHOLE_LIST
from compliance.policies.constraints.ordered_removal import OPEN_OWNERS, binds


class OrderedDivestment(BaseConstraint):
    """Broken where the owner or operator of the site is a party on ``lists``, or a company that ``affiliates`` reaches.

    The order binds nobody else: where all who are recorded are others, the rule does not apply. Where nobody is recorded,
    the answer is open.
    """

    subject: ClassVar[SubjectKind] = "site"
    needs_roles: ClassVar[bool] = True

    kind: Literal["ordered-divestment"]
    lists: NonEmpty[Text]
    affiliates: Text | None = None

    def reads(self, roles: Iterable[Role]) -> tuple[str, ...]:
        """Nothing of a unit."""
        return ()

    def lists_needed(self) -> tuple[str, ...]:
        """The lists that name the order's parties."""
        return self.lists

    def regimes_needed(self) -> tuple[str, ...]:
        """The regime that says who is affiliated with them."""
        return (self.affiliates,) if self.affiliates else ()

    def can_keep(self) -> bool:
        """Whom the order does not bind, it does not concern."""
        return False

    def change_days(self, question: Question) -> frozenset[date]:
        """The days on which a listing or an ownership tie of an owner or operator begins or has ended."""
        ties = (question.facts.ownership_days(regime) for regime in self.regimes_needed())
        listed = (question.facts.listing_days(party, self.lists) for party in _recorded(question).values())
        return frozenset().union(*ties, *listed)

    def judge(self, question: Question) -> Judgement:
        """Asks of each recorded role whether the order binds the party."""
        facts, day = question.facts, question.day
        parties = _recorded(question)
        if not parties:
            because = f"no {listing(question.roles)} of the site is recorded"
            return Judgement(None, because, remedy=f"Record the {listing(question.roles)} of the site in sites.yaml.")
        answers = {
            role: binds(facts, party, self.lists, self.affiliates, day, OPEN_OWNERS) for role, party in parties.items()
        }
        broken = any_of(answers.values())
        doubts = facts.doubt(*self.lists) if broken is False else ""
        named = [f"the {role} {facts.title(parties[role])}" for role, answer in answers.items() if answer is broken]
        because = f"{listing(named, 'and')} {_IS[broken]}"
        return Judgement(
            None if doubts else broken,
            f"{because}, but this is not a clearance: {doubts}" if doubts else because,
            tuple(Evidence(role, facts.title(party)) for role, party in parties.items()),
            remedy=WHOLE_LIST if doubts else _REMEDY[broken],
            sources=tuple(facts.party_list(name).source for name in self.lists),
            pending=doubts,
            applies=broken is not False or bool(doubts),
        )


def _recorded(question: Question) -> dict[Role, PartyRef]:
    parties = {role: question.party(role) for role in question.roles}
    return {role: party for role, who in parties.items() for party in who.values or ()}


_IS = {
    True: "is a party to the order or an affiliate of one, which had to give the site up",
    None: "may be an affiliate of a party to the order: what is recorded of its owners does not rule it out",
    False: "is no party to the order and no affiliate of one; the order binds nobody else",
}
_REMEDY = {
    True: "Have counsel read the order: its parties must sell the site, and may not enter it.",
    None: "Record who owns the owner and the operator of the site.",
    False: "",
}
