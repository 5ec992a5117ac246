"""A name to screen."""

from __future__ import annotations

from dataclasses import dataclass

from compliance.core.text import quoted
from compliance.screening.matching import PartyDetails, PartyKind
from compliance.screening.names.damage import repaired

MAX_NAME_LENGTH = 2_000
"""Characters that a name may have; anything longer is not a name."""


@dataclass(frozen=True, slots=True)
class Query:
    """One name to screen, as written, with the country of its seat (ISO 3166-1 alpha-2) and an identifier, where given.

    ``kind`` says whether it is a person, "" where nobody said; ``born`` is a person's date or year of birth.
    """

    name: str
    country: str | None = None
    identifier: str = ""
    kind: PartyKind = ""
    born: str = ""

    @property
    def details(self) -> PartyDetails:
        """The party to screen; under two names where the one that is written was read in a wrong encoding."""
        identifiers = (self.identifier,) if self.identifier else ()
        names = (self.name, repaired(self.name)) if repaired(self.name) else (self.name,)
        return PartyDetails(names, self.country, identifiers, self.kind, self.born)


def problem_of(name: str) -> tuple[str, str] | None:
    """What is wrong with a name, and what to do."""
    if len(name) > MAX_NAME_LENGTH:
        return f"has {len(name):,} characters", "Give the name of one company."
    if not name.strip():
        return "is empty", "Give the name of a company."
    if not any(map(str.isalnum, name)):
        return f"{quoted(name)} has no letter and no number", "Give the name of a company."
    return None
