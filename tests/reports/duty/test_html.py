"""The answer on duty as a page."""

from __future__ import annotations

import pytest

from compliance.reports.duty import html
from compliance.reports.style import Style
from tests.reports.duty.sample import answer, nothing


def test_amounts_groups_and_lists() -> None:
    page = html.write(answer(), Style())
    assert page.startswith("<!doctype html>")
    assert page == html.write(answer(), Style())
    assert "<dt>value</dt><dd><strong>USD 38,001.00 or more</strong></dd>" in page
    assert page.count('<th scope="row">Malaysia</th>') == 1
    for heading in ("By importer of record", "Void duty that was paid, to be refunded", "What is missing", "Rates"):
        assert heading in page
    assert "Rates last reviewed on 2026-10-07." in page
    assert "not legal advice" in page


def test_texts_of_the_input_are_shown_and_never_obeyed() -> None:
    page = html.write(answer(), Style())
    assert "&lt;b&gt; Ltd" in page
    assert "<b>" not in page
    assert "\x1b" not in page


def test_what_is_not_there_is_not_told() -> None:
    page = html.write(nothing(), Style())
    assert "What is missing" not in page


def test_of_many_rows_the_rest_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "MAX_ROWS", 1)
    assert "and 3 more, see the JSON report" in html.write(answer(), Style())
