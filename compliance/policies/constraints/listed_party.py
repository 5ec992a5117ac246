"""Whether a party of the unit is on a restricted-party list on the day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Literal

from compliance.core.finding import Evidence, Judgement
from compliance.core.party import PartyRef
from compliance.core.possible import Answer, any_of
from compliance.core.record import NonEmpty, Text
from compliance.inventory.facts.base import KNOWN_ONLY, Distinction
from compliance.inventory.units import Role
from compliance.policies.constraints.base import (
    MAY_BE_NOBODY,
    ROLE_NAMES,
    BaseConstraint,
    Question,
    evidence_of,
    fact_of,
    listing,
)
from compliance.policies.facts import Facts

if TYPE_CHECKING:
    from compliance.screening.matching import Match

WHOLE_LIST = (
    "Download the publisher's complete list with compliance lists update, or give a file of it with --list ID=FILE: "
    "a part of the list cannot rule anybody out."
)


class ListedParty(BaseConstraint):
    """Broken where a party in one of the rule's roles is listed.

    Where nobody is recorded in a role that is always filled (a machine has a maker), somebody is unknown; in a role that
    need not be filled (a hosting client), it is nobody. ``unrecorded: not-applicable`` takes all roles for such ones. Where
    no role is filled, the rule does not apply.
    ``incomplete`` says what follows where no listing is found and only a part of a list is here: the question is open, or
    nothing is said. ``namesakes`` says what follows where only an ordinary name is in common with a listed party of another country: the
    question is open, or a note says so.
    """

    needs_roles: ClassVar[bool] = True

    kind: Literal["listed-party"]
    lists: NonEmpty[Text]
    unrecorded: Literal["undetermined", "not-applicable"] = "undetermined"
    namesakes: Literal["undetermined", "note"] = "undetermined"
    incomplete: Literal["undetermined", "not-applicable"] = "undetermined"

    def reads(self, roles: Iterable[Role]) -> tuple[str, ...]:
        """The parties in the rule's roles."""
        return tuple(fact_of(role) for role in roles)

    def tells_apart(self, fact: str) -> Distinction:
        """Of parties only who is described or may be listed."""
        return KNOWN_ONLY

    def lists_needed(self) -> tuple[str, ...]:
        """The lists that the rule names."""
        return self.lists

    def change_days(self, question: Question) -> frozenset[date]:
        """The days on which a listing of a possible party begins or has ended."""
        return frozenset(
            day
            for role in question.roles
            for party in question.party(role).values or ()
            for day in question.facts.listing_days(party, self.lists)
        )

    def judge(self, question: Question) -> Judgement:
        """Screens every possible party in every role on every list."""
        facts, day = question.facts, question.day
        open_lists = {name: doubt for name in self.lists if (doubt := facts.doubt(name))}
        answers: list[Answer] = []
        sure: list[Answer] = []
        asked: list[Role] = []
        reasons: list[str] = []
        matches: dict[tuple[str, str], Match] = {}
        namesakes: dict[tuple[str, str], Match] = {}
        for role in question.roles:
            who = question.party(role)
            if not who.known and (self.unrecorded == "not-applicable" or role in MAY_BE_NOBODY):
                continue
            on_a_list = who.ask(lambda party: self._listed(facts, party, day, matches, namesakes))
            answers.append(None if on_a_list is False and open_lists else on_a_list)
            sure.append(on_a_list)
            asked.append(role)
            reasons.append(_role_reason(facts, role, question, on_a_list))
        if not reasons:
            because = "no party is recorded in any role that this rule covers"
            return Judgement(False, because, _facts(question), applies=False)
        hits = tuple(matches.values())
        unrecorded = any_of(sure) is None and not any(
            answer is None and question.party(role).values is not None for role, answer in zip(asked, sure, strict=True)
        )
        open_only_by_lists = any_of(sure) is False and bool(open_lists)
        if open_only_by_lists and self.incomplete == "not-applicable":
            return Judgement(False, _because(reasons, sure, hits, open_lists), _facts(question), applies=False)
        return Judgement(
            any_of(answers),
            _because(reasons, sure, hits, open_lists),
            (*_facts(question), *(_written(match) for match in hits)),
            notes=(
                *(f"{match.list}: {match.because}" for match in hits),
                *facts.licence_notes(hits, day),
                *(f"A namesake on {match.list}, not counted: {match.because}" for match in namesakes.values()),
            ),
            remedy=WHOLE_LIST if open_only_by_lists else _remedy(any_of(sure), hits),
            sources=tuple(facts.party_list(name).source for name in self.lists),
            pending="; ".join(open_lists.values()) if open_only_by_lists else "",
            concern="listed-party" if hits else "papers" if unrecorded else "breach",
        )

    def _listed(
        self,
        facts: Facts,
        party: PartyRef,
        day: date,
        matches: dict[tuple[str, str], Match],
        namesakes: dict[tuple[str, str], Match],
    ) -> Answer:
        """Whether the party is on one of the lists; what it may be is added to ``matches``, what is not counted to ``namesakes``.

        A name in a script that cannot be compared may be anybody's.
        """
        answers: list[Answer] = [None] if facts.unread_script(party) else []
        for name in self.lists:
            for match in facts.screen(party, name, day):
                if match.namesake and self.namesakes == "note":
                    namesakes[match.list, match.entry] = match
                else:
                    matches[match.list, match.entry] = match
                    answers.append(True if match.strength == "match" else None)
        return any_of(answers)


def _role_reason(facts: Facts, role: Role, question: Question, answer: Answer) -> str:
    party = question.party(role)
    role_name = ROLE_NAMES.get(role, role)
    if party.values is None:
        return f"no {role_name} is recorded"
    names = listing(map(facts.title, party.values))
    verb = {True: "is listed", False: "is not listed", None: "may be listed"}[answer]
    return f"{role_name} {names} {verb}"


def _because(reasons: list[str], sure: list[Answer], hits: tuple[Match, ...], open_lists: dict[str, str]) -> str:
    answer = any_of(sure)
    picked = [text for text, role_answer in zip(reasons, sure, strict=True) if role_answer is answer] or reasons
    if answer is False and open_lists:
        return f"we found no match, but this is not a clearance: {'; '.join(sorted(open_lists.values()))}"
    as_whom = (
        f" ({', '.join(sorted({f'{match.list}: {match.name}' for match in hits}))})"
        if hits and answer is not False
        else ""
    )
    return f"{'; '.join(picked)}{as_whom}"


def _facts(question: Question) -> tuple[Evidence, ...]:
    if question.unit is None:
        return ()
    return evidence_of(question.unit, *dict.fromkeys(fact_of(role) for role in question.roles))


def _written(match: Match) -> Evidence:
    return Evidence("listing", match.name, match.file, match.listing.row, match.listing.entry)


def _remedy(answer: Answer, hits: tuple[Match, ...]) -> str:
    if answer is False:
        return ""
    if answer:
        return "Have counsel read the entry: what it forbids, and whether a licence is needed."
    if hits:
        return "Compare the address and the registration number of the party with those of the entry."
    return "Record the missing parties from the invoice and the purchase contract."
