"""Military installations as a law lists them: where each is, how well that is known, and since when it is listed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, model_validator

from compliance.core.record import Confidence, NonEmpty, Record, Since, Source, Text
from compliance.core.text import squeeze
from compliance.reference.geodesy import Point

PartNumber = Literal[1, 2, 3]
"""The part of Appendix A to 31 CFR part 802: close proximity; extended range; missile fields."""


class Extent(Record):
    """How far, in miles, the boundary lies from the recorded point: at least, and at most."""

    minimum: Annotated[Decimal, Field(ge=0)] = Decimal(0)
    maximum: Annotated[Decimal, Field(ge=0)]

    @model_validator(mode="after")
    def _fits(self) -> Self:
        """Raises ValueError for an extent that is none."""
        if self.maximum < self.minimum:
            raise ValueError("the maximum is less than the minimum")
        return self


class Found(Record):
    """What an authority found of a parcel: that it lies within so many miles of the boundary."""

    names: NonEmpty[Text]
    within_miles: Annotated[Decimal, Field(ge=0)]
    source: Text


class Installation(Record):
    """One installation; ``extent`` None: as the rule says. ``doubt``: why its recorded point is only an area."""

    model_config = ConfigDict(populate_by_name=True)

    name: Text
    location: str = ""
    part: PartNumber
    latitude: Annotated[Decimal, Field(ge=-90, le=90)] | None = None
    longitude: Annotated[Decimal, Field(ge=-180, le=180)] | None = None
    extent: Extent | None = None
    since: Since = None
    until: date | None = None
    found: tuple[Found, ...] = ()
    source: Text
    confidence: Confidence | None = None
    verify: str = ""
    doubt: str = ""

    @property
    def point(self) -> Point | None:
        """The recorded point."""
        return None if self.latitude is None or self.longitude is None else Point(self.latitude, self.longitude)

    def on(self, day: date) -> bool:
        """Whether it is listed on ``day``."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    def found_within(self, names: Iterable[str]) -> Found | None:
        """What an authority found of the parcel with one of these folded names."""
        wanted = set(names)
        return next((each for each in self.found if wanted & set(map(squeeze, each.names))), None)


class InstallationFile(Record):
    """A file ``rules/installations/<id>.yaml``. An edition of ``full`` installations or more is the whole of it."""

    id: Text
    title: Text
    confidence: Confidence
    full: Annotated[int, Field(ge=1)]
    sources: NonEmpty[Source]
    notes: tuple[Text, ...] = ()
    installations: NonEmpty[Installation]


@dataclass(frozen=True, slots=True)
class Installations:
    """What is known of a law's installations."""

    id: str
    full: int
    sources: tuple[Source, ...]
    confidence: Confidence
    members: tuple[Installation, ...]
    notes: tuple[str, ...] = ()

    def doubt(self) -> str:
        """Why they clear nobody: only a part is held; "" if they can."""
        held = len({squeeze(each.name) for each in self.members if each.part < 3})
        return f"only {held} of some {self.full} installations of {self.id} are held" if held < self.full else ""

    def with_more(self, given: Iterable[Installation]) -> Installations:
        """With an operator's own: they take the place of what is listed by the same name, and keep its extent and findings.

        Where their own point is in doubt they keep its point as well. What is listed no longer stays.
        """
        mine = {squeeze(each.name): each for each in self.members if each.until is None}
        taken = {squeeze(each.name): _completed(each, mine.get(squeeze(each.name))) for each in given}
        kept = tuple(each for each in self.members if each.until or squeeze(each.name) not in taken)
        return replace(self, members=(*kept, *taken.values()))


def _completed(given: Installation, known: Installation | None) -> Installation:
    if known is None:
        return given
    found = (*given.found, *known.found)
    if given.doubt and known.point:
        return known.model_copy(update={"part": given.part, "since": given.since, "found": found})
    return given.model_copy(update={"extent": given.extent or known.extent, "found": found})
