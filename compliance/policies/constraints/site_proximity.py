"""Whether a site is near a military installation, measured to its boundary, of which often only a point is known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StrictBool

from compliance.core.finding import Evidence, Judgement
from compliance.core.possible import Answer, any_of
from compliance.core.record import Source, Text
from compliance.core.timeline import limits
from compliance.inventory.sites import Site
from compliance.inventory.units import Role
from compliance.policies.constraints.base import BaseConstraint, Question, SubjectKind, listing
from compliance.policies.facts import Facts
from compliance.reference.geodesy import Point, miles
from compliance.reference.installations import Extent, Installation
from compliance.reference.states import STATES, is_outside, state_of

MAX_INSTALLATIONS = 3
"""The number of installations that a reason names, the nearest first."""
_MAX_MILES = 600
"""A point farther than this from every installation is not in the country that lists them."""


@dataclass(frozen=True, slots=True)
class Nearness:
    """The distance in miles from a site to an installation's boundary: ``least`` to ``most`` (None: not known).

    ``limit`` is the distance that counts as near; ``finding`` the source by which an authority found the site near.
    """

    installation: Installation
    limit: Decimal
    least: float = 0
    most: float | None = None
    finding: str = ""
    extent: Extent | None = None
    """The assumed distance of the boundary from the recorded point."""
    covered: Answer = None
    """Whether the areas of an installation that is named by areas cover the site."""
    places: tuple[str, ...] = ()
    """Those that do, or that may."""

    @property
    def near(self) -> Answer:
        """Whether the site is within the limit."""
        if self.finding:
            return True
        if self.installation.areas:
            return self.covered
        if self.least > self.limit + self._doubt:
            return False
        return True if self.most is not None and self.most <= self.limit else None

    @property
    def _doubt(self) -> Decimal:
        """How many miles more an extent that is only remembered may be: as many again; it clears nobody close by."""
        remembered = self.extent and self.installation.confidence == "recalled"
        return self.extent.maximum if self.extent and remembered else Decimal(0)

    def __str__(self) -> str:
        name = self.installation.name
        if self.finding:
            return f"{name}: an authority found the site to be within {self.limit} mi of the boundary ({self.finding})"
        doubt = f" ({self.installation.doubt})" if self.installation.doubt else ""
        if self.installation.areas:
            return f"{name}: {self._in_areas()}"
        if self.most is None:
            return f"{name}: its position is not known{doubt}"
        limit = f"the limit is {self.limit} mi" if self.limit else "the limit is its boundary"
        if self.near is None and self.least > self.limit:
            limit += ", and how far it reaches is recorded from memory, so that its boundary may be nearer"
        return f"{name}: {self.least:.1f} to {self.most:.1f} mi from the boundary{doubt}; {limit}"

    def _in_areas(self) -> str:
        if self.near is False and self.least == 0:
            return "it leaves out the part of the county where the site lies"
        if self.near is False:
            return f"{self.least:.0f} mi or more from every area that it covers"
        places = listing(self.places)
        if self.near:
            return f"it covers the place where the site lies, in {places}"
        return (
            f"it covers a part of {places}, and the site may lie in it"
            if places
            else "where the site lies is not known"
        )


class SiteProximity(BaseConstraint):
    """Broken where the site is within ``close_miles`` of the boundary of an installation of part 1.

    For part 2 it is ``extended_miles`` more, for part 3 the boundary itself, which is that of the areas that the law
    names. Where only a point is recorded, the boundary is assumed to be up to ``extent_miles`` from it unless the
    installation says otherwise, and the answer is open in between. ``urban_exception``: beyond ``close_miles`` a site in
    an urbanized area or urban cluster is excepted, so that the site must say whether it is. ``home``: only a foreign person,
    seen from that country, is asked about; where nobody in the rule's roles is one, the rule does not apply.
    """

    subject: ClassVar[SubjectKind] = "site"

    kind: Literal["site-proximity"]
    installations: Text
    close_miles: Annotated[Decimal, Field(gt=0)]
    extended_miles: Annotated[Decimal, Field(gt=0)]
    extent_miles: Annotated[Decimal, Field(gt=0)]
    urban_exception: StrictBool = False
    home: str = ""

    def reads(self, roles: Iterable[Role]) -> tuple[str, ...]:
        """Nothing of a unit."""
        return ()

    def installations_needed(self) -> tuple[str, ...]:
        """The installations that the rule names."""
        return (self.installations,)

    def change_days(self, question: Question) -> frozenset[date]:
        """The days on which an installation is added to the list or removed."""
        members = question.facts.installations_of(self.installations).members
        return frozenset(day for member in members for day in limits(member.since, member.until))

    def judge(self, question: Question) -> Judgement:
        """Measures the distance to every installation of the day; of a site that is or may be near, asks who holds it."""
        near = self._nearness_of(question)
        return near if near.broken is False or not self.home else self._held_by_foreigners(near, question)

    def _held_by_foreigners(self, near: Judgement, question: Question) -> Judgement:
        parties = {role: who for role in question.roles if (who := question.party(role)).known}
        if not parties:
            because = (
                f"{near.because}; no {listing(question.roles)} is recorded, so whether a foreign person has it is open"
            )
            return replace(
                near, broken=None, because=because, remedy=" ".join((_open_remedy(near), _RECORD_HOLDERS)).strip()
            )
        facts = question.facts
        answers = {
            role: who.ask(lambda party: facts.is_foreign_person(party, self.home, question.day))
            for role, who in parties.items()
        }
        foreign = any_of(answers.values())
        named = listing(
            [
                f"{role} {listing(map(facts.title, parties[role].values or ()))}"
                for role, answer in answers.items()
                if answer is foreign
            ],
            "and",
        )
        because = f"{near.because}; {named}: {_FOREIGN[foreign]}"
        evidence = (
            *near.evidence,
            *(Evidence(role, listing(map(facts.title, who.values or ()))) for role, who in parties.items()),
        )
        if foreign is False:
            return Judgement(False, because, evidence, applies=False, sources=near.sources)
        if foreign is None and near.concern == "preparation":
            # Whether anybody has to be asked who he is hangs on our own list.
            return replace(near, because=because, evidence=evidence)
        if foreign is None:
            remedy = " ".join((_open_remedy(near), _RECORD_HOLDERS)).strip()
            return replace(near, broken=None, because=because, evidence=evidence, remedy=remedy)
        return replace(near, because=because, evidence=evidence)

    def _nearness_of(self, question: Question) -> Judgement:
        facts, site = question.facts, question.site
        assert site is not None
        table = facts.installations_of(self.installations)
        distances = self.nearness(facts, site, question.day)
        near = any_of(self._counts(site, distance) for distance in distances)
        misplaced = _misplaced(site, distances)
        unlisted = "" if misplaced or near is not False else table.doubt()
        doubts = misplaced or unlisted
        found = any(distance.finding for distance in distances)
        broken = None if (misplaced and not found) or (doubts and near is not True) else near
        excepted = [distance for distance in distances if distance.near is not self._counts(site, distance)]
        decisive = distances if near is False else [each for each in distances if self._counts(site, each) is near]
        shown = decisive[:MAX_INSTALLATIONS]
        unverified = [distance.installation for distance in shown if distance.installation.verify]
        return Judgement(
            broken,
            self._because(site, shown, near and broken, doubts, excepted),
            (*_coordinates(site), *(Evidence("distance", str(distance)) for distance in shown)),
            notes=(
                *table.notes,
                *(_EXCEPTED for _ in excepted[:1] if site.urban_area),
                *(f"Verify for {place.name}: {place.verify}." for place in unverified),
            ),
            remedy=_remedy(site, broken, misplaced, doubts, bool(excepted)),
            concern="preparation" if unlisted and not found else "breach",
            sources=_sources(table.sources, shown),
        )

    def nearness(self, facts: Facts, site: Site, day: date) -> list[Nearness]:
        """The distance of the site to each installation listed on ``day``, the nearest first."""
        members = facts.installations_of(self.installations).members
        distances = (self._measure(site, member) for member in members if member.on(day))
        return sorted(
            distances, key=lambda distance: (distance.near is False, distance.least, distance.installation.name)
        )

    def _counts(self, site: Site, distance: Nearness) -> Answer:
        """Whether the site is near and not excepted as one in a town; what an authority found stands."""
        if not self.urban_exception or distance.finding or distance.near is False:
            return distance.near
        close = distance.installation.part < 3 and (
            distance.limit <= self.close_miles or (distance.most is not None and distance.most <= self.close_miles)
        )
        if close or site.urban_area is False:
            return distance.near
        may_be_close = distance.installation.part < 3 and distance.least <= self.close_miles
        return None if may_be_close or site.urban_area is None else False

    def _measure(self, site: Site, installation: Installation) -> Nearness:
        limit = {1: self.close_miles, 2: self.close_miles + self.extended_miles, 3: Decimal(0)}[installation.part]
        official = installation.found_within(site.names)
        if official and official.within_miles <= limit:
            return Nearness(installation, limit, finding=official.source)
        if site.point and installation.areas:
            return _in_areas(site.point, installation, limit)
        if site.point is None or installation.point is None:
            return Nearness(installation, limit)
        distance = miles(site.point, installation.point)
        extent = installation.extent or Extent(maximum=self.extent_miles)
        least, most = (max(0.0, distance - float(end)) for end in (extent.maximum, extent.minimum))
        return Nearness(installation, limit, least, most, extent=extent)

    def _because(self, site: Site, shown: list[Nearness], answer: Answer, doubts: str, excepted: list[Nearness]) -> str:
        nearest = "; ".join(map(str, shown))
        if answer is True:
            return f"the site is near a listed military installation: {nearest}"
        if site.point is None:
            return "no coordinates of the site are recorded, so no distance can be measured"
        if doubts:
            return f"{doubts}; the nearest that are known: {nearest}" if answer is False else doubts
        if answer is None and any(distance.near and distance in excepted for distance in shown):
            return f"the site is near a listed military installation unless it lies in an urbanized area or urban cluster: {nearest}"
        if answer is None:
            return f"the site may be near a listed military installation, whose boundary is not recorded: {nearest}"
        if excepted:
            return f"the site lies in an urbanized area or urban cluster, and near no listed military installation that counts there; the nearest: {nearest}"
        return f"the site is near no listed military installation{f'; the nearest: {nearest}' if nearest else ''}"


def _in_areas(point: Point, installation: Installation, limit: Decimal) -> Nearness:
    """Whether the areas of an installation cover a point; where one may, how far it is inside is not known."""
    answers = {area.place: area.covers_point(point) for area in installation.areas}
    answer = any_of(answers.values())
    least = min(area.miles_to(point) for area in installation.areas)
    places = tuple(place for place, covered in answers.items() if covered is answer and answer is not False)
    return Nearness(installation, limit, least, 0 if answer else None, covered=answer, places=places)


def _misplaced(site: Site, distances: list[Nearness]) -> str:
    """Why the site's coordinates are probably wrong: they contradict the address, or are abroad and corrected they are not."""
    point, state = site.point, state_of(site.address)
    if point and state and is_outside(point, state):
        return (
            f"the recorded coordinates {point.latitude}, {point.longitude} lie outside {STATES[state]}, "
            "which the address names"
        )
    installations = [distance.installation for distance in distances]
    known = [installation.point for installation in installations if installation.point and not installation.doubt]
    if point is None or _near(point, known):
        return ""
    if point == Point(Decimal(0), Decimal(0)):
        return "the recorded coordinates 0, 0 are a placeholder"
    for correction, corrected in (
        ("latitude and longitude swapped", Point(point.longitude, point.latitude)),
        ("a longitude west of Greenwich", Point(point.latitude, -abs(point.longitude))),
        ("a latitude north of the equator", Point(abs(point.latitude), point.longitude)),
        ("both signs changed", Point(abs(point.latitude), -abs(point.longitude))),
        ("both swapped and a longitude west of Greenwich", Point(point.longitude, -abs(point.latitude))),
    ):
        if abs(corrected.latitude) <= 90 and _near(corrected, known):
            recorded = f"the recorded coordinates {point.latitude}, {point.longitude} are abroad"
            return f"{recorded} and probably wrong: with {correction} they are not"
    return ""


def _near(point: Point, others: Iterable[Point]) -> bool:
    return any(miles(point, other) < _MAX_MILES for other in others)


def _coordinates(site: Site) -> tuple[Evidence, ...]:
    if site.point is None:
        return ()
    return (Evidence("coordinates", f"{site.point.latitude}, {site.point.longitude}"),)


def _remedy(site: Site, broken: Answer, misplaced: str, doubts: str, excepted: bool) -> str:
    if broken is None and site.point is None:
        return "Record latitude and longitude of the site."
    if broken is None and misplaced:
        return "Check latitude and longitude of the site."
    if broken is None and doubts:
        return "Give the complete list of installations with --installations FILE."
    if broken is None and excepted and site.urban_area is None:
        return "Say in sites.yaml, with urban_area, whether the site lies in an urbanized area or urban cluster of the Census Bureau."
    return _REMEDY[broken]


def _sources(declared: Iterable[Source], shown: Iterable[Nearness]) -> tuple[Source, ...]:
    cited = {name for distance in shown for name in (distance.installation.source, distance.finding)}
    return tuple(source for source in declared if source.id in cited)


def _open_remedy(near: Judgement) -> str:
    """What settles the distance, where that is open too."""
    return near.remedy if near.broken is None else ""


_RECORD_HOLDERS = "Record in a file of parties who owns the owner and the operator of the site, up to persons."
_FOREIGN: dict[Answer, str] = {
    True: "a foreign person (31 CFR 802.221)",
    None: "whether a foreign person, what is recorded of owners does not settle (31 CFR 802.221)",
    False: "no foreign person by its recorded owners (31 CFR 802.221)",
}
_EXCEPTED = (
    "The site is recorded as lying in an urbanized area or urban cluster, where only land within one mile of an "
    "installation, and at ports, is covered (31 CFR 802.216(c))."
)
_REMEDY: dict[Answer, str] = {
    True: "Ask counsel which rights in the site the foreign person has, and whether CFIUS should be told.",
    False: "",
    None: "Have the distance from the parcel to the installation's boundary measured.",
}
