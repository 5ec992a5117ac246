"""What a report format may tell: the report, the rules that were asked, and the inventories lot by lot and row by row.

Everything is worked out before a format sees it; lots and rows only where a format asks for them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from compliance.core.finding import Cited, Effect, Finding, Location, Report, Verdict
from compliance.inventory.grouping.base import Sheet
from compliance.io.tables import Row
from compliance.policies.facts import UNNAMED
from compliance.reports.style import Style

if TYPE_CHECKING:
    from markupsafe import Markup

    from compliance.workflows.papers import Papers


@dataclass(frozen=True, slots=True)
class AskedRule:
    """A rule that was asked: what it says, and how many units each verdict was given (of parties or sites, counted each)."""

    id: str
    title: str
    because: str
    effect: Effect
    in_force: bool
    sources: tuple[Cited, ...]
    units: Mapping[Verdict, int]


@dataclass(frozen=True)
class JudgedLot:
    """A lot as people read it, with the worst verdict that rules on lots gave its units, and their findings.

    ``maker``, ``origin``, ``model`` and ``site`` are names, "unknown" where nothing is recorded. ``findings`` are those of
    every verdict that a report names, the worst first.
    """

    verdict: Verdict
    findings: tuple[Finding, ...]
    maker: str
    model: str
    origin: str
    site: str
    units: int
    rows: int
    locations: Sequence[Location]

    @cached_property
    def rules(self) -> tuple[str, ...]:
        """The rules that gave the verdict."""
        return tuple(finding.rule for finding in self.findings if finding.verdict is self.verdict)

    @cached_property
    def reasons(self) -> tuple[str, ...]:
        """Why, rule by rule."""
        return tuple(
            f"{finding.rule}: {finding.because}" for finding in self.findings if finding.verdict is self.verdict
        )


JudgedRow = tuple[int, Row, int, JudgedLot]
"""A row of an inventory: its number as a spreadsheet counts, its cells, how many units it stands for, and its lot."""


@dataclass(frozen=True, eq=False, slots=True)
class Inventory:
    """An inventory that was judged: its header, where the native columns stand in it, and its rows.

    Where these are rows of a sheet, ``top`` are those above the first one with their numbers, the header last; ``book`` are
    all sheets of a workbook.
    """

    file: str
    header: Sequence[str]
    index: Mapping[str, int]
    rows: int
    judged: Callable[[], Iterator[JudgedRow]]
    top: Sequence[tuple[int, Row]] = ()
    book: Callable[[], Iterator[Sheet]] | None = None

    def cell(self, row: Row, column: str) -> str:
        """The text under a native column, "" where the inventory has no such column."""
        return row[self.index[column]].strip() if column in self.index else ""


@dataclass(frozen=True, eq=False, slots=True)
class Account:
    """All that a format may tell. ``lots``, ``inventories``, ``pictures`` and ``papers`` are worked out when called.

    ``pictures`` are of ownership, under each regime by which a party of the fleet is reached, or may be. ``papers`` are
    what the documents register vouches for, None where there is none.
    """

    report: Report
    style: Style = Style()
    rules: Sequence[AskedRule] = ()
    lots: Callable[[], Sequence[JudgedLot]] = tuple
    inventories: Callable[[], Sequence[Inventory]] = tuple
    pictures: Callable[[], Sequence[Markup]] = tuple
    papers: Callable[[], Papers | None] = lambda: None

    @property
    def rows(self) -> int:
        """How many rows the inventories have."""
        return sum(entry.rows for entry in self.report.inputs if entry.kind == "fleet")


def units_by(lots: Sequence[JudgedLot], of: Callable[[JudgedLot], str]) -> dict[str, Counter[Verdict]]:
    """Units by verdict for each name that ``of`` gives, those with most units first, "unknown" last."""
    by_name: dict[str, Counter[Verdict]] = {}
    for lot in lots:
        by_name.setdefault(of(lot), Counter())[lot.verdict] += lot.units
    return dict(sorted(by_name.items(), key=lambda item: (item[0] == UNNAMED, -item[1].total(), item[0])))
