"""What the engine says: verdicts, judgements, findings, the report. Their fields are the JSON contract.

What a report, a baseline or a script wants to know of a finding is a field here; no text is ever taken apart for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING, Literal, get_args

from compliance.core.possible import Answer
from compliance.core.record import Confidence

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


_ORDER = {verdict: rank for rank, verdict in enumerate(Verdict)}


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """The worst of them; of none at all ``not-applicable``."""
    return min(verdicts, key=_ORDER.__getitem__, default=Verdict.NOT_APPLICABLE)


Effect = Literal[
    "prohibition",
    "import-bar",
    "contract-condition",
    "internal-policy",
    "licence-required",
    "red-flag",
    "review",
    "cost",
    "tax-ineligible",
    "procurement-bar",
]
"""What breaking a rule means in law."""

_UNLICENSED: Mapping[Answer, Verdict] = {
    None: Verdict.UNDETERMINED,
    True: Verdict.COMPLIANT,
    False: Verdict.VIOLATION,
}
_ON_BREACH: Mapping[Effect, Verdict] = {
    "prohibition": Verdict.VIOLATION,
    "import-bar": Verdict.VIOLATION,
    "contract-condition": Verdict.VIOLATION,
    "internal-policy": Verdict.VIOLATION,
    "red-flag": Verdict.FLAGGED,
    "review": Verdict.FLAGGED,
    "cost": Verdict.FLAGGED,
    "tax-ineligible": Verdict.FLAGGED,
    "procurement-bar": Verdict.FLAGGED,
}
"""The verdict of a certain breach under each effect; ``licence-required`` hangs on the licence (``_UNLICENSED``)."""


def verdict_of(broken: Answer, effect: Effect, *, licensed: Answer = None) -> Verdict:
    """The verdict where a rule with this effect is broken (True), kept (False) or not settled (None).

    ``licensed``: whether the register of documents holds a licence that covers the act; None where no register is given.
    """
    if broken is None:
        return Verdict.UNDETERMINED
    if not broken:
        return Verdict.COMPLIANT
    return _UNLICENSED[licensed] if effect == "licence-required" else _ON_BREACH[effect]


Concern = Literal["listed-party", "breach", "papers", "owners", "preparation"]
"""What a finding is about: a party that is on a list or may be, the rule's condition itself, papers that are missing,
owners whom nobody has recorded, or what is missing on the reader's own side (a whole list, the description of a site), which says nothing of the fleet.
"""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One fact and where it is written. A fact that nobody wrote down has no evidence."""

    fact: str
    value: str
    file: str | None = None
    row: int | None = None
    column: str | None = None


@dataclass(frozen=True, slots=True)
class FlaggedParty:
    """A party that a flag concerns: its name, and its id where a file describes it."""

    id: str | None
    name: str


@dataclass(frozen=True, slots=True)
class Flag:
    """What a person should know of parties beside the verdict: one of the flags of ``ownership.tracing.ties``."""

    id: str
    parties: tuple[FlaggedParty, ...]


def merged_flags(flags: Iterable[Flag]) -> tuple[Flag, ...]:
    """Each flag once, with all the parties it concerns, by id and name."""
    parties: dict[str, set[FlaggedParty]] = {}
    for flag in flags:
        parties.setdefault(flag.id, set()).update(flag.parties)
    return tuple(
        Flag(flag, tuple(sorted(concerned, key=lambda party: (party.name, party.id or ""))))
        for flag, concerned in sorted(parties.items())
    )


@dataclass(frozen=True, slots=True)
class Judgement:
    """One rule on one subject: broken, kept or not settled, and why, in one sentence.

    ``pending`` holds a reason that has nothing to do with the subject (a list that is only partly here): where it
    alone keeps the answer open, the engine says so once for the whole fleet. ``applies`` is False where the condition
    has nothing to be asked of (no party in a role that need not be filled). ``unread``: it rests on documents that the
    inventory names and that nobody has read into a register. ``due`` is the last day on which a certain breach may still be
    ended: until then it is only flagged.
    """

    broken: Answer
    because: str
    evidence: tuple[Evidence, ...] = ()
    notes: tuple[str, ...] = ()
    flags: tuple[Flag, ...] = ()
    remedy: str = ""
    sources: tuple[Source, ...] = ()
    pending: str = ""
    applies: bool = True
    concern: Concern = "breach"
    unread: bool = False
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Location:
    """A row of an inventory; ``id`` is its asset id, else its serial number, else ``file#row``."""

    file: str
    row: int
    id: str

    @property
    def has_name(self) -> bool:
        """Whether the row has a name of its own, by which it is known again when rows move."""
        return self.id != f"{self.file}#{self.row}"


@dataclass(frozen=True, slots=True)
class Subject:
    """What a finding is about."""

    kind: Literal["lot", "site", "party", "fleet"]
    id: str


@dataclass(frozen=True, slots=True)
class Cited:
    """A source as a report names it; ``verify`` says what is to be read where its confidence is less than verified."""

    id: str
    title: str
    url: str
    confidence: Confidence = "verified"
    verify: str = ""

    @classmethod
    def of(cls, source: Source) -> Cited:
        """The source as a report names it."""
        return cls(source.id, source.title, source.url, source.confidence, source.verify)


WaiverState = Literal["applied", "expired", "not-yet"]
"""Whether a waiver holds on the day of the report, no longer, or not yet. Only an applied one waives."""


@dataclass(frozen=True, slots=True)
class WaivedPart:
    """What a waiver names: a kind of subject (``asset``, ``site``, ``party``, …) and its value."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class AppliedWaiver:
    """A waiver that names the subject of a finding; ``would_be`` is the verdict without it."""

    state: WaiverState
    would_be: Verdict
    subject: WaivedPart
    reason: str
    approved_by: str
    approved_on: date
    expires: date
    evidence: str = ""


FORMAT: Literal["compliance-report/1"] = "compliance-report/1"
"""The version of the report's fields."""

MAX_LOCATIONS = 100
"""So many rows of a finding are listed; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A judgement, placed in the fleet.

    ``judged_on`` is the day whose law answered; None where that day is not settled, or differs from lot to lot.
    ``concern`` is what it is about, by which reports order it (``gravity``).
    ``units_digest`` is over the names of all its units, in whatever order; "" where they were not all read.
    ``notes`` are those of the rule's author and of the constraint, in the order in which they were written.
    """

    rule: str
    verdict: Verdict
    effect: Effect
    concern: Concern = field(default="breach", kw_only=True)
    subject: Subject
    units: int
    judged_on: date | None = field(default=None, kw_only=True)
    because: str
    evidence: tuple[Evidence, ...] = ()
    locations: tuple[Location, ...] = ()
    locations_omitted: int = 0
    units_digest: str = field(default="", kw_only=True)
    sources: tuple[Cited, ...] = ()
    waivers: tuple[AppliedWaiver, ...] = field(default=(), kw_only=True)
    flags: tuple[Flag, ...] = field(default=(), kw_only=True)
    notes: tuple[str, ...] = ()
    remedy: str = ""
    fingerprint: str = ""


OPEN_BREACH = 2
"""The rank of a breach that is not settled; what ranks behind it is missing, or prepared by the reader."""


def gravity(finding: Finding) -> tuple[int, int, int]:
    """How grave a finding is: the key by which every report orders findings, the gravest first.

    Listed parties come first, certain or possible, then certain breaches by the effect of the rule, open breaches, papers and owners,
    what the reader has to prepare, and what was waived. The numbers are ranks: they are compared in turn, never multiplied.
    """
    if finding.verdict.severity >= Verdict.WAIVED.severity:
        rank = 5
    elif finding.concern == "listed-party":
        rank = 0
    elif finding.concern == "preparation":
        rank = 4
    elif finding.verdict is not Verdict.UNDETERMINED:
        rank = 1
    else:
        rank = 3 if finding.concern in ("papers", "owners") else OPEN_BREACH
    return rank, finding.verdict.severity, get_args(Effect).index(finding.effect)


def fingerprint(rule: str, subject: Subject) -> str:
    """What stays the same of a finding when rows move: 32 hexadecimal digits."""
    return sha256(f"{rule}\0{subject.kind}\0{subject.id}".encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Input:
    """A file that was read, or bundled data (``bundled:<id>``)."""

    kind: Literal["fleet", "policy", "list", "parties", "sites", "waivers", "decisions", "documents", "settings"]
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
    """Counts: units (machines), lots (distinct combinations of facts), units by their worst verdict.

    ``disposed`` are units that are certainly gone: rules on what is held today are not asked of them.
    """

    units: int
    lots: int
    by_verdict: dict[Verdict, int]
    disposed: int = 0


@dataclass(frozen=True, slots=True)
class PolicyCoverage:
    """How many units some rule of a policy was asked about, by themselves or through their site or party, and the rest."""

    id: str
    units_covered: int
    units_not_applicable: int


@dataclass(frozen=True, slots=True)
class UnknownText:
    """A text of the inventories that nobody understands: how many units it stands for, where it stands first, and what would settle it."""

    column: str
    text: str
    units: int
    file: str
    row: int
    remedy: str


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
    policies: tuple[PolicyCoverage, ...] = ()
    unknown: tuple[UnknownText, ...] = ()
    warnings: tuple[str, ...] = ()
    format: Literal["compliance-report/1"] = FORMAT
