"""Code quality JSON, for merge requests in GitLab: one item per finding, known again by its fingerprint.

https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

from typing import Any, TextIO

from compliance.core.finding import Finding, Verdict
from compliance.core.text import counted
from compliance.reports.check.base import Account
from compliance.reports.json_text import json_text
from compliance.reports.style import plain
from compliance.reports.summaries import file_of

_SEVERITY = {
    Verdict.VIOLATION: "critical",
    Verdict.UNDETERMINED: "major",
    Verdict.FLAGGED: "minor",
    Verdict.WAIVED: "info",
    Verdict.COMPLIANT: "info",
    Verdict.NOT_APPLICABLE: "info",
}


def write(account: Account, out: TextIO) -> None:
    """The list of findings; a prohibition that is broken is a blocker."""

    report = account.report
    nowhere = next((entry.path for entry in report.inputs if entry.kind == "fleet"), "")
    items = [_item(finding, nowhere) for finding in report.findings]
    out.write(json_text(items))


def _item(finding: Finding, nowhere: str) -> dict[str, Any]:
    blocks = finding.verdict is Verdict.VIOLATION and finding.effect == "prohibition"
    path, row = (finding.locations[0].file, finding.locations[0].row) if finding.locations else (nowhere, 1)
    description = f"{finding.verdict}: {finding.because} ({counted(finding.units, 'unit')})"
    return {
        "description": plain(description),
        "check_name": finding.rule,
        "fingerprint": finding.fingerprint,
        "severity": "blocker" if blocks else _SEVERITY[finding.verdict],
        "location": {"path": plain(file_of(path)), "lines": {"begin": row}},
    }
