"""The answer for a person."""

from __future__ import annotations

from datetime import date

from compliance.reports.duty.text import write
from compliance.reports.style import Style
from compliance.workflows.duty import dues
from tests.builders import facts
from tests.reference.test_tariffs import MINERS
from tests.reports.duty.sample import answer, nothing
from tests.workflows.test_duty import miners


def test_what_a_person_reads() -> None:
    text = write(answer(), Style(200))
    assert "Duty as declared:  USD 910.03 or more" in text
    assert "  Malaysia: 10 units, value USD 35,001.00, duty USD 910.03, exposure USD 8,750.25" in text
    assert "  CN, 2018-08-23 to 2025-02-03: 27.6 % = general rate 2.6 %, section 301 25 % (" in text
    assert "  MY, until 2025-04-04: 2.6 % = general rate 2.6 %" in text
    assert "  US: nothing is due" in text
    assert "  - 5 units: the price of a unit in US dollars, from the invoice" in text
    assert "Rates last reviewed on 2026-10-07." in text
    assert "  Importer Inc: 18 units" in text
    (opioids,) = (line for line in text.splitlines() if line.startswith("  IEEPA (opioids): "))
    assert opioids.endswith("(void)")
    (section_122,) = (line for line in text.splitlines() if line.startswith("  section 122: "))
    assert section_122.endswith("(its collection may not stand)")
    assert "  Importer Inc: 1 unit, USD 0.00 to 900.00, by declaration, at the latest until 2027-03-22" in text
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_lines_fit() -> None:
    assert max(map(len, write(answer(), Style(60)).splitlines())) <= 60


def test_what_an_exposure_is_made_of() -> None:
    void = write(dues(facts(miners(country_of_origin="MY", delivered=date(2025, 6, 20))), MINERS), Style(200))
    assert "  Exposure:          USD 450.00 if the origin is held to be CN" in void
    assert "    live:            USD 250.00\n    void duty:       USD 200.00\n\n" in void
    barred = write(dues(facts(miners(country_of_origin="MY", delivered=date(2019, 5, 10))), MINERS), Style(200))
    assert "    live:            USD 0.00\n    time-barred:     USD 250.00\n\n" in barred


def test_what_a_day_of_loading_would_settle() -> None:
    known = facts(miners(1000, "4150", country_of_origin="ID", delivered=date(2025, 4, 12)))
    text = write(dues(known, MINERS), Style(200))
    assert "hang on it; settles USD 4,772,500.00 of the exposure" in text
    assert "  ID, 2025-04-10 to 2025-06-15, loaded before 2025-04-05: 2.6 % = general rate 2.6 %, IEEPA" in text


def test_a_closed_refund_has_no_last_day() -> None:
    known = facts(miners(country_of_origin="MY", delivered=date(2025, 4, 20), exported=date(2025, 4, 10)))
    assert "  Importer Inc: 1 unit, USD 100.00, liquidation final\n" in write(dues(known, MINERS), Style(200))


def test_of_nothing() -> None:
    text = write(nothing(), Style())
    assert "0 units" in text
    assert "\nRates\n" not in text
    assert "live:" not in text
    assert "What is missing" not in text
