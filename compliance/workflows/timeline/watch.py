"""What is newly affected since a saved report, and why: the law, a list, ownership, the inventory. Pure.

Where today's data give the finding on the day of the saved report as well, the cause is a change of the data. Otherwise
the cause is what happened on the first day on which they give it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import takewhile

from compliance.core.finding import Finding, Input, Report, Subject, Verdict
from compliance.policies.baseline import Baseline, KnownFinding, known_findings
from compliance.policies.constraints.base import BaseConstraint
from compliance.policies.policy import Policy
from compliance.workflows.timeline.changes import Event
from compliance.workflows.timeline.verdicts import History

_INPUT_CAUSES: Mapping[str, str] = {
    "fleet": "inventory",
    "list": "list edition",
    "parties": "ownership",
    "policy": "law",
    "sites": "sites",
    "waivers": "waivers",
    "decisions": "decisions",
    "documents": "documents",
}
_EVENT_CAUSES: Mapping[str, str] = {
    "rule": "law",
    "set": "law",
    "regime": "law",
    "list": "list edition",
    "interest": "ownership",
    "waiver": "waivers",
    "decision": "decisions",
    "installation": "list edition",
    "age": "list edition",
}
"""The cause that a reader sees for each kind of event."""


@dataclass(frozen=True, slots=True)
class Cause:
    """Why something is newly affected; ``day`` is None where the data changed."""

    kind: str
    what: str
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Affected:
    """A finding that the saved report lacks, or has with a milder verdict or fewer units; ``before`` is its verdict there."""

    rule: str
    subject: Subject
    verdict: Verdict
    before: Verdict | None
    units: int
    units_before: int
    because: str
    causes: tuple[Cause, ...]


@dataclass(frozen=True, slots=True)
class Watched:
    """What is newly affected since the saved report ``name`` of the day ``as_of``, the worst first."""

    name: str
    as_of: date
    affected: tuple[Affected, ...]


def watch(saved: Baseline, policies: Sequence[Policy], history: History, inputs: Sequence[Input]) -> Watched:
    """What is new at the end of ``history``, which begins on the day of ``saved``."""
    reports = {day: known_findings(report.findings) for day, report in sorted(history.reports.items())}
    now = history.reports[max(history.reports)]
    affected = []
    for finding in saved.only_new(_open(now)).findings:
        fingerprint = finding.fingerprint
        latest, earlier = reports[max(reports)][fingerprint], reports[min(reports)].get(fingerprint)
        if earlier and earlier.covers(latest):
            causes = tuple(_data(saved, policies, inputs, finding))
        else:
            causes = tuple(_events(history, policies, reports, finding, latest))
        before = saved.known.get(fingerprint)
        affected.append(
            Affected(
                finding.rule,
                finding.subject,
                finding.verdict,
                before.verdict if before else None,
                finding.units,
                before.units if before else 0,
                finding.because,
                causes,
            )
        )
    affected.sort(key=lambda entry: (entry.verdict.severity, -entry.units, entry.rule, entry.subject.id))
    return Watched(saved.name, saved.as_of, tuple(affected))


def _open(report: Report) -> Report:
    """The findings that somebody must look at."""
    findings = tuple(finding for finding in report.findings if finding.verdict.severity < Verdict.WAIVED.severity)
    return replace(report, findings=findings)


def _data(saved: Baseline, policies: Sequence[Policy], inputs: Sequence[Input], finding: Finding) -> Iterator[Cause]:
    """The inputs that differ from the saved report's and that the rule reads."""
    reads_lists = any((*constraint.lists_needed(), *constraint.regimes_needed(), *constraint.installations_needed())
                      for constraint in _constraints(policies, finding.rule))  # fmt: skip
    for kind, cause in _INPUT_CAUSES.items():
        current, earlier = (
            {(file.path, file.sha256): file for file in files if file.kind == kind and _of_rule(file, finding.rule)}
            for files in (inputs, saved.inputs)
        )
        changed = [*(file for key, file in current.items() if key not in earlier),
                   *(file for key, file in earlier.items() if key not in current)]  # fmt: skip
        if changed and (kind != "list" or reads_lists):
            editions = sorted({file.edition for file in changed if file.edition})
            more = f" (editions {', '.join(editions)})" if editions else ""
            yield Cause(
                cause,
                f"{', '.join(dict.fromkeys(file.path for file in changed))}: changed since the saved report{more}",
            )


def _constraints(policies: Sequence[Policy], rule_id: str) -> list[BaseConstraint]:
    rules = (rule for policy in policies for rule in policy.rules if rule.id == rule_id)
    return [version.constraint for rule in rules for _, version in rule.versions]


def _of_rule(file: Input, rule_id: str) -> bool:
    """Whether the rule may read the input: of the policies only its own."""
    return (
        file.kind != "policy" or file.path.removeprefix("bundled:").split("/")[-1] == rule_id.split("/", maxsplit=1)[0]
    )


def _events(
    history: History,
    policies: Sequence[Policy],
    reports: Mapping[date, Mapping[str, KnownFinding]],
    finding: Finding,
    latest: KnownFinding,
) -> Iterator[Cause]:
    """The events of the day from which the finding is as it is today."""

    def has_finding(day: date) -> bool:
        known = reports[day].get(finding.fingerprint)
        return known is not None and known.covers(latest)

    changes = history.on(min(takewhile(has_finding, sorted(reports, reverse=True)))).events
    relevant = [event for event in changes if _concerns(event, policies, finding.rule)] or list(changes)
    for event in relevant:
        why, doubt = f" ({event.why})" if event.why else "", "; announced only" if event.announced else ""
        yield Cause(_EVENT_CAUSES[event.kind], f"{event.what}{why}{doubt}", event.day)


def _concerns(event: Event, policies: Sequence[Policy], rule_id: str) -> bool:
    """Whether the rule reads what changed."""
    if event.kind in ("rule", "waiver"):
        return event.subject == rule_id
    constraints = _constraints(policies, rule_id)
    if event.kind in ("list", "age", "interest", "decision") and any(
        constraint.regimes_needed() for constraint in constraints
    ):
        return True
    return any(
        event.subject in (
            *constraint.lists_needed(), *constraint.country_sets_needed(), *constraint.regimes_needed(), *constraint.installations_needed(),
        )
        for constraint in constraints
    )  # fmt: skip
