"""The tie-out as a page: the picture, the documents, what came of the claims, and what vouches for which units."""

from __future__ import annotations

from typing import Any, TextIO

from compliance.core.text import counted
from compliance.reports.documents.svg import drawing
from compliance.reports.documents.tables import papers_tables
from compliance.reports.page import page
from compliance.reports.style import Style
from compliance.workflows.documents import DocumentsResult
from compliance.workflows.papers import Papers

MAX_ROWS = 1000
"""So many rows of a table stand on the page."""


def write(result: DocumentsResult, out: TextIO, style: Style) -> None:
    """The whole page; it loads nothing."""
    del style
    tied = result.papers.tied
    out.write(
        page(
            "documents.html",
            title=f"Documents as of {result.as_of}",
            kind="Documents",
            lead=f"{counted(len(tied.register.documents), 'registered document')}, {counted(result.units, 'unit')}.",
            papers=papers_parts(result.papers),
            remarks=[
                ("Proposed just now", result.proposed),
                ("Files that are not registered", result.unregistered),
                ("Files that could not be read", result.unreadable),
                ("Notes", tied.notes),
            ],
        )
    )


def papers_parts(papers: Papers, max_rows: int = MAX_ROWS) -> dict[str, Any]:
    """What the macro ``tie_out`` of tie_out_parts.html shows, also on the page of a check."""
    return {
        "picture": drawing(papers.tied),
        "tables": [
            (title, header, rows[:max_rows], len(rows) - max_rows) for title, header, rows in papers_tables(papers)
        ],
    }
