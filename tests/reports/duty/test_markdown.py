"""The answer as Markdown."""

from __future__ import annotations

from compliance.reports.duty.markdown import write
from compliance.reports.style import Style
from tests.reports.duty.sample import answer, nothing


def test_tables_and_lists() -> None:
    text = write(answer(), Style())
    assert text.startswith("# US duty on SHA-256 mining machines, HTS 8543.70.98 (8543.70.99 before 2022-01-27)\n")
    assert "| Malaysia | 10 | USD 35,001.00 | USD 910.03 | USD 8,750.25 | USD 8,750.25 | USD 0.00 | USD 0.00 |" in text
    assert "rates last reviewed on 2026-10-07" in text
    assert "| IEEPA (opioids) | " in text
    assert "## Void duty that was paid, to be refunded" in text
    assert "## What is missing" in text
    assert "- 5 units: the price of a unit" in text


def test_texts_of_the_input_are_shown_and_never_obeyed() -> None:
    text = write(answer(), Style())
    (row,) = (line for line in text.splitlines() if "Ruritania" in line and line.startswith("|"))
    assert "\\# \\<b\\> Ltd" in row
    assert "\x1b" not in text


def test_of_nothing() -> None:
    text = write(nothing(), Style())
    assert "## By duty" not in text
    assert "## Rates" not in text
