"""Requests for programs: ``compliance-requests/1``."""

from __future__ import annotations

from dataclasses import asdict
from typing import TextIO

from compliance.reports.json_text import json_text
from compliance.reports.style import Style
from compliance.workflows.requests import RequestsResult


def write(result: RequestsResult, out: TextIO, style: Style) -> None:
    """All lines, what answers propose, and which are refused; the same answer gives the same bytes."""
    del style
    data = {
        "format": "compliance-requests/1",
        "tool": asdict(result.tool),
        "as_of": result.as_of,
        "requests": [asdict(line) for lines in result.by_addressee().values() for line in lines],
        "proposals": [asdict(proposal) for proposal in result.proposals],
        "refused": [asdict(refusal) for refusal in result.refused],
    }
    out.write(json_text(data))
