"""The answer as a page: the matches, one line for a group, and the names without any."""

from __future__ import annotations

from typing import TextIO

from compliance.reports.page import page
from compliance.reports.screen.tables import CLEAR, REVIEW, counts, review
from compliance.reports.style import Style
from compliance.workflows.screen import ScreenResult

MAX_ROWS = 2000
"""So many lines of a table stand on the page."""
_TITLES = {
    "match": "Matches",
    "candidate": "Candidates to confirm",
    "namesake": "Namesakes elsewhere",
    CLEAR: "Without a match",
}


def write(answer: ScreenResult, out: TextIO, style: Style, max_rows: int = MAX_ROWS) -> None:
    """The whole page; it loads nothing."""
    del style
    lines = list(review(answer))
    header = [*REVIEW]
    parts = []
    for key, title in _TITLES.items():
        rows = [line for line in lines if line[2] == key]
        columns = (
            [0, 1]
            if key == CLEAR
            else [place for place, name in enumerate(header) if name not in ("Answer", "Fingerprint", "Group")]
        )
        if rows:
            shown = [[row[place] for place in columns] for row in rows[:max_rows]]
            parts.append(
                (key.replace(" ", "-"), title, [header[place] for place in columns], shown, len(rows) - max_rows)
            )
    best = counts(answer)
    text = page(
        "screen.html",
        title=f"{len(answer.results):,} names screened as of {answer.as_of}",
        kind="Screening",
        lead="; ".join(f"{_TITLES[key]}: {count:,}" for key, count in best.items() if count) or "no name",
        notes=answer.notes,
        navigation_parts=[(key, title) for key, title, *_ in parts],
        parts=parts,
    )
    out.write(text)
