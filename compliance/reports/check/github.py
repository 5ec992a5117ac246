"""Workflow commands, for annotations in GitHub Actions: one per reason, at the first row that it concerns.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

from typing import TextIO

from compliance.core.finding import Verdict
from compliance.core.text import counted
from compliance.reports.check.base import Account
from compliance.reports.sentences import HEADLINE
from compliance.reports.style import plain
from compliance.reports.summaries import FindingGroup, by_rule, file_of

_COMMANDS = {
    Verdict.VIOLATION: "error",
    Verdict.UNDETERMINED: "warning",
    Verdict.FLAGGED: "warning",
    Verdict.WAIVED: "notice",
    Verdict.COMPLIANT: "notice",
    Verdict.NOT_APPLICABLE: "notice",
}


def write(account: Account, out: TextIO) -> None:
    """A command per reason, worst first, since only the first ones are shown; then a line for the log."""
    report = account.report
    groups = [(rule, group) for rule, members in by_rule(report.findings) for group in members]
    for rule, group in sorted(groups, key=lambda pair: pair[1].verdict.severity):
        out.write(_command(rule, group) + "\n")
    units = counted(report.summary.units, "unit")
    out.write(_broken(f"compliance: {report.verdict}, {HEADLINE[report.verdict]}; {units} as of {report.as_of}") + "\n")


def _command(rule: str, group: FindingGroup) -> str:
    properties = {"title": f"{rule}: {group.verdict}"}
    if group.locations:
        first = group.locations[0]
        properties = {"file": file_of(first.file), "line": str(first.row), **properties}
    written = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{_COMMANDS[group.verdict]} {written}::{_data(group.whole)}"


def _data(text: str) -> str:
    return _broken(plain(text)).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _broken(line: str) -> str:
    """``line`` without the older mark of a command, which the runner obeys anywhere in a line."""
    return line.replace("##[", "## [")
