"""A reconciliation as a page."""

from __future__ import annotations

from pathlib import Path

from compliance.reports.reconcile.html import write
from tests.reports.reconcile.sample import sample, text_of
from tests.reports.test_page import Read


def test_every_part_stands_on_it(tmp_path: Path) -> None:
    result = sample(tmp_path)
    page = text_of(write, result)
    assert text_of(write, result) == page
    said = " ".join(" ".join(Read(page).said).split())
    for part in (
        "32 units in the inventory: 2 seen",
        "Contradictions",
        "=NEW<1>",
        "Not seen",
        "Rules that answer otherwise than before",
    ):
        assert part in said
    assert "NEW<1>" not in page


def test_of_very_many_rows_the_first_are_shown(tmp_path: Path) -> None:
    assert "and 1 more, see the workbook" in " ".join(text_of(write, sample(tmp_path), max_rows=1).split())
