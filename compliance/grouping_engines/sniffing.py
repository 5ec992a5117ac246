"""Is a text table so clean that every CSV reader reads it alike? Looked at byte by byte, beside whoever parses it.

Clean is UTF-8 with LF or CRLF line ends, and quotes only around whole cells (RFC 4180). Blank lines, short rows and
line ends inside quotes are no doubt: they are counted alike. Rows that are too long, the parser refuses by itself.
"""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Callable
from operator import itemgetter
from pathlib import Path
from threading import Thread

BLOCK = 256 * 1024
"""Bytes. A row ends in each of them, so that no cell is longer than two."""

_first, _last = itemgetter(slice(0, 1)), itemgetter(slice(-1, None))


class Sniffer(Thread):
    """Looks through a file in the background; ``doubtful`` as soon as something is not clean.

    ``tell`` hears how far it has come.
    """

    def __init__(self, path: Path, separator: str, tell: Callable[[str], None]) -> None:
        super().__init__(daemon=True)
        self.doubtful = False
        self._path = path
        self._tell = tell
        self._inside = False
        self._before = {separator.encode(), b"\n", b""}
        self._after = {separator.encode(), b"\n", b"\r", b""}

    def run(self) -> None:
        """Reads until the end or the first doubt."""
        try:
            self._read()
        except OSError:
            self.doubtful = True

    @property
    def clean(self) -> bool:
        """Whether the whole file was clean; waits for the end."""
        self.join()
        return not self.doubtful

    def _read(self) -> None:
        size = self._path.stat().st_size
        with self._path.open("rb") as handle:
            rest = handle.read(len(BOM_UTF8)).removeprefix(BOM_UTF8)
            while not self.doubtful and (block := handle.read(BLOCK)):
                end = block.rfind(b"\n") + 1
                self.doubtful = not end and len(block) == BLOCK
                if _is_plain(rest) and _is_plain(block) and not self._inside:
                    # What comes next need only know what stood before it.
                    rest = block[-1:]
                else:
                    self._look(rest + block[:end] if end else b"")
                    rest = block[end:] if end else rest + block
                self._tell(f"{handle.tell() / size:.0%}")
        if not self.doubtful:
            self.doubtful = rest.endswith(b"\r")
            self._look(rest + b"\n")
        self.doubtful |= self._inside

    def _look(self, lines: bytes) -> None:
        """``lines`` end with a line end; what they begin with stands behind a line end, or needs no look."""
        if b"\0" in lines or (b"\r" in lines and lines.count(b"\r") != lines.count(b"\r\n")) or not _is_text(lines):
            self.doubtful = True
        elif lines and (self._inside or b'"' in lines):
            parts = lines.split(b'"')
            outside = parts[self._inside :: 2]
            # What stands between two quoted cells begins and ends with a separator; nothing does in a doubled quote.
            after = outside if self._inside else outside[1:]
            wrong = set(map(_first, after)) - self._after or set(map(_last, outside)) - self._before
            self._inside ^= len(parts) % 2 == 0
            self.doubtful = bool(wrong) or not any(b"\n" in part for part in outside)


def _is_plain(part: bytes) -> bool:
    """Whether nothing in it can be doubtful, wherever it begins and ends."""
    return part.isascii() and b'"' not in part and b"\r" not in part and b"\0" not in part


def _is_text(lines: bytes) -> bool:
    try:
        return lines.isascii() or bool(lines.decode())
    except UnicodeDecodeError:
        return False
