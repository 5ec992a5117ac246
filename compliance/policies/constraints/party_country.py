"""Whether a party of the unit is in one of the countries that a rule names."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import ClassVar, Literal

from compliance.core.finding import Judgement
from compliance.core.party import Known, PartyRef
from compliance.core.possible import Answer, any_of
from compliance.core.record import NonEmpty, Text
from compliance.inventory.units import Role
from compliance.policies.constraints.base import (
    MAY_BE_NOBODY,
    ROLE_NAMES,
    BaseConstraint,
    Question,
    country_set_note,
    evidence_of,
    fact_of,
    listing,
)
from compliance.policies.facts import Facts


class PartyCountry(BaseConstraint):
    """Broken where a party in one of the rule's roles is recorded with one of ``countries``: ISO codes and ids of sets.

    A party whose country nobody recorded may be in any. Where no role is filled, the rule does not apply.
    """

    needs_roles: ClassVar[bool] = True

    kind: Literal["party-country"]
    countries: NonEmpty[Text]

    def reads(self, roles: Iterable[Role]) -> tuple[str, ...]:
        """The parties in the rule's roles."""
        return tuple(fact_of(role) for role in roles)

    def codes_named(self) -> tuple[str, ...]:
        """The ISO codes among the countries."""
        return tuple(sorted(country for country in self.countries if len(country) == 2))

    def country_sets_needed(self) -> tuple[str, ...]:
        """The sets among the countries."""
        return tuple(sorted(country for country in self.countries if len(country) > 2))

    def change_days(self, question: Question) -> frozenset[date]:
        """The days on which one of the sets changes."""
        sets = map(question.facts.country_set, self.country_sets_needed())
        return frozenset(day for country_set in sets for day in country_set.changes())

    def judge(self, question: Question) -> Judgement:
        """Asks the country of every possible party in every role."""
        facts, day = question.facts, question.day
        sets = [facts.country_set(name) for name in self.country_sets_needed()]
        countries = frozenset(self.codes_named()).union(*(country_set.on(day) for country_set in sets))
        answers: list[Answer] = []
        reasons: list[str] = []
        for role in question.roles:
            parties = question.party(role)
            if not parties.known and role in MAY_BE_NOBODY:
                continue
            answers.append(parties.ask(lambda party: _within(facts, party, countries)))
            reasons.append(_reason(facts, ROLE_NAMES.get(role, role), parties.values))
        if not reasons:
            because = "no party is recorded in any role that this rule covers"
            return Judgement(False, because, evidence_of(question.the_unit, *self.reads(question.roles)), applies=False)
        broken = any_of(answers)
        return Judgement(
            broken,
            "; ".join(reasons),
            evidence_of(question.the_unit, *self.reads(question.roles)),
            notes=tuple(filter(None, map(country_set_note, sets))),
            remedy=_REMEDY[broken],
            sources=tuple(source for country_set in sets for source in country_set.sources) if broken else (),
        )


def _within(facts: Facts, party: PartyRef, countries: frozenset[str]) -> Answer:
    country = _country(facts, party)
    return None if country is None else country in countries


def _country(facts: Facts, party: PartyRef) -> str | None:
    return None if isinstance(party, Known) and facts.id_of(party) is None else facts.country_of(party)


def _reason(facts: Facts, role: str, parties: frozenset[PartyRef] | None) -> str:
    if parties is None:
        return f"no {role} is recorded"
    places = listing(
        f"{facts.title(party)} ({'country not recorded' if (code := _country(facts, party)) is None else facts.countries.name(code)})"
        for party in parties
    )
    return f"the {role} is {places}"


_REMEDY: dict[Answer, str] = {
    True: "Have counsel look up which of these goods need a licence for this country.",
    False: "",
    None: "Record the party with its country in parties.yaml.",
}
