"""The board paper: two pages with the verdict, the gravest findings and the decisions asked; ``annex`` adds all the rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import BinaryIO

from compliance.core.finding import Verdict
from compliance.core.text import counted
from compliance.reports.check.base import Account, AskedRule
from compliance.reports.pdf import PAPERS, typeset
from compliance.reports.sentences import DISCLAIMER, HEADLINE
from compliance.reports.style import plain
from compliance.reports.summaries import (
    FindingGroup,
    by_rule,
    gravest,
    leading,
    notes,
    on_fleet,
    preparation,
    remedies,
    sources,
)

MAX_FINDINGS, MAX_STEPS, MAX_RULES = 3, 3, 12
"""So many findings, decisions and rules stand on the two pages."""
MAX_TEXT = 420
"""A sentence on the two pages is cut after so many characters; the annex has it whole."""
MAX_REASONS, MAX_UNITS = 40, 4000
"""So many reasons of a rule, and units that break one for certain, stand in the annex."""


def write(account: Account, out: BinaryIO) -> None:
    """The paper, on the style's paper size. Raises ComplianceError where the extra ``[pdf]`` is not installed."""
    report, style = account.report, account.style
    findings = on_fleet(report.findings)
    groups = gravest(report.findings)
    titles = {rule.id: rule.title for rule in account.rules}
    steps = remedies(findings)
    rules = [rule for rule in account.rules if sum(rule.units.values())]
    inventories = [entry.path for entry in report.inputs if entry.kind == "fleet"]
    data = {
        "paper": PAPERS[style.paper],
        "title": f"Compliance of {', '.join(map(plain, inventories)) or 'the fleet'}",
        "question": f"As of {report.as_of.day} {report.as_of:%B %Y}, under {', '.join(policy.id for policy in report.policies)}",
        "verdict": report.verdict,
        "headline": f"{report.verdict.capitalize()}: {HEADLINE[report.verdict]}",
        "lead": f"{counted(report.summary.units, 'unit')} in {counted(report.summary.lots, 'lot')} were judged by {counted(len(account.rules), 'rule')}.",
        "units": report.summary.units,
        "by_verdict": report.summary.by_verdict,
        "gravest": [_card(group, titles, cut=True) for group in leading(report.findings, MAX_FINDINGS)],
        "more": f"and {counted(len(groups) - MAX_FINDINGS, 'more finding')}" if len(groups) > MAX_FINDINGS else "",
        "decisions": [_cut(f"{step.text} ({step.of})") for step in steps[:MAX_STEPS]],
        "preparation": [_cut(f"{step.text} ({step.of})") for step in preparation(report.findings)[:MAX_STEPS]],
        "most": max((sum(rule.units.values()) for rule in rules), default=0),
        "chart": [{"title": plain(rule.title), "units": _units(rule)} for rule in _worst_first(rules)[:MAX_RULES]],
        "more_rules": f"and {counted(len(rules) - MAX_RULES, 'more rule')}" if len(rules) > MAX_RULES else "",
        "disclaimer": f"{report.tool.name} {report.tool.version}. {DISCLAIMER}",
        "annex": _annex(account, titles) if style.annex else None,
    }  # fmt: skip
    out.write(typeset("board.typ", report.as_of, data))


def _annex(account: Account, titles: Mapping[str, str]) -> dict[str, object]:
    report = account.report
    rows = list(islice(_violations(account), MAX_UNITS + 1))
    return {
        "rules": [
            {
                "id": rule,
                "title": plain(titles.get(rule, rule)),
                "effect": groups[0].findings[0].effect,
                "findings": [_card(group, titles, cut=False) for group in groups[:MAX_REASONS]],
                "more": f"and {counted(len(groups) - MAX_REASONS, 'more reason')}" if len(groups) > MAX_REASONS else "",
                "notes": [plain(note) for note in notes(groups[:MAX_REASONS])],
            }
            for rule, groups in by_rule(on_fleet(report.findings))
        ],
        "units": rows[:MAX_UNITS],
        "more_units": f"and more, of {counted(report.summary.by_verdict[Verdict.VIOLATION], 'unit')}; the workbook has them all"
        if len(rows) > MAX_UNITS
        else "",
        "sources": [f"{source.id}: {plain(source.title)}{f' ({doubt})' if doubt else ''}" for source, doubt in sources(report.findings)],
        "inputs": [
            {"kind": entry.kind, "path": plain(entry.path), "edition": entry.edition or "", "sha256": entry.sha256}
            for entry in report.inputs
        ],
        "notes": [plain(note) for note in report.notes],
    }  # fmt: skip


def _violations(account: Account) -> Iterator[str]:
    """Every row whose units break a rule on units for certain: its name, its place, how many units."""
    for inventory in account.inventories():
        for number, row, units, lot in inventory.judged():
            if lot.verdict is Verdict.VIOLATION:
                name = inventory.cell(row, "asset_id") or inventory.cell(row, "serial_number")
                many = f", {units:,} units" if units > 1 else ""
                yield plain(f"{name or lot.model}, row {number}{many}")


def _card(group: FindingGroup, titles: Mapping[str, str], *, cut: bool) -> dict[str, object]:
    rule = group.findings[0].rule
    shortened = _cut if cut else plain
    return {
        "verdict": group.verdict,
        "title": plain(titles.get(rule, rule)),
        "rule": rule,
        "subject": plain(group.subject),
        "sentence": shortened(group.sentence),
        "where": shortened(group.where),
        "waivers": [shortened(waiver) for waiver in group.waivers[:MAX_STEPS]],
        "remedy": shortened(group.remedy),
    }


def _cut(text: str) -> str:
    line = plain(text)
    return line if len(line) <= MAX_TEXT else f"{line[:MAX_TEXT]}…"


def _units(rule: AskedRule) -> dict[Verdict, int]:
    return {verdict: rule.units.get(verdict, 0) for verdict in Verdict}


def _worst_first(rules: Sequence[AskedRule]) -> list[AskedRule]:
    return sorted(rules, key=lambda rule: tuple(-rule.units.get(verdict, 0) for verdict in Verdict))
