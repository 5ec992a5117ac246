"""What lies at a path. A link that leads nowhere, a folder or a pipe where a file is meant is an error, never nothing.

``Path.exists`` and ``Path.is_file`` say no for such things, and what is passed over then may have decided a verdict.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from compliance.core.errors import ComplianceError, fail

CHECK = "Check the path."

AnyPath = str | os.PathLike[str]
"""A path as a caller may write it."""
AnyPaths = AnyPath | Iterable[AnyPath]
"""One path, or several."""


def as_paths(paths: AnyPaths) -> tuple[Path, ...]:
    """One path, or several, as paths."""
    return (Path(paths),) if isinstance(paths, str | os.PathLike) else tuple(map(Path, paths))


def is_url(text: str) -> bool:
    """Whether a text names what lies somewhere else than on this machine's disks: ``hdfs://…``."""
    return re.match(r"[A-Za-z][A-Za-z0-9+.-]+://", text) is not None


def stated_day(path: Path) -> tuple[Path, date | None]:
    """The file, and the day that is said behind ``@`` (``list.csv@2026-11-20``); a file whose own name ends so is itself."""
    name, mark, text = path.name.rpartition("@")
    if not (mark and name) or lies_at(path):
        return path, None
    try:
        return path.with_name(name), date.fromisoformat(text)
    except ValueError:
        return path, None


def lies_at(path: Path) -> bool:
    """Whether anything of this name is there, even a link that leads nowhere. Raises ComplianceError where that is hidden."""
    try:
        path.lstat()
    except FileNotFoundError:
        return False
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from None
    return True


def is_folder(path: Path) -> bool:
    """Whether a folder is there. Raises ComplianceError where that is hidden, and for a link that leads nowhere."""
    return lies_at(path) and stat.S_ISDIR(_mode(path, display_path(path), CHECK))


def is_stream(path: Path) -> bool:
    """Whether a pipe or a device is there: it can be written and read once, not replaced. Raises ComplianceError."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return False
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from None
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def regular(path: Path, name: str, advice: str = CHECK) -> Path:
    """``path``, where a regular file is there, or a link to one; messages call it ``name``. Raises ComplianceError."""
    if not stat.S_ISREG(_mode(path, name, advice)):
        raise fail("is not a file", advice, file=name)
    return path


def content(path: Path, name: str, advice: str = CHECK, most: int = -1) -> bytes:
    """What the regular file at ``path`` holds, of it ``most`` bytes; messages call it ``name``. Raises ComplianceError."""
    try:
        with regular(path, name, advice).open("rb") as file:
            return file.read(most)
    except OSError as error:
        raise _unreadable(path, error, name, advice) from None


def entries(folder: Path) -> list[Path]:
    """What lies in a folder, by name. Raises ComplianceError."""
    try:
        return sorted(folder.iterdir())
    except OSError as error:
        raise _unreadable(folder, error) from None


def resolved(path: Path) -> Path:
    """Where a path leads; one that leads nowhere, or round in a ring, as far as it leads."""
    try:
        return Path(os.path.realpath(path))
    except (OSError, ValueError):  # the working directory is gone, or no path can be written so
        return path


def working_folder() -> Path:
    """The working directory. Raises ComplianceError where it is gone."""
    try:
        return Path.cwd()
    except OSError as error:
        raise fail(
            f"the working directory cannot be used: {error.strerror}", "Change to an existing directory."
        ) from None


def display_path(path: Path) -> str:
    """How a report names a file: relative to the working directory, else by its name alone."""
    try:
        return resolved(path).relative_to(resolved(Path.cwd())).as_posix()
    except (OSError, ValueError):
        return path.name


def _unreadable(path: Path, error: OSError | ValueError, name: str = "", advice: str = CHECK) -> ComplianceError:
    """What to raise where ``error`` keeps the program from what lies at ``path``."""
    reason = error.strerror if isinstance(error, OSError) else str(error)
    return fail(f"cannot be read: {reason}", advice, file=name or display_path(path))


def _mode(path: Path, name: str, advice: str) -> int:
    try:
        return path.stat().st_mode
    except (OSError, ValueError) as error:
        if isinstance(error, FileNotFoundError) and path.is_symlink():
            what = f"the link {path.name} points to a missing file"
            raise fail(what, "Restore the file, or remove the link.", file=name) from None
        raise _unreadable(path, error, name, advice) from None


def distinct(paths: Iterable[Path]) -> list[Path]:
    """Each file once, as it was last named."""
    return list({resolved(path): path for path in paths}.values())
