"""Whether a party of the unit is owned by listed parties under an ownership regime."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Literal

from compliance.core.errors import fail
from compliance.core.finding import Evidence, Flag, FlaggedParty, Judgement, merged_flags
from compliance.core.party import PartyRef
from compliance.core.possible import Answer, any_of
from compliance.core.record import NonEmpty, Text
from compliance.inventory.facts.base import KNOWN_ONLY, Distinction
from compliance.inventory.units import Role
from compliance.ownership.interests import CONTROL_KINDS
from compliance.policies.constraints.base import (
    MAY_BE_NOBODY,
    REACHED,
    ROLE_NAMES,
    BaseConstraint,
    Question,
    broken_by,
    evidence_of,
    fact_of,
    listing,
)
from compliance.policies.constraints.listed_party import WHOLE_LIST
from compliance.policies.facts import Facts

if TYPE_CHECKING:
    from compliance.ownership.parties import Interest
    from compliance.ownership.tracing.reach import Reach


class OwnershipByListedParties(BaseConstraint):
    """Broken where a party in one of the rule's roles is reached under ``regime`` from a party on the regime's lists.

    ``lists`` are read instead of those of the regime. ``undisclosed`` says what follows where the owners of half or more of a party are unknown.
    """

    needs_roles: ClassVar[bool] = True

    kind: Literal["ownership-by-listed-parties"]
    regime: Text
    lists: NonEmpty[Text] | None = None
    undisclosed: Literal["note", "undetermined"] = "note"

    def reads(self, roles: Iterable[Role]) -> tuple[str, ...]:
        """The parties in the rule's roles."""
        return tuple(fact_of(role) for role in roles)

    def tells_apart(self, fact: str) -> Distinction:
        """Of parties only who is described or may be listed."""
        return KNOWN_ONLY

    def lists_needed(self) -> tuple[str, ...]:
        """The lists that the rule names; those of its regime are read with it."""
        return self.lists or ()

    def regimes_needed(self) -> tuple[str, ...]:
        """The regime that the rule names."""
        return (self.regime,)

    def change_days(self, question: Question) -> frozenset[date]:
        """The days on which the regime, an interest or a listing changes, of of the unit's parties too."""
        facts = self._facts(question)
        mine = {party for role in question.roles for party in question.party(role).values or ()}
        own = (facts.listing_days(party, facts.regime_lists(self.regime)) for party in mine)
        return facts.ownership_days(self.regime).union(*own)

    def _facts(self, question: Question) -> Facts:
        return question.facts.reading(self.regime, self.lists) if self.lists else question.facts

    def judge(self, question: Question) -> Judgement:
        """Traces every possible party in every role."""
        facts, day = self._facts(question), question.day
        regime = facts.regime(self.regime, day)
        if not regime.lists:
            raise fail(
                f"the regime {self.regime!r} reads no list", "Name those to read in the rule's constraint: lists."
            )
        if not regime.in_force:
            return Judgement(
                False, f"{regime.title} is not in force on {day}", notes=facts.regime_notes(self.regime, day)
            )
        roles = [role for role in question.roles if question.party(role).known or role not in MAY_BE_NOBODY]
        if not roles:
            because = "no party is recorded in any role that this rule covers"
            return Judgement(False, because, _facts(question), applies=False)
        reached = {
            role: {party: facts.reach(party, self.regime, day) for party in question.party(role).values or ()}
            for role in roles
        }
        answers = {
            role: question.party(role).ask(
                lambda party: broken_by(facts.reach(party, self.regime, day), self.undisclosed)
            )
            for role in roles
        }
        doubts = facts.doubt(*regime.lists)
        answer = any_of(answers.values())
        hidden = answer is None and all(reached.values()) and _as_recorded(reached) is False
        open_by_lists = answer is False and bool(doubts)
        reaches = [reach for parties in reached.values() for reach in parties.values()]
        interests = {interest for reach in reaches for interest in reach.proof}
        owners = sorted({owner for reach in reaches if REACHED[reach.verdict] for owner in reach.listed_owners})
        return Judgement(
            None if open_by_lists else answer,
            f"we found no listed owner, but this is not a clearance: {doubts}"
            if open_by_lists
            else _hidden(facts, reached)
            if hidden
            else _because(facts, reached, answers),
            (*_facts(question), *sorted(map(_written, interests), key=str)),
            notes=(
                *facts.regime_notes(self.regime, day),
                *facts.listing_terms(owners, self.regime, day),
                *facts.owners_licences(owners, self.regime, day),
            ),
            flags=_flags(facts, reached),
            remedy=WHOLE_LIST if open_by_lists else _remedy(answer, reached),
            sources=(*regime.sources, *(facts.party_list(name).source for name in regime.lists)),
            pending=doubts if open_by_lists else "",
            concern="owners"
            if hidden
            else "listed-party"
            if any(REACHED[reach.verdict] is not False for reach in reaches)
            else "papers"
            if answer is None
            else "breach",
        )


def _facts(question: Question) -> tuple[Evidence, ...]:
    return evidence_of(question.unit, *dict.fromkeys(map(fact_of, question.roles))) if question.unit else ()


def _as_recorded(reached: dict[Role, dict[PartyRef, Reach]]) -> Answer:
    """The answer of what is recorded, whoever may be behind it."""
    return any_of(REACHED[reach.verdict] for parties in reached.values() for reach in parties.values())


def _hidden(facts: Facts, reached: dict[Role, dict[PartyRef, Reach]]) -> str:
    parties = {
        facts.title(party)
        for by_party in reached.values()
        for party, reach in by_party.items()
        if "undisclosed-majority" in reach.flags
    }
    return f"we found no listed owner, but we do not know who owns half or more of {listing(parties, 'and')}"


def _because(facts: Facts, reached: dict[Role, dict[PartyRef, Reach]], answers: dict[Role, Answer]) -> str:
    answer = any_of(answers.values())
    reasons = []
    hidden: dict[str, None] = {}
    for role, parties in reached.items():
        if answers[role] is not answer:
            continue
        role_name = ROLE_NAMES.get(role, role)
        if not parties:
            reasons.append(f"no {role_name} is recorded")
        for party, reach in sorted(parties.items()):
            if REACHED[reach.verdict] is answer:
                reasons.append(f"{role_name} {facts.title(party)}: {reach.because.rstrip('.')}")
            elif len(parties) == 1:
                # No listed owner is recorded, and what is recorded leaves room for one.
                hidden[facts.title(party)] = None
    if hidden:
        reasons.append(f"we do not know who owns half or more of {listing(hidden, 'and')}")
    return "; ".join(reasons) or "the possible parties give different answers"


def _flags(facts: Facts, reached: dict[Role, dict[PartyRef, Reach]]) -> tuple[Flag, ...]:
    return merged_flags(
        Flag(flag, (FlaggedParty(facts.id_of(party), facts.title(party)),))
        for parties in reached.values()
        for party, reach in parties.items()
        for flag in reach.flags
    )


def _written(interest: Interest) -> Evidence:
    return Evidence(
        "interest", interest.sentence(interest.owner, interest.owned, "owns"), interest.file or None, interest.row
    )


def _remedy(answer: Answer, reached: dict[Role, dict[PartyRef, Reach]]) -> str:
    if answer is False:
        return ""
    asks = {interest for parties in reached.values() for reach in parties.values() for interest in reach.ask}
    if answer is None and asks:
        what = (
            "the exact share and the control" if any(ask.kind in CONTROL_KINDS for ask in asks) else "the exact share"
        )
        return f"Ask for {what} of {listing({f'{ask.owner} in {ask.owned}' for ask in asks}, 'and')}."
    return "Have counsel confirm the chain of ownership." if answer else "Record the missing parties and their owners."
