"""Raw combinations -> lots: the facts of each distinct combination of cells that was counted are read once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from compliance.core.dates import settles_day_first
from compliance.core.errors import ComplianceError, Problem
from compliance.core.finding import Location, UnknownText
from compliance.core.text import HARD_SPACE
from compliance.inventory import cells
from compliance.inventory.facts import FACTS
from compliance.inventory.facts.base import Reader, Row
from compliance.inventory.grouping.base import Grouping, Key, Tally
from compliance.inventory.native import AS_WRITTEN, COUNTRIES, DATES
from compliance.inventory.units import Lot, Unit
from compliance.reference.countries import Resolution

MAX_NOTES = 100
"""So many wrong cells of a file are named."""


@dataclass(frozen=True, slots=True)
class Normalised:
    """The lots of one file: the unit of each combination, and what is to be said of its cells."""

    units: Mapping[Key, Unit]
    lots: tuple[Lot, ...]
    notes: tuple[str, ...]
    unknown: tuple[UnknownText, ...] = ()


def normalise(tally: Tally, grouping: Grouping, reader: Reader, file: str) -> Normalised:
    """Every combination of a file as facts. Raises ComplianceError with all cells that cannot be read."""
    sheet = _Sheet(tally, grouping, reader, file)
    units: dict[Key, Unit] = {}
    by_unit: dict[Unit, Lot] = {}
    for key in tally.counts:
        unit, quantity = sheet.unit(key)
        units[key] = unit
        lot = sheet.lot(key, unit, quantity)
        if unit in by_unit:
            by_unit[unit].add(lot)
        else:
            by_unit[unit] = lot
    if sheet.problems:
        raise ComplianceError(sheet.all_problems())
    return Normalised(units, tuple(by_unit.values()), tuple(sheet.notes()), tuple(sheet.unknown_texts()))


@dataclass(frozen=True, slots=True)
class _CellsRead:
    """What the cells of a combination say, what is doubtful in them, and the texts that nobody understands."""

    unit: Unit
    doubts: list[str]
    unknown: list[tuple[str, str, str]]


class _Sheet:
    """Reads the combinations of one file; remembers what was wrong or doubtful, with the first row of each."""

    def __init__(self, tally: Tally, grouping: Grouping, reader: Reader, file: str) -> None:
        self.tally, self.grouping, self.reader, self.file = tally, grouping, reader, file
        self.problems: list[Problem] = []
        self._key: Key = ()
        self._doubts: dict[str, tuple[int, int]] = {}
        self._unknowns: dict[tuple[str, str], tuple[int, int, str]] = {}
        self._hidden = 0
        self._verbatim = {fact.columns[0]: name for name, fact in FACTS.items() if fact.verbatim}
        self._known: dict[tuple[str, ...], _CellsRead] = {}
        self._suspicious = {column for column in COUNTRIES if self._is_suspicious(column)}
        self._day_first = {column: settles_day_first(self._texts(column)) for column in DATES}

    def _texts(self, column: str) -> set[str]:
        if column not in self.grouping.columns:
            return set()
        place = self.grouping.columns.index(column)
        return {self.tally.cells(key)[place] for key in self.tally.counts}

    def _is_suspicious(self, column: str) -> bool:
        """Whether a column's two-letter codes may be FIPS 10-4 or ISO, and nobody said which; then a doubt says so."""
        if column + AS_WRITTEN in self.grouping.layout.header or self.reader.codes is not None:
            return False
        suspicion = self.reader.countries.suspicious(self._texts(column))
        if suspicion:
            self._doubts[f"column {column}: {suspicion}"] = (1, 0)
        return bool(suspicion)

    def _country(self, column: str, text: str) -> Resolution:
        if column in self._suspicious:
            return self.reader.countries.either(text)
        if column + AS_WRITTEN in self.grouping.layout.header:
            # What foreign text the column held was rewritten, so its codes are ISO.
            return self.reader.countries.resolve(text)
        return self.reader.countries.resolve(text, self.reader.codes or "iso")

    def lot(self, key: Key, unit: Unit, quantity: int) -> Lot:
        """The rows of a combination as a lot."""
        rows = self.tally.counts[key]
        locations = [Location(self.file, row, name or f"{self.file}#{row}") for row, name in self.tally.places[key]]
        written = {
            name: (self.grouping.layout.written(name) or name, text)
            for name, text in zip(self.grouping.names, self.tally.first_cells(key), strict=True)
        }
        return Lot(unit, quantity * rows, rows, locations, written)

    def unit(self, key: Key) -> tuple[Unit, int]:
        """The facts of a combination, and how many units one row of it stands for."""
        self._key = key
        written = zip(self.grouping.names, self.tally.cells(key), strict=True)
        texts = {name: self._bounded(name, text) for name, text in written}
        for name, text in texts.items():
            if HARD_SPACE in text:
                self._doubt(f"column {name} holds non-breaking spaces")
        cells_read = self._cells_read(texts)
        quantity = self._quantity(texts.get("quantity", ""))
        for message in cells_read.doubts:
            self._doubt(message)
        for column, text, remedy in cells_read.unknown:
            self._unknown(column, text, remedy, quantity)
        return cells_read.unit, quantity

    def _cells_read(self, texts: Mapping[str, str]) -> _CellsRead:
        """The facts of cells; those of cells that differ only in what is kept as it is written are read once."""
        names: dict[str, Any] = {
            self._verbatim[column]: text.strip() for column, text in texts.items() if column in self._verbatim
        }
        others = tuple(text for column, text in texts.items() if column not in self._verbatim)
        known = self._known.get(others)
        if known:
            same = all(getattr(known.unit, name) == text for name, text in names.items())
            return known if same else replace(known, unit=replace(known.unit, **names))
        doubts: list[str] = []
        unknown: list[tuple[str, str, str]] = []
        before = len(self.problems)
        row = Row(
            texts,
            self.reader,
            self._country,
            self._day_first,
            doubts.append,
            self._problem,
            lambda *text: unknown.append(text),
            self.grouping.read,
        )
        result = _CellsRead(Unit(**{name: fact.read(row) for name, fact in FACTS.items()}), doubts, unknown)
        if len(self.problems) == before:
            self._known[others] = result
        return result

    def _bounded(self, column: str, text: str) -> str:
        if cells.is_too_long(column, text):
            self._doubt(f"column {column} holds a text of {len(text):,} characters, which is too long to be understood")
        return cells.bounded(column, text)

    def _quantity(self, text: str) -> int:
        try:
            return cells.count(text)
        except ValueError as error:
            self._problem(str(error), "Write a whole number of at least 1.", "quantity")
            return 1

    def _doubt(self, message: str) -> None:
        """Something doubtful in the combination at hand."""
        row = self.tally.places[self._key][0][0]
        first, rows = self._doubts.get(message, (row, 0))
        self._doubts[message] = (min(first, row), rows + self.tally.counts[self._key])

    def _unknown(self, column: str, text: str, remedy: str, quantity: int) -> None:
        """A text of the combination at hand that nobody understands."""
        row, units = self.tally.places[self._key][0][0], quantity * self.tally.counts[self._key]
        first, units_before, _ = self._unknowns.get((column, text), (row, 0, ""))
        self._unknowns[column, text] = (min(first, row), units_before + units, remedy)

    def unknown_texts(self) -> Iterator[UnknownText]:
        """The texts that nobody understands."""
        for (column, text), (row, units, remedy) in self._unknowns.items():
            yield UnknownText(column, text, units, self.file, row, remedy)

    def _problem(self, what: str, advice: str, column: str) -> None:
        """Something wrong in the combination at hand, in each of its rows that are remembered."""
        header, places = self.grouping.layout.written(column) or column, self.tally.places[self._key]
        self._hidden += self.tally.counts[self._key] - len(places)
        self.problems += [Problem(what, advice, self.file, row, header) for row, _ in places]

    def all_problems(self) -> list[Problem]:
        """What is wrong, by row; of very many only the first, and how many there are."""
        ordered = sorted(self.problems, key=lambda problem: problem.row or 0)
        more = self._hidden + len(ordered[MAX_NOTES:])
        rest = (
            [Problem(f"has {more} more cells that cannot be read", "Correct these first.", self.file)] if more else []
        )
        return ordered[:MAX_NOTES] + rest

    def notes(self) -> list[str]:
        """What is doubtful, by first row."""
        ordered = sorted(self._doubts.items(), key=lambda item: (item[1][0], item[0]))
        return [
            f"{self.file}:{row}: {message}" + (f" ({rows} rows)" if rows > 1 else "")
            for message, (row, rows) in ordered
        ]
