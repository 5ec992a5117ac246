"""An earlier report as the baseline: findings that it contains are left out, so that only new ones are shown.

Findings are compared by fingerprint, which does not depend on rows and files. A finding is new as well when its verdict
got worse, when it covers more units or a unit that the baseline does not list, when it covers other units, and when one on a site says something else.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path

from compliance.core.errors import fail
from compliance.core.finding import FORMAT, Finding, Input, Report, Verdict, worst
from compliance.core.located import ParsedFile
from compliance.core.record import validate
from compliance.core.text import counted
from compliance.io.json import broken_at
from compliance.io.paths import content

ADVICE = "Write it with compliance check --format json --output FILE."


@dataclass(frozen=True, slots=True)
class KnownFinding:
    """What a report contains under one fingerprint.

    ``ids`` are the names of the units as far as the report lists them; ``digests`` cover all units that have a name.
    """

    verdict: Verdict
    units: int
    ids: frozenset[str]
    all_listed: bool
    digests: tuple[str, ...] = ()
    about: frozenset[str] = frozenset()
    """What findings on a site say: its operator or owner may be another one, and the site is the same."""

    def covers(self, now: KnownFinding) -> bool:
        """Whether ``now`` has nothing new, as far as units are counted and listed."""
        worse = now.verdict.severity < self.verdict.severity
        return not (
            worse or now.about - self.about or now.units > self.units or (self.all_listed and now.ids - self.ids)
        )

    def exchanged(self, now: KnownFinding) -> bool:
        """Whether ``now`` covers as many units, but other ones, beyond those that are listed."""
        comparable = not self.all_listed and now.units == self.units and all((*self.digests, *now.digests))
        return comparable and now.digests != self.digests

    def may_hide(self, now: KnownFinding) -> bool:
        """Whether ``now`` covers fewer units and other ones may be among them: the baseline does not list them all."""
        return not self.all_listed and now.units < self.units


@dataclass(frozen=True, slots=True)
class Baseline:
    """An earlier report, called ``name``."""

    name: str
    as_of: date
    digest: str
    known: Mapping[str, KnownFinding]
    inputs: tuple[Input, ...] = ()

    def only_new(self, report: Report) -> Report:
        """``report`` with only the findings that are new, and a note that says how many are not."""
        now = known_findings(report.findings)
        both = {mark: (self.known[mark], today) for mark, today in now.items() if mark in self.known}
        old = {mark for mark, (before, today) in both.items() if before.covers(today) and not before.exchanged(today)}
        new = tuple(finding for finding in report.findings if finding.fingerprint not in old)
        left_out, gone = len(report.findings) - len(new), len(self.known.keys() - now.keys())
        note = (
            f"This report was compared with {self.name} of {self.as_of} (SHA-256 {self.digest[:16]}…): "
            f"{counted(left_out, 'known finding')} left out, {len(new)} new, {gone} gone. "
            "The verdicts of units count all findings."
        )
        fewer = sum(before.may_hide(today) for mark, (before, today) in both.items() if mark in old)
        if fewer:
            note += (
                f" {counted(fewer, 'finding')} left out {'covers' if fewer == 1 else 'cover'} fewer units now, and more "
                "than the earlier report lists: other units may be among them."
            )
        return replace(report, findings=new, notes=(note, *report.notes))


def read_baseline(path: Path, name: str) -> Baseline:
    """The report in the file ``path``, called ``name`` in messages. Raises ComplianceError."""
    document, digest = saved_report(path, name, FORMAT, "report", ADVICE)
    report = validate(Report, document, advice=ADVICE)
    return Baseline(name, report.as_of, digest, known_findings(report.findings), report.inputs)


def saved_report(path: Path, name: str, form: str, what: str, advice: str) -> tuple[ParsedFile, str]:
    """The JSON object in the file ``path``, whose format must be ``form``, and the digest of the file.

    Messages call the file ``name`` and what it should be ``what``. Raises ComplianceError.
    """
    raw = content(path, name, advice)
    try:
        data = json.loads(raw)
    except json.JSONDecodeError as error:
        position = broken_at(error)
        row, column = error.doc.count("\n", 0, position) + 1, position - error.doc.rfind("\n", 0, position)
        raise fail("the file is not complete JSON", advice, file=name, row=row, column=column) from None
    except (ValueError, RecursionError):
        raise fail("the file is not JSON", advice, file=name) from None
    written = data.get("format") if isinstance(data, dict) else None
    if written != form:
        wrong = (
            f"the file has the format {written!r}, not {form}"
            if isinstance(written, str)
            else f"the file is not a {what}"
        )
        raise fail(wrong, advice, file=name)
    return ParsedFile(name, data), sha256(raw).hexdigest()


def known_findings(findings: Iterable[Finding]) -> dict[str, KnownFinding]:
    """The findings by fingerprint."""
    by_fingerprint: dict[str, list[Finding]] = {}
    for finding in findings:
        by_fingerprint.setdefault(finding.fingerprint, []).append(finding)
    return {
        mark: KnownFinding(
            worst(finding.verdict for finding in members),
            sum(finding.units for finding in members),
            frozenset(row.id for finding in members for row in finding.locations if row.has_name),
            not any(finding.locations_omitted for finding in members),
            tuple(sorted(finding.units_digest for finding in members)),
            frozenset(finding.because for finding in members if finding.subject.kind == "site"),
        )
        for mark, members in by_fingerprint.items()
    }
