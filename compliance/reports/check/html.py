"""One page that can be sent on: summary, charts, findings with evidence and sources, and every unit to search in.

It needs no network and no other file, can be read without its script, and is printed clean. What it looks like is in
templates/check.html; the table of units is packed in units.py and unpacked by units.js.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TextIO

from compliance.core.finding import Evidence, Verdict
from compliance.core.text import counted
from compliance.reports.charts import Chart
from compliance.reports.check.base import Account, AskedRule, JudgedLot, units_by
from compliance.reports.check.units import COLUMNS, FILTERS, MAX_UNITS, packed
from compliance.reports.documents.html import papers_parts
from compliance.reports.graph_svg import STYLE
from compliance.reports.page import asset, page
from compliance.reports.sentences import HEADLINE, top_lines
from compliance.reports.summaries import FindingGroup, by_rule, notes, on_fleet, preparation, remedies, sources

PREDICATES = {
    Verdict.VIOLATION: ("breaks a rule for certain", "break a rule for certain"),
    Verdict.UNDETERMINED: ("is undetermined", "are undetermined"),
    Verdict.FLAGGED: ("is flagged", "are flagged"),
    Verdict.WAIVED: ("is waived", "are waived"),
    Verdict.COMPLIANT: ("complies", "comply"),
    Verdict.NOT_APPLICABLE: ("is not covered", "are not covered"),
}
"""What a verdict says of one unit, and of several."""
SUBJECTS = {"fleet": "the whole fleet", "site": "a site", "party": "a party", "lot": "a lot"}
MAX_REASONS = 100
MAX_EVIDENCE = 12
MAX_NAMES = 12
"""So many reasons of a rule, lines of evidence of a reason, and makers, origins or sites stand on the page."""


@dataclass(frozen=True, slots=True)
class RuleFindings:
    """A rule that found something: its place among them, and its reasons, of which the page shows the first ones.

    ``first`` is the place of its first reason among those of all rules.
    """

    rule: AskedRule
    place: int
    first: int
    reasons: Sequence[FindingGroup]

    @property
    def shown(self) -> Sequence[FindingGroup]:
        """The reasons that are shown one by one."""
        return self.reasons[:MAX_REASONS]

    @property
    def left_out(self) -> str:
        """How many reasons are not shown, and on how many units; empty if none."""
        rest = self.reasons[MAX_REASONS:]
        return (
            f"and {len(rest)} more reasons, on {counted(sum(reason.units for reason in rest), 'unit')}" if rest else ""
        )

    @property
    def notes(self) -> list[str]:
        """What else is to be known of the reasons shown."""
        return notes(self.shown)

    @property
    def cited(self) -> list[str]:
        """The ids of the sources of the reasons shown."""
        findings = (finding for reason in self.shown for finding in reason.findings)
        return [*dict.fromkeys(source.id for finding in findings for source in finding.sources)]


def write(account: Account, out: TextIO, max_units: int = MAX_UNITS) -> None:
    """The page; of an inventory of more than ``max_units`` rows it shows the lots instead."""
    report, lots = account.report, account.lots()
    groups = by_rule(on_fleet(report.findings))
    rule_findings = _rule_findings(account.rules, groups)
    places = {part.rule.id: part.place for part in rule_findings}
    in_lots = account.rows > max_units
    pictures, cited = account.pictures(), sources(report.findings)
    papers = account.papers()
    next_steps, own_steps = remedies(on_fleet(report.findings)), preparation(report.findings)
    parts = {
        "summary": "Summary",
        "next": "What to do next" if next_steps else "",
        "preparation": "Our preparation" if own_steps else "",
        "findings": "Findings",
        "ownership": "Ownership" if pictures else "",
        "papers": "Documents" if papers else "",
        "units": "Lots" if in_lots else "Units",
        "sources": "Sources" if cited else "",
        "read": "What was read",
    }
    reasons = [(rule, reason) for rule, of_rule in groups for reason in of_rule]
    out.write(
        page(
            "check.html",
            style=STYLE,
            script=asset("units.js"),
            look=account.style,
            title=f"Compliance: {report.verdict} ({report.as_of})",
            kind="Compliance report",
            report=report,
            headline=HEADLINE,
            lead=_lead(account),
            top_lines=top_lines(report),
            inventories=[source.path for source in report.inputs if source.kind == "fleet"],
            parts={key: title for key, title in parts.items() if title},
            rule_chart=Chart("Units by rule and verdict", "Rule", [(rule, rule.units) for rule in account.rules]),
            charts=_charts(lots),
            places=places,
            rule_findings=rule_findings,
            silent=[rule for rule in account.rules if rule.id not in places],
            next_steps=next_steps,
            own_steps=own_steps,
            pictures=pictures,
            papers=papers_parts(papers) if papers else None,
            sources=cited,
            evidence=_evidence,
            max_evidence=MAX_EVIDENCE,
            rows=account.rows,
            in_lots=in_lots,
            max_units=max_units,
            columns=COLUMNS,
            filters=FILTERS,
            units_data=packed(account, reasons, max_units),
        )
    )


def _lead(account: Account) -> str:
    report, summary = account.report, account.report.summary
    counts = [f"{units:,} {PREDICATES[verdict][units > 1]}" for verdict, units in summary.by_verdict.items() if units]
    listed = f"{', '.join(counts[:-1])} and {counts[-1]}" if len(counts) > 1 else "".join(counts)
    lead = (
        f"Of {counted(summary.units, 'unit')} in {counted(summary.lots, 'lot')}, judged by "
        f"{counted(len(account.rules), 'rule')} as of {report.as_of.day} {report.as_of:%B %Y}, {listed}."
    )
    if not summary.by_verdict[report.verdict]:
        kinds = {finding.subject.kind for finding in report.findings if finding.verdict is report.verdict}
        lead += f" A finding on {' and '.join(sorted(map(SUBJECTS.__getitem__, kinds)))} gives the verdict."
    return lead


def _charts(lots: Sequence[JudgedLot]) -> list[Chart[str]]:
    units = {
        "maker": units_by(lots, lambda lot: lot.maker),
        "origin": units_by(lots, lambda lot: lot.origin),
        "site": units_by(lots, lambda lot: lot.site),
    }
    return [
        Chart(f"Units by {what} and worst verdict", what.capitalize(), _most(by_name))
        for what, by_name in units.items()
    ]


def _most(by_name: Mapping[str, Mapping[Verdict, int]]) -> list[tuple[str, Mapping[Verdict, int]]]:
    """The names with most units; the others together."""
    named = [*by_name.items()]
    rest = named[MAX_NAMES:]
    if not rest:
        return named
    others = {verdict: sum(units.get(verdict, 0) for _, units in rest) for verdict in Verdict}
    return [*named[:MAX_NAMES], (f"{len(rest)} others", others)]


def _rule_findings(
    rules: Sequence[AskedRule], groups: Sequence[tuple[str, Sequence[FindingGroup]]]
) -> list[RuleFindings]:
    rules_by_id = {rule.id: rule for rule in rules}
    parts, first = [], 0
    for place, (rule, reasons) in enumerate(groups):
        parts.append(RuleFindings(rules_by_id[rule], place, first, reasons))
        first += len(reasons)
    return parts


def _evidence(reason: FindingGroup) -> list[tuple[str, str, str]]:
    """What a reason rests on, each fact once: fact, value, where it is written."""
    facts = dict.fromkeys(evidence for finding in reason.findings for evidence in finding.evidence)
    return [(evidence.fact, evidence.value, _place(evidence)) for evidence in facts]


def _place(evidence: Evidence) -> str:
    row = f", row {evidence.row}" if evidence.row else ""
    return f"{evidence.file or ''}{row}{f', column {evidence.column}' if evidence.column else ''}"
