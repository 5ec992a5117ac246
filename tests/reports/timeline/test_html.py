"""The timeline as a page."""

from __future__ import annotations

from compliance.reports.style import Style
from compliance.reports.timeline.html import write
from tests.reports.timeline.sample import course, news


def test_chart_and_table() -> None:
    text = write(course(), None, Style())
    assert text.startswith("<!doctype html>")
    assert "<svg " in text
    assert "test/rule: in force (A notice)" in text
    assert 'id="watch"' not in text
    assert "<b>" not in text
    assert "\x1b" not in text
    assert "http-equiv" in text
    assert "src=" not in text.replace("-src", "")


def test_what_is_newly_affected() -> None:
    text = write(course(), news(), Style())
    assert "Newly affected since saved.json of 2024-01-01" in text
    assert "law: test/rule: in force" in text
