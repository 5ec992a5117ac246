"""A reconciliation as a workbook."""

from __future__ import annotations

import io
from pathlib import Path

from openpyxl import load_workbook

from compliance.reports.reconcile.xlsx import write
from compliance.reports.style import Style
from tests.reports.reconcile.sample import sample


def test_a_sheet_for_each_question(tmp_path: Path) -> None:
    out = io.BytesIO()
    write(sample(tmp_path), out, Style())
    book = load_workbook(out)
    assert book.sheetnames == [
        "Summary", "Contradictions", "Not in inventory", "Not seen", "Seen", "Seen twice", "Rules", "Verdicts",
    ]  # fmt: skip
    summary = {row[0]: row[1] for row in book["Summary"].iter_rows(min_row=3, values_only=True)}
    assert (summary["Seen"], summary["Not seen"], summary["Verdict after"]) == (2, 30, "undetermined")
    named = [row[1] for row in book["Not in inventory"].iter_rows(min_row=3, values_only=True)]
    assert named == ["=NEW<1>", "W2"]
    assert book["Not in inventory"]["B3"].data_type == "s"
