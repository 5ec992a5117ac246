"""What was read and validated once is kept, so that the next start need not read it again.

Like Python's own ``.pyc``: the key is the content of the files and the version of the program, and whoever can write
the folder can already change the program. But a disk can change a bit: a file begins with a digest over its key and
all its bytes, and nothing of it is unpickled, now or later, before the digest is right. Of the user's own it holds settings,
policies and what lies beside an inventory (sites, waivers, parties), never an inventory.
"""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from compliance import __version__
from compliance.core.errors import ComplianceError
from compliance.io.paths import content
from compliance.io.writing import replacing

T = TypeVar("T")

_DIGEST = sha256().digest_size
"""Bytes before the pickle."""
VERSIONS = 8
"""So many versions of one thing stay in the folder."""


def cached(folder: Path | None, name: str, files: Iterable[Path], read: Callable[[], T], also: str = "") -> T:
    """``read()``, or what it returned when it last read the same ``files`` (and ``also``, whatever else counts).

    Without a ``folder``, or with one that others may write, nothing is kept. Raises what ``read`` raises.
    """
    if folder is None or not _is_ours(folder):
        return read()
    digest = sha256(f"{__version__}\0{sys.version}\0{also}".encode("utf-8", "surrogateescape"))
    try:
        for file in files:
            digest.update(f"\0{file.name}\0".encode("utf-8", "surrogateescape"))
            digest.update(content(file, file.name))
    except ComplianceError:
        return read()  # which says what is wrong with the file
    key = f"{name}-{digest.hexdigest()[:32]}"
    path = folder / f"{key}.pickle"
    try:
        value: T = pickle.loads(_whole(key, path.read_bytes()))
    except Exception:  # noqa: BLE001 - a damaged file may raise anything, and is only a reason to read again
        value = read()
        pickled = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
        _write(path, name, (_seal(key, pickled), pickled))
    return value


def _seal(key: str, pickled: bytes | memoryview) -> bytes:
    """The digest of what is kept under ``key``: no file stands in for another one."""
    digest = sha256(f"{key}\0".encode("utf-8", "surrogateescape"))
    digest.update(pickled)
    return digest.digest()


def _whole(key: str, content: bytes) -> memoryview:
    """What was kept. Raises ValueError where its digest is not the one that stands before it."""
    pickled = memoryview(content)[_DIGEST:]
    if _seal(key, pickled) != content[:_DIGEST]:
        raise ValueError("damaged")
    return pickled


def _is_ours(folder: Path) -> bool:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = folder.stat()
    except OSError:
        return False
    return sys.platform == "win32" or (status.st_uid == os.getuid() and not status.st_mode & 0o022)


def _write(path: Path, name: str, parts: Iterable[bytes]) -> None:
    # A full disk or a second process: the next start reads the files again.
    with suppress(OSError):
        with replacing(path) as temporary, temporary.open("wb") as handle:
            handle.writelines(parts)
        old = sorted(path.parent.glob(f"{name}-*.pickle"), key=lambda path: path.stat().st_mtime, reverse=True)
        for file in old[VERSIONS:]:
            file.unlink()
