"""A report of an earlier day as the baseline: what it knew already is left out, so that only what is new is shown.

Findings are told apart by their fingerprints, which do not depend on rows and files. One that grew (more units, or a
unit that the baseline does not list), that is of other units, or that got worse is new.
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
from compliance.io.json import broken_at
from compliance.io.paths import content

WRITE = "Write it with compliance check --format json --output FILE."


@dataclass(frozen=True, slots=True)
class Known:
    """What a report says under one fingerprint; ``ids`` name the units that have a name, as far as they are listed.

    ``digests`` are of all that have a name.
    """

    verdict: Verdict
    units: int
    ids: frozenset[str]
    all_listed: bool
    digests: tuple[str, ...] = ()

    def covers(self, now: Known) -> bool:
        """Whether nothing of ``now`` is new, as far as units are counted and listed."""
        worse = now.verdict.severity < self.verdict.severity
        return not (worse or now.units > self.units or (self.all_listed and now.ids - self.ids))

    def exchanged(self, now: Known) -> bool:
        """Whether ``now`` is of as many units, but of others: seen beyond those that are listed."""
        can_be_seen = not self.all_listed and now.units == self.units and all((*self.digests, *now.digests))
        return can_be_seen and now.digests != self.digests

    def hides(self, now: Known) -> bool:
        """Whether other units may be among fewer ones: more than are listed, so nobody can tell."""
        return not self.all_listed and now.units < self.units


@dataclass(frozen=True, slots=True)
class Baseline:
    """An earlier report, called ``name``."""

    name: str
    as_of: date
    digest: str
    known: Mapping[str, Known]
    inputs: tuple[Input, ...] = ()

    def only_new(self, report: Report) -> Report:
        """``report`` with only the findings that are new, and a note that says how many are not."""
        now = known_of(report.findings)
        both = {mark: (self.known[mark], known) for mark, known in now.items() if mark in self.known}
        old = {mark for mark, (then, today) in both.items() if then.covers(today) and not then.exchanged(today)}
        new = tuple(finding for finding in report.findings if finding.fingerprint not in old)
        left_out, gone = len(report.findings) - len(new), len(self.known.keys() - now.keys())
        note = (
            f"Compared with {self.name} of {self.as_of} (SHA-256 {self.digest[:16]}…): {left_out} findings are known "
            f"and left out, {len(new)} are new, {gone} are gone. The verdicts of units count all findings."
        )
        fewer = sum(then.hides(today) for mark, (then, today) in both.items() if mark in old)
        if fewer:
            note += (
                f" Of those left out, {fewer} are of fewer units than before and of more than a report lists: whether "
                "other units are among them is not seen."
            )
        return replace(report, findings=new, notes=(note, *report.notes))


def read_baseline(path: Path, name: str) -> Baseline:
    """The report in the file ``path``, called ``name`` in messages. Raises ComplianceError."""
    raw = content(path, name, WRITE)
    try:
        data = json.loads(raw)
    except json.JSONDecodeError as error:
        at = broken_at(error)
        row, column = error.doc.count("\n", 0, at) + 1, at - error.doc.rfind("\n", 0, at)
        raise fail("is no whole JSON", WRITE, file=name, row=row, column=column) from None
    except (ValueError, RecursionError):
        raise fail("is no JSON text", WRITE, file=name) from None
    form = data.get("format") if isinstance(data, dict) else None
    if form != FORMAT:
        what = f"is {form!r}, not {FORMAT}" if isinstance(form, str) else "is no report"
        raise fail(what, WRITE, file=name)
    report = validate(Report, ParsedFile(name, data), advice=WRITE)
    return Baseline(name, report.as_of, sha256(raw).hexdigest(), known_of(report.findings), report.inputs)


def known_of(findings: Iterable[Finding]) -> dict[str, Known]:
    """What findings say, by fingerprint."""
    alike: dict[str, list[Finding]] = {}
    for finding in findings:
        alike.setdefault(finding.fingerprint, []).append(finding)
    return {
        mark: Known(
            worst(finding.verdict for finding in members),
            sum(finding.units for finding in members),
            frozenset(at.id for finding in members for at in finding.locations if at.has_name),
            not any(finding.locations_omitted for finding in members),
            tuple(sorted(finding.units_digest for finding in members)),
        )
        for mark, members in alike.items()
    }
