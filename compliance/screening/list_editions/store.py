"""Stores downloaded editions of lists by day in the user's data folder, so that a run can use the edition of any day.

``files/<sha256>.gz`` are the publishers' unchanged files, shared by the lists that they contain;
``lists/<id>/<day>.json`` names the files of the edition of a day. It is written last and atomically, so an edition is
stored completely or not at all.
"""

from __future__ import annotations

import gzip
import json
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from compliance.core.errors import fail
from compliance.io.compression import gunzip
from compliance.io.paths import lies_at
from compliance.io.writing import continue_file, replacing

if TYPE_CHECKING:
    from compliance.screening.list_formats.meta import ListMeta
    from compliance.screening.listings import PartyList

_FORMAT = "compliance-edition/1"
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)\.json")
_SHA256 = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Part:
    """One file of an edition: its name, address and checksum, and the server's validators of this version."""

    name: str
    url: str
    sha256: str
    etag: str = ""
    modified: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """The edition of ``day`` of the list ``list``; ``checked`` is the last day on which the publisher offered it."""

    list: str
    day: date
    checked: date
    parts: tuple[Part, ...]
    entries: int
    path: Path

    @property
    def name(self) -> str:
        """Its name, such as ``us-ofac-sdn@2026-11-22``."""
        return f"{self.list}@{self.day}"


class Editions:
    """The editions in ``folder``. An absent folder has none; an unreadable one is an error."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def of(self, list_id: str) -> tuple[Edition, ...]:
        """All editions of a list, the oldest first. Raises ComplianceError."""
        folder = self._folder / "lists" / list_id
        if not lies_at(folder):
            return ()
        try:
            paths = sorted(path for path in folder.iterdir() if _DAY.fullmatch(path.name))
        except OSError as error:
            raise fail(f"cannot be read: {error.strerror}", "Check its permissions.", file=str(folder)) from None
        return tuple(_read_edition(path, list_id) for path in paths)

    def on(self, list_id: str, day: date) -> Edition | None:
        """The newest edition that is not later than ``day``, else the oldest one; None without any. Raises ComplianceError."""
        editions = self.of(list_id)
        return next(
            (edition for edition in reversed(editions) if edition.day <= day), editions[0] if editions else None
        )

    def content(self, part: Part) -> bytes:
        """The content of the file. Raises ComplianceError where it is missing or was changed since the download."""
        from compliance.screening.list_formats.source import MAX_SIZE

        path = self._file(part.sha256)
        advice = "Run compliance lists update again."
        try:
            content = gunzip(path.read_bytes(), part.name, MAX_SIZE)
        except OSError as error:
            raise fail(f"the downloaded file {part.name} cannot be read: {error.strerror}", advice) from None
        if sha256(content).hexdigest() != part.sha256:
            raise fail(f"the downloaded file {part.name} was changed since the download", advice)
        return content

    def load(self, edition: Edition, meta: ListMeta) -> PartyList:
        """The list in this edition, which must meet the assertions of ``meta``. Raises ComplianceError."""
        contents = {part.name: self.content(part) for part in edition.parts}
        return parse_files(meta, contents, edition.day, edition.checked)

    def save(
        self, meta: ListMeta, day: date, checked: date, files: Iterable[tuple[Part, bytes]], entries: int
    ) -> Edition:
        """Stores the edition of ``day``; it replaces one of the same day. Raises ComplianceError."""
        parts = []
        for part, content in files:
            parts.append(part)
            if not self._file(part.sha256).exists():
                _write_file(self._file(part.sha256), gzip.compress(content, 6, mtime=0))
        path = self._folder / "lists" / meta.id / f"{day}.json"
        edition = Edition(meta.id, day, checked, tuple(parts), entries, path)
        _write_file(path, _edition_bytes(edition))
        return edition

    def mark_checked(self, edition: Edition, day: date) -> Edition:
        """Records that the publisher still offers this edition on ``day``, unless another process replaced it meanwhile.

        Raises ComplianceError.
        """

        def noted(_: bytes | None) -> bytes:
            current = _read_edition(edition.path, edition.list)
            return _edition_bytes(
                replace(current, checked=max(day, current.checked)) if current.parts == edition.parts else current
            )

        continue_file(edition.path, f"{edition.list}/{edition.path.name}", noted)
        return _read_edition(edition.path, edition.list)

    def _file(self, digest: str) -> Path:
        return self._folder / "files" / f"{digest}.gz"


def parse_files(meta: ListMeta, contents: Mapping[str, bytes], day: date, checked: date | None) -> PartyList:
    """The list in these files, the first of which has the parties. Raises ComplianceError."""
    from compliance.screening.list_formats import parse_edition
    from compliance.screening.list_formats.base import ListFile

    main = next(iter(contents))
    list_file = ListFile(main, f"downloaded:{meta.id}", contents[main], contents.get)
    return replace(parse_edition(meta, list_file, meta.code, day), checked=checked, snapshot=True)


def _edition_bytes(edition: Edition) -> bytes:
    parts = [{name: getattr(part, name) for name in Part.__slots__} for part in edition.parts]
    data = {"format": _FORMAT, "list": edition.list, "edition": str(edition.day), "checked": str(edition.checked)}
    return (json.dumps({**data, "entries": edition.entries, "files": parts}, indent=1) + "\n").encode()


def _read_edition(path: Path, list_id: str) -> Edition:
    try:
        data: Any = json.loads(path.read_bytes())
        parts = tuple(Part(**{name: str(part[name]) for name in Part.__slots__}) for part in data["files"])
        day, checked = date.fromisoformat(data["edition"]), date.fromisoformat(data["checked"])
        is_valid = data["format"] == _FORMAT and data["list"] == list_id and path.name == f"{day}.json" and parts
        if is_valid and all(_SHA256.fullmatch(part.sha256) for part in parts):
            return Edition(list_id, day, checked, parts, int(data["entries"]), path)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        pass
    fault = f"the edition {list_id}/{path.name} in the data folder is damaged"
    raise fail(fault, f"Delete it and run compliance lists update {list_id}.")


def _write_file(path: Path, content: bytes) -> None:
    """Writes a file completely or not at all."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as temporary, temporary.open("wb") as handle:
            handle.write(content)
            handle.flush()
            os.fsync(handle.fileno())
    except OSError as error:
        fault = f"the data folder cannot be written: {error.strerror}"
        raise fail(fault, "Choose another with COMPLIANCE_DATA.") from None
