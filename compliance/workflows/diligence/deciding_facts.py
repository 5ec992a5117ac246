"""The facts that decide: the gravest finding of each rule and the claim of customs, ordered by gravity, then by money."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from compliance.core.bounds import Bounds, dollars
from compliance.core.finding import Finding, Report, Verdict, gravity
from compliance.core.text import counted
from compliance.inventory.units import Lot
from compliance.workflows.diligence.plan import value_of_findings
from compliance.workflows.duty import DutyResult
from compliance.workflows.duty_lines import not_live
from compliance.workflows.timeline.verdicts import History

MAX_FACTS = 3
"""So many facts decide."""
_CLAIM = (1, Verdict.FLAGGED.severity, -1)
"""How grave a claim of customs is: less than a certain violation, more than what a person must only look at."""

_Rank = tuple[tuple[int, int, int], Decimal, int]


def deciding_facts(
    report: Report, by_finding: Mapping[str, Sequence[Lot]], owing: DutyResult, coming: History
) -> tuple[str, ...]:
    """What decides, the gravest first; what the reader has to prepare is no fact about the target.

    ``by_finding`` holds the lots of each finding (``lots_by_finding``).
    """
    ranked = sorted([*_findings(report, by_finding), *_claim(owing)], key=lambda fact: fact[0])
    facts = [*(fact for _, fact in ranked), *_change(coming)]
    if not any(finding.verdict is Verdict.VIOLATION for finding in report.findings):
        facts.append("No unit is known to break a rule.")
    return tuple(facts[:MAX_FACTS])


def _findings(report: Report, by_finding: Mapping[str, Sequence[Lot]]) -> Iterator[tuple[_Rank, str]]:
    """The gravest findings of each rule that say the same, as one fact."""
    of_rule: dict[str, list[Finding]] = {}
    for finding in report.findings:
        if finding.concern != "preparation" and finding.verdict is not Verdict.WAIVED:
            of_rule.setdefault(finding.rule, []).append(finding)
    for rule, findings in of_rule.items():
        first = min(findings, key=lambda finding: (gravity(finding), -finding.units, finding.because))
        alike = [
            finding
            for finding in findings
            if (finding.verdict, finding.because, finding.subject.kind)
            == (first.verdict, first.because, first.subject.kind)
        ]
        value = value_of_findings(alike, by_finding)
        units = sum(finding.units for finding in alike)
        yield (
            (gravity(first), -(value.most or value.least), -units),
            _fact(rule, first, units, report.summary.units, value),
        )


def _fact(rule: str, finding: Finding, units: int, of: int, value: Bounds) -> str:
    """A finding in a sentence: what is broken, of whom or of how many units, under which rule."""
    open_word = "may break" if finding.verdict is Verdict.UNDETERMINED else "falls under"
    verb = "breaks" if finding.verdict is Verdict.VIOLATION else open_word
    if finding.subject.kind in ("site", "party"):
        whom = f"The {finding.subject.kind} {finding.subject.id}"
    elif finding.subject.kind == "fleet":
        whom = "The fleet"
    else:
        worth = "" if value.most is None and not value.least else f", bought for {dollars(value)},"
        whom = f"{counted(units, 'unit')} of {of:,} ({units / of:.1%}){worth}"
        verb = verb if units == 1 else {"breaks": "break", "falls under": "fall under"}.get(verb, verb)
    return f"{whom} {verb} {rule} ({finding.effect}): {finding.because.rstrip('.')}."


def _claim(owing: DutyResult) -> Iterator[tuple[_Rank, str]]:
    """What customs may claim, as a fact."""
    total = owing.total
    if total.exposure.most != 0:
        yield (
            (_CLAIM, -(total.live.most or total.live.least), 0),
            f"If customs hold the machines to be of another origin ({owing.asserted}), more duty is due, without interest: "
            f"{dollars(total.live)}{not_live(total)}.",
        )


def _change(coming: History) -> Iterator[str]:
    """The first day on which the answer changes."""
    for entry in coming.entries[1:]:
        if entry.shifts:
            what = "; ".join(event.what for event in entry.events) or "facts change"
            yield f"On {entry.day} the answer changes: {what}."
            return
