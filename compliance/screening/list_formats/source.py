"""The file of a list as it lies there: by itself, packed, or with its companions in a folder or a zip archive."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path

from compliance.core.errors import fail
from compliance.io.paths import content, entries, is_folder, lies_at, regular
from compliance.screening.list_formats.base import ListFile
from compliance.screening.list_formats.members import OFAC
from compliance.screening.list_formats.ofac import MAIN

MAX_SIZE = 256 * 1024 * 1024
"""Bytes that the file of a list may have, unpacked: the largest official one has 34 million."""
MAX_RATIO = 200
"""So many times larger than packed may a file be: lists are some ten times."""
_ADVICE = f"A list has at most {MAX_SIZE // 1024**2} MB: give the file of one list."


def open_list_file(path: Path, file: str, code: str) -> ListFile:
    """The file at ``path``, which messages call ``file``; of a folder or archive the one that holds the list ``code``.

    Raises ComplianceError, also for what is too large or would not stop unpacking.
    """
    if is_folder(path):
        names = [entry.name for entry in entries(path) if not (entry.name.startswith(".") or is_folder(entry))]
        return _in_folder(path, _pick_main(names, file, code), file)
    raw = _content(path, file)
    if raw.startswith(b"PK\x03\x04"):
        return _in_archive(path, file, code)
    if raw.startswith(b"\x1f\x8b"):
        return ListFile(path.name.removesuffix(".gz"), file, gunzip(raw, file))
    return ListFile(path.name, file, raw, lambda name: _companion(path.parent / name, file))


def gunzip(content: bytes, file: str, max_size: int = MAX_SIZE) -> bytes:
    """What was packed with gzip, all members of it. Raises ComplianceError, also where it is cut or a bomb."""
    unpacked = bytearray()
    rest = content
    try:
        while rest:
            decompressor = zlib.decompressobj(wbits=31)
            unpacked += decompressor.decompress(rest, max_size + 1 - len(unpacked))
            if len(unpacked) > max_size:
                raise fail("unpacks to too many bytes", _ADVICE, file=file)
            if not decompressor.eof:
                raise fail("is packed and cut", "Get it again.", file=file)
            rest = decompressor.unused_data.lstrip(b"\0")
    except zlib.error:
        raise fail("cannot be unpacked", "Get it again.", file=file) from None
    return bytes(unpacked)


def _content(path: Path, file: str) -> bytes:
    advice = "Give a file, a folder or a zip archive."
    if (size := regular(path, file, advice).stat().st_size) > MAX_SIZE:
        raise fail(f"has {size:,} bytes", _ADVICE, file=file)
    return content(path, file, advice)


def _companion(path: Path, file: str) -> bytes | None:
    return _content(path, file) if lies_at(path) else None


def _in_folder(folder: Path, name: str, file: str) -> ListFile:
    return ListFile(name, file, _content(folder / name, file), lambda companion: _companion(folder / companion, file))


def _in_archive(path: Path, file: str, code: str) -> ListFile:
    try:
        with zipfile.ZipFile(path) as archive:
            members = {Path(info.filename).name: info for info in archive.infolist() if not info.is_dir()}
            unpacked = sum(info.file_size for info in members.values())
            packed = sum(info.compress_size for info in members.values())
            if unpacked > MAX_SIZE or unpacked > MAX_RATIO * max(packed, 50_000):
                raise fail(f"unpacks from {packed:,} to {unpacked:,} bytes", _ADVICE, file=file)
            # zipfile stops at the size that the archive states, so what was added up holds.
            contents = {name: archive.read(info) for name, info in members.items()}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError):
        raise fail("is a damaged or locked archive", "Get it again.", file=file) from None
    name = _pick_main(sorted(contents), file, code)
    return ListFile(name, file, contents[name], contents.get)


def _pick_main(names: Iterable[str], file: str, code: str) -> str:
    """Which of several files holds the list: the only one, or OFAC's main file."""
    names = [name for name in names if not name.startswith(".")]
    mains = {name: match["main"].casefold() for name in names if (match := MAIN.fullmatch(name))}
    candidates = [
        name for name, main in mains.items() if code not in OFAC or (main == "sdn") == (code == "SDN")
    ] or names
    if len(candidates) != 1:
        shown = ", ".join(candidates[:5]) or "none"
        raise fail(f"holds {len(candidates)} files that could be the list ({shown})", "Name the one file.", file=file)
    return candidates[0]
