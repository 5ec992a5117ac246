"""An archive of one file (gzip, or zip), unpacked for as long as somebody holds it."""

from __future__ import annotations

import gzip
import shutil
import weakref
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from tempfile import mkdtemp
from typing import Protocol, TypeVar

from compliance.core.errors import ComplianceError, fail
from compliance.io.compression import GZIP, no_room

T = TypeVar("T")

ZIP = b"PK\x03\x04"
_CHUNK = 1 << 20
_NO_FILE = ("__MACOSX/", ".DS_Store", "Thumbs.db")
"""What systems add to an archive."""


@dataclass(frozen=True, slots=True)
class UnpackingLimits:
    """How far an archive is unpacked."""

    unpacked_bytes: int = 8 * 1024**3
    density: int = 200
    """So many bytes for each packed one, beyond the ``free_bytes``."""
    free_bytes: int = 50 * 1024**2


@dataclass(eq=False)
class Unpacked:
    """The one file of an archive; it goes when nobody holds this any more."""

    path: Path

    def kept_for(self, read: Callable[[], Iterator[T]]) -> Callable[[], Iterator[T]]:
        """What reads the file, so that the file stays as long as somebody may call it, or goes on reading."""
        return partial(_reading, self, read)


def _reading(_: Unpacked, read: Callable[[], Iterator[T]]) -> Iterator[T]:
    yield from read()


def unpack(path: Path, file: str, limits: UnpackingLimits = UnpackingLimits()) -> Unpacked | None:
    """The one file in the gzip or zip archive at ``path``, under its own name; None for a zip archive of several, or a damaged one.

    Raises ComplianceError for what is damaged, has a password, or unpacks to far more than it should.
    """
    try:
        with path.open("rb") as handle:
            packed = handle.read(len(ZIP))
            handle.seek(0)
            size = path.stat().st_size
            if packed.startswith(GZIP):
                with gzip.open(handle) as content:
                    return _copied(content, path.name.removesuffix(".gz"), size, file, limits)
            with zipfile.ZipFile(handle) as archive:
                names = list(_files(archive))
                if len(names) != 1:
                    return None
                with archive.open(names[0]) as content:
                    return _copied(content, PurePosixPath(names[0]).name, size, file, limits)
    except ComplianceError:
        raise
    except zipfile.BadZipFile:
        return None
    except OSError as error:
        if error.errno is not None:  # gzip raises one without a number for what is damaged
            raise no_room(error, file) from None
        raise _damaged(error, file) from None
    except Exception as error:  # noqa: BLE001 - whatever is raised while it is unpacked, the file is damaged
        raise _damaged(error, file) from None


def _damaged(error: Exception, file: str) -> ComplianceError:
    what = f"is a damaged archive: {str(error).strip(chr(39)) or type(error).__name__}"
    return fail(what, "Unpack it, and give the inventory in it.", file=file)


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


def _files(archive: zipfile.ZipFile) -> Iterator[str]:
    for member in archive.infolist():
        if not (member.is_dir() or member.filename.startswith(_NO_FILE[:1]) or member.filename.endswith(_NO_FILE[1:])):
            yield member.filename


def _copied(content: _Readable, name: str, packed_bytes: int, file: str, limits: UnpackingLimits) -> Unpacked:
    folder = Path(mkdtemp())
    unpacked = Unpacked(folder / name)
    weakref.finalize(unpacked, shutil.rmtree, folder, ignore_errors=True)
    most = min(limits.unpacked_bytes, max(limits.free_bytes, limits.density * packed_bytes))
    size = 0
    with unpacked.path.open("wb") as copy:
        while chunk := content.read(_CHUNK):
            size += len(chunk)
            if size > most:
                raise fail(
                    f"unpacks from {packed_bytes:,} to more than {most:,} bytes", "Give a smaller file.", file=file
                )
            copy.write(chunk)
    return unpacked
