"""A manifest compared with scans as a workbook: a sheet for each question."""

from __future__ import annotations

from typing import BinaryIO

from compliance.reports.reconcile import tables
from compliance.reports.style import Style
from compliance.reports.workbook import listing, workbook
from compliance.workflows.reconcile import ReconcileResult


def write(result: ReconcileResult, out: BinaryIO, style: Style) -> None:
    """The workbook; the same answer gives the same bytes."""
    del style
    came = result.reconciliation
    summary = (
        ("As of", str(result.as_of)),
        ("Units in the inventory", came.recorded_units),
        ("Seen", came.seen_units),
        ("Not seen", came.recorded_units - came.seen_units),
        ("Seen and in no inventory", len(came.unlisted)),
        ("Seen twice", len(came.twice)),
        ("Did not say what they are", came.silent),
        ("Verdict before", result.before.verdict),
        ("Verdict after", result.after.verdict),
        *(("Note", note) for note in came.notes),
        *((f"Scan {scan.path}", scan.sha256) for scan in result.scans),
    )
    with workbook(out, result.as_of) as pen:
        listing(pen, "Summary", {"What": 40, "Answer": 70}, summary)
        listing(pen, "Contradictions", tables.DIFFERENCES, tables.differences(result))
        listing(pen, "Not in inventory", tables.UNLISTED, tables.unlisted(result))
        listing(pen, "Not seen", tables.NOT_SEEN, tables.not_seen(result))
        listing(pen, "Seen", tables.SEEN, tables.seen(result))
        listing(pen, "Seen twice", tables.TWICE, tables.twice(result))
        listing(pen, "Rules", tables.RULES, tables.rules(result))
        listing(pen, "Verdicts", tables.VERDICTS, tables.verdicts(result))
