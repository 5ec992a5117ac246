"""Writes the gaps for scripts."""

from __future__ import annotations

from dataclasses import asdict

from compliance.reports.json_text import json_text
from compliance.reports.style import Style
from compliance.workflows.doctor import DoctorResult


def write(answer: DoctorResult, style: Style) -> str:
    """The answer as one JSON object, ``compliance-doctor/1``."""
    del style
    return json_text(
        {
            "format": "compliance-doctor/1",
            "as_of": answer.as_of,
            "units": answer.units,
            "by_verdict": answer.by_verdict,
            "gaps": [asdict(gap) for gap in answer.gaps],
        }
    )
