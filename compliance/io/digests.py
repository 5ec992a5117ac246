"""SHA-256 of the files that are read: what a report names them by."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from hashlib import file_digest
from pathlib import Path
from threading import Thread

_LARGE = 4 * 1024 * 1024
"""Bytes beyond which a thread of its own is worth its start."""


def hash_in_background(path: Path) -> Callable[[], str]:
    """Hashes a large file while it is being read: hashing leaves the other processor to the reader. Gives its digest."""
    if path.stat().st_size <= _LARGE:
        return partial(sha256_of, path)
    found: list[str] = []

    def work() -> None:
        # What vanishes while it is hashed is told by who asks for the digest.
        with suppress(OSError):
            found.append(sha256_of(path))

    worker = Thread(target=work, daemon=True)
    worker.start()

    def digest() -> str:
        worker.join()
        return found[0] if found else sha256_of(path)

    return digest


def sha256_of(path: Path) -> str:
    """The digest of a file, in hexadecimal. Raises OSError."""
    with path.open("rb") as handle:
        return file_digest(handle, "sha256").hexdigest()
