"""Serial numbers that stand twice, or that a spreadsheet has destroyed. They identify units; they say nothing of origin.

Watched while the rows are read, by hash, so that a million of them cost little; only where some stand twice are the
files read again. Numbers are compared as they are written, but for blanks and spreadsheet marks around them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from compliance.core.text import EMPTY, is_empty, quoted
from compliance.inventory.cells import damaged, serial

MAX_SERIALS = 1_000_000
"""So many rows are compared unless more are asked for."""
MAX_DUPLICATES = 20
"""So many numbers that stand twice, and so many rows of each, are named."""
CANDIDATES = 10_000
"""Beyond so many numbers that may stand twice no more are looked up."""
_DESTROYED = ("E+", "e+")
_MARKS = ("'", '"', " ", "\t", "\N{NO-BREAK SPACE}")

_TELLING = (*_DESTROYED, *_MARKS)

Chunk = tuple[int, list[list[str]]]


class Column(Protocol):
    """The serial numbers of an inventory, as a fast engine holds them."""

    def unlike(self, signs: Iterable[str]) -> bool:
        """Whether no two of them are alike, and none of them holds one of ``signs``."""
        ...

    def parts(self) -> Iterator[tuple[int, list[str]]]:
        """Some of them at a time, with the number of the first row."""
        ...


@dataclass(frozen=True, slots=True)
class _Watched:
    file: str
    place: int
    chunks: Callable[[], Iterable[Chunk]]


@dataclass(slots=True)
class _Stands:
    """In how many rows a number stands, and the first of them."""

    count: int = 0
    rows: list[str] = field(default_factory=list)


class Serials:
    """Watches the serial numbers of all inventories together. ``everything``: beyond a million rows too."""

    def __init__(self, everything: bool = False) -> None:
        self.most = None if everything else MAX_SERIALS
        """So many numbers are compared; None: all."""
        self._rows = 0
        self._seen: set[int] = set()
        self._empty = {shape(word) for word in EMPTY for shape in (str, str.upper, str.title, str.capitalize)}
        self._candidates: dict[str, None] = {}
        self._damaged: dict[str, tuple[int, int, str]] = {}
        self._files: list[_Watched] = []
        self._unread: list[tuple[str, int, Column]] = []

    def watch(self, file: str, place: int | None, chunks: Callable[[], Iterable[Chunk]]) -> Iterator[Chunk]:
        """The chunks, unchanged; looks at the column at ``place`` (None: there is none) in passing."""
        if place is None:
            yield from chunks()
            return
        self._files.append(_Watched(file, place, chunks))
        for first, rows in chunks():
            self.look(file, first, [row[place] for row in rows])
            yield first, rows

    def watch_column(
        self, file: str, place: int, chunks: Callable[[], Iterable[Chunk]], column: Column, rows: int
    ) -> None:
        """Takes in the numbers of a file that was read in another way; of its ``rows`` the first may be enough."""
        self._files.append(_Watched(file, place, chunks))
        self._unread.append((file, self._rows, column))
        self._rows += rows
        # Numbers that are plain and all different say nothing unless another inventory follows.
        if len(self._files) > 1 or not column.unlike(_TELLING):
            self._catch_up()

    def notes(self) -> list[str]:
        """What is to be said, with rows. Reads the files again where numbers may stand twice."""
        said = []
        for file, (row, rows, text) in self._damaged.items():
            lost = f"serial number {quoted(text)} was destroyed by a spreadsheet, its last digits are lost"
            said.append(f"{file}:{row}: {lost}" + (f" ({rows} rows)" if rows > 1 else ""))
        twice = self._twice() if self._candidates else {}
        for text, stands in list(twice.items())[:MAX_DUPLICATES]:
            more = f" and {stands.count - len(stands.rows)} more" if stands.count > len(stands.rows) else ""
            places = ", ".join(stands.rows) + more
            said.append(f"{stands.rows[0]}: serial number {quoted(text)} stands in {stands.count} rows: {places}")
        if len(twice) > MAX_DUPLICATES:
            least = "at least " if len(self._candidates) >= CANDIDATES else ""
            said.append(f"{least}{len(twice) - MAX_DUPLICATES} more serial numbers stand in several rows.")
        if self.most is not None and self._rows > self.most:
            compared = f"only the first {self.most:,} serial numbers were compared with each other"
            said.append(f"{compared}; --check-duplicates compares all {self._rows:,}.")
        return said

    def look(self, file: str, first: int, column: list[str]) -> None:
        """Takes in consecutive serial numbers, the first of which stands in row ``first``."""
        self._catch_up()
        together = "\n".join(column)
        if any(sign in together for sign in _DESTROYED):
            self._damage(file, first, column)
        start, self._rows = self._rows, self._rows + len(column)
        if self.most is not None and self._rows > self.most:
            column = column[: max(0, self.most - start)]
        column = _plain(column, together)
        if not self._empty.isdisjoint(column):
            column = [text for text in column if text not in self._empty]
        before = len(self._seen)
        # One look into the large set for each number: this line is most of what watching costs.
        self._seen.update(map(hash, column))
        if len(self._seen) - before < len(column) and len(self._candidates) < CANDIDATES:
            self._candidates.update(dict.fromkeys(column))

    def _catch_up(self) -> None:
        unread, self._unread = self._unread, []
        for file, before, column in unread:
            rows, self._rows = self._rows, before
            for first, part in column.parts():
                self.look(file, first, part)
            self._rows = rows

    def _damage(self, file: str, first: int, column: list[str]) -> None:
        for row, text in enumerate(column, first):
            if damaged(text):
                start, rows, shown = self._damaged.get(file, (row, 0, text))
                self._damaged[file] = start, rows + 1, shown

    def _twice(self) -> dict[str, _Stands]:
        """The candidates that do stand in several rows."""
        found: dict[str, _Stands] = {}
        left = self._rows if self.most is None else self.most
        for watched in self._files:
            for first, rows in watched.chunks():
                column = [row[watched.place] for row in rows[:left]]
                left -= len(column)
                for row, text in enumerate(_plain(column, "\n".join(column)), first):
                    if text in self._candidates:
                        stands = found.setdefault(text, _Stands())
                        stands.count += 1
                        if stands.count <= MAX_DUPLICATES:
                            stands.rows.append(f"{watched.file}:{row}")
        return {
            text: stands
            for text, stands in found.items()
            if stands.count > 1 and not is_empty(text) and not damaged(text)
        }


def _plain(column: list[str], together: str) -> list[str]:
    """The numbers without the marks of spreadsheets; ``together`` tells quickly whether there are any."""
    return [serial(text).value for text in column] if any(mark in together for mark in _MARKS) else column
