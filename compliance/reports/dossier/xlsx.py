"""The dossier as a workbook, to be sorted and worked off: findings, requests, measures, parties, files, and what changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import BinaryIO

from compliance.core.bounds import dollars
from compliance.reports.dossier import summaries
from compliance.reports.dossier.revisions import TITLES, fields_words, name_words
from compliance.reports.sentences import DISCLAIMER
from compliance.reports.style import Style
from compliance.reports.summaries import gravest
from compliance.reports.workbook import listing, workbook
from compliance.workflows.diligence.dossier import Dossier

Cells = Sequence[object]

FINDINGS = {"Verdict": 14, "Rule": 26, "Of": 26, "Units": 9, "Why": 60, "What to do": 50, "Where": 34, "Force": 18}
REQUESTS = {"Of whom": 16, "What to ask for": 60, "Units": 9, "Settles by itself": 12, "Rules": 40}
MEASURES = {"Plan": 16, "What is done": 14, "Units": 9, "Of": 9, "Why": 40, "First row": 34}
PARTIES = {"Party": 36, "Country": 9, "Is": 30, "Units": 9, "Ownership": 60}
DEALINGS = {"Day": 12, "Rule": 26, "Verdict": 14, "Units": 9, "Value": 20, "What": 60, "May be pursued until": 14}
CHANGES = {"Section": 22, "What": 10, "Of what": 50, "Before": 40, "Now": 40}
FILES = {"Kind": 18, "Path": 44, "Edition": 12, "SHA-256": 68}


def write(dossiers: Sequence[Dossier], out: BinaryIO, style: Style) -> None:
    """The workbook; several targets share its sheets, each row with the name of its target."""
    del style
    several = len(dossiers) > 1
    with workbook(out, dossiers[0].as_of) as pen:

        def sheet(name: str, header: dict[str, int], rows_of: Callable[[Dossier], Iterable[Cells]]) -> None:
            rows = [(*((dossier.name,) if several else ()), *row) for dossier in dossiers for row in rows_of(dossier)]
            if rows:
                listing(pen, name, {**({"Target": 20} if several else {}), **header}, rows)

        sheet("Findings", FINDINGS, _findings)
        sheet("Requests", REQUESTS, _requests)
        sheet("Our preparation", {"What to prepare": 90}, lambda dossier: ((text,) for text in dossier.preparation))
        sheet("Measures", MEASURES, _measures)
        sheet("Past dealings", DEALINGS, _dealings)
        sheet("Parties", PARTIES, _parties)
        sheet("What changed", CHANGES, _changes)
        sheet("What was read", FILES, summaries.annex)
        sheet("About", {"What": 20, "Answer": 90}, _about)


def _findings(dossier: Dossier) -> Iterator[Cells]:
    for group in gravest(dossier.report.findings):
        first = group.findings[0]
        about = group.about_words or ("the fleet" if first.subject.kind == "fleet" else "units")
        yield (
            group.verdict, first.rule, about, group.units, group.sentence, group.remedy, group.where, first.effect,
        )  # fmt: skip


def _requests(dossier: Dossier) -> Iterator[Cells]:
    for request in dossier.requests:
        yield (request.addressee, request.what, request.units, request.settles, ", ".join(request.rules))


def _measures(dossier: Dossier) -> Iterator[Cells]:
    plans = {"certain": dossier.plan.certain, "conservative": dossier.plan.conservative}
    for name, plan in plans.items():
        for measure in (*plan.must, *plan.chosen) if plan else ():
            at = measure.lot.locations[0]
            yield (
                name, measure.change, measure.units, measure.lot.units, ", ".join(measure.rules), f"{at.file}:{at.row}",
            )  # fmt: skip


def _dealings(dossier: Dossier) -> Iterator[Cells]:
    for past in dossier.past:
        yield (
            past.day, past.rule, past.verdict, past.units, dollars(past.value), past.because, past.pursued_until,
        )  # fmt: skip


def _parties(dossier: Dossier) -> Iterator[Cells]:
    for party in dossier.parties:
        ownership = "\n".join(f"{regime}: {answer}" for regime, answer in party.reached.items())
        yield (party.name, party.country, ", ".join(party.roles), party.units, ownership)


def _changes(dossier: Dossier) -> Iterator[Cells]:
    for change in dossier.redline.changes if dossier.redline else ():
        what = "new" if change.before is None else "gone" if change.now is None else "changed"
        yield (TITLES[change.section], what, name_words(change), fields_words(change.before), fields_words(change.now))


def _about(dossier: Dossier) -> Iterator[Cells]:
    yield from summaries.head(dossier)
    yield ("Short answer", summaries.short_answer(dossier))
    yield ("Disclaimer", DISCLAIMER)
