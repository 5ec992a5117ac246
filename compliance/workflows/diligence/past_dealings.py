"""Dealings of the past that a rule finds fault with, by the day of the dealing, and until when they may be pursued. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from compliance.core.bounds import Bounds
from compliance.core.finding import Finding, Report, Verdict
from compliance.core.timeline import anniversary
from compliance.inventory.units import Lot
from compliance.policies.policy import Policy
from compliance.workflows.diligence.plan import value_of_findings

_OPEN = (Verdict.VIOLATION, Verdict.UNDETERMINED, Verdict.FLAGGED)


@dataclass(frozen=True, slots=True)
class PastDealing:
    """Dealings of one day that one rule finds fault with, for one reason.

    ``pursued_until`` is the end of the limitation period; None where the policy does not say one.
    """

    day: date
    rule: str
    verdict: Verdict
    because: str
    units: int
    value: Bounds
    pursued_until: date | None


def past_dealings(
    policies: Sequence[Policy], report: Report, by_finding: Mapping[str, Sequence[Lot]], as_of: date
) -> list[PastDealing]:
    """All of them, the latest day first; ``by_finding`` holds the lots of each finding (``lots_by_finding``)."""
    policy_of = {rule.id: rule.policy for policy in policies for rule in policy.rules}
    alike: dict[tuple[date, str, Verdict, str], list[Finding]] = {}
    for finding in report.findings:
        day = finding.judged_on
        concerns = (
            finding.subject.kind == "lot"
            and finding.concern not in ("preparation", "owners")
            and finding.verdict in _OPEN
        )
        if concerns and day is not None and day < as_of:
            alike.setdefault((day, finding.rule, finding.verdict, finding.because), []).append(finding)
    dealings = []
    for (day, rule, verdict, because), findings in alike.items():
        limitation = policy_of[rule].limitation_of(day)
        until = anniversary(day, limitation.years) if limitation and limitation.years else None
        units = sum(finding.units for finding in findings)
        dealings.append(PastDealing(day, rule, verdict, because, units, value_of_findings(findings, by_finding), until))
    return sorted(dealings, key=lambda dealing: (-dealing.day.toordinal(), dealing.rule, dealing.because))
