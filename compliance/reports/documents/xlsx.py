"""The tie-out as a workbook: documents, claims, and units with what vouches for them."""

from __future__ import annotations

from typing import BinaryIO

from compliance.reports.documents.tables import CLAIMS, DOCUMENTS, LOTS, claim_rows, document_rows, lot_rows
from compliance.reports.style import Style
from compliance.reports.workbook import Pen, listing, workbook
from compliance.workflows.documents import DocumentsResult
from compliance.workflows.papers import Papers


def write(result: DocumentsResult, out: BinaryIO, style: Style) -> None:
    """The workbook; the same answer gives the same bytes."""
    del style
    with workbook(out, result.as_of) as pen:
        write_sheets(pen, result.papers)
        remarks = (
            *(("Proposed", name) for name in result.proposed),
            *(("Not registered", name) for name in result.unregistered),
            *(("Not read", name) for name in result.unreadable),
            *(("Note", note) for note in result.papers.tied.notes),
        )
        listing(pen, "Notes", {"What": 18, "Text": 100}, remarks)


def write_sheets(pen: Pen, papers: Papers) -> None:
    """The sheets that a report on the same inventory holds too."""
    listing(pen, "Documents", DOCUMENTS, document_rows(papers.tied))
    listing(pen, "Claims", CLAIMS, claim_rows(papers.tied))
    listing(pen, "Vouching", LOTS, lot_rows(papers.lots))
