"""The dossier as a memorandum: headings, paragraphs, lists and tables in their order, whatever they are written as."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from compliance.core.text import counted
from compliance.reports.documents.tables import papers_tables
from compliance.reports.dossier import closing, summaries
from compliance.reports.dossier.revisions import lead, revisions
from compliance.reports.duty import tables as duty_tables
from compliance.reports.duty.text import HEADINGS
from compliance.reports.sentences import DISCLAIMER, HEADLINE
from compliance.reports.summaries import by_rule, notes, on_fleet, sources
from compliance.reports.timeline.text import days, quiet_days
from compliance.workflows.diligence.dossier import Dossier
from compliance.workflows.diligence.redline import Redline
from compliance.workflows.duty import DutyResult


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; a target's is of level 1, its parts are of level 2."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; it begins with ``strong``, in bold. A ``note`` qualifies what stands before it.

    In a redline it ends with what was ``removed``, struck through, and what was ``added``, marked.
    """

    text: str
    strong: str = ""
    note: bool = False
    removed: str = ""
    added: str = ""


@dataclass(frozen=True, slots=True)
class Items:
    """A list, numbered or not."""

    items: Sequence[Paragraph]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table of texts under a header."""

    header: summaries.Row
    rows: Sequence[summaries.Row]


Block = Heading | Paragraph | Items | Table


def memo(dossiers: Sequence[Dossier]) -> Iterator[Block]:
    """One memorandum, or a comparison and all of them."""
    if len(dossiers) > 1:
        yield Heading(1, "Comparison of targets")
        yield _table(summaries.COMPARISON, summaries.comparison(dossiers))
    for dossier in dossiers:
        yield from _of_target(dossier)


def _of_target(dossier: Dossier) -> Iterator[Block]:
    report = dossier.report
    yield Heading(1, f"Due diligence: {dossier.name}")
    if dossier.matter.privilege:
        yield Paragraph("", strong=dossier.matter.privilege)
    yield _table(("", ""), summaries.head(dossier))
    yield Heading(2, "Short answer")
    yield Paragraph(f": {HEADLINE[report.verdict]}, as of {dossier.as_of}.", strong=report.verdict.capitalize())
    yield Paragraph(summaries.short_answer(dossier))
    yield Paragraph(DISCLAIMER, note=True)
    yield Heading(2, "What decides")
    yield _items(dossier.decisive, numbered=True)
    if dossier.redline:
        yield from _changed(dossier.redline)
    yield from section("Red flags", summaries.RED_FLAGS, summaries.red_flags(dossier))
    yield from _bought(dossier)
    yield from _asked(dossier)
    yield from _closing(dossier)
    yield from _annex(dossier)


def _changed(redline: Redline) -> Iterator[Block]:
    """What is not as it was in an earlier dossier."""
    yield Heading(2, f"What changed since {redline.as_of}")
    yield Paragraph(lead(redline))
    for title, lines in revisions(redline).items():
        yield Heading(3, title)
        yield Items([Paragraph(line.kept, removed=line.removed, added=line.added) for line in lines])


def _bought(dossier: Dossier) -> Iterator[Block]:
    report = dossier.report
    yield Heading(2, "What is being bought")
    yield Paragraph(f"{counted(dossier.whole.units, 'unit')}, {summaries.fleet_line(dossier)}")
    for group, title in summaries.GROUPS.items():
        yield Heading(3, title)
        yield _table(summaries.COMPOSITION, summaries.composition(dossier, group))
    yield Heading(2, "Findings")
    for rule, groups in by_rule(on_fleet(report.findings)):
        yield Heading(3, rule)
        yield Items(
            [
                Paragraph(f", {group.subject}: {group.sentence} {group.where}".rstrip(), strong=group.verdict)
                for group in groups
            ]
        )
        yield from (Paragraph(note, note=True) for note in notes(groups))


def _papers(dossier: Dossier) -> Iterator[Block]:
    """What documents vouch for."""
    for title, header, rows in papers_tables(dossier.papers) if dossier.papers else ():
        yield Heading(3, title)
        yield _table(
            header,
            (
                tuple("" if cell is None else f"{cell:,}" if isinstance(cell, int) else cell for cell in row)
                for row in rows
            ),
        )


def _asked(dossier: Dossier) -> Iterator[Block]:
    if dossier.papers:
        yield Heading(2, "Documents and what they cover")
        yield from _papers(dossier)
    yield Heading(2, "Ownership")
    yield _table(summaries.PARTIES, summaries.parties(dossier))
    yield from section("Who holds whom", summaries.HOLDINGS, summaries.holdings(dossier), level=3)
    yield from section("Past dealings", summaries.PAST, summaries.past(dossier))
    if dossier.sites:
        yield Heading(2, "Sites")
    for view in dossier.sites:
        yield Heading(3, view.site.name or view.site.id)
        yield _items(summaries.site_lines(view))
    yield Heading(2, "Requests by addressee")
    for addressee, title in summaries.ADDRESSEES.items():
        yield from section(title, summaries.REQUESTS, summaries.requests(dossier, addressee), level=3)
    if dossier.preparation:
        yield Heading(2, "Our preparation")
        yield Paragraph("This is missing on our own side; it says nothing about the target.")
        yield _items(dossier.preparation)
    yield from _remediation(dossier)
    yield Heading(2, "Duty")
    yield from _duty(dossier.duty)


def _closing(dossier: Dossier) -> Iterator[Block]:
    yield from section("Escrow and price", closing.ESCROW, closing.escrow(dossier))
    yield Heading(2, "Closing conditions")
    yield _items(closing.conditions(dossier), numbered=True)
    yield Heading(2, "Warranties to ask for")
    yield _items(closing.warranties(dossier))
    yield from section("Disclosure schedule", closing.DISCLOSURES, closing.disclosures(dossier))


def _annex(dossier: Dossier) -> Iterator[Block]:
    report = dossier.report
    yield Heading(2, "The coming twelve months")
    rows = ((str(entry.day), "; ".join(changes), units) for entry, _, changes, units in days(dossier.ahead))
    yield _table(("day", "what changes", "units"), rows)
    if quiet := quiet_days(dossier.ahead):
        yield Paragraph(quiet)
    yield from _not_applied(dossier)
    yield Heading(2, "Annex: what was read")
    yield _table(summaries.ANNEX, summaries.annex(dossier))
    yield Heading(3, "Sources")
    cited = sources(report.findings)
    yield _items(f"{source.id}: {source.title}{f' ({doubt})' if doubt else ''}" for source, doubt in cited)
    yield Heading(3, "Notes")
    yield _items(summaries.notes(dossier))


def _remediation(dossier: Dossier) -> Iterator[Block]:
    plan = dossier.plan
    yield Heading(2, "Remediation")
    yield _table(summaries.REMEDIATION, summaries.remediation_rows(dossier))
    yield Paragraph(f" {summaries.plan_line(plan.certain)}", strong="For what is broken for certain:")
    if plan.certain.must:
        yield Paragraph("Rules on units ask:")
        yield _table(summaries.MEASURES, summaries.measures(plan.certain.must))
    if plan.certain.chosen:
        yield Paragraph(f"Limits on the fleet ask besides, at the least {plan.certain.cheapest_by}:")
        yield _table(summaries.MEASURES, summaries.measures(plan.certain.chosen))
    if plan.conservative:
        yield Paragraph(f" {summaries.plan_line(plan.conservative)}", strong="For what may be broken too:")


def section(title: str, header: summaries.Row, rows: Iterable[summaries.Row], level: int = 2) -> Iterator[Block]:
    """A table under its heading; nothing where it has no rows."""
    if table := [*rows]:
        yield Heading(level, title)
        yield Table(header, table)


def _not_applied(dossier: Dossier) -> Iterator[Block]:
    """What the target says of itself, and what was not asked."""
    if dossier.claims:
        yield Heading(2, "What the target says of itself")
        yield Paragraph(summaries.CLAIMS)
        yield _items(dossier.claims)
    yield Heading(2, "Laws not assessed")
    yield _items(dossier.not_assessed)


def _duty(duty: DutyResult) -> Iterator[Block]:
    yield Paragraph(duty_tables.lead(duty))
    for group, heading in HEADINGS.items():
        yield _table((heading, *duty_tables.HEADER), duty_tables.rows(duty, group))
    for heading, lines in duty_tables.lists(duty).items():
        yield Heading(3, heading)
        yield _items(lines)


def _items(texts: Iterable[str], *, numbered: bool = False) -> Items:
    return Items([Paragraph(text) for text in texts], numbered)


def _table(header: summaries.Row, rows: Iterable[summaries.Row]) -> Table:
    return Table(header, [*rows])
