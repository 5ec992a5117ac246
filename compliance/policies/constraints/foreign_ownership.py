"""Whether the owner or operator of a site is from a named country, or is owned by parties from one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from compliance.core.finding import Evidence, Judgement
from compliance.core.party import Known, PartyRef
from compliance.core.possible import Answer, Possible, all_of, any_of, unanimous
from compliance.core.record import NonEmpty, Text
from compliance.inventory.sites import Site
from compliance.inventory.units import Role
from compliance.policies.constraints.base import (
    BaseConstraint,
    Question,
    SubjectKind,
    broken_by,
    country_set_note,
    listing,
)
from compliance.policies.facts import Facts
from compliance.reference.states import STATES, state_of
from compliance.screening.names.folding import fold

if TYPE_CHECKING:
    from compliance.ownership.parties import Interest
    from compliance.ownership.tracing.reach import Reach


class ForeignOwnership(BaseConstraint):
    """Broken where a party of the site, in one of the rule's roles, is from ``countries`` or owned from there.

    ``countries`` are ISO codes and ids of country sets. ``readings`` are the readings of the legal text by name, each
    with a regime; where their answers differ, the answer is open and names them. ``state`` is the postal code of the
    state whose sites the rule binds. ``enjoined_for`` are ids of the parties for which a court has stopped its
    enforcement for now, and of associations for whose members it has (links of the kind *member*). ``agents`` are kinds
    of links between a party and one that may act for it. ``undisclosed`` says what follows where the owners of a decisive share of a party are unknown.
    """

    subject: ClassVar[SubjectKind] = "site"
    needs_roles: ClassVar[bool] = True

    kind: Literal["foreign-ownership"]
    countries: NonEmpty[Text]
    readings: Annotated[dict[Text, Text], Field(min_length=1)]
    state: str = ""
    enjoined_for: tuple[Text, ...] = ()
    agents: tuple[Text, ...] = ()
    undisclosed: Literal["note", "undetermined"] = "undetermined"

    @model_validator(mode="after")
    def _fits(self) -> Self:
        """Raises ValueError for an unknown state."""
        if self.state and self.state not in STATES:
            raise ValueError(f"{self.state!r} is not the postal code of a US state")
        return self

    def reads(self, roles: Iterable[Role]) -> tuple[str, ...]:
        """Nothing of a unit."""
        return ()

    def regimes_needed(self) -> tuple[str, ...]:
        """The regime of each reading."""
        return tuple(dict.fromkeys(self.readings.values()))

    def codes_named(self) -> tuple[str, ...]:
        """The ISO codes among the countries."""
        return tuple(sorted(country for country in self.countries if len(country) == 2))

    def country_sets_needed(self) -> tuple[str, ...]:
        """The sets among the countries."""
        return tuple(sorted(country for country in self.countries if len(country) > 2))

    def parties_named(self) -> tuple[str, ...]:
        """The parties against which enforcement is stopped."""
        return self.enjoined_for

    def judge(self, question: Question) -> Judgement:
        """Judges every possible party in every role under every reading of the text."""
        facts, day = question.facts, question.day
        assert question.site is not None
        state = state_of(question.site.address)
        if self.state and state not in (None, self.state):
            return Judgement(False, f"the site is in {STATES[state or '']}", applies=False)
        reached = {
            (reading, role): {
                party: self._reach(facts, party, regime, day) for party in question.party(role).values or ()
            }
            for reading, regime in self.readings.items()
            for role in question.roles
        }
        answers = {
            reading: any_of(self._answer(question.party(role), reached[reading, role]) for role in question.roles)
            for reading in self.readings
        }
        answer = unanimous(answers.values())
        because = self._because(facts, question, reached, answers)
        remedy = _REMEDY[answer]
        if answer is not False and self.state and state is None:
            answer = None
            because += f". Whether the site is in {STATES[self.state]} is not recorded"
            remedy = "Record the address of the site, with its state."
        stopped = self._stopped(
            facts, chain.from_iterable(question.party(role).values or () for role in question.roles)
        )
        if answer and stopped:
            answer = None
            because += f". A court has stopped the enforcement against {stopped} for now"
            remedy = "Ask counsel for the state of the case."
        regimes = [facts.regime(regime, day) for regime in self.regimes_needed()]
        return Judgement(
            answer,
            because,
            (*_recorded(question.site, question.roles), *_evidence(facts, reached.values())),
            notes=(*_undisclosed(facts, reached.values()), *self._notes(facts)),
            remedy=remedy,
            sources=tuple(source for regime in regimes for source in regime.sources),
        )

    def broken_since(self, question: Question, day: date) -> Answer:
        """Whether every interest that breaks it today was held on ``day`` already, with no smaller share."""
        facts = question.facts
        return all_of(
            self._held_since(facts, party, regime, question.day, day)
            for role in question.roles
            for party in question.party(role).values or ()
            for regime in self.readings.values()
        )

    def _held_since(self, facts: Facts, party: PartyRef, regime: str, today: date, day: date) -> Answer:
        reach = self._reach(facts, party, regime, today)
        if reach.verdict != "restricted":
            return True
        if not reach.proof or not isinstance(party, Known):
            return None  # it is foreign itself, and nobody records since when it has operated
        from compliance.ownership.tracing.reach import trace

        interests = [interest for interest in facts.parties.interests if interest.held_on(today)]
        then = [interest for interest in facts.parties.interests if interest.held_on(day)]
        answers: list[Answer] = []
        for interest in interests:
            held = _held_as_much(interest, then)
            owner = self._reach(facts, Known(interest.owner), regime, today).verdict
            if held or owner == "clear":
                continue
            below = trace(facts.parties, facts.regime(regime, today), today, {interest.owned})[party.id].verdict
            if below == "clear":
                continue
            certain = (owner, below) == ("restricted", "restricted") and held is False
            answers.append(False if certain else None)
        return all_of(answers)

    def _reach(self, facts: Facts, party: PartyRef, regime: str, day: date) -> Reach:
        plain = frozenset(self.codes_named())
        countries = plain.union(*(facts.country_set(name).on(day) for name in self.country_sets_needed()))
        return facts.foreign_reach(party, countries, regime, day, frozenset(map(fold, self.agents)))

    def _answer(self, parties: Possible[PartyRef], reached: Mapping[PartyRef, Reach]) -> Answer:
        return parties.ask(lambda party: broken_by(reached[party], self.undisclosed))

    def _because(
        self,
        facts: Facts,
        question: Question,
        reached: Mapping[tuple[str, Role], Mapping[PartyRef, Reach]],
        answers: Mapping[str, Answer],
    ) -> str:
        clauses: list[str] = []
        for role in question.roles:
            if not question.party(role).known:
                clauses.append(f"no {role} of the site is recorded")
            for party in sorted(question.party(role).values or ()):
                reasons = dict.fromkeys(reached[reading, role][party].because.rstrip(".") for reading in self.readings)
                clauses.append(f"{role} {facts.title(party)}: {'; '.join(reasons)}")
        if len(set(answers.values())) > 1:
            words = {True: "broken", False: "kept", None: "open"}
            clauses += [f"{words[answer]} if {reading}" for reading, answer in answers.items()]
        return "; ".join(clauses)

    def _stopped(self, facts: Facts, parties: Iterable[PartyRef]) -> str:
        """The names of the parties against which enforcement is stopped."""
        stopped = {Known(party) for party in self.enjoined_for} | {
            Known(member)
            for link in facts.parties.links
            if fold(link.kind) == "member"
            for member, association in ((link.a, link.b), (link.b, link.a))
            if association in self.enjoined_for
        }
        return listing({facts.title(party) for party in parties if party in stopped}, "and")

    def _notes(self, facts: Facts) -> Iterable[str]:
        for name in self.country_sets_needed():
            if note := country_set_note(facts.country_set(name)):
                yield note
        if self.enjoined_for:
            yield f"A court has stopped the enforcement, for now, against {listing(map(facts.title, map(Known, self.enjoined_for)), 'and')}."


def _held_as_much(interest: Interest, then: Iterable[Interest]) -> Answer:
    """Whether its owner held at least as much of the company in what was held ``then``; more since is acquired since."""
    earlier = [other for other in then if (other.owner, other.owned) == (interest.owner, interest.owned)]
    alike = [other for other in earlier if other.pair == interest.pair]
    if not earlier or any(other.share.high < interest.share.low for other in alike):
        return False
    return True if any(0 < other.share.low >= interest.share.high for other in alike) else None


def _recorded(site: Site, roles: Iterable[Role]) -> Iterable[Evidence]:
    names = {"owner": site.owner, "operator": site.operator}
    return (Evidence(role, names[role]) for role in roles if role in names)


def _evidence(facts: Facts, reached: Iterable[Mapping[PartyRef, Reach]]) -> Iterable[Evidence]:
    reaches = [reach for by_party in reached for reach in by_party.values()]
    owners = dict.fromkeys(
        owner for reach in reaches for owner in reach.listed_owners if owner in facts.parties.records
    )
    for owner in sorted(owners):
        party = facts.parties[owner]
        yield Evidence("country", f"{party.name}: {party.country}", party.file or None, party.row)
    for interest in sorted(
        {interest for reach in reaches for interest in reach.proof},
        key=lambda interest: (interest.owned, interest.owner),
    ):
        sentence = interest.sentence(interest.owner, interest.owned, "owns")
        yield Evidence("interest", sentence, interest.file or None, interest.row)


def _undisclosed(facts: Facts, reached: Iterable[Mapping[PartyRef, Reach]]) -> Iterable[str]:
    hidden = {
        party for by_party in reached for party, reach in by_party.items() if "undisclosed-majority" in reach.flags
    }
    if hidden:
        yield f"We do not know who owns a decisive share of: {listing(map(facts.title, hidden), 'and')}."


_REMEDY: dict[Answer, str] = {
    True: "Have counsel confirm the chain of ownership; the law requires the interest to be sold.",
    False: "",
    None: "Record the countries and shares of all owners of the site's owner and operator.",
}
