"""``decisions.yaml``: what a person concluded on a match, same party or not, who, why, and until when.

A decision applies to one party and one entry of one list, and only while that entry is unchanged: the decision
records its fingerprint.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Literal, Self

from pydantic import model_validator

from compliance.core.errors import fail
from compliance.core.record import Record, Text, validate
from compliance.io import yaml_list
from compliance.io.yaml import load, parse
from compliance.io.yaml_list import quoted
from compliance.screening.listings import Listing
from compliance.screening.matching import Match
from compliance.screening.names.folding import fold

ADVICE = "See the schema: compliance rules schema decisions"
KEY = "decisions"


class Decision(Record):
    """One decision; ``expires`` is the last day on which it is in force, ``party`` the name that was screened.

    With a ``country`` (ISO 3166-1 alpha-2) it applies to the party of that country only.
    """

    party: Text
    list: Text
    entry: Text
    fingerprint: Text
    decision: Literal["not-the-same-party", "same-party"]
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

    @property
    def same_party(self) -> bool:
        """Whether it confirms a match; otherwise it rules one out."""
        return self.decision == "same-party"

    def repeats(self, other: Decision) -> bool:
        """Whether both are about the same party and entry on a common day, whatever they say of them."""
        same_party = fold(self.party) == fold(other.party) and len({self.country, other.country} - {None}) < 2
        same_entry = (self.list, self.entry, self.fingerprint) == (other.list, other.entry, other.fingerprint)
        return same_party and same_entry and self.decided_on <= other.expires and other.decided_on <= self.expires

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
        verb = "is" if self.same_party else "is not"
        return (
            f"decision by {self.decided_by} of {self.decided_on} that {self.party!r} {verb} {self.entry} of {self.list}"
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
    return validate(DecisionFile, load(path, name=name), advice=ADVICE).decisions


def with_decision(content: bytes | None, name: str, decision: Decision) -> bytes:
    """The content of the file with ``decision`` added at the end; everything in it stays as it is, comments too.

    Messages call the file ``name``; ``content`` is None where it does not exist yet. Raises ComplianceError for a file
    that cannot be read or extended, and where it holds a decision on this match already.
    """

    def parsed(text: str) -> tuple[Decision, ...]:
        return validate(DecisionFile, parse(text, file=name), advice=ADVICE).decisions

    for existing in yaml_list.entries(content, name, KEY, parsed):
        if decision.repeats(existing):
            what = f"the file has a decision on this match already: {existing}"
            raise fail(what, "Change it in the file, or let the new one begin after it.", file=name)
    return yaml_list.with_entry(content, name, KEY, entry(decision), parsed, decision)


def entry(decision: Decision) -> Iterator[str]:
    """The decision as lines of YAML."""
    yield f"- party: {quoted(decision.party)}"
    if decision.country:
        yield f"  country: {quoted(decision.country)}"
    yield f"  list: {quoted(decision.list)}"
    yield f"  entry: {quoted(decision.entry)}"
    yield f"  fingerprint: {quoted(decision.fingerprint)}"
    yield f"  decision: {decision.decision}"
    yield f"  reason: {quoted(decision.reason)}"
    yield f"  decided_by: {quoted(decision.decided_by)}"
    yield f"  decided_on: {decision.decided_on}"
    yield f"  expires: {decision.expires}"
