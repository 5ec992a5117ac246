"""Serial numbers that appear twice, or that a spreadsheet has destroyed. They identify units and say nothing about origin.

Watched while the rows are read, by hash, so that a million of them cost little; the files are read
again only where some appear twice. Numbers are compared as they are written, but for blanks and spreadsheet marks around them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from compliance.core.text import EMPTY, is_empty, quoted
from compliance.inventory.cells import damaged, serial

MAX_SERIALS = 1_000_000
"""Rows that are compared, unless the user asks for all."""
MAX_DUPLICATES = 20
"""Repeated numbers that are named, and rows of each."""
MAX_CANDIDATES = 10_000
"""Numbers that may be repeated: beyond these no more are looked up."""
_DESTROYED = ("E+", "e+")
_MARKS = ("'", '"', " ", "\t", "\N{NO-BREAK SPACE}")

_SIGNS_OF_DOUBT = (*_DESTROYED, *_MARKS)

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
class Repeated:
    """In how many rows a number appears, and the first of them."""

    count: int = 0
    rows: list[str] = field(default_factory=list)


def notes(
    destroyed: Mapping[str, tuple[int, int, str]],
    repeated: Mapping[str, Repeated],
    numbers: int,
    rows: int,
    most: int | None,
    *,
    at_least: bool = False,
) -> Iterator[str]:
    """What is to be said of serial numbers.

    ``destroyed``: the first row of a file with one that is, how many there are, its text. ``repeated`` are the first of
    all ``numbers`` that appear twice, or ``at_least`` so many; of ``rows`` the first ``most`` were compared (None: all).
    """
    for file, (row, count, text) in destroyed.items():
        message = f"serial number {quoted(text)} was destroyed by a spreadsheet, its last digits are lost"
        yield f"{file}:{row}: {message}" + (f" ({count} rows)" if count > 1 else "")
    for text, found in list(repeated.items())[:MAX_DUPLICATES]:
        more = f" and {found.count - len(found.rows)} more" if found.count > len(found.rows) else ""
        places = ", ".join(found.rows) + more
        yield f"{found.rows[0]}: serial number {quoted(text)} appears in {found.count} rows: {places}"
    if numbers > MAX_DUPLICATES:
        yield f"{'at least ' if at_least else ''}{numbers - MAX_DUPLICATES} more serial numbers appear in several rows."
    if most is not None and rows > most:
        compared = f"only the first {most:,} serial numbers were compared with each other"
        yield f"{compared}; --check-duplicates compares all {rows:,}."


def lines(first: int, column: list[str], compared: int) -> Iterator[tuple[int, str, bool]]:
    """Row, number and whether it was destroyed, of consecutive numbers that say something; of the others the first ``compared``."""
    together = "\n".join(column)
    destroyed = any(sign in together for sign in _DESTROYED)
    for offset, (text, plain) in enumerate(zip(column, _plain(column, together), strict=True)):
        if destroyed and damaged(text):
            yield first + offset, text, True
        elif offset < compared and not is_empty(plain):
            yield first + offset, plain, False


class Serials:
    """Watches the serial numbers of all inventories together and compares the first ``most`` of them (None: all)."""

    def __init__(self, most: int | None = MAX_SERIALS, max_candidates: int = MAX_CANDIDATES) -> None:
        self.most = most
        self._max_candidates = max_candidates
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
        if len(self._files) > 1 or not column.unlike(_SIGNS_OF_DOUBT):
            self._catch_up()

    def notes(self) -> list[str]:
        """Notes for the report, with rows. Reads the files again where numbers may be repeated."""
        duplicates = self._duplicates() if self._candidates else {}
        at_least = len(self._candidates) >= self._max_candidates
        return list(notes(self._damaged, duplicates, len(duplicates), self._rows, self.most, at_least=at_least))

    def look(self, file: str, first: int, column: list[str]) -> None:
        """Takes in consecutive serial numbers, the first of which is in row ``first``."""
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
        if len(self._seen) - before < len(column) and len(self._candidates) < self._max_candidates:
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

    def _duplicates(self) -> dict[str, Repeated]:
        """The candidates that do appear in several rows."""
        repeated: dict[str, Repeated] = {}
        left = self._rows if self.most is None else self.most
        for watched in self._files:
            for first, rows in watched.chunks():
                column = [row[watched.place] for row in rows[:left]]
                left -= len(column)
                for row, text in enumerate(_plain(column, "\n".join(column)), first):
                    if text in self._candidates:
                        duplicate = repeated.setdefault(text, Repeated())
                        duplicate.count += 1
                        if duplicate.count <= MAX_DUPLICATES:
                            duplicate.rows.append(f"{watched.file}:{row}")
        return {
            text: duplicate
            for text, duplicate in repeated.items()
            if duplicate.count > 1 and not is_empty(text) and not damaged(text)
        }


def _plain(column: list[str], together: str) -> list[str]:
    """The numbers without the marks of spreadsheets; ``together`` tells quickly whether there are any."""
    return [serial(text).value for text in column] if any(mark in together for mark in _MARKS) else column
