"""What stands on the page."""

from __future__ import annotations

from dataclasses import replace

from compliance.reports.screen.html import write
from compliance.reports.style import Style
from compliance.workflows.query import Query
from compliance.workflows.screen import Result
from tests.reports.screen.sample import ANSWER, LISTING, MATCH, written


def test_the_page() -> None:
    text = written(write, ANSWER, Style())
    for part in ("Candidates to confirm", "Namesakes elsewhere", "Without a match", "A note.", "4 names screened"):
        assert part in text
    assert "\x1b" not in text
    other = replace(MATCH, name="Quillstar", listing=replace(LISTING, name="Quillstar"))
    many = replace(ANSWER, results=(Result(Query("Delta"), (MATCH, other)),))
    assert "and 1 more" in written(write, many, Style(), max_rows=1)
    assert "no name" in written(write, replace(ANSWER, results=()), Style())
