"""Serial numbers that stand twice, or that a spreadsheet has destroyed. They identify units; they say nothing of origin.

Watched while the rows are read, by hash, so that a million of them cost little; only what stands twice is looked up
again. Numbers are compared as they are written, but for blanks and spreadsheet marks around them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from compliance.cells import damaged, is_empty, quoted, serial

MOST = 1_000_000
"""So many rows are compared unless more are asked for."""
SHOWN = 20
"""So many numbers that stand twice, and so many rows of each, are named."""

Chunk = tuple[int, list[list[str]]]


@dataclass(frozen=True, slots=True)
class _Watched:
    file: str
    place: int
    chunks: Callable[[], Iterable[Chunk]]


class Serials:
    """Watches the serial numbers of all inventories together. ``everything``: beyond a million rows too."""

    def __init__(self, everything: bool = False) -> None:
        self._most = None if everything else MOST
        self._rows = 0
        self._seen: set[int] = set()
        self._empty: set[str] = {""}
        self._again = 0
        self._twice: dict[str, None] = {}
        self._damaged: dict[str, tuple[int, int, str]] = {}
        self._files: list[_Watched] = []

    def watch(self, file: str, place: int | None, chunks: Callable[[], Iterable[Chunk]]) -> Iterator[Chunk]:
        """The chunks, unchanged; looks at the column at ``place`` (None: there is none) in passing."""
        if place is None:
            yield from chunks()
            return
        self._files.append(_Watched(file, place, chunks))
        for first, rows in chunks():
            self._look(file, first, [row[place] for row in rows])
            yield first, rows

    def notes(self) -> list[str]:
        """What is to be said, with rows. Reads the files again where numbers stand twice."""
        said = []
        for file, (row, rows, text) in self._damaged.items():
            more = f" ({rows} rows)" if rows > 1 else ""
            said.append(
                f"{file}:{row}: serial number {quoted(text)} was destroyed by a spreadsheet: its last digits are lost{more}"
            )
        for text, (count, places) in self._places().items():
            more = f" and {count - len(places)} more" if count > len(places) else ""
            said.append(f"{places[0]}: serial number {quoted(text)} stands in {count} rows: {', '.join(places)}{more}")
        if len(self._twice) > SHOWN:
            said.append(f"serial numbers stand again in {self._again} rows; the first {SHOWN} such numbers are named.")
        if self._most is not None and self._rows > self._most:
            said.append(
                f"serial numbers were compared in the first {self._most:,} rows only; --check-duplicates compares all."
            )
        return said

    def _look(self, file: str, first: int, column: list[str]) -> None:
        together = "\n".join(column)
        if "E+" in together or "e+" in together:
            self._damage(file, first, column)
        start, self._rows = self._rows, self._rows + len(column)
        if self._most is not None and self._rows > self._most:
            column = column[: max(0, self._most - start)]
            if not column:
                self._seen = set()
                return
        if "'" in together or '"' in together or " " in together or "\xa0" in together:
            column = [serial(text).value for text in column]
        if not self._empty.isdisjoint(column):
            column = [text for text in column if text not in self._empty]
        hashes = set(map(hash, column))
        if len(hashes) < len(column) or not self._seen.isdisjoint(hashes):
            self._repeated(column)
        else:
            self._seen |= hashes

    def _repeated(self, column: list[str]) -> None:
        for text in column:
            if hash(text) not in self._seen:
                self._seen.add(hash(text))
                if is_empty(text):
                    self._empty.add(text)
            elif is_empty(text):
                self._empty.add(text)
            elif not damaged(text):
                self._again += 1
                if len(self._twice) <= SHOWN:
                    self._twice[text] = None

    def _damage(self, file: str, first: int, column: list[str]) -> None:
        for row, text in enumerate(column, first):
            if damaged(serial(text).value):
                start, rows, shown = self._damaged.get(file, (row, 0, text))
                self._damaged[file] = start, rows + 1, shown

    def _places(self) -> dict[str, tuple[int, list[str]]]:
        """Where the first numbers that stand twice do: how often, and the first rows."""
        wanted = list(self._twice)[:SHOWN]
        found: dict[str, tuple[int, list[str]]] = {}
        for watched in self._files if wanted else ():
            for first, rows in watched.chunks():
                for number, row in enumerate(rows, first):
                    text = row[watched.place] if row[watched.place] in self._twice else serial(row[watched.place]).value
                    if text in wanted:
                        count, places = found.get(text, (0, []))
                        shown = [*places, f"{watched.file}:{number}"] if len(places) < SHOWN else places
                        found[text] = count + 1, shown
        return found
