"""Opens the file of a list: plain, compressed, or with its companions in a folder or a zip archive."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from pathlib import Path

from compliance.core.errors import ComplianceError, fail
from compliance.io.compression import GZIP, gunzip
from compliance.io.paths import content, entries, is_folder, lies_at, regular
from compliance.screening.list_formats.base import ListFile
from compliance.screening.list_formats.members import OFAC
from compliance.screening.list_formats.ofac import MAIN

MAX_SIZE = 256 * 1024 * 1024
"""The most bytes of the file of a list, unpacked: the largest official one has 34 million."""
MAX_RATIO = 200
"""The most times that a file may be larger than compressed: lists are about ten times larger."""
_ADVICE = f"A list has at most {MAX_SIZE // 1024**2} MB: give the file of one list."


def open_list_file(path: Path, file: str, code: str) -> ListFile:
    """The file at ``path``, called ``file`` in messages; of a folder or archive the one with the list ``code``.

    Raises ComplianceError, also where it is too large or unpacks without end.
    """
    if is_folder(path):
        names = [entry.name for entry in entries(path) if not (entry.name.startswith(".") or is_folder(entry))]
        return _in_folder(path, _pick_main(names, file, code), file)
    raw = _content(path, file)
    if raw.startswith(b"PK\x03\x04"):
        return _in_archive(path, file, code)
    if raw.startswith(GZIP):
        return ListFile(path.name.removesuffix(".gz"), file, gunzip(raw, file, MAX_SIZE))
    return ListFile(path.name, file, raw, lambda name: _companion(path.parent / name, file))


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
            # zipfile stops at the size that the archive states, so the sum is an upper bound.
            contents = {name: archive.read(info) for name, info in members.items()}
    except ComplianceError:
        raise
    except Exception:  # noqa: BLE001 - whatever is raised while it is unpacked, it is damaged
        raise fail("is a damaged or encrypted archive", "Get the file again.", file=file) from None
    name = _pick_main(sorted(contents), file, code)
    return ListFile(name, file, contents[name], contents.get)


def _pick_main(names: Iterable[str], file: str, code: str) -> str:
    """The name of the file with the list: the only one, or OFAC's main file."""
    names = [name for name in names if not name.startswith(".")]
    mains = {name: match["main"].casefold() for name in names if (match := MAIN.fullmatch(name))}
    candidates = [
        name for name, main in mains.items() if code not in OFAC or (main == "sdn") == (code == "SDN")
    ] or names
    if len(candidates) != 1:
        shown = ", ".join(candidates[:5]) or "none"
        raise fail(
            f"holds {len(candidates)} files that could be the list ({shown})", "Give the path of one file.", file=file
        )
    return candidates[0]
