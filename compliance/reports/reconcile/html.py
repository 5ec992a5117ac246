"""A manifest compared with scans as a page."""

from __future__ import annotations

from typing import TextIO

from compliance.reports.page import page
from compliance.reports.reconcile import tables
from compliance.reports.style import Style
from compliance.workflows.reconcile import ReconcileResult

MAX_ROWS = 1000
"""So many rows of a table stand on the page."""


def write(result: ReconcileResult, out: TextIO, style: Style, max_rows: int = MAX_ROWS) -> None:
    """The whole page; it loads nothing."""
    del style
    parts = (
        ("contradictions", "Contradictions", tables.DIFFERENCES, [*tables.differences(result)]),
        ("unlisted", "Seen, and in no inventory", tables.UNLISTED, [*tables.unlisted(result)]),
        ("twice", "Seen twice in one scan", tables.TWICE, [*tables.twice(result)]),
        ("rules", "Rules that answer otherwise than before", tables.RULES, [*tables.rules(result)]),
        ("verdicts", "Rows judged otherwise than before", tables.VERDICTS, [*tables.verdicts(result)]),
        ("not-seen", "Not seen", tables.NOT_SEEN, [*tables.not_seen(result)]),
        ("seen", "Seen", tables.SEEN, [*tables.seen(result)]),
    )
    out.write(
        page(
            "reconcile.html",
            title=f"The inventory and the hall, as of {result.as_of}",
            kind="Reconciliation",
            lead=tables.lead(result),
            notes=result.reconciliation.notes,
            silent=result.reconciliation.silent,
            before=result.before,
            after=result.after,
            navigation_parts=[(key, title) for key, title, _, rows in parts if rows],
            parts=[
                (key, title, [*header], rows[:max_rows], len(rows) - max_rows)
                for key, title, header, rows in parts
                if rows
            ],
        )
    )
