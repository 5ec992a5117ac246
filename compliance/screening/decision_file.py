"""``decisions.yaml``: matches that a person has ruled out as a different party, by whom, why, and until when.

A decision applies to one party and one entry of one list, and only while that entry is unchanged: the decision
records its fingerprint.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Literal, Self

from pydantic import model_validator

from compliance.core.record import Record, Text, validate
from compliance.io.yaml import load
from compliance.screening.listings import Listing
from compliance.screening.matching import Match
from compliance.screening.names.folding import fold


class Decision(Record):
    """One decision; ``expires`` is the last day on which it is in force, ``party`` the name that was screened.

    With a ``country`` (ISO 3166-1 alpha-2) it applies to the party of that country only.
    """

    party: Text
    list: Text
    entry: Text
    fingerprint: Text
    decision: Literal["not-the-same-party"]
    reason: Text
    decided_by: Text
    decided_on: date
    expires: date
    country: Text | None = None

    @model_validator(mode="after")
    def _fits(self) -> Self:
        """Raises ValueError for a decision that is never in force."""
        if self.expires < self.decided_on:
            raise ValueError("expires before it is decided")
        return self

    def covers(self, names: Iterable[str], country: str | None, match: Match) -> bool:
        """Whether it is about this party and the entry of this match, in force or not."""
        return (
            (self.list, self.entry) == (match.list, match.entry)
            and (self.country is None or self.country == country)
            and fold(self.party) in map(fold, names)
        )

    def reason_not_in_force(self, match: Match, day: date) -> str:
        """Why it is not in force on ``day``; "" where it is."""
        if not self.decided_on <= day:
            return f"is in force only from {self.decided_on}"
        if day > self.expires:
            return f"expired on {self.expires}"
        return "" if self.fingerprint == fingerprint(match.listing) else "was made for another version of the entry"

    def __str__(self) -> str:
        return (
            f"decision by {self.decided_by} of {self.decided_on} that {self.party!r} is not {self.entry} of {self.list}"
        )


class DecisionFile(Record):
    """A ``decisions.yaml``."""

    decisions: tuple[Decision, ...]


def fingerprint(listing: Listing) -> str:
    """Sixteen hexadecimal digits that change with the content of the entry, not with its row in the file."""
    contents = (
        listing.entry, listing.name, listing.aliases, listing.countries, listing.addresses, listing.identifiers,
        listing.programmes, listing.citation, str(listing.since), str(listing.until),
    )  # fmt: skip
    return sha256(json.dumps(contents).encode()).hexdigest()[:16]


def read_decisions(path: Path, name: str) -> tuple[Decision, ...]:
    """The decisions in the file ``path``, called ``name`` in messages. Raises ComplianceError."""
    return validate(
        DecisionFile, load(path, name=name), advice="See the schema: compliance rules schema decisions"
    ).decisions
