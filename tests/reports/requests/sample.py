"""Requests for the tests of their formats."""

from __future__ import annotations

from datetime import date

from compliance.core.finding import Tool
from compliance.workflows.requests import Proposal, RefusedAnswer, RequestLine, RequestsResult

LINE = RequestLine(
    "k1", "seller", "t", "A-1", 3, "Record the origin.", "inventory", "country_of_origin", "", "f.csv", 2
)
SITE = RequestLine("k2", "counsel", "t", "", 0, "=1+1", "sites", "", "")


def result(
    *lines: RequestLine, proposals: tuple[Proposal, ...] = (), refused: tuple[RefusedAnswer, ...] = ()
) -> RequestsResult:
    """A result of these lines."""
    answered = bool(proposals or refused)
    return RequestsResult(Tool("compliance", "0"), date(2026, 11, 22), lines, proposals, refused, answered, frozenset())
