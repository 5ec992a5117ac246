"""What may permit for a time what a law forbids: a general licence, or a time to wind down."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Self

from pydantic import Field, model_validator

from compliance.core.record import Record, Source, Text


class Licence(Record):
    """A general licence, or a time to wind down: what it may permit from ``since`` to ``until``, both days included.

    ``parties`` are the first words of the names of those with whom it permits dealings; none of them: with everybody.
    """

    title: Text
    source: Text
    since: Annotated[date, Field(alias="from")]
    until: date
    parties: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _fits(self) -> Self:
        """Raises ValueError for a licence that ends before it begins."""
        if self.until < self.since:
            raise ValueError(f"until {self.until} is before from {self.since}")
        return self

    def covers(self, day: date, names: Iterable[str] = ()) -> bool:
        """Whether it may permit a dealing on ``day`` with a party that has one of ``names``."""
        if not self.since <= day <= self.until:
            return False
        words = [name.casefold().split() for name in names]
        return not self.parties or any(
            named[: len(first)] == first
            for named in words
            for first in (party.casefold().split() for party in self.parties)
        )

    def note(self, sources: Iterable[Source]) -> str:
        """What a finding says of it; ``sources`` declare that of the licence."""
        title = next(source.title for source in sources if source.id == self.source)
        return f"It may be authorised: {self.title} (from {self.since} to {self.until}, {title})."


def undeclared(licences: Iterable[Licence], sources: Iterable[Source]) -> str:
    """The first source of a licence that is not declared, or ""."""
    declared = {source.id for source in sources}
    return next((licence.source for licence in licences if licence.source not in declared), "")
