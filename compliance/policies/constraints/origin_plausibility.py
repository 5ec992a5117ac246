"""Whether this maker is known to have assembled in the declared country of origin at the time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal

from compliance.core.dates import Period
from compliance.core.finding import Judgement
from compliance.core.party import PartyRef
from compliance.core.possible import Answer, Possible, unanimous
from compliance.core.text import counted
from compliance.core.timeline import epochs, limits
from compliance.inventory.facts.base import EXACT, KNOWN_ONLY, Distinction
from compliance.inventory.units import Role
from compliance.policies.constraints.base import BaseConstraint, Question, evidence_of, listing
from compliance.policies.facts import Facts
from compliance.reference.hardware.catalogue import AssemblySite
from compliance.reference.hardware.variants import YEARS_BEFORE, Release


class OriginPlausibility(BaseConstraint):
    """Broken where no known assembly site of the maker fits the declared origin on the day of delivery (else purchase)."""

    kind: Literal["origin-plausibility"]

    def reads(self, roles: Iterable[Role]) -> tuple[str, ...]:
        """Maker, model family, declared origin and the dates."""
        return ("manufacturer", "family", "country_of_origin", "purchased", "delivered")

    def tells_apart(self, fact: str) -> Distinction:
        """Of makers only those that the catalogue knows: no assembly site of the others is known."""
        return KNOWN_ONLY if fact == "manufacturer" else EXACT

    def judge(self, question: Question) -> Judgement:
        """Asks every possible maker, origin and day."""
        unit, facts = question.the_unit, question.facts
        recorded = unit.delivered if unit.delivered.known else unit.purchased
        # Where the maker is in doubt, so is the model.
        release = _narrowing(facts.catalogue.released(unit.family if unit.manufacturer.only else ""), recorded)
        read = ("manufacturer", *(["family"] if release else ()), "country_of_origin")
        evidence = evidence_of(unit, *read, "delivered" if unit.delivered.known else "purchased")
        missing = [
            name for name, fact in (("maker", unit.manufacturer), ("origin", unit.country_of_origin)) if not fact.known
        ]
        if missing:
            because = f"no {listing(missing, 'and no')} is recorded, so the origin cannot be checked"
            return Judgement(None, because, evidence, remedy=_RECORD)
        makers, when = unit.manufacturer, recorded
        notes = sorted(_assembly_notes(facts, makers))
        sources = [source for maker in sorted(makers.values or ()) for source in facts.catalogue.sources(maker)]
        if release:
            since = release.made_since
            notes.append(_release_note(unit.family, release))
            sources.append(release.source)
            if unit.delivered.latest and unit.delivered.latest < since:
                because = (
                    f"the delivery date is before {since}, when no {unit.family} was made yet: "
                    "the model or the date is recorded wrongly"
                )
                return Judgement(None, because, evidence, remedy=_RECORD, notes=tuple(notes), sources=tuple(sources))
            # A unit bought before it was made was made on some later day.
            when = Period(since, recorded.latest if recorded.latest and recorded.latest >= since else None)
        implausible = makers.ask(
            lambda maker: unit.country_of_origin.ask(lambda code: _implausible(facts, maker, code, when, question.day))
        )
        return Judgement(
            implausible,
            _because(facts, makers, unit.country_of_origin, when, implausible),
            evidence,
            remedy="" if implausible is False else _ASK_MAKER,
            notes=tuple(notes),
            sources=tuple(sources),
        )


_RECORD = "Record maker, origin and delivery date of the lot."
_ASK_MAKER = "Ask the maker which factory built the lot, and for its customs entry."


def _narrowing(release: Release | None, recorded: Period) -> Release | None:
    """The release, where some of the recorded days are before the family was made."""
    irrelevant = release is None or (recorded.earliest and recorded.earliest >= release.made_since)
    return None if irrelevant else release


def _release_note(family: str, release: Release) -> str:
    years = YEARS_BEFORE[release.confidence]
    return (
        f"The {family} has been on the market since {release.when.earliest:%Y-%m} ({release.confidence}); we assume that "
        f"none was made before {release.made_since}, {counted(years, 'year')} earlier."
    )


def _implausible(facts: Facts, maker: PartyRef, code: str, when: Period, today: date) -> Answer:
    sites = facts.catalogue.assembly(maker)
    if not sites:
        return None
    days = {day for site in sites for day in limits(site.since, site.until)}
    inside = epochs(days, when.earliest, when.latest or max((today, *days)))
    return unanimous(_not_assembled(sites, code, day) for day in inside)


def _not_assembled(sites: Iterable[AssemblySite], code: str, day: date) -> Answer:
    """Whether no site in the country is known on the day; None where one is only remembered, which clears nobody."""
    here = [
        site.confidence
        for site in sites
        if site.country == code and (site.since or date.min) <= day <= (site.until or date.max)
    ]
    return True if not here else None if set(here) == {"recalled"} else False


def _because(facts: Facts, makers: Possible[PartyRef], origin: Possible[str], when: Period, implausible: Answer) -> str:
    maker_name = listing(map(facts.title, makers.values or ()))
    country = listing(map(facts.countries.name, origin.values or ()))
    if when.day:
        time = f"on {when.day}"
    elif when.latest:
        time = "at that time"
    else:
        time = f"on the day of delivery, which is not recorded{f' (from {when.earliest} on)' if when.earliest else ''}"
    if implausible is None and not any(facts.catalogue.assembly(maker) for maker in makers.values or ()):
        return f"we know no assembly site of {maker_name}, so its declared origin {country} cannot be checked"
    if implausible is None:
        return f"our records do not show whether {maker_name} assembled in {country} {time}"
    if implausible:
        return f"the declared origin is {country}, but {maker_name} is not known to have assembled there {time}"
    return f"{maker_name} is known to have assembled in {country} {time}"


def _assembly_notes(facts: Facts, makers: Possible[PartyRef]) -> set[str]:
    notes = set()
    for maker in makers.values or ():
        sites = facts.catalogue.assembly(maker)
        spans = [
            f"{facts.countries.name(site.country)}{f' from {site.since}' if site.since else ''}{f' until {site.until}' if site.until else ''}"
            for site in sites
        ]
        if spans:
            notes.add(f"Known assembly of {facts.title(maker)}: {', '.join(spans)}.")
    return notes
