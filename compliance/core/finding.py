"""What the engine says: verdicts, judgements, findings, the report. Their fields are the JSON contract."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING, Literal

from compliance.core.possible import Answer

if TYPE_CHECKING:
    from compliance.core.record import Source


class Verdict(StrEnum):
    """What a rule says of a subject, worst first."""

    VIOLATION = "violation"
    UNDETERMINED = "undetermined"
    FLAGGED = "flagged"
    WAIVED = "waived"
    COMPLIANT = "compliant"
    NOT_APPLICABLE = "not-applicable"

    @property
    def severity(self) -> int:
        """0 for the worst."""
        return _ORDER[self]

    @property
    def is_finding(self) -> bool:
        """Whether a report names it without ``--all``."""
        return self.severity <= _ORDER[Verdict.WAIVED]


_ORDER = {verdict: place for place, verdict in enumerate(Verdict)}


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """The worst of them; of none at all ``not-applicable``."""
    return min(verdicts, key=_ORDER.__getitem__, default=Verdict.NOT_APPLICABLE)


Effect = Literal[
    "prohibition",
    "licence-required",
    "red-flag",
    "contract-condition",
    "import-bar",
    "procurement-bar",
    "tax-ineligible",
    "review",
    "cost",
]
"""What breaking a rule means."""


def verdict_of(broken: Answer, effect: Effect) -> Verdict:
    """The verdict where a rule with this effect is broken (True), kept (False) or not settled (None)."""
    if broken is None:
        return Verdict.UNDETERMINED
    if not broken:
        return Verdict.COMPLIANT
    return Verdict.FLAGGED if effect == "red-flag" else Verdict.VIOLATION


@dataclass(frozen=True, slots=True)
class Evidence:
    """One fact and where it is written."""

    fact: str
    value: str
    file: str | None = None
    row: int | None = None
    column: str | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """One rule on one subject: broken, kept or not settled, and why, in one sentence.

    ``pending`` holds a reason that has nothing to do with the subject (a list that is only partly here): where it
    alone keeps the answer open, the engine says so once for the whole fleet. ``applies`` is False where the condition
    has nothing to be asked of (no party in a role that need not be filled).
    """

    broken: Answer
    because: str
    evidence: tuple[Evidence, ...] = ()
    notes: tuple[str, ...] = ()
    remedy: str = ""
    sources: tuple[Source, ...] = ()
    pending: str = ""
    applies: bool = True


@dataclass(frozen=True, slots=True)
class Location:
    """A row of an inventory; ``id`` is its asset id, else its serial number, else ``file#row``."""

    file: str
    row: int
    id: str


@dataclass(frozen=True, slots=True)
class Subject:
    """What a finding is about."""

    kind: Literal["lot", "site", "party", "fleet"]
    id: str


@dataclass(frozen=True, slots=True)
class Cited:
    """A source as a report names it."""

    id: str
    title: str
    url: str


FORMAT: Literal["compliance-report/1"] = "compliance-report/1"
"""The version of the report's fields."""

LOCATIONS = 100
"""So many rows of a finding are listed; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A judgement, placed in the fleet."""

    rule: str
    verdict: Verdict
    effect: Effect
    subject: Subject
    units: int
    because: str
    evidence: tuple[Evidence, ...] = ()
    locations: tuple[Location, ...] = ()
    locations_omitted: int = 0
    sources: tuple[Cited, ...] = ()
    notes: tuple[str, ...] = ()
    remedy: str = ""
    fingerprint: str = ""


def fingerprint(rule: str, subject: Subject) -> str:
    """What stays the same of a finding when rows move: 32 hexadecimal digits."""
    return sha256(f"{rule}\0{subject.kind}\0{subject.id}".encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Input:
    """A file that was read, or bundled data (``bundled:<id>``)."""

    kind: Literal["fleet", "policy", "list", "parties", "sites", "waivers", "decisions"]
    path: str
    sha256: str
    rows: int = 0
    edition: str | None = None


@dataclass(frozen=True, slots=True)
class Tool:
    """Who made the report."""

    name: str
    version: str


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts: units (machines), lots (distinct combinations of facts), units by their worst verdict."""

    units: int
    lots: int
    by_verdict: dict[Verdict, int]


@dataclass(frozen=True, slots=True)
class Report:
    """The answer to one question asked of one inventory on one day."""

    tool: Tool
    as_of: date
    verdict: Verdict
    summary: Summary
    findings: tuple[Finding, ...]
    inputs: tuple[Input, ...] = ()
    notes: tuple[str, ...] = ()
    format: Literal["compliance-report/1"] = FORMAT
