"""Requests for a terminal."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO

import pytest

from compliance.reports.requests import text
from compliance.reports.write_report import write_report
from compliance.workflows.requests import Proposal, RefusedAnswer, RequestsResult
from tests.reports.requests.sample import LINE, SITE, result


def as_text(of: RequestsResult) -> str:
    out = StringIO()
    write_report(of, out)
    return out.getvalue()


def test_text(monkeypatch: pytest.MonkeyPatch) -> None:
    assert as_text(result()) == "Nothing is open.\n"
    assert as_text(result(LINE, SITE)).splitlines() == [
        "Of the seller or broker: 1 question", "  - Record the origin. (3 units)", "Of counsel: 1 question", "  - =1+1 (0 units)",
    ]  # fmt: skip
    monkeypatch.setattr(text, "MAX_QUESTIONS", 1)
    assert "  and 1 more question\n" in as_text(result(LINE, replace(LINE, key="k3", what="Another?")))


def test_answers_in_text() -> None:
    refusal = RefusedAnswer("a.xlsx", "Of the maker", 5, "Why not.")
    said = as_text(
        result(
            LINE,
            SITE,
            proposals=(Proposal(LINE, "MY", "7501-1", "sure"), Proposal(SITE, "", "", "")),
            refused=(refusal,),
        )
    )
    assert said.splitlines() == [
        "2 answers to confirm; nothing has been changed yet.",
        "  + f.csv, row 2: country_of_origin = MY (document: 7501-1) sure",
        "  + t: sites = ?",
        "  ! a.xlsx, Of the maker, row 5: Why not.",
        "",
    ]  # fmt: skip
