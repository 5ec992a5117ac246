"""Military installations as a law lists them: where they are, how well that is known, and since when they are listed."""

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
from compliance.reference.named_areas import Area

PartNumber = Literal[1, 2, 3]
"""The part of Appendix A to 31 CFR part 802: close proximity; extended range; missile fields, which are named areas."""


class Extent(Record):
    """How far, in miles, the boundary lies from the recorded point: at least, and at most."""

    minimum: Annotated[Decimal, Field(ge=0)] = Decimal(0)
    maximum: Annotated[Decimal, Field(ge=0)]

    @model_validator(mode="after")
    def _fits(self) -> Self:
        """Raises ValueError for an impossible extent."""
        if self.maximum < self.minimum:
            raise ValueError("the maximum is less than the minimum")
        return self


class ParcelFinding(Record):
    """An authority's finding that a parcel lies within so many miles of the boundary."""

    names: NonEmpty[Text]
    within_miles: Annotated[Decimal, Field(ge=0)]
    source: Text


class Installation(Record):
    """One installation: a point, or the ``areas`` that the law names.

    ``extent`` None: the rule says how far it reaches. ``doubt``: why its point is only an area.
    """

    model_config = ConfigDict(populate_by_name=True)

    name: Text
    location: str = ""
    part: PartNumber
    latitude: Annotated[Decimal, Field(ge=-90, le=90)] | None = None
    longitude: Annotated[Decimal, Field(ge=-180, le=180)] | None = None
    extent: Extent | None = None
    areas: tuple[Area, ...] = ()
    since: Since = None
    until: date | None = None
    found: tuple[ParcelFinding, ...] = ()
    source: Text
    confidence: Confidence | None = None
    verify: str = ""
    doubt: str = ""

    @model_validator(mode="after")
    def _is_somewhere(self) -> Self:
        """Raises ValueError for an installation with a point and with areas."""
        if self.areas and (self.latitude is not None or self.extent is not None):
            raise ValueError("give either a point or areas")
        return self

    @property
    def point(self) -> Point | None:
        """The recorded point."""
        return None if self.latitude is None or self.longitude is None else Point(self.latitude, self.longitude)

    def on(self, day: date) -> bool:
        """Whether it is listed on ``day``."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    def found_within(self, names: Iterable[str]) -> ParcelFinding | None:
        """The authority's finding on the parcel with one of these folded names."""
        parcel = set(names)
        return next((finding for finding in self.found if parcel & set(map(squeeze, finding.names))), None)


class InstallationFile(Record):
    """A file ``rules/installations/<id>.yaml``. A table of ``full`` installations or more is complete."""

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
        """Why a site cannot be cleared by this table: it is incomplete; "" if it is complete."""
        known = len({squeeze(member.name) for member in self.members if member.part < 3})
        return f"we hold only {known} of about {self.full} installations of {self.id}" if known < self.full else ""

    def with_more(self, rows: Iterable[Installation]) -> Installations:
        """With an operator's own rows: each replaces the entry of the same name, and keeps its extent and findings.

        A row whose point is in doubt keeps the entry's point as well. Entries that are no longer listed stay.
        """
        listed = {squeeze(member.name): member for member in self.members if member.until is None}
        added = {squeeze(row.name): _completed(row, listed.get(squeeze(row.name))) for row in rows}
        kept = tuple(member for member in self.members if member.until or squeeze(member.name) not in added)
        return replace(self, members=(*kept, *added.values()))


def _completed(row: Installation, listed: Installation | None) -> Installation:
    """An operator's row with what the table knows of the installation."""
    if listed is None:
        return row
    findings = (*row.found, *listed.found)
    if row.doubt and listed.point:
        return listed.model_copy(update={"part": row.part, "since": row.since, "found": findings})
    return row.model_copy(update={"extent": row.extent or listed.extent, "found": findings})
