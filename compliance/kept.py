"""What was read and validated once is kept, so that the next start need not read it again.

Like Python's own ``.pyc``: the key is the content of the files and the version of the program, and whoever can write
the folder can already change the program. Of the user's own it holds settings, policies and what lies beside an inventory (sites,
waivers, parties), never an inventory.
"""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Callable, Iterable
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from compliance import __version__

T = TypeVar("T")

VERSIONS = 8
"""So many versions of one thing stay in the folder."""


def kept(folder: Path | None, name: str, files: Iterable[Path], read: Callable[[], T], also: str = "") -> T:
    """``read()``, or what it returned when it last read the same ``files`` (and ``also``, whatever else counts).

    Without a ``folder``, or with one that others may write, nothing is kept. Raises what ``read`` raises.
    """
    if folder is None or not _is_ours(folder):
        return read()
    key = sha256(f"{__version__}\0{sys.version}\0{also}".encode("utf-8", "surrogateescape"))
    try:
        for file in files:
            key.update(f"\0{file.name}\0".encode("utf-8", "surrogateescape"))
            key.update(file.read_bytes())
    except OSError:
        return read()  # which says what is wrong with the file
    path = folder / f"{name}-{key.hexdigest()[:32]}.pickle"
    try:
        with path.open("rb") as handle:
            value: T = pickle.load(handle)
    except Exception:  # noqa: BLE001 - a damaged file may raise anything, and is only a reason to read again
        value = read()
        _write(path, name, value)
    return value


def _is_ours(folder: Path) -> bool:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = folder.stat()
    except OSError:
        return False
    return sys.platform == "win32" or (status.st_uid == os.getuid() and not status.st_mode & 0o022)


def _write(path: Path, name: str, value: object) -> None:
    import tempfile

    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as handle:
            pickle.dump(value, handle, pickle.HIGHEST_PROTOCOL)
        Path(handle.name).replace(path)
        old = sorted(path.parent.glob(f"{name}-*.pickle"), key=lambda each: each.stat().st_mtime, reverse=True)
        for each in old[VERSIONS:]:
            each.unlink()
    except OSError:
        # A full disk or a second process: the next start reads the files again.
        return
