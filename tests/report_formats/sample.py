"""Reports for the tests of report formats."""

from __future__ import annotations

from datetime import date
from io import StringIO
from typing import Any

from compliance.finding import Cited, Evidence, Finding, Input, Location, Report, Subject, Summary, Tool, Verdict, worst
from compliance.report_formats import writer
from compliance.report_formats.base import Account
from compliance.report_formats.style import Style


def finding(verdict: Verdict = Verdict.VIOLATION, **said: Any) -> Finding:
    """A finding of a rule on origin, but for what is said."""
    whole: dict[str, Any] = {
        "rule": "example/origin",
        "effect": "contract-condition",
        "subject": Subject("lot", "country_of_origin=CN"),
        "units": 12,
        "because": "the recorded origin is China: forbidden",
        "evidence": (Evidence("country_of_origin", "CN", "fleet.csv", 2, "country_of_origin"),),
        "locations": (Location("fleet.csv", 2, "A-1"),),
        "sources": (Cited("contract", "A contract", "https://example.org"),),
        "notes": ("Its text is not public.",),
        "remedy": "Check the papers.",
        "fingerprint": "0" * 32,
    }
    return Finding(verdict=verdict, **{**whole, **said})


def report(*findings: Finding, **said: Any) -> Report:
    """A report on these findings; every unit of them counts once."""
    counts = dict.fromkeys(Verdict, 0)
    for each in findings:
        counts[each.verdict] += each.units
    whole: dict[str, Any] = {
        "tool": Tool("mining-compliance", "0"),
        "as_of": date(2026, 11, 22),
        "verdict": worst(each.verdict for each in findings),
        "summary": Summary(sum(counts.values()), len(findings), counts),
        "findings": findings,
        "inputs": (Input("fleet", "fleet.csv", "0" * 64, 12),),
    }
    return Report(**{**whole, **said})


def written(form: str, of: Report | Account, style: Style = Style()) -> str:
    """What a text format says."""
    out = StringIO()
    writer(form)(of if isinstance(of, Account) else Account(of, style), out)
    return out.getvalue()
