"""Files take the place of older ones whole or not at all; one that is continued has one writer at a time.

Two programs that read a file, add to it and write it back would otherwise lose what the other added, in silence.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep, time

from compliance.core.errors import ComplianceError, fail

_BEGIN, _END = ".compliance-", ".tmp"
STALE = 24 * 60 * 60
"""Seconds after which a temporary file belongs to a program that was killed."""
PATIENCE = 30.0
"""Seconds for which another program may keep a file that is to be continued."""
_PAUSE = 0.02


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """An empty file beside ``path``, private to the user, that takes its place when the block ends well.

    Whatever happens, it does not stay; those that killed programs left in the folder go as well. Raises OSError.
    """
    import tempfile

    handle, name = tempfile.mkstemp(dir=path.parent, prefix=_BEGIN, suffix=_END)
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
        _sweep(path.parent)


def _sweep(folder: Path) -> None:
    """Removes the temporary files that nobody has written for a day."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(_BEGIN) and entry.name.endswith(_END):
                # Another program may sweep the same folder.
                with suppress(OSError):
                    if entry.stat(follow_symlinks=False).st_mtime < time() - STALE:
                        os.unlink(entry.path)


def continue_file(
    path: Path, name: str, change: Callable[[bytes | None], bytes], *, patience: float = PATIENCE
) -> None:
    """Writes what ``change`` makes of the content of ``path`` (None where nothing lies there) in its place.

    Programs that continue the same file do so one after the other, and each sees what the one before it wrote; of a
    link, the file it leads to is meant. Messages call the file ``name``. Raises ComplianceError, also where another
    program keeps the file for too long or, without asking, writes it meanwhile; and whatever ``change`` raises.
    """
    target = Path(os.path.realpath(path))
    try:
        with _locked(target, name, patience), replacing(target) as temporary:
            older = _content(target)
            temporary.write_bytes(change(older))
            temporary.chmod(permissions(target))
            # An editor knows nothing of the lock.
            if _content(target) != older:
                raise fail("was changed by another program meanwhile", "Run the command again.", file=name)
    except OSError as error:
        what = f"cannot be continued: {error.strerror}"
        raise fail(what, advice(error, "Check its permissions."), file=name) from None


def advice(error: OSError, otherwise: str) -> str:
    """What to do where a file cannot be written: on a full disk another thing than ``otherwise``."""
    full = error.errno in (errno.ENOSPC, errno.EDQUOT)
    return "Free some space on the disk; nothing was written." if full else otherwise


def permissions(target: Path) -> int:
    """Those of the file that is replaced, which may be private; of a new one, what the umask leaves. Raises OSError."""
    try:
        return target.stat().st_mode & 0o7777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


@contextmanager
def _locked(target: Path, name: str, patience: float) -> Iterator[None]:
    """Keeps every other program that asks from continuing ``target``. Raises ComplianceError and OSError.

    The lock is the system's and ends with the program, however it ends. It is taken on a file beside ``target``:
    one on ``target`` itself would stay with the old file when a new one takes its place. It goes with the lock,
    except where the program was killed; then it is in nobody's way, and the next one takes it along.
    """
    path = target.with_name(f".{target.name}.lock")
    handle = _lock(path, name, patience)
    try:
        yield
    finally:
        if sys.platform != "win32":
            # While it is locked: who waits for it sees that it has gone, and takes a new one.
            path.unlink(missing_ok=True)
        os.close(handle)
        if sys.platform == "win32":
            # Windows removes no file that anybody has open: it goes with the last one.
            with suppress(OSError):
                path.unlink()


def _lock(path: Path, name: str, patience: float) -> int:
    until = monotonic() + patience
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            take(handle)
            if _is_at(handle, path):
                return handle
        except (BlockingIOError, PermissionError):
            pass
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)
        if monotonic() > until:
            raise _kept(path, name, patience)
        sleep(_PAUSE)


def take(handle: int) -> None:
    """Locks an open file. Raises BlockingIOError, on Windows PermissionError, where another program has it."""
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _is_at(handle: int, path: Path) -> bool:
    """Whether the open file is still the one that lies at ``path``: who had the lock before may have removed it."""
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


def _kept(path: Path, name: str, patience: float) -> ComplianceError:
    advice = f"Wait for it and run the command again; {path.name} beside the file is its lock."
    return fail(f"has been locked by another program for more than {patience:.0f} seconds", advice, file=name)
