"""What is newly affected since a saved report, and why: the law, a list, ownership, the inventory. Pure.

A finding that today's data give on the day of the saved report as well is there because the data changed; one that they
do not give is there because of what happened since, on the first day on which they give it.
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

_CALLED: Mapping[str, str] = {
    "fleet": "inventory",
    "list": "list edition",
    "parties": "ownership",
    "policy": "law",
    "sites": "sites",
    "waivers": "waivers",
    "decisions": "decisions",
}
_OF_EVENT: Mapping[str, str] = {
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
"""What a person calls the cause of each kind of event."""


@dataclass(frozen=True, slots=True)
class Cause:
    """Why something is newly affected; ``day`` is None where the data changed."""

    kind: str
    what: str
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Affected:
    """A finding that the saved report does not know, or knew as less; ``before`` is what it said."""

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
    news = []
    for finding in saved.only_new(_open(now)).findings:
        print_ = finding.fingerprint
        today, then = reports[max(reports)][print_], reports[min(reports)].get(print_)
        if then and then.covers(today):
            causes = tuple(_data(saved, policies, inputs, finding))
        else:
            causes = tuple(_events(history, policies, reports, finding, today))
        before = saved.known.get(print_)
        news.append(
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
    news.sort(key=lambda each: (each.verdict.severity, -each.units, each.rule, each.subject.id))
    return Watched(saved.name, saved.as_of, tuple(news))


def _open(report: Report) -> Report:
    """The findings that somebody must look at."""
    bad = tuple(each for each in report.findings if each.verdict.severity < Verdict.WAIVED.severity)
    return replace(report, findings=bad)


def _data(saved: Baseline, policies: Sequence[Policy], inputs: Sequence[Input], finding: Finding) -> Iterator[Cause]:
    """The inputs that differ from the saved report's and that the rule reads."""
    reads_lists = any((*each.lists_needed(), *each.regimes_needed(), *each.installations_needed())
                      for each in _constraints(policies, finding.rule))  # fmt: skip
    for kind, called in _CALLED.items():
        mine, theirs = (
            {(each.path, each.sha256): each for each in some if each.kind == kind and _of_rule(each, finding.rule)}
            for some in (inputs, saved.inputs)
        )
        changed = [*(each for key, each in mine.items() if key not in theirs),
                   *(each for key, each in theirs.items() if key not in mine)]  # fmt: skip
        if changed and (kind != "list" or reads_lists):
            editions = sorted({each.edition for each in changed if each.edition})
            more = f" (editions {', '.join(editions)})" if editions else ""
            yield Cause(called, f"{', '.join(dict.fromkeys(each.path for each in changed))}: not what it was{more}")


def _constraints(policies: Sequence[Policy], rule_id: str) -> list[BaseConstraint]:
    rules = (rule for policy in policies for rule in policy.rules if rule.id == rule_id)
    return [version.constraint for rule in rules for _, version in rule.versions]


def _of_rule(each: Input, rule_id: str) -> bool:
    """Whether an input can matter to a rule: of the policies only its own."""
    return (
        each.kind != "policy" or each.path.removeprefix("bundled:").split("/")[-1] == rule_id.split("/", maxsplit=1)[0]
    )


def _events(
    history: History,
    policies: Sequence[Policy],
    reports: Mapping[date, Mapping[str, KnownFinding]],
    finding: Finding,
    today: KnownFinding,
) -> Iterator[Cause]:
    """What happened on the day from which on the finding is what it is today."""

    def held(day: date) -> bool:
        then = reports[day].get(finding.fingerprint)
        return then is not None and then.covers(today)

    happened = history.on(min(takewhile(held, sorted(reports, reverse=True)))).events
    telling = [event for event in happened if _concerns(event, policies, finding.rule)] or list(happened)
    for event in telling:
        why, doubt = f" ({event.why})" if event.why else "", "; announced only" if event.announced else ""
        yield Cause(_OF_EVENT[event.kind], f"{event.what}{why}{doubt}", event.day)


def _concerns(event: Event, policies: Sequence[Policy], rule_id: str) -> bool:
    """Whether the rule reads what changed."""
    if event.kind in ("rule", "waiver"):
        return event.subject == rule_id
    constraints = _constraints(policies, rule_id)
    if event.kind in ("list", "age", "interest", "decision") and any(each.regimes_needed() for each in constraints):
        return True
    return any(
        event.subject in (
            *each.lists_needed(), *each.country_sets_needed(), *each.regimes_needed(), *each.installations_needed(),
        )
        for each in constraints
    )  # fmt: skip
