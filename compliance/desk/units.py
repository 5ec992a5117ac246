"""What pages show of a check, worked out once: its findings, its counts, and its units as a table that is filtered and paged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from compliance.core.finding import Finding, Verdict
from compliance.inventory.formats.table import Table
from compliance.policies.waivers import PARTY_FACTS
from compliance.reports.charts import Chart
from compliance.reports.check.account import account
from compliance.reports.check.base import Account, JudgedLot, units_by
from compliance.reports.check.explanation import NamedRow, explain, explain_rows
from compliance.reports.style import Style
from compliance.reports.summaries import FindingGroup, Remedy, gravest, leading, on_fleet, preparation, remedies
from compliance.workflows.check import CheckResult
from compliance.workflows.init import first_cells

MAX_ROWS = 200_000
"""So many rows are shown one by one; of a larger fleet, its lots."""
PAGE = 100
"""So many rows stand on a page."""
WIDE = Style(width=100_000)
"""Lines are as long as they are: the browser wraps them."""
FILTERS = ("verdict", "rule", "maker", "origin", "site")
"""What the table is filtered by, besides words."""
MAX_PARTIES = 500
"""So many parties are offered by name."""
OPEN = (Verdict.VIOLATION, Verdict.UNDETERMINED, Verdict.FLAGGED)
"""What somebody has to settle."""
GRAVEST, MAX_NAMES = 3, 12
"""So many things are the gravest, and so many makers, origins or sites are counted by name."""


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A row of an inventory, or the first of a lot, as people read it."""

    lot: JudgedLot
    file: str
    row: int
    asset: str
    serial: str
    units: int
    words: str
    """All that can be searched, folded."""
    cells: NamedRow | None = None
    """The row itself; None of a lot."""

    @property
    def place(self) -> str:
        """Its file and row, as a unit is named."""
        return f"{self.file}:{self.row}"

    def value(self, name: str) -> tuple[str, ...]:
        """What one of FILTERS compares."""
        if name == "rule":
            return tuple(finding.rule for finding in self.lot.findings)
        return (str(getattr(self.lot, name)),)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an inventory: its header, what it is read as ("": it is not), and its first cells."""

    header: str
    native: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A page of rows: which ones, of how many rows and units in all."""

    rows: Sequence[UnitRow]
    number: int
    pages: int
    all_rows: int
    all_units: int


class Units:
    """The units of a result."""

    def __init__(self, result: CheckResult) -> None:
        self._result = result
        self.account: Account = account(result.inputs, result.assessment, result.assessment.report, Style())
        self.in_lots = sum(entry.rows for entry in result.inputs.read if entry.kind == "fleet") > MAX_ROWS

    @cached_property
    def rows(self) -> Sequence[UnitRow]:
        """Every row, the worst first, else in the order of the files."""
        rows = self._lots() if self.in_lots else self._each()
        return sorted(rows, key=lambda row: row.lot.verdict.severity)

    def _each(self) -> Iterator[UnitRow]:
        texts: dict[str, str] = {}  # most cells say what others say: each text is kept once
        for read, inventory in zip(self._result.inputs.tables, self.account.inventories(), strict=True):
            for number, row, units, lot in inventory.judged():
                asset, serial = inventory.cell(row, "asset_id"), inventory.cell(row, "serial_number")
                cells = NamedRow(read, number, [texts.setdefault(text, text) for text in row])
                yield _row(lot, inventory.file, number, asset, serial, units, cells)

    def _lots(self) -> Iterator[UnitRow]:
        for lot in self.account.lots():
            first = lot.locations[0]
            yield _row(lot, first.file, first.row, f"{lot.rows:,} rows, first {first.id}", "", lot.units)

    @cached_property
    def findings(self) -> Sequence[Finding]:
        """What the check found, without what complies."""
        return [finding for finding in self._result.report.findings if finding.verdict.is_finding]

    @cached_property
    def open_points(self) -> Sequence[FindingGroup]:
        """What somebody has to settle, the gravest first."""
        return gravest(finding for finding in self.findings if finding.verdict in OPEN)

    @cached_property
    def gravest(self) -> Sequence[FindingGroup]:
        """The gravest things, each of another rule."""
        return leading(self.findings, GRAVEST)

    @cached_property
    def next_steps(self) -> tuple[Sequence[Remedy], Sequence[Remedy]]:
        """What to do: for the fleet, and before rules can answer."""
        return remedies(on_fleet(self.findings)), preparation(self.findings)

    @cached_property
    def charts(self) -> Mapping[str, Chart[str]]:
        """Units by maker, origin and site, each with its worst verdict."""
        lots = self.account.lots()
        return {
            name: Chart(f"Units by {name} and worst verdict", name.capitalize(), list(counts.items())[:MAX_NAMES])
            for name, counts in {
                "maker": units_by(lots, lambda lot: lot.maker),
                "origin": units_by(lots, lambda lot: lot.origin),
                "site": units_by(lots, lambda lot: lot.site),
            }.items()
        }

    @cached_property
    def parties(self) -> Sequence[str]:
        """What the parties of the fleet are called."""
        facts = self._result.inputs.facts
        named = {fact for lot in facts.fleet.lots for name in PARTY_FACTS if name != "site_owner"
                 for fact in getattr(lot.unit, name).values or ()}  # fmt: skip
        return sorted({facts.title(party) for party in named})[:MAX_PARTIES]

    def prepare(self) -> None:
        """Works out what pages show, so that none of them waits for it."""
        _ = self.columns, self.parties, self.choices, self.open_points, self.gravest, self.next_steps, self.charts

    @cached_property
    def columns(self) -> Sequence[tuple[Table, Sequence[Column]]]:
        """The columns of every inventory."""
        return [(read.table, list(_columns(read.table))) for read in self._result.inputs.tables]

    @cached_property
    def choices(self) -> Mapping[str, Sequence[tuple[str, int]]]:
        """What each of FILTERS may be, with the units that are so, the most first."""
        counts: dict[str, Counter[str]] = {name: Counter() for name in FILTERS}
        for row in self.rows:
            for name in FILTERS:
                for value in dict.fromkeys(row.value(name)):
                    counts[name][value] += row.units
        return {name: sorted(count.items(), key=lambda item: (-item[1], item[0])) for name, count in counts.items()}

    def page(self, wanted: Mapping[str, str], words: str = "", number: int = 1) -> Page:
        """The rows that fit what is ``wanted`` and hold all the ``words``."""
        asked = words.casefold().split()
        filters = [(name, wanted[name]) for name in FILTERS if wanted.get(name)]
        fitting = [
            row
            for row in self.rows
            if all(value in row.value(name) for name, value in filters) and all(word in row.words for word in asked)
        ]
        pages = max(1, -(-len(fitting) // PAGE))
        number = min(max(number, 1), pages)
        shown = fitting[(number - 1) * PAGE : number * PAGE]
        return Page(shown, number, pages, len(fitting), sum(row.units for row in fitting))

    def explained(self, name: str) -> list[str]:
        """What every rule says of the unit ``name``: an asset id, a serial number, or FILE:ROW. Raises ComplianceError.

        Rows that are remembered are not read again, which for a large workbook takes a while.
        """
        name, result = name.strip(), self._result
        bearing = [row.cells for row in self.rows if row.cells and name in (row.asset, row.serial, row.place)]
        if not bearing or not name:
            return list(explain(result.inputs, result.assessment, name, WIDE))
        return list(explain_rows(result.inputs, result.assessment, name, bearing, WIDE))


def _columns(table: Table) -> Iterator[Column]:
    layout = table.layout
    native = {place: name for name, place in layout.index.items()}
    cells = first_cells(table, tuple(dict.fromkeys(filter(None, layout.header))))
    for place, header in enumerate(layout.header):
        if header:
            yield Column(header, native.get(place, ""), tuple(cells[header]))


def _row(
    lot: JudgedLot, file: str, number: int, asset: str, serial: str, units: int, cells: NamedRow | None = None
) -> UnitRow:
    words = " ".join((asset, serial, lot.maker, lot.model, lot.origin, lot.site, f"{file}:{number}"))
    return UnitRow(lot, file, number, asset, serial, units, words.casefold(), cells)
