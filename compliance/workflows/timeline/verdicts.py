"""The verdicts of a fleet over a span of days: on every day on which anything changes, with what changed and why.

The lots are read once; a rule is evaluated again on each day on which its answer may change. Pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from compliance import __version__
from compliance.core.errors import fail
from compliance.core.finding import Finding, Input, Report, Summary, Tool, Verdict, worst
from compliance.inventory.units import Unit
from compliance.policies.engine.assessment import assess, disposed_units
from compliance.policies.engine.digests import UnitDigests
from compliance.policies.facts import Facts
from compliance.policies.policy import Policy
from compliance.policies.waivers import Waivers
from compliance.workflows.timeline.changes import Event, change_days_of, events

Counts = Mapping[Verdict, int]

TOOL = Tool("mining-compliance", __version__)


@dataclass(frozen=True, slots=True)
class Shift:
    """A rule whose answers differ from those of the day before: units by verdict, before and after."""

    rule: str
    before: Counts
    after: Counts


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """The verdicts from ``day`` until the next entry; ``in_force`` is False where no rule is in force."""

    day: date
    verdict: Verdict
    by_verdict: Counts
    events: tuple[Event, ...]
    shifts: tuple[Shift, ...]
    in_force: bool
    answered: date
    """The day, at most ``day``, on which the rules were last evaluated."""


@dataclass(frozen=True, slots=True)
class History:
    """The entries of a span; the first is on its first day."""

    tool: Tool
    first: date
    last: date
    units: int
    entries: tuple[TimelineEntry, ...]
    reports: Mapping[date, Report]
    notes: tuple[str, ...]
    inputs: tuple[Input, ...] = ()

    def on(self, day: date) -> TimelineEntry:
        """The entry that ``day`` belongs to."""
        return [entry for entry in self.entries if entry.day <= day][-1]


def history(
    policies: Sequence[Policy],
    facts: Facts,
    waivers: Waivers,
    first: date,
    last: date,
    *,
    rows: bool = False,
    digests: UnitDigests | None = None,
) -> History:
    """The verdicts from ``first`` to ``last``, both included; ``rows``: the first and the last report name all rows.

    ``digests`` know the units of large lots.

    Raises ComplianceError where nothing would be checked: no unit, or no rule in force on any day.
    """
    if last < first:
        raise fail(f"the span ends on {last}, before it begins on {first}", "Swap --from and --to.")
    by_day: dict[date, list[Event]] = {}
    for event in events(policies, facts, waivers, first, last):
        by_day.setdefault(event.day, []).append(event)
    evaluation = _Evaluation(policies, facts, waivers, digests)
    days = [first, *sorted(day for day in evaluation.days | set(by_day) if first < day <= last)]
    reports: dict[date, Report] = {}
    entries: list[TimelineEntry] = []
    for day in days:
        shifts: list[Shift] = []
        if day == first or day in evaluation.days:
            reports[day] = report = evaluation.on(day, whole=rows and day in (first, days[-1]))
            shifts = _shifts(reports[entries[-1].answered].findings, report.findings) if entries else []
        answered = day if day in reports else entries[-1].answered
        report = reports[answered]
        changes = tuple(by_day.get(day, ()))
        entries.append(
            TimelineEntry(
                day, report.verdict, report.summary.by_verdict, changes, tuple(shifts), bool(report.findings), answered
            )
        )
    if not any(entry.in_force for entry in entries):
        raise fail(f"nothing was checked: no rule is in force from {first} to {last}", "Choose another span or policy.")
    return History(TOOL, first, last, facts.fleet.units, tuple(entries), reports, facts.fleet.notes)


@dataclass(frozen=True, slots=True)
class _Answer:
    """The result of one rule on one day."""

    findings: tuple[Finding, ...] = ()
    units: Mapping[Unit, Verdict] = field(default_factory=dict)


class _Evaluation:
    """Evaluates each rule only on the days on which its answer may change."""

    def __init__(self, policies: Sequence[Policy], facts: Facts, waivers: Waivers, digests: UnitDigests | None) -> None:
        self._rules = [(replace(policy, rules=(rule,)), rule) for policy in policies for rule in policy.rules]
        self._days = {rule.id: change_days_of(rule, facts, waivers) for _, rule in self._rules}
        self._facts, self._waivers, self._digests = facts, waivers, digests
        # Reports of the days in between show no rows: one location of each lot is enough.
        slim = tuple(replace(lot, locations=lot.locations[:1]) for lot in facts.fleet.lots)
        self._slim = replace(facts, fleet=replace(facts.fleet, lots=slim))
        self._answers: dict[str, _Answer] = {}
        self.days = frozenset(day for days in self._days.values() for day in days)

    def on(self, day: date, *, whole: bool) -> Report:
        """The report of ``day``, never earlier than the previous call's; ``whole``: with all rows."""
        facts = (self._facts if whole else self._slim).on(day)
        for policy, rule in self._rules:
            if whole or rule.id not in self._answers or day in self._days[rule.id]:
                self._answers[rule.id] = self._evaluate(policy, facts)
        in_force = any(rule.on(day).in_force for _, rule in self._rules)
        answers = self._answers.values() if in_force else ()
        counts = dict.fromkeys(Verdict, 0)
        for lot in facts.fleet.lots:
            counts[worst(answer.units[lot.unit] for answer in answers if lot.unit in answer.units)] += lot.units
        findings = sorted(
            (finding for answer in answers for finding in answer.findings),
            key=lambda finding: (finding.verdict.severity, finding.rule, finding.subject.id),
        )
        summary = Summary(facts.fleet.units, len(facts.fleet.lots), counts, disposed_units(facts.fleet))
        return Report(TOOL, day, worst(finding.verdict for finding in findings), summary, tuple(findings))

    def _evaluate(self, policy: Policy, facts: Facts) -> _Answer:
        assessment = assess([policy], facts, self._waivers, any_day=True, digests=self._digests)
        return _Answer(assessment.report.findings, {unit: answer.verdict for unit, answer in assessment.units.items()})


def _shifts(before: Iterable[Finding], after: Iterable[Finding]) -> list[Shift]:
    earlier, later = by_rule(before), by_rule(after)
    rules = sorted(earlier.keys() | later.keys())
    none: Counter[Verdict] = Counter()
    pairs = ((rule, earlier.get(rule, none), later.get(rule, none)) for rule in rules)
    return [Shift(rule, old, new) for rule, old, new in pairs if old != new]


def by_rule(findings: Iterable[Finding]) -> dict[str, Counter[Verdict]]:
    """Units by verdict for each rule; a site or a party without units counts as one."""
    counts: dict[str, Counter[Verdict]] = {}
    for finding in findings:
        if finding.verdict is not Verdict.NOT_APPLICABLE:
            counts.setdefault(finding.rule, Counter())[finding.verdict] += finding.units or 1
    return counts
