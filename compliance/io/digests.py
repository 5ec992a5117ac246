"""SHA-256 of the files that are read: what a report names them by."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from hashlib import file_digest
from pathlib import Path
from threading import Thread

from compliance.core.errors import fail
from compliance.io.paths import regular

BACKGROUND_BYTES = 4 * 1024 * 1024
"""Bytes beyond which a thread of its own is worth its start."""


def hash_in_background(path: Path, threshold: int = BACKGROUND_BYTES) -> Callable[[], str]:
    """Hashes a file of more than ``threshold`` bytes while it is being read. The function returned waits for its digest.

    Hashing runs on the other processor, so that it does not slow the reader.
    """
    if path.stat().st_size <= threshold:
        return partial(sha256_of, path)
    digests: list[str] = []

    def work() -> None:
        # Where the file vanishes meanwhile, ``digest`` reads it again and raises the error.
        with suppress(OSError):
            digests.append(sha256_of(path))

    worker = Thread(target=work, daemon=True)
    worker.start()

    def digest() -> str:
        worker.join()
        return digests[0] if digests else sha256_of(path)

    return digest


def digest_of(path: Path, name: str) -> str:
    """The same of a regular file, called ``name`` in messages. Raises ComplianceError for what is none."""
    try:
        return sha256_of(regular(path, name))
    except OSError as error:
        raise fail(f"cannot be read: {error.strerror}", "Check its permissions.", file=name) from None


def sha256_of(path: Path) -> str:
    """The digest of a file, in hexadecimal. Raises OSError."""
    with path.open("rb") as handle:
        return file_digest(handle, "sha256").hexdigest()
