"""What every document that is named for a unit says of it, before it is counted how far each paper reaches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from compliance.core.possible import UNKNOWN, Possible
from compliance.core.text import squeeze
from compliance.evidence.comparison import Comparison, PaperLine, Tier, compare, understand
from compliance.evidence.documents import FileState, Register, Registered
from compliance.inventory.document_classes import CLASSES
from compliance.inventory.facts.base import Reader
from compliance.inventory.units import Unit
from compliance.inventory.vouching import Claim

State = Literal[
    "vouched", "partly", "over-used", "contradicted", "impossible-date", "not-independent", "not-covered", "unclear",
    "unread", "missing", "unused",
]  # fmt: skip
"""What came of a claim; the last is of a document that nobody claims."""
ORDER = tuple(CLASSES)
"""Classes of origin evidence, from strong to weak."""


@dataclass(frozen=True, slots=True)
class Assessed:
    """A document that is named for a unit. ``lines`` are the lines it may rest on (by their numbers in the tie-out).

    ``entry`` is None for one that is not in the register. ``counts_as`` is its class of origin evidence.
    """

    claim: Claim
    counts_as: str
    state: State
    because: str
    entry: Registered | None = None
    lines: tuple[int, ...] = ()
    otherwise: Mapping[str, Possible[Any]] = field(default_factory=dict)


_FILE_STATES: Mapping[FileState, str] = {
    "no file": "the register names no file of it",
    "file missing": "its file is not there",
    "file changed": "its file has changed since it was registered",
}
_STATES: Mapping[Tier, State] = {
    Tier.VOUCHES: "vouched",
    Tier.UNCLEAR: "unclear",
    Tier.IMPOSSIBLE: "impossible-date",
    Tier.CONTRADICTS: "contradicted",
    Tier.NOT_COVERED: "not-covered",
}


class Assessor:
    """Assesses the documents named for a unit; equal units are assessed once."""

    def __init__(self, register: Register, reader: Reader, as_of: date) -> None:
        self._register, self._reader, self._as_of = register, reader, as_of
        self.lines: list[PaperLine] = []
        self._lines_of: dict[str, list[int]] = {}
        for entry in register.documents:
            understood = understand(entry, reader)
            self._lines_of[entry.id] = list(range(len(self.lines), len(self.lines) + len(understood)))
            self.lines += understood
        self._known: dict[tuple[Any, ...], tuple[Assessed, ...]] = {}

    def assess(self, unit: Unit) -> tuple[Assessed, ...]:
        """What came of each document that is named for the unit, by class from strong to weak."""
        key = (
            unit.claims, unit.entry_number, unit.country_of_origin, unit.manufacturer, unit.family, unit.purchase_lot,
            unit.importer_of_record, unit.purchased, unit.delivered,
        )  # fmt: skip
        if key not in self._known:
            self._known[key] = tuple(self._assess(unit))
        return self._known[key]

    def _assess(self, unit: Unit) -> Iterator[Assessed]:
        number = Claim("customs_entry", unit.entry_number)
        claims = {*unit.claims, *((number,) if self._register.named(unit.entry_number) else ())}
        seen: dict[Any, str] = {}
        # A paper that is named under several classes counts once: as what the register says it is, else as the strongest.
        for claim in sorted(claims, key=lambda claim: (not self._is_registered_so(claim), _rank(claim), claim)):
            named: Sequence[Registered | None] = self._register.named(claim.reference) or (None,)
            for entry in named:
                paper = entry.id if entry else squeeze(claim.reference)
                before = seen.setdefault(paper, claim.document_class)
                if before != claim.document_class:
                    because = f"{claim.reference} is named as {before.replace('_', ' ')} too, and is one paper"
                    yield Assessed(claim, claim.document_class, "not-independent", because, entry)
                elif entry is None:
                    yield Assessed(claim, claim.document_class, "unread", f"{claim.reference} is not in the register")
                elif (paper, claim.document_class) not in seen:
                    seen[paper, claim.document_class] = ""
                    yield self._of_document(claim, entry, unit)

    def _is_registered_so(self, claim: Claim) -> bool:
        entries = self._register.named(claim.reference)
        return any(entry.document.counts_as == claim.document_class for entry in entries)

    def _of_document(self, claim: Claim, entry: Registered, unit: Unit) -> Assessed:
        document = entry.document
        counts_as = document.counts_as
        if counts_as not in CLASSES:
            because = f"{entry.id} is registered as {document.class_.replace('_', ' ')}, which is no evidence of origin"
            return Assessed(claim, claim.document_class, "not-covered", because, entry)
        if not document.is_fact:
            return Assessed(claim, counts_as, "unread", f"{entry.id} is a proposal that nobody has confirmed", entry)
        if entry.file_state:
            return Assessed(claim, counts_as, "missing", f"{entry.id}: {_FILE_STATES[entry.file_state]}", entry)
        lines = self._lines_of[entry.id]
        compared = {line: compare(self.lines[line], unit, self._reader, self._as_of) for line in lines}
        if not compared:
            return Assessed(claim, counts_as, "unclear", f"{entry.id} has no lines, so it says nothing", entry)
        best = min(result.tier for result in compared.values())
        chosen = {line: result for line, result in compared.items() if result.tier is best}
        if best is Tier.NOT_COVERED:
            return _of_another(claim, counts_as, entry, list(chosen.values()))
        first = next(iter(chosen.values()))
        otherwise = _joined(chosen.values()) if best is Tier.CONTRADICTS else {}
        return Assessed(claim, counts_as, _STATES[best], first.because, entry, tuple(chosen), otherwise)


def _of_another(claim: Claim, counts_as: str, entry: Registered, compared: Sequence[Comparison]) -> Assessed:
    """A document none of whose lines covers the unit: it contradicts where each is of another machine."""
    state: State = "contradicted" if all(result.otherwise for result in compared) else "not-covered"
    otherwise = _joined(compared) if state == "contradicted" else {}
    return Assessed(claim, counts_as, state, compared[0].because, entry, (), otherwise)


def _joined(compared: Iterable[Comparison]) -> dict[str, Possible[Any]]:
    """What several lines say otherwise: any of it is possible."""
    joined: dict[str, Possible[Any]] = {}
    for result in compared:
        for fact, value in result.otherwise.items():
            joined[fact] = either(joined.get(fact, value), value)
    return joined


def either(first: Possible[Any], second: Possible[Any]) -> Possible[Any]:
    """One of the values of both; anything where one of them is unknown."""
    if first.values is None or second.values is None:
        return UNKNOWN
    return Possible(first.values | second.values)


def _rank(claim: Claim) -> int:
    return ORDER.index(claim.document_class)
