"""The bytes of a text table: which encoding they are in, and a guard that stops at NUL bytes and at lines without end."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from compliance.core.errors import Problem
from compliance.io.limits import ReadingLimits

NUL = "holds a NUL byte: it is binary, or damaged"
EXPORT = "Export the inventory as CSV again."

ENCODINGS = {
    "cp1252": "Windows, Western European",
    "mac_roman": "old Macintosh",
    "gb18030": "Chinese",
    "big5": "traditional Chinese",
    "cp1251": "Windows, Cyrillic",
    "cp1250": "Windows, Central European",
    "cp1254": "Windows, Turkish",
    "shift_jis": "Japanese",
    "koi8_r": "old Russian",
}


@dataclass(frozen=True, slots=True)
class Text:
    """A text file: its encoding, the separator between its cells, and rows that are not counted (``sep=;``)."""

    path: Path
    encoding: str
    separator: str = ","
    uncounted: int = 0
    limits: ReadingLimits = ReadingLimits()

    def open(self, errors: str = "strict", end: int | None = None) -> io.TextIOWrapper:
        """The text, guarded, as far as the byte ``end``. Reading raises UnicodeDecodeError or BadBytesError."""
        guard = _Guard(self.path, end, self.limits, nul=not self.encoding.startswith("utf-16"))
        return io.TextIOWrapper(guard, self.encoding, errors, newline="")  # type: ignore[arg-type]

    def rows(self, lines: Iterable[str]) -> Iterator[list[str]]:
        """Strictly: a quote that is never closed would swallow the rest of the file in silence."""
        return csv.reader(lines, delimiter=self.separator, strict=True)

    def row_at(self, place: int) -> int:
        """The number of the row in which a byte stands, counted in what stands before it."""
        count = 0
        with self.open("ignore", place) as handle, suppress(csv.Error):
            lines = _closed(handle)
            for _ in csv.reader(lines, delimiter=self.separator):
                count += 1
        return max(count - self.uncounted, 1)

    def undecodable(self) -> Problem | None:
        """The first byte that is no text in this encoding, or None."""
        undecodable = first_wrong(self.path, self.encoding, block_bytes=self.limits.block_bytes)
        if undecodable is None:
            return None
        place, byte = undecodable
        what = f"is not {self.encoding} text (byte {byte:#04x})"
        return Problem(what, "Save it as UTF-8 (CSV UTF-8).", row=self.row_at(place))

    def doubt(self, file: str, place: int) -> str:
        """What is to be said of a file that is not in UTF-8, with the row of the first byte that shows it."""
        return (
            f"{file}:{self.row_at(place)}: is not UTF-8 text; the file is read as {self.encoding} "
            f"({ENCODINGS[self.encoding]}). If its names look wrong, save it as UTF-8."
        )


class BadBytesError(Exception):
    """The bytes of a file are no text table: what is wrong, and at which byte."""

    def __init__(self, what: str, advice: str, place: int) -> None:
        super().__init__(what)
        self.what, self.advice, self.place = what, advice, place


class _Guard(io.BufferedIOBase):
    """The bytes of a file as they are; raises BadBytesError at a NUL byte or where no row ends for too long."""

    def __init__(self, path: Path, end: int | None, limits: ReadingLimits, *, nul: bool) -> None:
        self._raw = path.open("rb", buffering=0)
        self._end, self._limits, self._nul = end, limits, nul
        self._at = self._line = 0

    def readable(self) -> bool:
        return True

    def close(self) -> None:
        self._raw.close()
        super().close()

    def read1(self, _: int = -1) -> bytes:
        """Always a whole block: asked for little at a time, the checks would cost more than the reading."""
        most = self._limits.block_bytes
        block = self._raw.read(most if self._end is None else min(most, self._end - self._at)) or b""
        place = block.find(b"\0") if self._nul and self._end is None else -1
        if place >= 0:
            raise BadBytesError(NUL, EXPORT, self._at + place)
        last = max(block.rfind(b"\n"), block.rfind(b"\r"))
        if last >= 0:
            self._line = self._at + last + 1
        self._at += len(block)
        longest = self._limits.longest_line_bytes
        if self._at - self._line > longest:
            what = f"has a row of more than {longest // 2**20} MiB"
            raise BadBytesError(what, "Export the inventory as CSV again, one row per line.", self._line)
        return block


def _closed(lines: Iterable[str]) -> Iterator[str]:
    """The lines and something behind them, so that the row of the next byte is counted."""
    last = ""
    for line in lines:
        if last:
            yield last
        last = line
    if last.endswith(("\r", "\n")):
        yield last
        last = ""
    yield last + "?"


def encoding_of(path: Path, assumed: str, limits: ReadingLimits = ReadingLimits()) -> tuple[str, int | None]:
    """The encoding of a text, and the byte that was not of the ``assumed`` one, which is kept where nothing better fits.

    Bytes that are no UTF-8 are read as cp1252, in a file whose only row ends are CR as Mac Roman; but not where most
    characters beyond ASCII are UTF-8: such a file is damaged, and nobody can say how.
    """
    surveyed = limits.surveyed_bytes
    wrong = first_wrong(path, assumed, surveyed, limits.block_bytes) if assumed == "utf-8" else None
    if wrong is None:
        return assumed, None
    with path.open("rb") as handle:
        head = handle.read(surveyed)
    beyond = [char for char in head.decode("utf-8", "surrogateescape") if not char.isascii()]
    if 2 * sum("\udc80" <= char <= "\udcff" for char in beyond) < len(beyond):
        return assumed, None
    return "mac_roman" if b"\r" in head and b"\n" not in head else "cp1252", wrong[0]


def first_wrong(
    path: Path, encoding: str, limit: int | None = None, block_bytes: int = ReadingLimits.block_bytes
) -> tuple[int, int] | None:
    """The first byte within ``limit`` that ``encoding`` cannot read: its place and its value."""
    decoder = codecs.getincrementaldecoder(encoding)()
    done = 0
    with path.open("rb") as handle:
        while limit is None or done < limit:
            block = handle.read(block_bytes)
            waiting = decoder.getstate()[0]
            try:
                decoder.decode(block, final=not block)
            except UnicodeDecodeError as error:
                return done - len(waiting) + error.start, error.object[error.start]
            done += len(block)
            if not block:
                break
    return None
