"""Whether a unit was produced in a forbidden country, or outside the required ones."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import partial
from itertools import product
from typing import Literal, Self

from pydantic import model_validator

from compliance.core.finding import Judgement
from compliance.core.possible import Answer, Possible, any_of, unanimous
from compliance.core.record import Source, Text
from compliance.inventory.units import Role
from compliance.policies.constraints.base import BaseConstraint, Question, country_set_note, evidence_of, listing
from compliance.policies.facts import Facts

_FACTS = {
    "origin": ("country_of_origin",),
    "assembly": ("country_of_assembly",),
    "both": ("country_of_origin", "country_of_assembly"),
    "each": ("country_of_origin", "country_of_assembly"),
}
_LABELS = {"country_of_origin": "country of origin", "country_of_assembly": "country of assembly"}
_CHINA = "CN"
_NEAR_CHINA = frozenset({"HK", "MO"})

Members = tuple[Text, ...]
"""ISO alpha-2 codes and ids of country sets."""


class CountryOfOrigin(BaseConstraint):
    """Broken where a unit was produced in a ``forbidden`` country, or outside the ``required`` ones.

    Both map the readings of the legal text, by name, to countries; where the readings give different answers, the answer
    is open and names them. ``produced`` says what counts as production (``each``: origin and assembly are two readings of
    it); ``hong_kong_and_macau`` whether they count as
    China (``either``: both readings are asked).
    """

    kind: Literal["country-of-origin"]
    forbidden: dict[Text, Members] = {}
    required: dict[Text, Members] = {}
    produced: Literal["origin", "assembly", "both", "each"] = "origin"
    hong_kong_and_macau: Literal["china", "separate", "either"] = "either"

    @model_validator(mode="after")
    def _fits(self) -> Self:
        """Raises ValueError for a rule that forbids and requires, or neither, or names no country."""
        if bool(self.forbidden) == bool(self.required) or not all(self._readings.values()):
            raise ValueError("give either forbidden or required countries, and at least one in each reading")
        return self

    def codes_named(self) -> tuple[str, ...]:
        """Every ISO code that a reading names."""
        return tuple(sorted({member for members in self._readings.values() for member in members if len(member) == 2}))

    def reads(self, roles: Iterable[Role]) -> tuple[str, ...]:
        """Origin, assembly or both."""
        return _FACTS[self.produced]

    def country_sets_needed(self) -> tuple[str, ...]:
        """Every country set that a reading names."""
        members = (member for members in self._readings.values() for member in members)
        return tuple(sorted({member for member in members if len(member) > 2}))

    def change_days(self, question: Question) -> frozenset[date]:
        """The days on which a country enters or leaves one of the sets."""
        return frozenset(
            day for name in self.country_sets_needed() for day in question.facts.country_set(name).changes()
        )

    def judge(self, question: Question) -> Judgement:
        """Asks every reading of the text, each with every reading of Hong Kong and Macau."""
        facts, unit = question.facts, question.the_unit
        produced = {name: getattr(unit, name) for name in self.reads(())}
        by_reading: dict[tuple[str, str], Answer] = {}
        for (reading, members), china in product(self._readings.items(), self._china_readings()):
            breaks = partial(self._breaks, self._countries(facts, question.day, members, china))
            combined = unanimous if self.produced == "each" else any_of
            by_reading[reading, china] = combined(fact.ask(breaks) for fact in produced.values())
        broken = unanimous(by_reading.values())
        return Judgement(
            broken,
            self._because(facts, produced, by_reading, broken),
            evidence_of(unit, *produced),
            notes=self._notes(facts, question.day),
            remedy=_remedy(produced, by_reading.values(), broken),
            concern="breach" if broken is not None or any(fact.known for fact in produced.values()) else "papers",
            sources=self._sources(
                facts, question.day, {code for fact in produced.values() for code in fact.values or ()}
            ),
        )

    @property
    def _readings(self) -> Mapping[str, Members]:
        return self.forbidden or self.required

    def _breaks(self, countries: frozenset[str], code: str) -> Answer:
        inside = code in countries or code.split("-", maxsplit=1)[0] in countries
        if not inside and any(region.startswith(f"{code}-") for region in countries):
            # Only a region of the country is on the list, and the region that the unit is from is not recorded.
            return None
        return inside if self.forbidden else not inside

    def _countries(self, facts: Facts, day: date, members: Members, china: str) -> frozenset[str]:
        plain = frozenset(member for member in members if len(member) == 2)
        countries = plain.union(*(facts.country_set(member).on(day) for member in members if len(member) > 2))
        return countries | _NEAR_CHINA if china == "china" and _CHINA in countries else countries

    def _china_readings(self) -> tuple[str, ...]:
        return ("china", "separate") if self.hong_kong_and_macau == "either" else (self.hong_kong_and_macau,)

    def _because(
        self,
        facts: Facts,
        produced: Mapping[str, Possible[str]],
        by_reading: Mapping[tuple[str, str], Answer],
        broken: Answer,
    ) -> str:
        recorded = " and ".join(_recorded(facts, name, fact) for name, fact in produced.items())
        breach, kept = self._outcomes(facts)
        if broken is not None:
            return f"{recorded}, {breach if broken else kept}"
        if self.produced == "each":
            return f"{recorded}, so the two readings of produced do not agree that this rule is broken or kept"
        if None in by_reading.values() or not any(fact.known for fact in produced.values()):
            return f"{recorded}, so whether this rule is kept cannot be decided"
        by_china = {
            china: unanimous(answer for (_, key), answer in by_reading.items() if key == china)
            for _, china in by_reading
        }
        if len(set(by_china.values())) == 2 and None not in by_china.values():
            condition = "only if Hong Kong and Macau count as China (hong_kong_and_macau: either)"
            return f"{recorded}, which breaks this rule {condition}"
        answers = {name: unanimous(by_reading[name, china] for china in by_china) for name in self._readings}
        cases = (
            ("if the text means", [name for name, answer in answers.items() if answer]),
            (
                "only with Hong Kong and Macau counted as China if the text means",
                [name for name, answer in answers.items() if answer is None],
            ),
            ("but not if the text means", [name for name, answer in answers.items() if answer is False]),
        )
        conditions = [f"{condition} {listing(names)}" for condition, names in cases if names]
        return f"{recorded}, which breaks this rule {'; '.join(conditions)}"

    def _outcomes(self, facts: Facts) -> tuple[str, str]:
        """What a breach is called, and what its absence is."""
        if self.forbidden:
            return "which this rule forbids", "which this rule does not forbid"
        countries = {member for members in self._readings.values() for member in members}
        required = f"this rule requires {listing(map(facts.countries.name, countries))}"
        return f"but {required}", "as this rule requires"

    def _notes(self, facts: Facts, day: date) -> tuple[str, ...]:
        meanings = {
            "both": "recorded origin and assembly",
            "each": "recorded origin, and recorded assembly, as two readings",
        }
        facts_read = meanings.get(self.produced, f"recorded {self.produced}")
        notes = [f"Produced means: {facts_read} (produced: {self.produced})."]
        if any(_CHINA in self._countries(facts, day, members, "") for members in self._readings.values()):
            meaning = {"china": "count as China", "separate": "do not count as China", "either": "may count as China"}
            notes.append(
                f"Hong Kong and Macau {meaning[self.hong_kong_and_macau]} (hong_kong_and_macau: {self.hong_kong_and_macau})."
            )
        for name in self.country_sets_needed():
            if note := country_set_note(facts.country_set(name)):
                notes.append(note)
        return tuple(notes)

    def _sources(self, facts: Facts, day: date, codes: set[str]) -> tuple[Source, ...]:
        """The sources by which the possible countries are in the sets on that day."""
        sets = [facts.country_set(name) for name in self.country_sets_needed()]
        cited = {
            stay.source
            for country_set in sets
            for code in codes
            for stay in country_set.members.get(code, ())
            if stay.covers(day)
        }
        return tuple(source for country_set in sets for source in country_set.sources if source.id in cited)


def _remedy(produced: Mapping[str, Possible[str]], answers: Collection[Answer], broken: Answer) -> str:
    if broken is False:
        return ""
    if broken:
        return "Stop using these units, unless customs or factory records prove another origin."
    if not all(fact.known for fact in produced.values()):
        return "Record the origin from the customs entry (CBP 7501) or the factory record of the purchase lot."
    if None not in answers:
        return "Have counsel decide how this rule is to be read."
    return "Settle the origin of these units with customs or factory records."


def _recorded(facts: Facts, name: str, fact: Possible[str]) -> str:
    if fact.values is None:
        return f"no {_LABELS[name]} is recorded"
    return f"the recorded {_LABELS[name]} is {listing(map(facts.countries.name, fact.values))}"
