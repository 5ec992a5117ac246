"""Unpacks gzip files within a limit of size: a small file can hold endless bytes."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from compliance.core.errors import ComplianceError, fail

GZIP = b"\x1f\x8b"
"""What a gzip file begins with."""
MAX_UNPACKED = 16 * 1024**3
"""The most bytes that are unpacked to a file: the largest registers of owners have about ten thousand million."""
_CHUNK = 1 << 20


def gunzip(content: bytes, file: str, max_size: int) -> bytes:
    """The content of a gzip file, of all its members. Raises ComplianceError, also where it is incomplete or a bomb."""
    unpacked = bytearray()
    rest = content
    try:
        while rest:
            decompressor = zlib.decompressobj(wbits=31)
            unpacked += decompressor.decompress(rest, max_size + 1 - len(unpacked))
            if len(unpacked) > max_size:
                raise fail(f"unpacks to more than {max_size:,} bytes", "Give a smaller file.", file=file)
            if not decompressor.eof:
                raise fail("is an incomplete gzip file", "Get the file again.", file=file)
            rest = decompressor.unused_data.lstrip(b"\0")
    except zlib.error:
        raise fail("cannot be unpacked", "Get the file again.", file=file) from None
    return bytes(unpacked)


@contextmanager
def unpacked(path: Path, file: str, max_size: int = MAX_UNPACKED) -> Iterator[Path]:
    """The content of the gzip file at ``path`` in a file of the same name without ``.gz``, as long as the context lasts.

    Raises ComplianceError, also where it is incomplete or unpacks to more than ``max_size`` bytes.
    """
    try:
        temporary = TemporaryDirectory()
    except OSError as error:
        raise no_room(error, file) from None
    with temporary as folder:
        target = Path(folder, path.name.removesuffix(".gz"))
        size = 0
        try:
            with gzip.open(path) as packed, target.open("wb") as copy:
                while chunk := packed.read(_CHUNK):
                    size += len(chunk)
                    if size > max_size:
                        raise fail(f"unpacks to more than {max_size:,} bytes", "Give a smaller file.", file=file)
                    copy.write(chunk)
        except (EOFError, zlib.error, gzip.BadGzipFile):
            raise fail("is an incomplete or damaged gzip file", "Get the file again.", file=file) from None
        except OSError as error:
            raise no_room(error, file) from None
        yield target


def no_room(error: OSError, file: str) -> ComplianceError:
    """Where the folder of temporary files is full, or there is none."""
    advice = "Free some space there, or name another folder in TMPDIR."
    return fail(f"cannot be unpacked into the folder of temporary files: {error.strerror}", advice, file=file)
