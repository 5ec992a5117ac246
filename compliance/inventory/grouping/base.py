"""What every grouping engine shares: how rows are told apart, and what is counted of them.

``partial`` counts a part of an inventory, ``merge`` adds the parts up, ``join`` gives every row again with its verdict. Parts
may be counted in any order, in any process; what a row's combination is depends on the row alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from operator import itemgetter
from pathlib import Path
from typing import Any, Protocol

from compliance.core.errors import ComplianceError, Problem
from compliance.core.finding import MAX_LOCATIONS
from compliance.core.text import quoted
from compliance.inventory.cells import MAX_LETTERS, bounded
from compliance.inventory.columns import Layout
from compliance.inventory.facts import FACTS, NATIVE
from compliance.inventory.facts.base import MARK, FactsRead, Reader
from compliance.inventory.serials import Column
from compliance.io.tables import Cells, Chunk, Scan

Key = tuple[str, ...]
"""The cells by which a row is told apart, or what stands in their place."""
RowVerdict = tuple[int, str, str]
"""What is said of each row of a combination: its quantity, its verdict, the rules that gave it."""
RowLine = tuple[int, str, str, int, str, str]
"""One row of an inventory with what is said of it: its number, asset, serial number, and a ``RowVerdict``."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook as it stands: the values of all its rows, ``width`` columns from ``left`` (1 is A) on."""

    name: str
    left: int
    width: int
    rows: Iterator[Sequence[object]]
    inventory: bool


class Counted(Protocol):
    """What is counted: a file, its rows, which may be read more than once, and perhaps how a fast engine reads them."""

    @property
    def path(self) -> Path:
        """The file."""
        ...

    @property
    def chunks(self) -> Callable[[], Iterator[Chunk]]:
        """Reads the rows from the beginning."""
        ...

    @property
    def scan(self) -> Scan | None:
        """The file, where a fast engine can read it."""
        ...


class UnsureError(Exception):
    """A fast engine cannot be exact about this file: whoever reads row by row takes over."""


class ManyCombinationsError(UnsureError):
    """Most of the first rows are combinations of their own: their cells are to be understood row by row."""


class UnknownRowError(ComplianceError):
    """A row whose combination was not counted: its file has changed, or it is no part of what was counted."""


ALWAYS = ("kind", "status", "site", "manufacturer", "country_of_origin", "purchased", "delivered")
"""Facts that are always read, so that what is wrong in them is said whatever the rules read."""


IDS = ("asset_id", "serial_number")
"""What a person calls a row by."""


@dataclass(frozen=True, eq=False)
class Grouping:
    """How rows of one layout are told apart: by the cells of the facts that are ``read``, which rules and waivers say.

    Of a fact whose value is its cell, of which only some values are told apart, the others are not looked at: so a
    waiver keeps single units apart. ``reader`` is what cells are understood by where there are too many combinations;
    without one they stay as they are written. With ``canonical`` the cells that mean the same are told by one of them,
    as the facts say: what a row's combination is depends on the row alone, so every process gives the same.
    ``numbered``: the names of all rows of a combination are added up, so that it is known when others take their place.
    """

    layout: Layout
    read: FactsRead
    reader: Reader | None = None
    canonical: bool = False
    numbered: bool = False

    @cached_property
    def picked(self) -> Mapping[str, frozenset[str]]:
        """The columns of which only some values count, with those."""
        index = self.layout.index
        return {
            FACTS[name].columns[0]: distinction.words
            for name, distinction in self.read.distinctions.items()
            if FACTS[name].verbatim and not distinction.exact and FACTS[name].columns[0] in index
        }

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The columns of which every text counts."""
        facts = (FACTS[name] for name in (*ALWAYS, *self.read.names))
        wanted = {column for fact in facts for column in fact.columns} - self.picked.keys() | {"quantity"}
        return tuple(name for name in NATIVE if name in self.layout.index and name in wanted)

    @property
    def names(self) -> tuple[str, ...]:
        """The columns of a combination, in its order."""
        return (*self.columns, *self.picked)

    @cached_property
    def places(self) -> tuple[int, ...]:
        """Where the ``columns`` stand in a row."""
        return tuple(self.layout.index[name] for name in self.columns)

    @cached_property
    def ids(self) -> tuple[int, ...]:
        """Where a row holds what a person calls it by."""
        return tuple(self.layout.index[name] for name in IDS if name in self.layout.index)

    @cached_property
    def _cells(self) -> Callable[[Cells], Key]:
        places = self.places
        return itemgetter(*places) if len(places) > 1 else lambda row: (row[places[0]],)

    @cached_property
    def _picks(self) -> list[tuple[int, frozenset[str]]]:
        return [(self.layout.index[name], values) for name, values in self.picked.items()]

    @cached_property
    def canonicalise(self) -> Callable[[list[Key]], list[Key]]:
        """Gives what stands in place of combinations as they are written."""
        from compliance.inventory.grouping.canonical import canonicaliser

        assert self.reader is not None
        canonicalise = canonicaliser(self.columns, self.reader, self.read)

        def understand(keys: list[Key]) -> list[Key]:
            return canonicalise([self._bounded(key) for key in keys])

        return understand

    def _bounded(self, key: Key) -> Key:
        if sum(map(len, key)) <= MAX_LETTERS:
            return key
        return tuple(bounded(name, text) for name, text in zip(self.names, key, strict=True))

    def __getstate__(self) -> dict[str, Any]:
        """What is sent to another process: there the rest is worked out anew."""
        return {name.name: getattr(self, name.name) for name in fields(self)}

    def in_form_of(self, tally: Tally) -> Grouping:
        """This grouping, in the form in which the rows of a tally were counted."""
        return self if tally.canonical == self.canonical else replace(self, canonical=tally.canonical)

    def keys(self, rows: Sequence[Cells]) -> list[Key]:
        """The combination of each row."""
        written = self.written(rows)
        return self.canonicalise(written) if self.canonical else written

    def written(self, rows: Sequence[Cells]) -> list[Key]:
        """The combination of each row as it is written."""
        if not self.picked:
            return list(map(self._cells, rows))
        return [
            (
                *self._cells(row),
                *(text if (text := row[place].strip()) in values else "" for place, values in self._picks),
            )
            for row in rows
        ]

    def id(self, row: Cells) -> str:
        """What a person calls the row: its asset, else its serial number, else nothing."""
        return next((row[place].strip() for place in self.ids if row[place].strip()), "")

    def row_ids(self, rows: Sequence[Cells]) -> list[str]:
        """The ``id`` of each row."""
        found = [""] * len(rows)
        for place in reversed(self.ids):
            found = [row[place].strip() or other for row, other in zip(rows, found, strict=True)]
        return found


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rows each combination has, and where its first ones stand (row number, id).

    ``canonical``: cells that mean the same are told by one of them; then ``written`` is what the first row of each
    combination says. ``names``: where it is asked for, the number of the names of all its rows (``io.name_numbers``).
    """

    counts: Counter[Key] = field(default_factory=Counter)
    places: dict[Key, list[tuple[int, str]]] = field(default_factory=dict)
    written: dict[Key, Key] = field(default_factory=dict)
    canonical: bool = False
    names: Counter[Key] = field(default_factory=Counter)

    @property
    def rows(self) -> int:
        """How many rows were counted."""
        return self.counts.total()

    def first_cells(self, key: Key) -> Key:
        """What stands in the first row of a combination."""
        return self.written.get(key, key)

    def cells(self, key: Key) -> Key:
        """The cells by which a combination is understood: what names a meaning is told by the first row."""
        if not self.canonical:
            return key
        pairs = zip(key, self.written[key], strict=True)
        return tuple(written if text.startswith(MARK) else text for text, written in pairs)

    def canonicalised(self, grouping: Grouping) -> Tally:
        """The same rows by canonical combinations."""
        if self.canonical:
            return self
        keys = list(self.counts)
        result = Tally(canonical=True)
        for key, form in zip(keys, grouping.canonicalise(keys), strict=True):
            names = Counter({form: self.names[key]}) if key in self.names else Counter[Key]()
            result._add(Tally(Counter({form: self.counts[key]}), {form: self.places[key]}, {form: key}, True, names))
        return result

    def _add(self, other: Tally) -> None:
        self.counts.update(other.counts)
        self.names.update(other.names)
        for key, places in other.places.items():
            before = self.places.get(key, [])
            if key in other.written and (not before or places[0] < before[0]):
                self.written[key] = other.written[key]
            self.places[key] = sorted((*before, *places))[:MAX_LOCATIONS]


def merge(grouping: Grouping, tallies: Iterable[Tally]) -> Tally:
    """The rows of several parts of one file together, in any order. The parts stay what they are."""
    parts = list(tallies)
    canonical = any(part.canonical for part in parts)
    whole = Tally(canonical=canonical)
    for part in parts:
        whole._add(part.canonicalised(grouping) if canonical else part)
    return whole


def verdict_of(verdicts: Mapping[Key, RowVerdict], key: Key, row: int) -> RowVerdict | None:
    """What is said of a row; None of a blank one. Raises UnknownRowError for one that was never counted."""
    verdict = verdicts.get(key)
    if verdict is None and any(key):
        what = f"the row was not counted, so nothing was judged of it: {quoted(' | '.join(filter(None, key)))}"
        raise UnknownRowError(Problem(what, "Has the file changed meanwhile? Count it again.", row=row))
    return verdict


@dataclass(frozen=True, slots=True)
class Count:
    """What counting an inventory gives: its combinations, and the SHA-256 of its file.

    Where a fast engine counted it, that can join the verdicts by ``scan``; ``serials`` are then the serial numbers.
    """

    tally: Tally
    sha256: str = ""
    scan: Scan | None = None
    serials: Column | None = None
