"""Whether a declared origin is one where this maker is known to have assembled at the time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal

from compliance.core.dates import Period
from compliance.core.finding import Judgement
from compliance.core.party import PartyRef
from compliance.core.possible import Answer, Possible, unanimous
from compliance.core.timeline import epochs, limits
from compliance.inventory.facts.base import EXACT, KNOWN_ONLY, Distinction
from compliance.inventory.units import Role
from compliance.policies.constraints.base import BaseConstraint, Question, evidence_of, listing
from compliance.policies.facts import Facts
from compliance.reference.hardware.variants import YEARS_BEFORE, Release


class OriginPlausibility(BaseConstraint):
    """Broken where no known assembly site of the maker fits the declared origin on the day of delivery (else purchase)."""

    kind: Literal["origin-plausibility"]

    def reads(self, roles: Iterable[Role]) -> tuple[str, ...]:
        """Maker, model family, declared origin and the dates."""
        return ("manufacturer", "family", "country_of_origin", "purchased", "delivered")

    def tells_apart(self, fact: str) -> Distinction:
        """Of makers only those that somebody knows: of the others no assembly site is known."""
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
            said for said, fact in (("maker", unit.manufacturer), ("origin", unit.country_of_origin)) if not fact.known
        ]
        if missing:
            return Judgement(
                None, f"no {listing(missing, 'and no')} is known, so nothing can be compared", evidence, remedy=_RECORD
            )
        makers, when = unit.manufacturer, recorded
        notes = sorted(_sites(facts, makers))
        sources = [source for maker in sorted(makers.values or ()) for source in facts.catalogue.sources(maker)]
        if release:
            since = release.made_since
            notes.append(_made(unit.family, release))
            sources.append(release.source)
            if unit.delivered.latest and unit.delivered.latest < since:
                because = f"delivered before {since}, when no {unit.family} was made yet: the model or the day is wrong"
                return Judgement(None, because, evidence, remedy=_RECORD, notes=tuple(notes), sources=tuple(sources))
            # What was bought before it was made was made later, nobody knows when.
            when = Period(since, recorded.latest if recorded.latest and recorded.latest >= since else None)
        strange = makers.ask(
            lambda maker: unit.country_of_origin.ask(lambda code: _strange(facts, maker, code, when, question.day))
        )
        return Judgement(
            strange,
            _because(facts, makers, unit.country_of_origin, when, strange),
            evidence,
            remedy="" if strange is False else "Ask the maker which factory built the lot, and for its customs entry.",
            notes=tuple(notes),
            sources=tuple(sources),
        )


_RECORD = "Record maker, origin and delivery date of the lot."


def _narrowing(release: Release | None, recorded: Period) -> Release | None:
    """The release, where some of the recorded days lie before the family was made."""
    covered = release is None or (recorded.earliest and recorded.earliest >= release.made_since)
    return None if covered else release


def _made(family: str, release: Release) -> str:
    years = YEARS_BEFORE[release.confidence]
    return (
        f"{family} is on the market from {release.when.earliest:%Y-%m} on ({release.confidence}); "
        f"none is taken to be made before {release.made_since}, {years} {'year' if years == 1 else 'years'} earlier."
    )


def _strange(facts: Facts, maker: PartyRef, code: str, when: Period, today: date) -> Answer:
    sites = facts.catalogue.assembly(maker)
    if not sites:
        return None
    days = {day for site in sites for day in limits(site.since, site.until)}
    inside = epochs(days, when.earliest, when.latest or max((today, *days)))
    return unanimous(
        not any(site.country == code and (site.since or date.min) <= day <= (site.until or date.max) for site in sites)
        for day in inside
    )


def _because(facts: Facts, makers: Possible[PartyRef], origin: Possible[str], when: Period, strange: Answer) -> str:
    who = listing(map(facts.title, makers.values or ()))
    where = listing(map(facts.countries.name, origin.values or ()))
    then = (
        f"on {when.day}"
        if when.day
        else "at that time"
        if when.latest
        else f"on the day of delivery, which is not recorded{f', from {when.earliest} on' if when.earliest else ''}"
    )
    if strange is None and not any(facts.catalogue.assembly(maker) for maker in makers.values or ()):
        return f"no assembly site of {who} is known, so {where} can be neither confirmed nor doubted"
    if strange is None:
        return f"whether {who} assembled in {where} {then} is not settled"
    return f"{who} is {'not ' if strange else ''}known to have assembled in {where} {then}"


def _sites(facts: Facts, makers: Possible[PartyRef]) -> set[str]:
    said = set()
    for maker in makers.values or ():
        sites = facts.catalogue.assembly(maker)
        spans = [
            f"{facts.countries.name(site.country)}{f' from {site.since}' if site.since else ''}{f' until {site.until}' if site.until else ''}"
            for site in sites
        ]
        if spans:
            said.add(f"Known assembly of {facts.title(maker)}: {', '.join(spans)}.")
    return said
