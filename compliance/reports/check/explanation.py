"""One unit seen by every rule: what it reads of the unit, what it says, by which sources, and how it came about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from compliance.core.errors import fail, nearest
from compliance.core.finding import Finding, Location
from compliance.core.text import squeeze
from compliance.inventory.cells import count
from compliance.inventory.facts import FACTS
from compliance.inventory.grouping.base import IDS
from compliance.inventory.units import Fleet, Lot, Unit
from compliance.policies.engine.assessment import Assessment, assess
from compliance.policies.engine.findings import short_form
from compliance.policies.engine.scope import fields_of, scope_of
from compliance.policies.policy import DatedRule
from compliance.reports.rule_history import history, sources
from compliance.reports.style import Style
from compliance.reports.summaries import remarks
from compliance.workflows.inputs import Inputs, ReadTable

if TYPE_CHECKING:
    from compliance.io.tables import Row

MAX_ROWS = 5
"""So many rows of one name are explained."""
_OPEN = {"": "not recorded", "-": "not recorded", "?": "not known"}
COMPARED = 10_000
"""So many names of units are compared with one that is not there."""


@dataclass(frozen=True, slots=True)
class NamedRow:
    """A row of an inventory that bears the name asked for."""

    read: ReadTable
    number: int
    row: Row

    @property
    def lot(self) -> Lot:
        """The row as a lot of its own."""
        grouping, layout = self.read.grouping, self.read.table.layout
        (key,) = grouping.keys([self.row])
        written = {name: (layout.written(name) or name, self.row[place]) for name, place in layout.index.items()}
        quantity = count(written["quantity"][1]) if "quantity" in written else 1
        file = self.read.table.file
        name = grouping.id(self.row) or f"{file}#{self.number}"
        return Lot(self.read.units[key], quantity, 1, [Location(file, self.number, name)], written)


def explain(inputs: Inputs, assessment: Assessment, name: str, style: Style) -> Iterator[str]:
    """Lines on the unit that ``name`` means: an asset id, a serial number, or ``file:row``.

    Raises ComplianceError where no row of the inventories is meant.
    """
    yield from explain_rows(inputs, assessment, name, _find(inputs.tables, name), style)


def explain_rows(
    inputs: Inputs, assessment: Assessment, name: str, rows: Sequence[NamedRow], style: Style
) -> Iterator[str]:
    """As ``explain``, of the rows that bear the name."""
    for row in rows[:MAX_ROWS]:
        yield from _one(inputs, assessment, row.lot, style)
    if len(rows) > MAX_ROWS:
        yield from style.wrap(f"{len(rows) - MAX_ROWS} more rows bear the name {name}.")


def _find(tables: Sequence[ReadTable], name: str) -> list[NamedRow]:
    file, _, number = name.strip().rpartition(":")
    wanted = int(number) if number.isdecimal() and len(number) < 19 else 0
    named: list[NamedRow] = []
    for read in tables:
        here = bool(wanted) and file in (read.table.file, read.table.path.name, str(read.table.path))
        for first, rows in read.table.chunks():
            if here and first <= wanted < first + len(rows):
                return [NamedRow(read, wanted, rows[wanted - first])]
            named += [
                NamedRow(read, at, row) for at, row in enumerate(rows, first) if name.strip() in _names(read, row)
            ]
    if not named:
        near = nearest(name, dict.fromkeys(islice(_all_names(tables), COMPARED)))
        advice = near or "Give its asset id, its serial number, or FILE:ROW."
        raise fail(f"no unit {name!r} stands in the inventories", advice)
    return named


def _names(read: ReadTable, row: Row) -> list[str]:
    """The asset id and the serial number of a row, as far as it has them."""
    index = read.table.layout.index
    return [text for name in IDS if name in index and (text := row[index[name]].strip())]


def _all_names(tables: Sequence[ReadTable]) -> Iterator[str]:
    for read in tables:
        for _, rows in read.table.chunks():
            for row in rows:
                yield from _names(read, row)


def _one(inputs: Inputs, assessment: Assessment, lot: Lot, style: Style) -> Iterator[str]:
    (place,) = lot.locations
    verdict = assessment.units[lot.unit].verdict
    units = f", {lot.units:,} units" if lot.units > 1 else ""
    yield from style.wrap(f"{place.id} ({place.file}, row {place.row}{units}): {verdict} on {inputs.facts.as_of}")
    for name, (header, text) in lot.written.items():
        if text.strip():
            yield from style.wrap(f"{name}{'' if header == name else f' ({header})'}: {text}", "  ", "    ")
    alone = assess(inputs.policies, replace(inputs.facts, fleet=Fleet((lot,))), inputs.waivers).report.findings
    for rule in (rule for policy in inputs.policies for rule in policy.rules):
        version = rule.on(inputs.facts.as_of)
        yield ""
        yield from style.wrap(f"{rule.id}: {version.title} ({version.effect})")
        if version.constraint.subject == "lot":
            yield from style.wrap("; ".join(_facts(rule, lot)), "  Reads: ")
            findings = [finding for finding in alone if finding.rule == rule.id]
        else:
            whole = assessment.report.findings
            findings = [finding for finding in whole if finding.rule == rule.id and _concerns(finding, lot.unit)]
        for finding in findings:
            yield from _finding(finding, style)
        for label, text in (*history(rule), *sources(rule, inputs.facts.as_of)):
            yield from style.wrap(text, f"  {label}")
    yield ""


def _facts(rule: DatedRule, lot: Lot) -> Iterator[str]:
    """What the rule reads of the unit: as it was understood, and as it is written where that is something else."""
    for fact in dict.fromkeys((*scope_of(rule), *fields_of(rule))):
        short = short_form(getattr(lot.unit, fact))
        understood = _OPEN.get(short, short)
        texts = (lot.written.get(column, ("", ""))[1].strip() for column in FACTS[fact].columns)
        written = next(filter(None, texts), "")
        yield f"{fact} = {understood}" + (f" (written: {written})" if written and written != understood else "")


def _concerns(finding: Finding, unit: Unit) -> bool:
    """Whether a finding on a site or the whole fleet is about the unit too."""
    return finding.subject.kind != "site" or squeeze(finding.subject.id) in unit.site.names


def _finding(finding: Finding, style: Style) -> Iterator[str]:
    kind, name = finding.subject.kind, finding.subject.id
    about = {"lot": "", "fleet": " (said of the whole fleet)"}.get(kind, f" (said of the {kind} {name})")
    yield from style.wrap(f"{finding.verdict.upper()}{about}: {finding.because}.", "  ", "    ")
    for evidence in finding.evidence:
        place = ":".join(str(part) for part in (evidence.file, evidence.row, evidence.column) if part is not None)
        yield from style.wrap(f"Evidence: {evidence.fact} {evidence.value}{f' ({place})' if place else ''}", "    ")
    for note in remarks(finding):
        yield from style.wrap(f"Note: {note}", "    ")
    if finding.remedy:
        yield from style.wrap(f"Do next: {finding.remedy}", "    ")
