"""The report as JSON, ``compliance-report/1``: a contract that other people's scripts rely on (design section 9)."""

from __future__ import annotations

import json
from dataclasses import asdict

from compliance.finding import Report
from compliance.report_formats.style import Style

_ORDER = ("format", "tool", "as_of", "verdict", "inputs", "summary", "findings", "notes")


def write(report: Report, style: Style) -> str:
    """The whole report; the same report gives the same bytes."""
    data = asdict(report)
    return json.dumps({name: data[name] for name in _ORDER}, indent=2, ensure_ascii=False, default=str) + "\n"
