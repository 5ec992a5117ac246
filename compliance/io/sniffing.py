"""Is a text table so clean that every CSV reader reads it alike? Looked at byte by byte, beside whoever parses it.

Clean is UTF-8 with LF or CRLF line ends, and quotes only around whole cells (RFC 4180). Blank lines, short rows and
line ends inside quotes are no doubt: they are counted alike. Rows that are too long, the parser refuses by itself.
"""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from operator import itemgetter
from pathlib import Path
from threading import Thread
from typing import BinaryIO, Self

from compliance.io.digests import hash_in_background

_first, _last = itemgetter(slice(0, 1)), itemgetter(slice(-1, None))


class Sniffer(Thread):
    """Reads a file in the background: hashes it, and looks whether it is clean, until something is not.

    It runs in a ``with``, and ends there. Without a ``separator`` it is no text table, and nothing in it is unclean.
    ``tell`` hears how far it has come. ``quoted`` says whether a quote was seen, at first in the first block. A row ends
    in each block of a clean file, so that no cell is longer than two of them.
    """

    def __init__(
        self,
        path: Path,
        separator: str,
        tell: Callable[[str], None] = lambda done: None,
        *,
        block_bytes: int = 256 * 1024,
    ) -> None:
        super().__init__(daemon=True)
        self.quoted = self._doubtful = self._ended = False
        self._hash = sha256()
        self._aside: Callable[[], str] | None = None
        self._path = path
        self._tell = tell
        self._block_bytes = block_bytes
        self._text = bool(separator)
        self._inside = False
        self._before = {separator.encode(), b"\n", b""}
        self._after = {separator.encode(), b"\n", b"\r", b""}

    def __enter__(self) -> Self:
        if self._text:
            with suppress(OSError), self._path.open("rb") as handle:
                self.quoted = b'"' in handle.read(self._block_bytes)
        if self.quoted:
            # Somebody waits for what is found, then: hashing is left to the other processor.
            self._aside = hash_in_background(self._path)
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended = True
        self.join()

    def run(self) -> None:
        """Reads until the end or the first doubt."""
        try:
            self._read()
        except OSError:
            self._doubtful = True

    @property
    def clean(self) -> bool:
        """Whether the whole file was clean; waits for the end."""
        self.join()
        return not self._doubtful

    @property
    def sha256(self) -> str:
        """The digest of a clean file, in hexadecimal; waits for the end."""
        self.join()
        return self._aside() if self._aside else self._hash.hexdigest()

    def _read(self) -> None:
        size = self._path.stat().st_size
        with self._path.open("rb") as handle:
            rest = self._block(handle, len(BOM_UTF8)).removeprefix(BOM_UTF8)
            while not (self._doubtful or self._ended) and (block := self._block(handle, self._block_bytes)):
                if self._text:
                    rest = self._looked_at(rest, block)
                self._tell(f"{handle.tell() / size:.0%}")
        if self._text and not self._doubtful:
            self._doubtful = rest.endswith(b"\r")
            self._look(rest + b"\n")
            self._doubtful |= self._inside

    def _block(self, handle: BinaryIO, most: int) -> bytes:
        block = handle.read(most)
        if not self._aside:
            self._hash.update(block)
        return block

    def _looked_at(self, rest: bytes, block: bytes) -> bytes:
        """What of this block, and of the ``rest`` before it, is left for the next."""
        end = block.rfind(b"\n") + 1
        self._doubtful = not end and len(block) == self._block_bytes
        if _is_plain(rest) and _is_plain(block) and not self._inside:
            # What comes next need only know what stood before it.
            return block[-1:]
        self._look(rest + block[:end] if end else b"")
        return block[end:] if end else rest + block

    def _look(self, lines: bytes) -> None:
        """``lines`` end with a line end; what they begin with stands behind a line end, or needs no look."""
        if b"\0" in lines or (b"\r" in lines and lines.count(b"\r") != lines.count(b"\r\n")) or not _is_text(lines):
            self._doubtful = True
        elif lines and (self._inside or b'"' in lines):
            self.quoted = True
            parts = lines.split(b'"')
            outside = parts[self._inside :: 2]
            # What stands between two quoted cells begins and ends with a separator; nothing does in a doubled quote.
            after = outside if self._inside else outside[1:]
            wrong = set(map(_first, after)) - self._after or set(map(_last, outside)) - self._before
            self._inside ^= len(parts) % 2 == 0
            self._doubtful = bool(wrong) or not any(b"\n" in part for part in outside)


def _is_plain(part: bytes) -> bool:
    """Whether nothing in it can be doubtful, wherever it begins and ends."""
    return part.isascii() and b'"' not in part and b"\r" not in part and b"\0" not in part


def _is_text(lines: bytes) -> bool:
    try:
        return lines.isascii() or bool(lines.decode())
    except UnicodeDecodeError:
        return False
