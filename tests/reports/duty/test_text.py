"""The answer for a person."""

from __future__ import annotations

from compliance.reports.duty.text import write
from compliance.reports.style import Style
from tests.reports.duty.sample import answer, nothing


def test_what_a_person_reads() -> None:
    text = write(answer(), Style(200))
    assert "Duty as declared:  USD 910.03 or more" in text
    assert "  Malaysia: 10 units, value USD 35,001.00, duty USD 910.03, exposure USD 8,750.25" in text
    assert "  CN, 2018-08-23 to 2025-02-03: 27.6 % = general rate 2.6 %, section 301 25 % (" in text
    assert "  MY, until 2025-04-04: 2.6 % = general rate 2.6 %" in text
    assert "  US: nothing is due" in text
    assert "  - 5 units: the price of a unit in US dollars, from the invoice" in text
    assert "IEEPA (opioids): USD 0.00 to 350.00; USD 0.00 to 100.00 (its collection may not stand)" in text
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_lines_fit() -> None:
    assert max(map(len, write(answer(), Style(60)).splitlines())) <= 60


def test_of_nothing() -> None:
    text = write(nothing(), Style())
    assert "0 units" in text
    assert "Rates" not in text
    assert "What is missing" not in text
