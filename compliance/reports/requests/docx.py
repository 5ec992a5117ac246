"""Requests as letters in one Word document: each addressee on a page of his own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from compliance.core.text import counted
from compliance.reports.dossier.docx import write_blocks
from compliance.reports.dossier.memo import Block, Heading, Paragraph, Table
from compliance.reports.dossier.summaries import ADDRESSEES
from compliance.reports.style import Style
from compliance.workflows.requests import RequestsResult

MAX_ROWS = 60
"""So many items of an addressee are listed in a letter; the workbook has them all."""


def write(result: RequestsResult, out: BinaryIO, style: Style) -> None:
    """The letters. Raises ComplianceError without the extra ``[docx]``."""
    write_blocks(_letters(result), "Requests", result.tool, result.as_of, out, style)


def _letters(result: RequestsResult) -> Iterator[Block]:
    for addressee, lines in result.by_addressee().items():
        yield Heading(1, ADDRESSEES[addressee])
        targets = ", ".join(dict.fromkeys(line.target for line in lines))
        yield Paragraph(
            f"For the review of {targets} as of {result.as_of} we ask you for what follows. Please answer in the workbook that "
            "comes with this letter, and name the document on which each answer rests."
        )
        rows = [(line.item or line.target, f"{line.units:,}", line.what, line.now) for line in lines[:MAX_ROWS]]
        yield Table(("item", "units", "what we ask", "recorded now"), rows)
        if len(lines) > MAX_ROWS:
            yield Paragraph(f"The workbook lists {counted(len(lines) - MAX_ROWS, 'more item')}.", note=True)
