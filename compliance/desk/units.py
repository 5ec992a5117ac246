"""The units of a check as a table that is filtered and paged on the server."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from compliance.reports.check.account import account
from compliance.reports.check.base import Account, JudgedLot
from compliance.reports.style import Style
from compliance.workflows.check import CheckResult

MAX_ROWS = 200_000
"""So many rows are shown one by one; of a larger fleet, its lots."""
PAGE = 100
"""So many rows stand on a page."""
FILTERS = ("verdict", "rule", "maker", "origin", "site")
"""What the table is filtered by, besides words."""


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

    def value(self, name: str) -> tuple[str, ...]:
        """What one of FILTERS compares."""
        if name == "rule":
            return tuple(finding.rule for finding in self.lot.findings)
        return (str(getattr(self.lot, name)),)


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
        self.account: Account = account(result.inputs, result.assessment, result.assessment.report, Style())
        self.in_lots = sum(entry.rows for entry in result.inputs.read if entry.kind == "fleet") > MAX_ROWS

    @cached_property
    def rows(self) -> Sequence[UnitRow]:
        """Every row, the worst first, else in the order of the files."""
        rows = self._lots() if self.in_lots else self._each()
        return sorted(rows, key=lambda row: row.lot.verdict.severity)

    def _each(self) -> Iterator[UnitRow]:
        for inventory in self.account.inventories():
            for number, row, units, lot in inventory.judged():
                asset, serial = inventory.cell(row, "asset_id"), inventory.cell(row, "serial_number")
                yield _row(lot, inventory.file, number, asset, serial, units)

    def _lots(self) -> Iterator[UnitRow]:
        for lot in self.account.lots():
            first = lot.locations[0]
            yield _row(lot, first.file, first.row, f"{lot.rows:,} rows, first {first.id}", "", lot.units)

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


def _row(lot: JudgedLot, file: str, number: int, asset: str, serial: str, units: int) -> UnitRow:
    words = " ".join((asset, serial, lot.maker, lot.model, lot.origin, lot.site, f"{file}:{number}"))
    return UnitRow(lot, file, number, asset, serial, units, words.casefold())
