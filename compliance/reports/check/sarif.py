"""SARIF 2.1.0, for code scanning: one result per rule and subject, with the rows as locations.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/; what GitHub reads of it:
https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, TextIO
from urllib.parse import quote

from compliance.core.finding import Finding, Input, Report, Verdict, verdict_of
from compliance.core.text import counted
from compliance.reports.check.base import Account, AskedRule
from compliance.reports.json_text import json_text
from compliance.reports.sentences import sentence, top_lines, waiver_details
from compliance.reports.style import is_address, plain
from compliance.reports.summaries import file_of, remarks

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
MAX_RESULTS = 25_000
"""So many results GitHub takes; of more, the worst are written, and a notification says how many are left out."""
_KINDS = {
    Verdict.VIOLATION: "fail",
    Verdict.UNDETERMINED: "open",
    Verdict.FLAGGED: "review",
    Verdict.WAIVED: "review",
    Verdict.COMPLIANT: "pass",
    Verdict.NOT_APPLICABLE: "notApplicable",
}
_OBEYED = re.compile(r"\](?=\()|\{(?=\d+\})")
"""Where a link ``[text](address)`` or a placeholder ``{0}`` is cut in two."""
_BASE = {"uriBaseId": "%SRCROOT%"}


def write(account: Account, out: TextIO, max_results: int = MAX_RESULTS) -> None:
    """The log, without a clock time or an absolute path; of more than ``max_results`` results the worst."""
    report = account.report
    places = {rule.id: place for place, rule in enumerate(account.rules)}
    shown = report.findings[:max_results]
    notifications = [*_notifications(report, len(report.findings) - len(shown))]
    log = {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": report.tool.name,
                        "version": report.tool.version,
                        "rules": [_rule(rule) for rule in account.rules],
                    }
                },
                "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": notifications}],
                "artifacts": [_artifact(entry) for entry in report.inputs],
                "results": [_result(finding, places[finding.rule], report.inputs) for finding in shown],
                "columnKind": "unicodeCodePoints",
                "properties": {"asOf": str(report.as_of), "verdict": report.verdict, "units": report.summary.units},
            }
        ],
    }
    out.write(json_text(log))


def _rule(rule: AskedRule) -> dict[str, Any]:
    cited = [f"{source.id}: {source.title}{f' ({source.url})' if source.url else ''}" for source in rule.sources]
    web = next((source.url for source in rule.sources if is_address(source.url)), "")
    prohibits = verdict_of(True, rule.effect, licensed=False) is Verdict.VIOLATION
    return {
        "id": rule.id,
        "shortDescription": {"text": plain(rule.title)},
        "fullDescription": {"text": plain(rule.because)},
        "help": {"text": "\n".join([plain(rule.because), "", "Sources:", *map(plain, cited)])},
        **({"helpUri": quote(web, safe="%:/?#[]@!$&'()*+,;=")} if web else {}),
        "defaultConfiguration": {"level": "error" if prohibits else "warning"},
        "properties": {"tags": ["compliance", rule.effect], "problem.severity": "error" if prohibits else "warning"},
    }


def _result(finding: Finding, place: int, inputs: Sequence[Input]) -> dict[str, Any]:
    applied = [waiver for waiver in finding.waivers if waiver.state == "applied"]
    verdict = applied[0].would_be if applied else finding.verdict
    text = f"{sentence(finding.because)} {counted(finding.units, 'unit')}. {finding.remedy}"
    result = {
        "ruleId": finding.rule,
        "ruleIndex": place,
        "kind": _KINDS[verdict],
        "level": "error" if verdict is Verdict.VIOLATION else "none",
        "message": _message(text),
        "locations": [*_locations(finding, inputs)],
        "partialFingerprints": {
            "complianceFinding/v1": finding.fingerprint,
            "primaryLocationLineHash": finding.fingerprint,
        },
        "properties": {
            "verdict": finding.verdict,
            "effect": finding.effect,
            "subject": plain(f"{finding.subject.kind} {finding.subject.id}"),
            "units": finding.units,
            "locationsOmitted": finding.locations_omitted,
            "notes": [*map(plain, remarks(finding))],
        },
    }
    if finding.verdict is Verdict.WAIVED:
        result["suppressions"] = [
            {"kind": "external", "status": "accepted", "justification": plain(waiver_details(waiver))}
            for waiver in applied
        ]
    return result


def _message(text: str) -> dict[str, str]:
    """``text`` as it stands: without the links and the places to be filled in that a message may hold (3.11.5, 3.11.6)."""
    return {"text": _OBEYED.sub(r"\g<0> ", plain(text)).strip()}


def _locations(finding: Finding, inputs: Sequence[Input]) -> Iterator[dict[str, Any]]:
    """The rows; of what stands in no row, the inventories: GitHub shows nothing that stands nowhere."""
    for at in finding.locations:
        yield {
            "physicalLocation": {"artifactLocation": _file(at.file), "region": {"startLine": at.row}},
            "logicalLocations": [{"name": plain(at.id), "kind": "resource"}],
        }
    if not finding.locations:
        for entry in inputs:
            if entry.kind == "fleet":
                yield {"physicalLocation": {"artifactLocation": _file(entry.path), "region": {"startLine": 1}}}


def _file(path: str) -> dict[str, str]:
    return {"uri": quote(file_of(path), errors="replace"), **_BASE}


def _artifact(entry: Input) -> dict[str, Any]:
    bundled = entry.path.startswith("bundled:")
    return {
        "location": {"uri": quote(entry.path, safe=":/")} if bundled else _file(entry.path),
        "hashes": {"sha-256": entry.sha256},
        "properties": {"kind": entry.kind, "rows": entry.rows, "edition": entry.edition},
    }


def _notifications(report: Report, left_out: int) -> Iterator[dict[str, Any]]:
    if left_out:
        yield {
            "level": "warning",
            "message": _message(f"{left_out:,} more results are left out; --format json has them."),
        }
    for line in top_lines(report):
        yield {"level": "warning", "message": _message(line)}
    for note in report.notes:
        yield {"level": "note", "message": _message(note)}
