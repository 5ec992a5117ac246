"""The dossier as a page: printable, with charts, maps and pictures, that loads nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TextIO

from compliance.reports.charts import Chart
from compliance.reports.documents.html import papers_parts
from compliance.reports.dossier import closing, summaries
from compliance.reports.dossier.revisions import lead, revisions
from compliance.reports.dossier.site_map import drawings
from compliance.reports.duty import tables as duty_tables
from compliance.reports.duty.text import HEADINGS
from compliance.reports.graph_svg import STYLE
from compliance.reports.page import page
from compliance.reports.sentences import HEADLINE
from compliance.reports.style import Style
from compliance.reports.summaries import by_rule, notes, on_fleet, sources
from compliance.reports.timeline.svg import drawing as timeline_drawing
from compliance.reports.timeline.text import days, quiet_days
from compliance.reports.trace.svg import drawing as ownership_drawing
from compliance.workflows.diligence.dossier import UNCLEARED, Dossier

SECTIONS = {
    "summary": "Short answer",
    "changed": "What changed",
    "flags": "Red flags",
    "fleet": "What is being bought",
    "findings": "Findings",
    "papers": "Documents and what they cover",
    "ownership": "Ownership",
    "sites": "Sites",
    "documents": "Requests by addressee",
    "preparation": "Our preparation",
    "remediation": "Remediation",
    "duty": "Duty",
    "closing": "Closing",
    "ahead": "The coming twelve months",
    "claims": "What the target says of itself",
    "not-assessed": "Laws not assessed",
    "annex": "Annex: what was read",
}


@dataclass(frozen=True, slots=True)
class Target:
    """A dossier, and the beginning of the ids of its sections, which is empty where it is the only one."""

    dossier: Dossier
    prefix: str

    @property
    def sections(self) -> dict[str, tuple[str, str]]:
        """The sections it has: id and title."""
        empty = {
            "changed": not self.dossier.redline,
            "flags": not self.dossier.report.findings,
            "papers": not self.dossier.papers,
            "sites": not self.dossier.sites,
            "preparation": not self.dossier.preparation,
            "claims": not self.dossier.claims,
        }
        return {key: (f"{self.prefix}{key}", title) for key, title in SECTIONS.items() if not empty.get(key)}

    @property
    def charts(self) -> dict[str, Chart[str]]:
        """The parts of the fleet, group by group."""
        composition = self.dossier.composition
        return {
            group: Chart(title, group, [(name, part.by_verdict) for name, part in composition[group].items()])
            for group, title in summaries.GROUPS.items()
        }

    def amounts(self, group: str) -> dict[str, summaries.Row]:
        """Share, hashrate and value of each part of a group, by its name."""
        return {row[0]: row[2:5] for row in summaries.composition(self.dossier, group)}

    @property
    def uncleared(self) -> bool:
        """Whether lists that are not whole leave it open who is on them."""
        answers = (answer for party in self.dossier.parties for answer in party.reached.values())
        return bool(self.dossier.traces) and UNCLEARED in answers


def write(dossiers: Sequence[Dossier], out: TextIO, style: Style) -> None:
    """One page, of several targets with a comparison first, to be printed on the paper of the style."""
    out.write(_page(dossiers, style))


def _page(dossiers: Sequence[Dossier], style: Style) -> str:
    alone = len(dossiers) == 1
    names = ", ".join(dossier.name for dossier in dossiers)
    return page(
        "dossier.html",
        style=STYLE,
        look=style,
        title=f"Due diligence: {names}",
        kind="Due diligence",
        names=names,
        as_of=dossiers[0].as_of,
        comparison=[] if alone else list(summaries.comparison(dossiers)),
        targets=[Target(dossier, "" if alone else f"t{number}-") for number, dossier in enumerate(dossiers, 1)],
        closing=closing,
        summaries=summaries,
        headline=HEADLINE,
        duty_tables=duty_tables,
        duty_headings=HEADINGS,
        by_rule=by_rule,
        on_fleet=on_fleet,
        notes=notes,
        sources=sources,
        numbered=_numbered,
        lead=lead,
        revisions=revisions,
        days=days,
        quiet_days=quiet_days,
        site_maps=drawings,
        papers_parts=papers_parts,
        timeline_drawing=timeline_drawing,
        ownership_drawing=ownership_drawing,
    )


def _numbered(rows: Iterable[summaries.Row]) -> list[list[str | int]]:
    """The rows with counts as numbers, which stand to the right."""
    return [[row[0], *map(_number, row[1:])] for row in rows]


def _number(cell: str) -> str | int:
    return int(cell.replace(",", "")) if re.fullmatch(r"\d[\d,]*", cell) else cell
