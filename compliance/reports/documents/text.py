"""The tie-out for a person at a terminal: documents, what they vouch for, what is left, what is to be done."""

from __future__ import annotations

from collections.abc import Iterator

from compliance.core.text import counted
from compliance.evidence.documents import Registered
from compliance.reports.style import Style, plain
from compliance.workflows.documents import DocumentsResult, VouchedLot

MAX_ROWS = 6
"""So many rows of a lot are named."""


def write(result: DocumentsResult, style: Style) -> str:
    """The answer as lines of at most ``style.width`` columns."""
    return "\n".join(_lines(result, style)) + "\n"


def _lines(result: DocumentsResult, style: Style) -> Iterator[str]:
    units = sum(lot.units for lot in result.lots)
    yield from style.wrap(
        f"{counted(len(result.register.documents), 'registered document')}, {counted(units, 'unit')}, as of {result.as_of}."
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
    named = [claim for claim in result.tied.claims if claim.document is None]
    if named:
        yield ""
        yield "Named in the inventory and not registered"
        for claim in named:
            what = f"{claim.document_class.replace('_', ' ')} {claim.reference}: {counted(claim.units, 'unit')}"
            yield from style.wrap(what, "  - ")
    yield ""
    yield "Units"
    for lot in result.lots:
        yield from style.wrap(lot_text(lot), "  ", "      ")
    for heading, texts in (
        ("Files that are not registered", result.unregistered),
        ("Files that could not be read", result.unreadable),
        ("Notes", result.tied.notes),
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
    used = result.tied.used.get(entry.id, 0)
    left = (
        "an unknown number of units"
        if holds is None
        else f"{counted(holds, 'unit')}, {used:,} used, {holds - used:,} left"
    )
    states = ", ".join(
        f"{units:,} {state}" if units else state for state, units in sorted(result.tied.states(entry.id).items())
    )
    what = f"{document.class_.replace('_', ' ')} {document.reference}".strip()
    proposal = "" if document.is_fact else " (proposed, not confirmed)"
    return f"{plain(entry.id)} ({plain(what)}){proposal}: {left}; {states}"


def quantity(entry: Registered) -> int | None:
    """How many machines a document is about; None where a line does not say it."""
    quantities = [
        line.quantity if line.quantity is not None else len(serials) or None
        for line, serials in zip(entry.document.lines, entry.serials, strict=True)
    ]
    return None if None in quantities else sum(filter(None, quantities))


def lot_text(lot: VouchedLot) -> str:
    """``Antminer S21, Malaysia: 500 units, vouched customs_entry (fleet.csv:2)``."""
    rows = ", ".join(f"{place.file}:{place.row}" for place in lot.locations[:MAX_ROWS])
    more = ", …" if len(lot.locations) > MAX_ROWS else ""
    what = str(lot.vouching).replace("_", " ")
    return f"{plain(lot.machine)}, {lot.origin}: {counted(lot.units, 'unit')}, {what} ({rows}{more})"
