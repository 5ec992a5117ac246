"""The answer as a workbook for review: whoever decides fills in the last columns, and ``compliance decide --review`` reads them."""

from __future__ import annotations

from typing import BinaryIO

from compliance.reports.screen.tables import DECISION, DECISIONS, REVIEW, counts, review
from compliance.reports.style import Style
from compliance.reports.workbook import listing, workbook
from compliance.workflows.screen import ScreenResult


def write(answer: ScreenResult, out: BinaryIO, style: Style) -> None:
    """The workbook; the same answer gives the same bytes."""
    del style
    summary = (
        ("As of", str(answer.as_of)),
        *((f"Names with: {word}", count) for word, count in counts(answer).items()),
        ("Nobody else is listed", "yes" if answer.clears else "not known: see the notes"),
        *(("Note", note) for note in answer.notes),
        *(
            (f"List {party_list.id}", f"edition {party_list.edition}, {party_list.entry_count:,} entries")
            for party_list in answer.lists
            if party_list.listings
        ),
    )
    lines = [(*line, *("" for _ in DECISION)) for line in review(answer)]
    with workbook(out, answer.as_of) as pen:
        listing(pen, "Review", {**REVIEW, **DECISION}, lines, choices={"Decision": DECISIONS})
        listing(pen, "Summary", {"What": 40, "Answer": 80}, summary)
