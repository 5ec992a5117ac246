"""Requests as a workbook."""

from __future__ import annotations

from io import BytesIO

import openpyxl

from compliance.reports.write_report import write_report
from compliance.workflows.requests import Proposal, RefusedAnswer, RequestsResult
from tests.reports.requests.sample import LINE, SITE, result


def book(of: RequestsResult) -> openpyxl.Workbook:
    out = BytesIO()
    write_report(of, out, "xlsx")
    return openpyxl.load_workbook(out)


def test_workbook() -> None:
    made = book(
        result(
            LINE, SITE, proposals=(Proposal(SITE, "yes", "", ""),), refused=(RefusedAnswer("a.xlsx", "s", 5, "Why."),)
        )
    )
    assert made.sheetnames == ["Of the seller or broker", "To confirm", "Refused"]
    assert [cell.value for cell in made["Of the seller or broker"][3]][:6] == [
        "k1", "A-1", 3, "Record the origin.", "country_of_origin", None,
    ]  # fmt: skip
    assert [cell.value for cell in made["Refused"][3]] == ["a.xlsx", "s", 5, "Why."]
    assert book(result()).sheetnames == ["Nothing is open"]
    inert = book(result(SITE))["Of counsel"]
    assert (inert["D3"].value, inert["D3"].data_type) == ("=1+1", "s")
