"""The tie-out: every claim is traced to a paper that covers it, and every paper is used no further than it reaches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from compliance.core.finding import Location
from compliance.core.possible import Possible
from compliance.core.text import counted, squeeze
from compliance.evidence.claims import ORDER, Assessed, Assessor, State, either
from compliance.evidence.documents import Register, Registered
from compliance.evidence.reach import STATES_ON_WORD, Covered, OverUse, Reach, reach
from compliance.inventory.facts.base import Reader
from compliance.inventory.units import Fleet, Lot, Unit, first_locations
from compliance.inventory.vouching import Vouching


@dataclass(frozen=True, slots=True)
class ClaimResult:
    """What came of the claims on a document for one reason: so many units claim it, and so many it covers for certain.

    ``document`` is its id, None where the register does not hold it.
    """

    document: str | None
    reference: str
    document_class: str
    state: State
    units: int
    covered: int
    because: str
    locations: tuple[Location, ...]


@dataclass(frozen=True, eq=False, slots=True)
class TieOut:
    """What the papers come to: by document and reason, where claims go beyond lines, and how many units rest on each."""

    register: Register
    claims: tuple[ClaimResult, ...] = ()
    over_uses: tuple[OverUse, ...] = ()
    used: Mapping[str, int] = field(default_factory=dict)

    def states(self, document: str) -> Counter[State]:
        """How many units claim a document, by what came of it; one that nobody claims is unused."""
        states: Counter[State] = Counter()
        for claim in self.claims:
            if claim.document == document:
                states[claim.state] += claim.units
        return states or Counter({"unused": 0})

    @property
    def notes(self) -> tuple[str, ...]:
        """What the tie-out says for the notes of a report."""
        return tuple(_notes(self))


@dataclass(frozen=True, slots=True)
class TiedFleet:
    """A fleet whose units say what vouches for them; ``units`` is each unit as it was read -> the unit that says the least."""

    fleet: Fleet
    units: Mapping[Unit, Unit]
    result: TieOut


def tie_out(
    register: Register,
    fleet: Fleet,
    reader: Reader,
    as_of: date,
    blanks: Callable[[Unit], Mapping[str, Any]] = lambda unit: {"claims": frozenset()},
) -> TiedFleet:
    """Ties a fleet out with the register.

    A lot that papers cover in part is two lots, where it is one row; of several rows nobody knows which are covered.
    ``blanks`` are what stands in place of the facts of a unit that were read only for this: equal units are one lot again.
    """
    assessor = Assessor(register, reader, as_of)
    reached = reach(assessor, fleet.lots)
    units: dict[Unit, Unit] = {}
    parts_of: dict[Unit, list[Lot]] = {}
    for lot, assessed, covered in zip(fleet.lots, reached.assessed, reached.lots, strict=True):
        for share, rows, changes in _parts(lot, assessed, covered):
            unit = units[lot.unit] = replace(lot.unit, **{**blanks(lot.unit), **changes})
            parts_of.setdefault(unit, []).append(Lot(unit, share, rows, lot.locations, lot.written))
    results = tuple(_results(fleet.lots, reached))
    tied = TieOut(register, results, reached.over_uses, reached.used)
    return TiedFleet(replace(fleet, lots=tuple(map(_joined, parts_of.values()))), units, tied)


def _joined(parts: Sequence[Lot]) -> Lot:
    """Lots of equal units as one."""
    if len(parts) == 1:
        return parts[0]
    locations = first_locations(part.locations for part in parts)
    return Lot(
        parts[0].unit, sum(part.units for part in parts), sum(part.rows for part in parts), locations, parts[0].written
    )


def _parts(
    lot: Lot, assessed: Sequence[Assessed], covered: Mapping[str, Covered]
) -> Iterator[tuple[int, int, dict[str, Any]]]:
    """Units and rows of the lot with what papers say of them; of one row first the units that more papers cover."""
    whole = {name for name, cover in covered.items() if cover.units == lot.units}
    partly = {name for name, cover in covered.items() if 0 < cover.units < lot.units}
    # Which units papers of different classes leave out is not known: as few as possible are covered by all of them.
    sure = lot.units - sum(lot.units - covered[name].units for name in partly)
    facts = _contradicted(lot.unit, assessed)
    less = {**facts, "vouching": _vouching(assessed, covered, whole)}
    if lot.rows > 1 or sure <= 0 or not partly:
        yield lot.units, lot.rows, less
        return
    yield sure, 1, {**facts, "vouching": _vouching(assessed, covered, whole | partly)}
    # Both parts stand in one row, which is counted once.
    yield lot.units - sure, 0, less


def _vouching(assessed: Sequence[Assessed], covered: Mapping[str, Covered], classes: Iterable[str]) -> Vouching:
    """What vouches for units that these classes of evidence cover."""
    counted_classes = sorted(classes, key=ORDER.index)
    sure = [name for name in counted_classes if covered[name].state in ("vouched", "partly", "over-used")]
    contradictions = frozenset(claim.because for claim in assessed if claim.state == "contradicted")
    named = {name for name in counted_classes if covered[name].state in STATES_ON_WORD}
    unclear = {name for name in sure if any(claim.state == "unclear" for claim in covered[name].assessed)}
    vouched = _independent({name: covered[name].assessed for name in sure if name not in unclear})
    dealers = {name for name in vouched if all(map(_by_dealer, covered[name].assessed))}
    return Vouching(frozenset(vouched), frozenset(named | unclear), frozenset(dealers), contradictions)


def _independent(papers: Mapping[str, Sequence[Assessed]]) -> list[str]:
    """The classes that rest on papers of their own: another issuer and another file than a stronger class."""
    issuers: set[str] = set()
    files: set[str] = set()
    independent = []
    for name, assessed in papers.items():
        entries = [claim.entry for claim in assessed if claim.entry]
        own = [
            entry
            for entry in entries
            if squeeze(entry.document.issuer.name) not in issuers and entry.sha256 not in files
        ]
        if own:
            independent.append(name)
            issuers |= {squeeze(entry.document.issuer.name) for entry in own} - {""}
            files |= {entry.sha256 for entry in own} - {""}
    return independent


def _by_dealer(claim: Assessed) -> bool:
    """Whether the maker or the seller issued a paper."""
    return claim.entry is not None and claim.entry.document.issuer.role in ("maker", "seller")


def _contradicted(unit: Unit, assessed: Iterable[Assessed]) -> dict[str, Any]:
    """The facts that papers contradict: each may be what is recorded, or what a paper says."""
    facts: dict[str, Any] = {}
    for claim in assessed:
        for name, value in claim.otherwise.items():
            if name == "family":
                facts[name] = ""
            else:
                recorded: Possible[Any] = facts.get(name, getattr(unit, name))
                facts[name] = either(recorded, value)
    return facts


def _results(lots: Sequence[Lot], reached: Reach) -> Iterator[ClaimResult]:
    """What came of the claims, by document and reason."""
    together: dict[tuple[Any, ...], list[tuple[Lot, int]]] = {}
    for lot, assessed, covered in zip(lots, reached.assessed, reached.lots, strict=True):
        for claim in assessed:
            state, units = _outcome(claim, covered.get(claim.counts_as))
            entry = claim.entry.id if claim.entry else None
            key = (entry or "", claim.claim.reference, claim.counts_as, state, claim.because)
            together.setdefault(key, []).append((lot, units))
    for (entry, reference, document_class, state, because), claims in sorted(
        together.items(), key=lambda item: item[0]
    ):
        units = sum(lot.units for lot, _ in claims)
        locations = tuple(first_locations(lot.locations for lot, _ in claims))
        sure = sum(units for _, units in claims)
        yield ClaimResult(entry or None, reference, document_class, state, units, sure, because, locations)


def _outcome(claim: Assessed, covered: Covered | None) -> tuple[State, int]:
    """The state of a claim and how many units it covers for certain: its own, or that of its class where it counts there."""
    if covered is None or claim not in covered.assessed:
        return claim.state, 0
    sure = covered.units if covered.state in ("vouched", "partly", "over-used") and claim.state == "vouched" else 0
    return covered.state, sure


def _notes(tied: TieOut) -> Iterator[str]:
    for over_use in tied.over_uses:
        names = " and ".join(over_use.lines)
        rows = ", ".join(f"{place.file}:{place.row}" for place in over_use.locations[:5])
        more = ", …" if len(over_use.locations) > 5 else ""
        yield (
            f"{names}: {counted(over_use.claimed, 'unit')} are claimed and {over_use.covered:,} are covered; "
            f"{over_use.excess:,} among {rows}{more} must give way."
        )
    for claim in tied.claims:
        if claim.state in ("contradicted", "impossible-date", "not-independent", "not-covered"):
            yield f"{counted(claim.units, 'unit')}: {claim.because}."
    for entry in tied.register.documents:
        yield from (f"{entry.register}: {entry.id}: {doubt}." for doubt in entry.doubts)
        if "unused" in tied.states(entry.id):
            yield f"{entry.register}: {entry.id} is claimed by no unit."
    yield from _same_files(tied.register.documents)


def _same_files(entries: Iterable[Registered]) -> Iterator[str]:
    """Documents that are one file."""
    by_digest: dict[str, list[str]] = {}
    for entry in entries:
        if entry.sha256:
            by_digest.setdefault(entry.sha256, []).append(entry.id)
    for names in by_digest.values():
        if len(names) > 1:
            yield f"Documents {', '.join(names)} are one file, and count once."
