"""What every grouping engine shares: how rows are told apart, and what is counted of them.

``partial`` counts a part of an inventory, ``Tally.merge`` adds the parts up, ``rows`` gives every row again with its
combination, so that verdicts can be joined back. Parts may be counted in any order, in any process.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import itemgetter
from pathlib import Path
from typing import Protocol

from compliance.core.finding import LOCATIONS
from compliance.inventory.columns import NATIVE, Layout
from compliance.inventory.serials import Column
from compliance.inventory.units import COLUMNS_OF_FACT
from compliance.io.tables import Cells, Chunk, Scan

Key = tuple[str, ...]
Condense = Callable[[list[Key]], list[Key]]
"""Replaces the cells of combinations by others that mean the same."""
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


class CondensingError(UnsureError):
    """Most of the first rows are combinations of their own: they are to be condensed row by row."""


ALWAYS = ("kind", "status", "site", "manufacturer", "country_of_origin", "purchased", "delivered")
"""Facts that are always normalised, so that what is wrong in them is said whatever the rules read."""


IDS = ("asset_id", "serial_number")
"""What a person calls a row by."""


class Grouping:
    """How rows of one layout are told apart: by the cells that ``facts`` are made of.

    Which facts count is said by the caller, because rules read few of them. ``named`` keeps single units apart where
    a waiver names them: fact -> the values that count. ``condense`` is for inventories of too many combinations.
    """

    condensing = False
    """Whether ``keys`` gives condensed combinations: as soon as an engine has met too many."""

    def __init__(
        self,
        layout: Layout,
        facts: Iterable[str],
        named: Mapping[str, frozenset[str]],
        condenser: Callable[[Sequence[str]], Condense] | None = None,
    ) -> None:
        wanted = {column for fact in (*ALWAYS, *facts) if fact not in named for column in COLUMNS_OF_FACT[fact]}
        self.layout = layout
        self.columns = tuple(name for name in NATIVE if name in layout.index and name in wanted | {"quantity"})
        self.values = {fact: values for fact, values in named.items() if fact in layout.index}
        self.named = tuple(self.values)
        self.places = tuple(layout.index[name] for name in self.columns)
        self.ids = tuple(layout.index[name] for name in IDS if name in layout.index)
        places = self.places
        self._cells: Callable[[Cells], Key] = itemgetter(*places) if len(places) > 1 else lambda row: (row[places[0]],)
        self._condenser = condenser
        self._named = [(layout.index[fact], values) for fact, values in self.values.items()]

    @cached_property
    def condense(self) -> Condense | None:
        """What replaces the cells of combinations by others that mean the same, if there is such a thing."""
        return self._condenser and self._condenser(self.columns)

    def keys(self, rows: Sequence[Cells]) -> list[Key]:
        """The combination of each row."""
        written = self.written(rows)
        return self.condense(written) if self.condensing and self.condense else written

    def written(self, rows: Sequence[Cells]) -> list[Key]:
        """The combination of each row as it is written."""
        if not self._named:
            return list(map(self._cells, rows))
        return [
            (
                *self._cells(row),
                *(text if (text := row[place].strip()) in values else "" for place, values in self._named),
            )
            for row in rows
        ]

    def id(self, row: Cells) -> str:
        """What a person calls the row: its asset, else its serial number, else nothing."""
        return next((row[place].strip() for place in self.ids if row[place].strip()), "")


@dataclass(slots=True)
class Tally:
    """How many rows each combination has, and where its first ones stand (row number, id).

    ``written``: of a condensed combination, what its first row says.
    """

    counts: Counter[Key] = field(default_factory=Counter)
    places: dict[Key, list[tuple[int, str]]] = field(default_factory=dict)
    written: dict[Key, Key] = field(default_factory=dict)

    def merge(self, other: Tally) -> None:
        """Adds the rows of another part of the same file."""
        self.counts.update(other.counts)
        for key, places in other.places.items():
            before = self.places.get(key, [])
            if key in other.written and (not before or places[0] < before[0]):
                self.written[key] = other.written[key]
            self.places[key] = sorted((*before, *places))[:LOCATIONS]

    def condensed(self, condense: Condense) -> Tally:
        """The same rows by condensed combinations."""
        result = Tally()
        keys = list(self.counts)
        for key, stands in zip(keys, condense(keys), strict=True):
            result.merge(Tally(Counter({stands: self.counts[key]}), {stands: self.places[key]}, {stands: key}))
        return result

    @property
    def rows(self) -> int:
        """How many rows were counted."""
        return self.counts.total()


@dataclass(frozen=True, slots=True)
class Count:
    """What counting an inventory gives: its combinations, and the SHA-256 of its file.

    Where a fast engine counted it, that can join the verdicts by ``scan``; ``serials`` are then the serial numbers.
    """

    tally: Tally
    sha256: str = ""
    scan: Scan | None = None
    serials: Column | None = None
