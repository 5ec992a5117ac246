"""The folder of a desk: what lies in it, and that nothing outside is read or written, whatever a name or a link says."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from compliance.core.errors import ComplianceError, fail
from compliance.io.output import written_bytes
from compliance.io.paths import content, is_folder, lies_at, resolved
from compliance.io.writing import take

LOCK = ".compliance-desk.lock"
MAX_FILES = 5_000
"""So many files of a folder are looked at."""
MAX_NAME = 200
"""Characters of a file's name."""
_CHUNK = 1024 * 1024
_NO_NAMES = ("CON", "PRN", "AUX", "NUL", *(f"{kind}{number}" for kind in ("COM", "LPT") for number in range(10)))
"""What is no file on Windows."""


class Folder:
    """A folder and what may be done in it."""

    def __init__(self, root: Path) -> None:
        if not is_folder(root):
            raise fail("is not a folder", "Name the folder that holds the inventories.", file=str(root))
        self.root = resolved(root)

    def path(self, name: str) -> Path:
        """The file of this name in the folder. Raises ComplianceError for what is no name, and for what lies outside."""
        path = self.root / name
        parts = Path(name).parts
        plain = name.isprintable() and "\\" not in name and not Path(name).is_absolute() and ".." not in parts
        if not parts or not plain or not resolved(path).is_relative_to(self.root):
            raise fail("is not in the folder of this desk", "Copy it there.", file=name[:MAX_NAME])
        return path

    def files(self) -> list[str]:
        """The names of its files and of those in its folders, hidden ones left out. Links to outside are no files of it."""
        return sorted(name for name, _ in self._entries())

    def stamp(self) -> str:
        """What changes when a file does."""
        seen = [(name, state.st_mtime_ns, state.st_size) for name, state in self._entries()]
        return sha256(repr(sorted(seen)).encode()).hexdigest()

    def _entries(self) -> Iterator[tuple[str, os.stat_result]]:
        count = 0
        for place, folders, names in os.walk(self.root):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in names:
                path = Path(place, name)
                if name.startswith(".") or not resolved(path).is_relative_to(self.root):
                    continue
                try:
                    state = path.stat()
                except OSError:
                    continue  # it has gone meanwhile, or leads nowhere: a check says so
                count += 1
                if count > MAX_FILES:
                    return
                yield path.relative_to(self.root).as_posix(), state

    def leading_outside(self) -> list[str]:
        """The links in the folder that lead out of it: a check would follow them."""
        return sorted(
            path.relative_to(self.root).as_posix()
            for place, folders, names in os.walk(self.root)
            for name in (*folders, *names)
            if (path := Path(place, name)).is_symlink() and not resolved(path).is_relative_to(self.root)
        )

    def save(self, files: Sequence[tuple[str, BinaryIO]], *, replace: bool = False, under: str = "") -> list[Path]:
        """Keeps the files that were dropped together, all or none.

        Raises ComplianceError for an odd name, where another file has it, and where nothing can be written.
        """
        places = [self._place(name, source, replace=replace, under=under) for name, source in files]
        if twice := [path.name for path, number in Counter(places).items() if number > 1]:
            raise fail("two files of this name were dropped", "Rename one of them.", file=twice[0])
        try:
            if under:
                self.path(under).mkdir(exist_ok=True)
            for path, (_, source) in zip(places, files, strict=True):
                source.seek(0)
                with written_bytes(path) as out:
                    while chunk := source.read(_CHUNK):
                        out.write(chunk)
        except OSError as error:
            raise _unwritable(self.root, error) from None
        return places

    def _place(self, name: str, source: BinaryIO, *, replace: bool, under: str) -> Path:
        """Where a file of this name is kept. Raises ComplianceError."""
        base = name.replace("\\", "/").rpartition("/")[2]
        odd = base.startswith((".", "~$")) or base.endswith((".", " ")) or set(base) & set('#:*?"<>|')
        if not base.strip() or odd or len(base) > MAX_NAME or base.partition(".")[0].upper() in _NO_NAMES:
            raise fail("cannot be kept under this name", "Rename it: letters, digits and -._ are fine.", file=base[:60])
        path = self.path(f"{under}/{base}" if under else base)
        if lies_at(path) and not replace and not _same(path, source):
            what = "another file of this name is in the folder"
            raise fail(what, "Rename one of them, or tick “Replace files of the same name”.", file=base)
        return path

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keeps a second desk off the folder. Raises ComplianceError where there is one, or nothing can be written."""
        path = self.root / LOCK
        try:
            handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise _unwritable(self.root, error) from None
        try:
            try:
                take(handle)
            except (BlockingIOError, PermissionError):
                raise fail("is open in another desk", "Close that one first.", file=self.root.name) from None
            os.truncate(handle, 0)
            os.write(handle, json.dumps({"process": os.getpid()}).encode())
            try:
                yield
            finally:
                path.unlink(missing_ok=True)
        finally:
            os.close(handle)


def _unwritable(folder: Path, error: OSError) -> ComplianceError:
    what = f"cannot be written: {error.strerror}"
    return fail(what, "A desk saves what you decide: use a folder of your own.", file=folder.name)


def _same(path: Path, source: BinaryIO) -> bool:
    """Whether the file holds what is sent."""
    source.seek(0)
    digest = sha256()
    while chunk := source.read(_CHUNK):
        digest.update(chunk)
    return digest.digest() == sha256(content(path, path.name)).digest()
