"""SHA-256 of the files that are read: what a report names them by."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from hashlib import file_digest
from pathlib import Path
from threading import Thread

_LARGE = 4 * 1024 * 1024
"""Bytes beyond which a thread of its own is worth its start."""


def hash_in_background(paths: Sequence[Path]) -> Callable[[Path], str]:
    """Hashes large files while they are being read: hashing leaves the other processor to the reader."""
    large = [path for path in paths if path.stat().st_size > _LARGE]
    if not large:
        return sha256_of
    found: dict[Path, str] = {}

    def work() -> None:
        # What vanishes while it is hashed is told by who asks for the digest.
        with suppress(OSError):
            found.update((path, sha256_of(path)) for path in large)

    worker = Thread(target=work, daemon=True)
    worker.start()

    def digest(path: Path) -> str:
        worker.join()
        return found.get(path) or sha256_of(path)

    return digest


def sha256_of(path: Path) -> str:
    """The digest of a file, in hexadecimal. Raises OSError."""
    with path.open("rb") as handle:
        return file_digest(handle, "sha256").hexdigest()
