"""The tie-out for a person at a terminal: documents, what they vouch for, what is left, what is to be done."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from compliance.core.text import counted
from compliance.evidence.documents import Registered
from compliance.reports.documents.tables import quantity, row_names, states, words
from compliance.reports.style import Style, plain
from compliance.workflows.documents import DocumentsResult
from compliance.workflows.papers import VouchedLot


def write(result: DocumentsResult, out: TextIO, style: Style) -> None:
    """The answer as lines of at most ``style.width`` columns."""
    out.write("\n".join(_lines(result, style)) + "\n")


def _lines(result: DocumentsResult, style: Style) -> Iterator[str]:
    yield from style.wrap(
        f"{counted(len(result.register.documents), 'registered document')}, {counted(result.units, 'unit')}, as of {result.as_of}."
    )
    if result.proposed:
        yield ""
        yield "Proposed just now"
        for name in result.proposed:
            yield from style.wrap(f"{name}: check it, then compliance documents FOLDER --confirm {name}", "  - ")
    if result.register:
        yield ""
        yield "Documents"
        for entry in result.register.documents:
            yield from style.wrap(document_text(result, entry), "  ", "      ")
    named = [claim for claim in result.papers.tied.claims if claim.document is None]
    if named:
        yield ""
        yield "Named in the inventory and not registered"
        for claim in named:
            what = f"{words(claim.document_class)} {claim.reference}: {counted(claim.units, 'unit')}"
            yield from style.wrap(what, "  - ")
    yield ""
    yield "Units"
    for lot in result.papers.lots:
        yield from style.wrap(lot_text(lot), "  ", "      ")
    for heading, texts in (
        ("Files that are not registered", result.unregistered),
        ("Files that could not be read", result.unreadable),
        ("Notes", result.papers.tied.notes),
    ):
        if texts:
            yield ""
            yield heading
            for text in texts:
                yield from style.wrap(text, "  - ")


def document_text(result: DocumentsResult, entry: Registered) -> str:
    """``ENT-1 (customs entry B76-0324527-8): 500 units, 400 used, 100 left; 400 vouched``."""
    document = entry.document
    holds = quantity(entry)
    used = result.papers.tied.used.get(entry.id, 0)
    left = (
        "an unknown number of units"
        if holds is None
        else f"{counted(holds, 'unit')}, {used:,} used, {holds - used:,} left"
    )
    what = f"{words(document.class_)} {document.reference}".strip()
    proposal = "" if document.is_fact else " (proposed, not confirmed)"
    return f"{plain(entry.id)} ({plain(what)}){proposal}: {left}; {states(result.papers.tied, entry)}"


def lot_text(lot: VouchedLot) -> str:
    """``Antminer S21, Malaysia: 500 units, vouched customs_entry (fleet.csv:2)``."""
    what = words(str(lot.vouching))
    return f"{plain(lot.machine)}, {lot.origin}: {counted(lot.units, 'unit')}, {what} ({row_names(lot.locations)})"
