"""Where a unit was produced: in none of the forbidden countries, or in one of the required ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial
from itertools import product
from typing import Literal, Self

from pydantic import model_validator

from compliance.core.finding import Judgement
from compliance.core.possible import Answer, Possible, any_of, unanimous
from compliance.core.record import Source, Text
from compliance.inventory.units import Role
from compliance.policies.constraints.base import BaseConstraint, Question, evidence_of, listing
from compliance.policies.facts import Facts

_FACT = {
    "origin": ("country_of_origin",),
    "assembly": ("country_of_assembly",),
    "both": ("country_of_origin", "country_of_assembly"),
}
_CALLED = {"country_of_origin": "origin", "country_of_assembly": "assembly"}
_CHINA = "CN"
_NEAR_CHINA = frozenset({"HK", "MO"})

Members = tuple[Text, ...]
"""ISO alpha-2 codes and ids of country sets."""


class CountryOfOrigin(BaseConstraint):
    """``forbidden`` or ``required`` holds the readings of the legal text by name, each with its countries.

    Where the readings answer differently, the answer is open and names them. ``produced`` says which predicate counts
    as production; ``hong_kong_and_macau`` whether they count as China (``either``: both readings are asked).
    """

    kind: Literal["country-of-origin"]
    forbidden: dict[Text, Members] = {}
    required: dict[Text, Members] = {}
    produced: Literal["origin", "assembly", "both"] = "origin"
    hong_kong_and_macau: Literal["china", "separate", "either"] = "either"

    @model_validator(mode="after")
    def _fits(self) -> Self:
        """Raises ValueError for a rule that forbids and requires, or neither, or names no country."""
        if bool(self.forbidden) == bool(self.required) or not all(self._readings.values()):
            raise ValueError("give either forbidden or required countries, and some in each reading")
        return self

    def codes_named(self) -> tuple[str, ...]:
        """Every ISO code that some reading names."""
        return tuple(sorted({member for members in self._readings.values() for member in members if len(member) == 2}))

    def reads(self, roles: Iterable[Role]) -> tuple[str, ...]:
        """Origin, assembly or both."""
        return _FACT[self.produced]

    def country_sets_needed(self) -> tuple[str, ...]:
        """Every set that some reading names."""
        members = (member for members in self._readings.values() for member in members)
        return tuple(sorted({member for member in members if len(member) > 2}))

    def change_days(self, question: Question) -> frozenset[date]:
        """The days on which a country enters or leaves one of the sets."""
        return frozenset(
            day for name in self.country_sets_needed() for day in question.facts.country_set(name).changes()
        )

    def judge(self, question: Question) -> Judgement:
        """Asks every reading of the text, and of Hong Kong and Macau."""
        facts, unit = question.facts, question.the_unit
        produced = {name: getattr(unit, name) for name in self.reads(())}
        by_reading: dict[tuple[str, str], Answer] = {}
        for (reading, members), china in product(self._readings.items(), self._china_readings()):
            breaks = partial(self._breaks, self._countries(facts, question.day, members, china))
            by_reading[reading, china] = any_of(fact.ask(breaks) for fact in produced.values())
        broken = unanimous(by_reading.values())
        return Judgement(
            broken,
            self._because(facts, produced, by_reading, broken),
            evidence_of(unit, *produced),
            notes=self._notes(facts, question.day),
            remedy="" if broken is False else self._remedy(produced),
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
            # Only a region of the country is meant, and which region the unit is from nobody wrote down.
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
        told = "; ".join(_tell(facts, name, fact) for name, fact in produced.items())
        wanted = "forbidden" if self.forbidden else f"not {listing(map(facts.countries.name, self._plain_members()))}"
        kept = "not forbidden" if self.forbidden else "as required"
        if broken is not None:
            return f"{told}: {wanted if broken else kept}"
        split = {
            china: unanimous(answer for (_, c), answer in by_reading.items() if c == china) for _, china in by_reading
        }
        if any(fact.known for fact in produced.values()) and None not in by_reading.values():
            if len(set(split.values())) == 2 and None not in split.values():
                return f"{told}: {wanted} only if Hong Kong and Macau count as China (hong_kong_and_macau: either)"
            meant = {reading: unanimous(by_reading[reading, china] for china in split) for reading in self._readings}
            cases = (
                (f"{wanted} if the text means", [reading for reading in meant if meant[reading]]),
                (
                    f"{wanted} only if Hong Kong and Macau count as China, if it means",
                    [r for r in meant if meant[r] is None],
                ),
                (f"{kept} if it means", [reading for reading in meant if meant[reading] is False]),
            )
            return f"{told}: {', '.join(f'{said} {listing(names)}' for said, names in cases if names)}"
        return told

    def _plain_members(self) -> set[str]:
        return {member for members in self._readings.values() for member in members}

    def _remedy(self, produced: Mapping[str, Possible[str]]) -> str:
        if all(fact.known for fact in produced.values()):
            return "Check the origin documents of these units; keep them away from the site until it is settled."
        return "Record the origin from the customs entry (CBP 7501) or the factory record of the purchase lot."

    def _notes(self, facts: Facts, day: date) -> tuple[str, ...]:
        said = [
            f"Produced means: {'recorded origin and assembly' if self.produced == 'both' else f'recorded {self.produced}'} (produced: {self.produced})."
        ]
        if any(_CHINA in self._countries(facts, day, members, "") for members in self._readings.values()):
            meaning = {"china": "count as China", "separate": "do not count as China", "either": "may count as China"}
            said.append(
                f"Hong Kong and Macau {meaning[self.hong_kong_and_macau]} (hong_kong_and_macau: {self.hong_kong_and_macau})."
            )
        for name in self.country_sets_needed():
            known = facts.country_set(name)
            if known.confidence != "verified":
                said.append(f"The country set {name} is {known.confidence}.")
        return tuple(said)

    def _sources(self, facts: Facts, day: date, codes: set[str]) -> tuple[Source, ...]:
        """What puts the possible countries into the sets on that day."""
        sets = [facts.country_set(name) for name in self.country_sets_needed()]
        cited = {
            stay.source for each in sets for code in codes for stay in each.members.get(code, ()) if stay.covers(day)
        }
        return tuple(source for each in sets for source in each.sources if source.id in cited)


def _tell(facts: Facts, name: str, fact: Possible[str]) -> str:
    called = _CALLED[name]
    if fact.values is None:
        return f"no country of {called} is known"
    return f"the recorded {called} is {listing(map(facts.countries.name, fact.values))}"
