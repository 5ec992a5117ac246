"""What is written takes the place of the old file whole, and what two programs add to a file is in it afterwards."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from compliance.core.errors import ComplianceError
from compliance.io import writing
from compliance.io.writing import STALE, continue_file, replacing, take

ADDING = """
import sys
from pathlib import Path
from compliance.io.writing import continue_file
for number in range(20):
    continue_file(Path(sys.argv[1]), "f", lambda older: (older or b"") + f"{sys.argv[2]}-{number}\\n".encode())
"""


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_what_breaks_off_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_text("old")

    def interrupted() -> None:
        with replacing(path) as temporary:
            temporary.write_text("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert path.read_text() == "old"
    assert names(tmp_path) == ["f"]


def test_what_a_killed_program_left_goes_after_a_day(tmp_path: Path) -> None:
    for name, age in ((".compliance-old.tmp", STALE + 60), (".compliance-new.tmp", 60), (".else-old.tmp", STALE + 60)):
        (tmp_path / name).touch()
        day = (tmp_path / name).stat().st_mtime - age
        os.utime(tmp_path / name, (day, day))
    with replacing(tmp_path / "f"):
        pass
    assert names(tmp_path) == [".compliance-new.tmp", ".else-old.tmp", "f"]


def test_a_file_is_continued(tmp_path: Path) -> None:
    path = tmp_path / "f"
    mask = os.umask(0o027)
    try:
        continue_file(path, "f", lambda older: b"new" if older is None else b"")
        assert path.stat().st_mode & 0o777 == 0o640
    finally:
        os.umask(mask)
    path.chmod(0o600)
    (tmp_path / "link").symlink_to("f")
    continue_file(tmp_path / "link", "f", lambda older: (older or b"") + b"er")
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"newer", 0o600)
    assert names(tmp_path) == ["f", "link"]


def test_what_many_programs_add_at_once_is_all_there(tmp_path: Path) -> None:
    path = tmp_path / "f"
    programs = [subprocess.Popen([sys.executable, "-c", ADDING, str(path), str(number)]) for number in range(4)]
    assert [program.wait(60) for program in programs] == [0] * 4
    lines = path.read_text().splitlines()
    assert sorted(lines) == sorted(f"{program}-{number}" for program in range(4) for number in range(20))
    assert names(tmp_path) == ["f"]


def test_who_does_not_ask_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_text("old")

    def change(_: bytes | None) -> bytes:
        path.write_text("an editor's")
        return b"new"

    with pytest.raises(ComplianceError, match="f: was changed by another program meanwhile"):
        continue_file(path, "f", change)
    assert path.read_text() == "an editor's"
    assert names(tmp_path) == ["f"]


def test_a_lock_that_a_killed_program_left_is_in_nobodys_way(tmp_path: Path) -> None:
    (tmp_path / ".f.lock").touch()
    continue_file(tmp_path / "f", "f", lambda _: b"new")
    assert names(tmp_path) == ["f"]


def test_patience_ends(tmp_path: Path) -> None:
    lock = tmp_path / ".f.lock"
    handle = os.open(lock, os.O_RDWR | os.O_CREAT)
    take(handle)
    with pytest.raises(ComplianceError, match=r"f: has been locked by another program .* \.f\.lock beside the file"):
        continue_file(tmp_path / "f", "f", lambda _: b"new", patience=0.1)
    assert names(tmp_path) == [".f.lock"]
    os.close(handle)


@pytest.mark.parametrize("replaced", [False, True])
def test_a_lock_that_was_removed_meanwhile_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, replaced: bool
) -> None:
    lock = tmp_path / ".f.lock"
    times = []

    def late(handle: int) -> None:
        times.append(handle)
        if len(times) == 1:
            lock.unlink()
            if replaced:
                (tmp_path / "new").touch()
                (tmp_path / "new").rename(lock)
        take(handle)

    monkeypatch.setattr(writing, "take", late)
    continue_file(tmp_path / "f", "f", lambda _: b"new")
    assert len(times) == 2
    assert names(tmp_path) == ["f"]


def test_a_place_that_cannot_be_locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ComplianceError, match="f: cannot be continued: No such file or directory"):
        continue_file(tmp_path / "none" / "f", "f", lambda _: b"new")

    def none(_: int) -> None:
        raise OSError(37, "No locks available")

    monkeypatch.setattr(writing, "take", none)
    with pytest.raises(ComplianceError, match="f: cannot be continued: No locks available"):
        continue_file(tmp_path / "f", "f", lambda _: b"new")
    assert not (tmp_path / "f").exists()


def test_a_full_disk_is_not_a_matter_of_permissions(tmp_path: Path) -> None:
    def full(_: bytes | None) -> bytes:
        raise OSError(errno.ENOSPC, "No space left on device")

    (tmp_path / "f").write_bytes(b"old")
    with pytest.raises(ComplianceError, match=r"No space left on device\. Free some space on the disk; nothing was"):
        continue_file(tmp_path / "f", "f", full)
    assert (tmp_path / "f").read_bytes() == b"old"


def test_on_windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[tuple[int, int]] = []
    fake = SimpleNamespace(LK_NBLCK=2, locking=lambda _handle, mode, size: taken.append((mode, size)))
    monkeypatch.setitem(sys.modules, "msvcrt", fake)
    monkeypatch.setattr(sys, "platform", "win32")
    continue_file(tmp_path / "f", "f", lambda _: b"new")
    assert taken == [(2, 1)]
    assert names(tmp_path) == ["f"]
