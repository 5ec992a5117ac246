"""One foreign inventory, its cells rewritten into the native form chunk by chunk, and what is to be said of it.

Each distinct text is understood once and remembered, but never more of them than ``RewritingLimits`` says: memory does not grow
with the rows. They are read once for what columns settle together, once for what would change, once to be written.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from compliance.core.dates import day_orders
from compliance.core.errors import ComplianceError, Problem, fail
from compliance.core.text import HARD_SPACE, inert
from compliance.inventory import cells
from compliance.inventory.cells import Cell
from compliance.inventory.facts.machine import no_machine
from compliance.inventory.formats.table import Table
from compliance.inventory.native import AS_WRITTEN, COUNTRIES, DATES, MACHINE, Cells, Native, Texts
from compliance.inventory.serials import Serials
from compliance.reference.countries import Codes
from compliance.workflows.reference import Reference

MAX_NOTES = 100
"""So many wrong cells of a file are named."""

_FORMULAS = re.compile(r"""\n(?!="[^"\n]*"\n|[+-]?[\d.,]*\n|-+\n)[=+@-]""")
_NO_FORMULA = re.compile(r"""="[^"\n]*"|[+-]?[\d.,]*|-+""")
_ADVICE = {"model": "Name one of the two, or delete the row.", "quantity": "Write a whole number of at least 1."}

Row = list[str]
Extra = tuple[str, int]
"""A column that is not read: its header, and which one of that name in its file."""


@dataclass(frozen=True, slots=True)
class RewritingLimits:
    """So many distinct texts are remembered, so that memory does not grow with the rows."""

    texts: int = 50_000
    """Of a column; beyond them texts are understood anew."""
    notes: int = 1000
    """Notes of a file, and texts that a column keeps."""


LIMITS = RewritingLimits()


@dataclass(slots=True)
class Tally:
    """What is to be said of one column: how its cells were understood, how many changed, which texts were left."""

    max_left: int
    hows: Counter[str] = field(default_factory=Counter)
    changed: int = 0
    example: Cell | None = None
    left: Counter[str] = field(default_factory=Counter)
    filled: bool = False
    twin: bool = False

    def add(self, cell: Cell, rows: int) -> None:
        """Takes in a cell that stands in so many rows."""
        self.hows[cell.how] += rows
        self.filled = self.filled or bool(cell.value)
        if cell.changed:
            self.changed += rows
            self.example = self.example or cell
            self.twin = self.twin or bool(cell.written.strip())
        if cell.how in ("none", "brand") and (cell.written in self.left or len(self.left) < self.max_left):
            self.left[cell.written] += rows


class _Job:
    """Some columns that are understood together."""

    def __init__(
        self, names: Texts, rewrite: Callable[[Texts], Cells], places: Sequence[int | None], max_texts: int
    ) -> None:
        self.names, self._max_texts = names, max_texts
        self._rewrite, self._places = rewrite, places
        self._known: dict[Texts, Cells] = {}
        self.wrong: dict[Texts, str] = {}

    def keys(self, rows: Sequence[Row]) -> list[Texts]:
        """The texts of each row."""
        columns = ([""] * len(rows) if place is None else [row[place] for row in rows] for place in self._places)
        return list(zip(*columns, strict=True))

    def understand(self, keys: Sequence[Texts]) -> dict[Texts, Cells]:
        """The cells of these texts, among others."""
        if len(self._known) > self._max_texts:
            self._known, self.wrong = {}, {}
        for key in [key for key in set(keys) if key not in self._known]:
            if any(map(cells.is_too_long, self.names, key)):
                self._known[key] = tuple(map(_too_long, self.names, key))
                if self.names == ("quantity",):
                    self.wrong[key] = f"quantity is a text of {len(key[0]):,} characters"
                continue
            try:
                self._known[key] = self._rewrite(key)
            except ValueError as error:
                self.wrong[key] = str(error)
                self._known[key] = tuple(map(cells.as_written, key))
        return self._known


def defused(text: str) -> str:
    """``text`` so that no spreadsheet runs it; numbers, dashes and ``="0012"``, which run nothing, stay as they are."""
    return text if _NO_FORMULA.fullmatch(text) else inert(text)


def _too_long(column: str, text: str) -> Cell:
    if not cells.is_too_long(column, text):
        return cells.as_written(text)
    return cells.as_written(text, f"{column} is a text of {len(text):,} characters, which is too long to be understood")


class Rewriting:
    """An inventory and its cells in the native form. ``survey`` comes first; then ``tallies`` and ``notes`` are complete."""

    def __init__(
        self, table: Table, reference: Reference, codes: Codes | None, limits: RewritingLimits = LIMITS
    ) -> None:
        self._limits = limits
        self.table, self.index, self.header = table, table.layout.index, table.layout.header
        self.rows = self.units = self.blank = 0
        self._notes: dict[str, tuple[int, int]] = {}
        self._unnoted = self._wrong = 0
        self._problems: list[Problem] = []
        self._native = self._settle(reference, codes)
        self.tallies = {name: Tally(limits.notes) for job in self._jobs for name in job.names}
        self.extras = _numbered(self.header, set(self.index.values()))

    @cached_property
    def _jobs(self) -> list[_Job]:
        return [
            _Job(names, rewrite, list(map(self.index.get, names)), self._limits.texts)
            for names, rewrite in self._native.jobs()
            if self.index.keys() & set(names)
        ]

    def __getstate__(self) -> dict[str, Any]:
        """What is sent to another process: there texts are understood anew."""
        return {name: value for name, value in vars(self).items() if name != "_jobs"}

    def _settle(self, reference: Reference, codes: Codes | None) -> Native:
        """What columns settle together. Of their texts only codes and orders are kept."""
        settled = frozenset(name for name in COUNTRIES if name + AS_WRITTEN in self.header)
        seen: dict[str, set[str]] = {name: set() for name in COUNTRIES if name in self.index}
        orders: dict[str, set[bool]] = {name: set() for name in DATES if name in self.index}
        for _, rows in self.table.chunks() if seen or orders else ():
            for name, short in seen.items():
                texts = {row[self.index[name]] for row in rows}
                short |= {part for text in texts for part in text.split("|") if len(part.strip()) == 2}
            for name in orders:
                orders[name] |= day_orders({row[self.index[name]] for row in rows})
        doubtful = set()
        for name in sorted(seen.keys() - settled) if codes is None else ():
            if suspicion := reference.countries.suspicious(seen[name]):
                doubtful.add(name)
                self._notes[f"column {name}: {suspicion}"] = (1, 1)
        return Native(
            reference.catalogue,
            reference.countries,
            codes or "iso",
            doubtful=frozenset(doubtful),
            settled=settled,
            day_first={name: next(iter(shown)) for name, shown in orders.items() if len(shown) == 1},
        )

    def survey(self, serials: Serials) -> None:
        """Understands every cell, to say what changes; ``serials`` watches those of all files.

        Raises ComplianceError with the cells that cannot be read.
        """
        place = self.index.get("serial_number")
        for first, rows in serials.watch(self.table.file, place, self.table.chunks):
            numbers = [number for number, row in enumerate(rows, first) if any(row)]
            kept = list(filter(any, rows))
            self.rows += len(kept)
            self.blank += len(rows) - len(kept)
            together = "\n".join(map("\n".join, kept))
            if HARD_SPACE in together or _FORMULAS.search(f"\n{together}\n"):
                self._look(numbers, kept)
            for job in self._jobs:
                self._survey(job, numbers, job.keys(kept))
            if "quantity" not in self.index:
                self.units += len(kept)
        if self._problems:
            more = self._wrong - len(self._problems)
            rest = [Problem(f"has {more} more cells that cannot be read", "Correct these first.", self.table.file)]
            raise ComplianceError(sorted(self._problems, key=lambda problem: problem.row or 0) + (rest if more else []))
        if not self.rows:
            raise fail("has a header and no rows", "Export the inventory again.", file=self.table.file)

    def _survey(self, job: _Job, numbers: list[int], keys: list[Texts]) -> None:
        understood = job.understand(keys)
        for key, rows in Counter(keys).items():
            if key in job.wrong:
                self._refuse(
                    job.names[0], job.wrong[key], [n for n, texts in zip(numbers, keys, strict=True) if texts == key]
                )
                continue
            if job.names == MACHINE and (wrong := no_machine(*key[:2])):
                self._refuse("model", wrong, [n for n, texts in zip(numbers, keys, strict=True) if texts == key])
            for name, cell in zip(job.names, understood[key], strict=True):
                self.tallies[name].add(cell, rows)
                if cell.note and name != "serial_number":  # those are told of all files together
                    self._note(cell.note, numbers[keys.index(key)], rows)
            if job.names == ("quantity",):
                self.units += rows * cells.count(key[0])

    def _refuse(self, column: str, what: str, numbers: list[int]) -> None:
        advice = _ADVICE.get(column, "Write the day as YYYY-MM-DD, or leave the cell empty.")
        self._wrong += len(numbers)
        header = self.table.layout.written(column) or column
        room = MAX_NOTES - len(self._problems)
        self._problems += [Problem(what, advice, self.table.file, number, header) for number in numbers[:room]]

    def _look(self, numbers: list[int], rows: list[Row]) -> None:
        for number, row in zip(numbers, rows, strict=True):
            for name, text in zip(self.header, row, strict=True):
                if HARD_SPACE in text:
                    self._note(f"column {name} holds non-breaking spaces", number, 1)
                if _FORMULAS.search(f"\n{text}\n"):
                    self._note(f"column {name} holds text that a spreadsheet would run as a formula", number, 1)

    def _note(self, note: str, row: int, rows: int) -> None:
        if note not in self._notes and len(self._notes) >= self._limits.notes:
            self._unnoted += rows
            return
        first, so_far = self._notes.get(note, (row, 0))
        self._notes[note] = (min(first, row), so_far + rows)

    def notes(self) -> list[str]:
        """What is doubtful, by first row."""
        lines = []
        for text, (row, rows) in sorted(self._notes.items(), key=lambda item: (item[1][0], item[0])):
            lines.append(f"{self.table.file}:{row}: {text}" + (f" ({rows} rows)" if rows > 1 else ""))
        return lines + ([f"{self.table.file}: {self._unnoted} more doubtful cells."] if self._unnoted else [])

    def columns(self) -> Iterator[tuple[list[Row], dict[str, list[Cell]]]]:
        """The rows that have text, chunk by chunk, and their cells by column."""
        for _, rows in self.table.chunks():
            kept = list(filter(any, rows))
            if kept:
                columns: dict[str, list[Cell]] = {}
                for job in self._jobs:
                    keys = job.keys(kept)
                    known = job.understand(keys)
                    cells_of = map(list, zip(*(known[key] for key in keys), strict=True))
                    columns.update(zip(job.names, cells_of, strict=True))
                yield kept, columns


def _numbered(header: Sequence[str], read: set[int]) -> dict[Extra, int]:
    """The columns that are not read, and where they stand."""
    seen: Counter[str] = Counter()
    places: dict[Extra, int] = {}
    for place, name in enumerate(header):
        if place not in read:
            places[name, seen[name]] = place
            seen[name] += 1
    return places
