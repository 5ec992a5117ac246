"""The tie-out as tables: per document what it covers and what is left, what came of each claim, what vouches for which units."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from compliance.core.finding import Location
from compliance.evidence.documents import Registered
from compliance.evidence.tie_out import TieOut
from compliance.workflows.papers import Papers, VouchedLot

Cells = tuple[str | int | None, ...]
DOCUMENTS: Mapping[str, int] = {
    "Document": 22, "Class": 18, "Reference": 20, "Read by": 22, "Holds": 9, "Used": 9, "Left": 9,
    "What came of the claims": 40, "Doubts": 50,
}  # fmt: skip
CLAIMS: Mapping[str, int] = {
    "Claimed document": 24, "Named as": 18, "State": 16, "Claimed by": 12, "Covered": 10, "Because": 60, "Rows": 40,
}  # fmt: skip
LOTS: Mapping[str, int] = {
    "Machines": 30, "Recorded as made in": 24, "How many": 10, "Vouched by": 30, "On somebody's word": 30, "Contradicted": 60, "Rows": 40,
}  # fmt: skip
"""The tables: titles, and how wide the columns are in a workbook, in characters."""
MAX_ROWS = 6
"""So many rows of an inventory are named."""


def papers_tables(papers: Papers) -> list[tuple[str, tuple[str, ...], list[Cells]]]:
    """The tables that are not empty: title, header, rows."""
    tables = (
        ("Documents and what they cover", DOCUMENTS, [*document_rows(papers.tied)]),
        ("What came of the claims", CLAIMS, [*claim_rows(papers.tied)]),
        ("What vouches for which units", LOTS, [*lot_rows(papers.lots)]),
    )
    return [(title, tuple(header), rows) for title, header, rows in tables if rows]


def document_rows(tied: TieOut) -> Iterator[Cells]:
    """A row of DOCUMENTS for each registered document."""
    for entry in tied.register.documents:
        document, holds, used = entry.document, quantity(entry), tied.used.get(entry.id, 0)
        left = None if holds is None else holds - used
        reader = document.read_by if document.is_fact else f"{document.read_by} (not confirmed)"
        doubts = "; ".join(entry.doubts)
        yield (
            entry.id,
            words(document.class_),
            document.reference,
            reader,
            holds,
            used,
            left,
            states(tied, entry),
            doubts,
        )


def claim_rows(tied: TieOut) -> Iterator[Cells]:
    """A row of CLAIMS for each reason for which something came of claims on a document."""
    for claim in tied.claims:
        name = claim.document or claim.reference
        rows = row_names(claim.locations)
        yield name, words(claim.document_class), claim.state, claim.units, claim.covered, claim.because, rows


def lot_rows(lots: Sequence[VouchedLot]) -> Iterator[Cells]:
    """A row of LOTS for units that the same papers vouch for."""
    for lot in lots:
        vouched, named = (", ".join(sorted(map(words, kinds))) for kinds in (lot.vouching.vouched, lot.vouching.named))
        contradictions = "; ".join(sorted(lot.vouching.contradictions))
        yield lot.machine, lot.origin, lot.units, vouched, named, contradictions, row_names(lot.locations)


def states(tied: TieOut, entry: Registered) -> str:
    """``400 vouched, 100 over-used``."""
    counts = sorted(tied.states(entry.id).items())
    return ", ".join(f"{units:,} {state}" if units else state for state, units in counts)


def quantity(entry: Registered) -> int | None:
    """How many machines a document is about; None where a line does not say it."""
    quantities = [
        line.quantity if line.quantity is not None else len(serials) or None
        for line, serials in zip(entry.document.lines, entry.serials, strict=True)
    ]
    return None if None in quantities else sum(filter(None, quantities))


def row_names(locations: Sequence[Location], most: int = MAX_ROWS) -> str:
    """``fleet.csv:2, fleet.csv:5, …``."""
    names = ", ".join(f"{place.file}:{place.row}" for place in locations[:most])
    return f"{names}, …" if len(locations) > most else names


def words(name: str) -> str:
    """A class of documents in words."""
    return name.replace("_", " ")
