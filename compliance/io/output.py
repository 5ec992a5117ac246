"""Output files: written whole or not at all."""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from compliance.core.errors import ComplianceError, fail
from compliance.io.writing import advice, permissions, replacing


@contextmanager
def written(path: Path) -> Iterator[TextIO]:
    """A text file that takes the place of ``path`` when the block ends well. Raises ComplianceError.

    A device or a pipe is written to, never replaced; of a link, the file it leads to is. What is no character (a file
    name of odd bytes) becomes ``?``.
    """
    with (
        _file_for(path) as file,
        io.TextIOWrapper(io.BufferedWriter(file), "utf-8", errors="replace", newline="") as out,
    ):
        yield out


@contextmanager
def written_bytes(path: Path) -> Iterator[BinaryIO]:
    """As ``written``, for what is no text."""
    with _file_for(path) as file, _Bytes(file) as out:
        yield out


class _Bytes(io.BufferedWriter):
    """Once closed, it only counts: an archive that was given up on a full disk still writes its end, which is dropped."""

    _at = 0

    def write(self, data: Any, /) -> int:
        if not self.closed:
            return super().write(data)
        self._at += len(data)
        return len(data)

    def seek(self, offset: int, whence: int = 0, /) -> int:
        if not self.closed:
            return super().seek(offset, whence)
        self._at = offset
        return offset

    def tell(self) -> int:
        return self._at if self.closed else super().tell()

    def flush(self) -> None:
        if not self.closed:
            super().flush()


class _File(io.FileIO):
    """A file that remembers why it could not be written: some libraries raise something else then."""

    failure: OSError | None = None

    def write(self, data: Any, /) -> int:
        try:
            return super().write(data)
        except OSError as error:
            self.failure = error
            raise


@contextmanager
def _file_for(path: Path) -> Iterator[_File]:
    """Where to write: a file beside ``path``, or ``path`` where it is a device or a pipe. Raises ComplianceError."""
    file: _File | None = None
    try:
        with _beside(path) if _is_replaced(path) else nullcontext(path) as target, _File(target, "w") as file:
            yield file
    except OSError as error:
        raise _unwritten(path, error) from None
    except Exception:
        if file and file.failure:
            raise _unwritten(path, file.failure) from None
        raise


def _is_replaced(path: Path) -> bool:
    """Whether a new file takes its place: not that of a device or a pipe. Raises OSError, for a link in a ring too."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return True
    return stat.S_ISREG(mode) or stat.S_ISDIR(mode)


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """An empty file that takes the place of ``path`` when the block ends well. Raises OSError."""
    target = Path(os.path.realpath(path))
    with replacing(target) as temporary:
        yield temporary
        temporary.chmod(permissions(target))


def _unwritten(path: Path, error: OSError) -> ComplianceError:
    return fail(f"cannot be written: {error.strerror}", advice(error, "Choose another path."), file=str(path))
