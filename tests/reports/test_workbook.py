"""Workbooks as reports write them."""

from __future__ import annotations

import io
from datetime import date

from openpyxl import load_workbook

from compliance.core.finding import Verdict
from compliance.reports.workbook import listing, workbook


def test_a_listing_holds_texts_numbers_and_verdicts_and_runs_nothing() -> None:
    out = io.BytesIO()
    with workbook(out, date(2026, 11, 30)) as pen:
        listing(pen, "List", {"A": 5, "B": 5, "C": 5, "D": 5}, [("=1+1", 7, Verdict.VIOLATION, None)])
        listing(pen, "Empty", {"A": 5}, [])
    book = load_workbook(out)
    rows = list(book["List"].iter_rows(values_only=True))
    assert rows[0][0] == "Compliance report: List"
    assert rows[2] == ("=1+1", 7, "violation", None)
    assert (book["List"]["A3"].data_type, book["List"]["A3"].quotePrefix) == ("s", True)
    assert book["Empty"].auto_filter.ref == "A2:A3"
