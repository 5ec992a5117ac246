"""What a dossier asks the target for: documents and facts, by how many units each would settle. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from compliance.core.finding import Finding, Location, Report, Verdict
from compliance.core.text import is_empty
from compliance.inventory.units import Lot, first_locations
from compliance.policies.engine.assessment import Assessment
from compliance.policies.facts import Facts
from compliance.reference.cures import Addressee, Answer, Cure, Cures
from compliance.workflows.diligence.target import DocumentFile

_OF_THE_SELLER = Cure(id="seller", addressee="seller")


@dataclass(frozen=True, slots=True)
class RequestedItem:
    """Units of which something is asked: where they are listed first, how many, and what is recorded now."""

    location: Location
    units: int
    now: str


@dataclass(frozen=True, slots=True)
class DocumentRequest:
    """Something to ask for, and from whom: of how many units, how many of which it settles by itself, by which rules.

    ``answer`` and ``column`` say where the answer belongs; ``items`` are the lots that it is asked of.
    """

    what: str
    addressee: Addressee
    units: int
    settles: int
    rules: tuple[str, ...]
    locations: tuple[Location, ...] = ()
    answer: Answer | None = None
    column: str = ""
    items: tuple[RequestedItem, ...] = ()


def document_requests(
    facts: Facts,
    assessment: Assessment,
    documents: tuple[DocumentFile, ...] | None,
    cures: Cures = Cures(),
    kinds: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[DocumentRequest]:
    """What would settle something, that of most units first; then what the inventory refers to and nobody handed over.

    ``kinds`` are the kinds of constraints, by rule. ``cures`` say who can do what a finding asks; else it is the seller.
    """
    by_remedy: dict[tuple[str, Cure], list[tuple[Lot, str, bool]]] = {}

    def cure_of(finding: Finding) -> Cure:
        return next(iter(cures.of(finding, kinds.get(finding.rule, ""))), _OF_THE_SELLER)

    for lot in facts.fleet.lots:
        result = assessment.units[lot.unit]
        open_ones = [finding for finding in result.findings if _is_open(finding)]
        alone = len({finding.remedy for finding in open_ones}) == 1
        for finding in open_ones:
            by_remedy.setdefault((finding.remedy, cure_of(finding)), []).append((lot, finding.rule, alone))
    requests = [_of_lots(remedy, cure, open_lots) for (remedy, cure), open_lots in by_remedy.items()]
    of_lots = {remedy for remedy, _ in by_remedy}
    requests += [_of_subject(finding, cure_of(finding)) for finding in _open_subjects(assessment.report, of_lots)]
    requests += _references(facts, documents)
    yield from sorted(requests, key=lambda document: (-document.units, -document.settles, document.what))


def _of_lots(remedy: str, cure: Cure, open_lots: Sequence[tuple[Lot, str, bool]]) -> DocumentRequest:
    lots = {id(lot): lot for lot, _, _ in open_lots}
    alone = {id(lot): lot.units for lot, _, only in open_lots if only}
    return DocumentRequest(
        remedy,
        cure.addressee,
        sum(lot.units for lot in lots.values()),
        sum(alone.values()),
        tuple(sorted({rule for _, rule, _ in open_lots})),
        tuple(first_locations(lot.locations for lot in lots.values())),
        cure.answer,
        cure.column,
        tuple(RequestedItem(lot.locations[0], lot.units, written(lot, cure.column)) for lot in lots.values()),
    )


def _is_open(finding: Finding) -> bool:
    """Whether something that another can hand over would settle it."""
    open_verdict = finding.verdict in (Verdict.UNDETERMINED, Verdict.FLAGGED)
    return open_verdict and bool(finding.remedy) and finding.concern != "preparation"


def _open_subjects(report: Report, remedies: Collection[str]) -> Iterator[Finding]:
    """Open findings on sites, parties or the whole fleet that are not told of units, each remedy of a subject once."""
    findings = {
        (finding.remedy, finding.subject): finding for finding in reversed(report.findings) if _is_open(finding)
    }
    for finding in findings.values():
        if finding.subject.kind in ("site", "party") or (
            finding.subject.kind == "fleet" and finding.remedy not in remedies
        ):
            yield finding


def _of_subject(finding: Finding, cure: Cure) -> DocumentRequest:
    about = "" if finding.subject.kind == "fleet" else f"{finding.subject.kind} {finding.subject.id}: "
    return DocumentRequest(
        f"{about}{finding.remedy}", cure.addressee, finding.units, 0, (finding.rule,), answer=cure.answer
    )


def _references(facts: Facts, documents: tuple[DocumentFile, ...] | None) -> list[DocumentRequest]:
    """Documents to which the inventory refers by name and that are not in the folder."""
    known = {document.reference for document in documents or ()}
    missing: dict[str, list[Lot]] = {}
    for lot in facts.fleet.lots:
        for entry in written(lot, "origin_evidence").split(";"):
            kind, separator, reference = (part.strip() for part in entry.partition(":"))
            if separator and reference and reference.casefold() not in known:
                missing.setdefault(
                    f"Hand over {kind.replace('_', ' ')} {reference}, to which the inventory refers.", []
                ).append(lot)
    return [
        DocumentRequest(
            what, "seller", sum(lot.units for lot in lots), 0, (), tuple(first_locations(lot.locations for lot in lots))
        )
        for what, lots in missing.items()
    ]


def written(lot: Lot, column: str) -> str:
    """What a column holds for a lot; "" for nothing, or a placeholder."""
    text = lot.written.get(column, ("", ""))[1].strip()
    return "" if is_empty(text) else text
