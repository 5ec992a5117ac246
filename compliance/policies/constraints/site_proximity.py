"""Whether a site lies near a military installation: measured to the boundary, of which often only a point is known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from compliance.core.finding import Evidence, Judgement
from compliance.core.possible import Answer, any_of
from compliance.core.record import Source, Text
from compliance.core.timeline import limits
from compliance.inventory.sites import Site
from compliance.inventory.units import Role
from compliance.policies.constraints.base import BaseConstraint, Question, SubjectKind
from compliance.policies.facts import Facts
from compliance.reference.geodesy import Point, miles
from compliance.reference.installations import Extent, Installation

MAX_INSTALLATIONS = 3
"""So many installations are named, the nearest first."""
_FAR = 600
"""Miles from every installation beyond which a place is not in the country that lists them."""


@dataclass(frozen=True, slots=True)
class Nearness:
    """How far a site is from an installation's boundary, in miles: at least, at most; None where nobody knows.

    ``limit``: how near is near. ``found``: the source by which an authority found it near.
    """

    installation: Installation
    limit: Decimal
    least: float = 0
    most: float | None = None
    found: str = ""
    extent: Extent | None = None
    """How far the boundary is taken to lie from the recorded point."""

    @property
    def near(self) -> Answer:
        """Whether the site is within the limit."""
        if self.found:
            return True
        if self.least > self.limit:
            return False
        return True if self.most is not None and self.most <= self.limit else None

    def __str__(self) -> str:
        name = self.installation.name
        if self.found:
            return f"{name}: found to be within {self.limit} mi of the boundary ({self.found})"
        doubt = f", for {self.installation.doubt}" if self.installation.doubt else ""
        if self.most is None:
            return f"{name}: nobody knows where it is{doubt}"
        limit = f"the limit is {self.limit} mi" if self.limit else "the limit is its boundary"
        return f"{name}: {self.least:.1f} to {self.most:.1f} mi from the boundary{doubt}; {limit}"


class SiteProximity(BaseConstraint):
    """Broken where the site lies within ``close_miles`` of the boundary of an installation of part 1.

    Of part 2, within ``extended_miles`` more; of part 3, inside. Where only a point is recorded, the boundary is taken
    to lie up to ``extent_miles`` from it unless the installation says otherwise, and the answer is open in between.
    """

    subject: ClassVar[SubjectKind] = "site"

    kind: Literal["site-proximity"]
    installations: Text
    close_miles: Annotated[Decimal, Field(gt=0)]
    extended_miles: Annotated[Decimal, Field(gt=0)]
    extent_miles: Annotated[Decimal, Field(gt=0)]

    def reads(self, roles: Iterable[Role]) -> tuple[str, ...]:
        """Nothing of a unit."""
        return ()

    def installations_needed(self) -> tuple[str, ...]:
        """The installations that the rule names."""
        return (self.installations,)

    def change_days(self, question: Question) -> frozenset[date]:
        """The days on which an installation is listed or taken off."""
        members = question.facts.installations_of(self.installations).members
        return frozenset(day for each in members for day in limits(each.since, each.until))

    def judge(self, question: Question) -> Judgement:
        """Measures to every installation of the day."""
        facts, site = question.facts, question.site
        assert site is not None
        held = facts.installations_of(self.installations)
        close = self.nearness(facts, site, question.day)
        answers = any_of(each.near for each in close)
        misplaced = _misplaced(site, close)
        doubts = misplaced or ("" if answers is not False else held.doubt())
        broken = None if doubts and answers is not True else answers
        telling = [each for each in close if each.near is answers] if answers is not False else close
        shown = telling[:MAX_INSTALLATIONS]
        return Judgement(
            broken,
            self._because(site, shown, answers, doubts),
            (*_place(site), *(Evidence("distance", str(each)) for each in shown)),
            notes=(*held.notes, *(_verify(each.installation) for each in shown if each.installation.verify)),
            remedy=_remedy(site, broken, misplaced, doubts),
            sources=_sources(held.sources, shown),
        )

    def nearness(self, facts: Facts, site: Site, day: date) -> list[Nearness]:
        """How near the site is to each installation listed on ``day``, by how far it is at least."""
        held = facts.installations_of(self.installations)
        found = (self._measure(site, each) for each in held.members if each.on(day))
        return sorted(found, key=lambda each: (each.near is False, each.least, each.installation.name))

    def _measure(self, site: Site, each: Installation) -> Nearness:
        limit = {1: self.close_miles, 2: self.close_miles + self.extended_miles, 3: Decimal(0)}[each.part]
        stated = each.found_within(site.names)
        if stated and stated.within_miles <= limit:
            return Nearness(each, limit, found=stated.source)
        here, there = site.point, each.point
        if here is None or there is None:
            return Nearness(each, limit)
        away = miles(here, there)
        extent = each.extent or Extent(maximum=self.extent_miles)
        least, most = (max(0.0, away - float(end)) for end in (extent.maximum, extent.minimum))
        return Nearness(each, limit, least, most, extent=extent)

    def _because(self, site: Site, shown: list[Nearness], answer: Answer, doubts: str) -> str:
        nearest = "; ".join(map(str, shown))
        if answer is True:
            return nearest
        if site.point is None:
            return "no coordinates of the site are recorded, so nothing can be measured"
        if doubts:
            return f"{doubts}; the nearest that are known: {nearest}" if answer is False else doubts
        return f"the boundary is not recorded: {nearest}" if answer is None else f"near none; {nearest}"


def _misplaced(site: Site, close: list[Nearness]) -> str:
    """Why the site's coordinates are probably wrong: as they stand they lead abroad, read otherwise they do not."""
    here = site.point
    places = [each.installation.point for each in close if each.installation.point and not each.installation.doubt]
    if here is None or _near(here, places):
        return ""
    if here == Point(Decimal(0), Decimal(0)):
        return "the coordinates 0, 0 say only that none are known"
    for said, other in (
        ("latitude and longitude swapped", Point(here.longitude, here.latitude)),
        ("a longitude west of Greenwich", Point(here.latitude, -abs(here.longitude))),
        ("swapped and west of Greenwich", Point(here.longitude, -abs(here.latitude))),
    ):
        if abs(other.latitude) <= 90 and _near(other, places):
            return f"the coordinates {here.latitude}, {here.longitude} lead abroad, but with {said} they do not"
    return ""


def _near(here: Point, places: Iterable[Point]) -> bool:
    return any(miles(here, place) < _FAR for place in places)


def _place(site: Site) -> tuple[Evidence, ...]:
    if site.point is None:
        return ()
    return (Evidence("coordinates", f"{site.point.latitude}, {site.point.longitude}"),)


def _verify(each: Installation) -> str:
    return f"To verify of {each.name}: {each.verify}."


def _remedy(site: Site, broken: Answer, misplaced: str, doubts: str) -> str:
    if broken is None and site.point is None:
        return "Record latitude and longitude of the site."
    if broken is None and misplaced:
        return "Check latitude and longitude of the site."
    if broken is None and doubts:
        return "Give the whole list of installations with --installations FILE."
    return _REMEDY[broken]


def _sources(declared: Iterable[Source], shown: Iterable[Nearness]) -> tuple[Source, ...]:
    cited = {name for each in shown for name in (each.installation.source, each.found)}
    return tuple(source for source in declared if source.id in cited)


_REMEDY: dict[Answer, str] = {
    True: "Ask counsel whether a foreign person has rights in the site, and whether CFIUS should be told.",
    False: "",
    None: "Have the distance from the parcel to the installation's boundary measured.",
}
