"""What came of an evidence pack, for programs: ``compliance-verify/1``."""

from __future__ import annotations

from dataclasses import asdict

from compliance.reports.json_text import json_text
from compliance.reports.style import Style
from compliance.workflows.verify import VerifyResult


def write(result: VerifyResult, style: Style) -> str:
    """The whole answer."""
    del style
    told = result.predicate
    return json_text(
        {
            "format": "compliance-verify/1",
            "agrees": result.agrees,
            "files": result.files,
            "signed": result.signed,
            "fingerprint": result.fingerprint or None,
            "program": told.program,
            "as_of": told.as_of,
            "verdict": told.verdict,
            "judged_again": result.judged_again,
            "verdict_now": result.verdict,
            "hindrance": result.hindrance,
            "changed": result.changed,
            "differences": [asdict(difference) for difference in result.differences],
        }
    )
