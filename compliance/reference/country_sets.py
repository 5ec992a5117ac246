"""Which countries a law means on a day: sets of dated stays, each with its source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

from pydantic import Field

from compliance.core.errors import ComplianceError, Problem
from compliance.core.record import Confidence, NonEmpty, Record, Since, Source, Text, validate
from compliance.io import yaml as strictyaml


class StayRecord(Record):
    """A country's stay in a set, as the file records it."""

    since: Since = None
    until: date | None = None
    source: Text
    confidence: Confidence | None = None


class SetRecord(Record):
    """A file ``rules/countries/<set>.yaml``."""

    id: Text
    title: Text
    because: str = ""
    confidence: Confidence
    sources: NonEmpty[Source]
    members: Annotated[dict[str, tuple[StayRecord, ...]], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class Stay:
    """A country's membership of a set: first and last day (inclusive, None: no limit), by which source, how sure."""

    since: date | None
    until: date | None
    source: str
    confidence: Confidence

    def covers(self, day: date) -> bool:
        """Whether it holds on ``day``."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class CountrySet:
    """Countries and regions that a law names together, each with its stays. Made by `load_set`."""

    id: str
    title: str
    sources: tuple[Source, ...]
    confidence: Confidence
    members: Mapping[str, tuple[Stay, ...]]

    def on(self, day: date) -> frozenset[str]:
        """The members on ``day``."""
        return frozenset(code for code, stays in self.members.items() if any(stay.covers(day) for stay in stays))

    def changes(self) -> tuple[date, ...]:
        """The days on which the membership differs from that of their eve, in order."""
        stays = [stay for member in self.members.values() for stay in member]
        days = {stay.since for stay in stays if stay.since}
        days |= {stay.until + timedelta(days=1) for stay in stays if stay.until}
        return tuple(day for day in sorted(days) if self.on(day) != self.on(day - timedelta(days=1)))


def load_set(path: Path) -> CountrySet:
    """The country set in the YAML file ``path``.

    Raises ComplianceError with the line: for what does not fit the schema, a member that cites an undeclared source,
    and a stay that ends before it begins.
    """

    document = strictyaml.load(path)
    record = validate(SetRecord, document)
    declared = {source.id for source in record.sources}
    problems = []
    for code, stays in record.members.items():
        for index, stay in enumerate(stays):
            line, column = document.place(("members", code, index))
            if stay.source not in declared:
                what = f"{code} cites {stay.source!r}, which is not a source of this file"
                problems.append(Problem(what, "Declare it under sources.", document.file, line, column))
            if stay.since and stay.until and stay.until < stay.since:
                what = f"{code} ends on {stay.until} before it begins"
                problems.append(Problem(what, "Swap from and until.", document.file, line, column))
    if problems:
        raise ComplianceError(problems)
    members = {
        code: tuple(Stay(stay.since, stay.until, stay.source, stay.confidence or record.confidence) for stay in stays)
        for code, stays in record.members.items()
    }
    return CountrySet(record.id, record.title, record.sources, record.confidence, members)
