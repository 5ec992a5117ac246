"""A bag (BagIt, RFC 8493) in a zip archive: files with their SHA-256, written so that the same content gives the same bytes.

Nothing is compressed, since what a compressor makes of a text depends on its version, and nothing names a clock.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path, PurePosixPath

from compliance.core.errors import ComplianceError, fail
from compliance.io.paths import content, display_path

FOLDER = "evidence-pack"
"""The one folder in the archive."""
DATA = "data/"
"""Where the content of a bag lies; the rest tells of it."""
_DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_MANIFEST, _TAG_MANIFEST = "manifest-sha256.txt", "tagmanifest-sha256.txt"
_NEVER = (1980, 1, 1, 0, 0, 0)
_REGULAR = 0o100644 << 16
MAX_BYTES = 2 * 1024**3
"""Bytes of an archive that is read."""
_ADVICE = "Ask for the pack again; this one is not as it was written."


def archived(files: Mapping[str, bytes]) -> bytes:
    """The archive of a bag with these files: content below ``data/``, the others beside it."""
    whole = {"bagit.txt": _DECLARATION, **files}
    whole[_MANIFEST] = _digests({name: data for name, data in whole.items() if name.startswith(DATA)})
    whole[_TAG_MANIFEST] = _digests({name: data for name, data in whole.items() if not name.startswith(DATA)})
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(whole):
            entry = zipfile.ZipInfo(f"{FOLDER}/{name}", _NEVER)
            entry.external_attr, entry.create_system = _REGULAR, 3
            archive.writestr(entry, whole[name])
    return out.getvalue()


def _digests(files: Mapping[str, bytes]) -> bytes:
    lines = (f"{sha256(data).hexdigest()}  {_encoded(name)}\n" for name, data in sorted(files.items()))
    return "".join(lines).encode()


def _encoded(name: str) -> str:
    """A name as a manifest writes it: ends of line and per cent signs are encoded."""
    return name.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")


def opened(path: Path, max_bytes: int = MAX_BYTES) -> dict[str, bytes]:
    """The files of a bag that ``archived`` wrote, byte for byte. Raises ComplianceError where a single byte is another."""
    name = display_path(path)
    raw = content(path, name, most=max_bytes + 1)
    if len(raw) > max_bytes:
        raise fail(f"is larger than {max_bytes:,} bytes", "It is no evidence pack of a fleet.", file=name)
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            files = dict(_files(archive, name))
    except ComplianceError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever is raised while it is unpacked, it is not as it was written
        raise fail(f"is no evidence pack: {error}", _ADVICE, file=name) from None
    own = {name: data for name, data in files.items() if name not in ("bagit.txt", _MANIFEST, _TAG_MANIFEST)}
    for manifest in (_MANIFEST, _TAG_MANIFEST):
        for line in files.get(manifest, b"").decode("utf-8", "replace").splitlines():
            digest, _, listed = line.partition("  ")
            data = next((data for name, data in files.items() if _encoded(name) == listed), None)
            if data is None or sha256(data).hexdigest() != digest:
                raise fail(f"{listed!r} is missing or is not what {manifest} says", _ADVICE, file=name)
    if archived(own) != raw:
        raise fail("is not as this program writes it: something in it was changed", _ADVICE, file=name)
    return files


def _files(archive: zipfile.ZipFile, pack: str) -> Iterator[tuple[str, bytes]]:
    for entry in archive.infolist():
        path = PurePosixPath(entry.filename)
        plain = path.as_posix() == entry.filename and "\\" not in entry.filename and ".." not in path.parts
        if not plain or path.parts[0] != FOLDER or len(path.parts) < 2 or entry.compress_type != zipfile.ZIP_STORED:
            raise fail(f"{entry.filename!r} has no place in an evidence pack", _ADVICE, file=pack)
        yield PurePosixPath(*path.parts[1:]).as_posix(), archive.read(entry)
