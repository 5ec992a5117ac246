"""What lies at a path is never passed over: a link that leads nowhere, a folder or a pipe in the place of a file."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from compliance.core.errors import ComplianceError
from compliance.io.paths import (
    content,
    display_path,
    entries,
    is_folder,
    is_stream,
    lies_at,
    regular,
    resolved,
    stated_day,
    working_folder,
)

LONG = "x" * 5000


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(ComplianceError) as caught:
        act()
    return str(caught.value)


def test_what_is_there(here: Path) -> None:
    Path("file").touch()
    Path("folder").mkdir()
    Path("gone").symlink_to("nothing")
    Path("ring").symlink_to("ring")
    Path("link").symlink_to("file")
    os.mkfifo("pipe")
    assert [path.name for path in entries(here) if lies_at(path)] == [
        "file", "folder", "gone", "link", "pipe", "ring"
    ]  # fmt: skip
    assert not lies_at(Path("nothing"))
    assert [name for name in ("file", "folder", "link", "pipe", "nothing") if is_folder(Path(name))] == ["folder"]
    assert [name for name in ("file", "folder", "link", "pipe", "gone") if is_stream(Path(name))] == ["pipe"]
    assert regular(Path("link"), "l") == Path("link")


def test_what_is_no_file(here: Path) -> None:
    Path("folder").mkdir()
    Path("gone").symlink_to("nothing")
    Path("ring").symlink_to("ring")
    os.mkfifo("pipe")
    assert refused(lambda: regular(Path("folder"), "f", "Do.")) == "f: is not a file. Do."
    assert refused(lambda: regular(Path("pipe"), "p", "Do.")) == "p: is not a file. Do."
    assert (
        refused(lambda: regular(Path("none"), "n")) == "n: cannot be read: No such file or directory. Check the path."
    )
    said = "the link gone points to a missing file. Restore the file, or remove the link."
    assert refused(lambda: regular(Path("gone"), "g")) == f"g: {said}"
    assert refused(lambda: is_folder(Path("gone"))) == f"nothing: {said}"
    ring = "cannot be read: Too many levels of symbolic links. Check the path."
    assert refused(lambda: regular(Path("ring"), "r", "Check the path.")) == f"r: {ring}"
    assert refused(lambda: is_folder(Path("ring"))) == f"ring: {ring}"
    assert refused(lambda: is_stream(Path("ring"))) == f"ring: {ring}"


@pytest.mark.parametrize("act", [lies_at, is_folder, is_stream, lambda path: regular(path, "f")])
def test_what_is_hidden(act: Callable[[Path], object], here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("file").touch()
    assert "cannot be read: File name too long" in refused(lambda: act(Path(LONG)))
    assert "cannot be read: Not a directory" in refused(lambda: act(Path("file/below")))
    assert "cannot be read: " in refused(lambda: act(Path("nul\0")))

    def hidden(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "stat", hidden)
    monkeypatch.setattr(Path, "lstat", hidden)
    assert "cannot be read: Permission denied" in refused(lambda: act(Path("file")))


def test_content(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = Path("file")
    path.write_bytes(b"abc")
    assert [content(path, "f"), content(path, "f", most=2)] == [b"abc", b"ab"]
    path.unlink()
    assert refused(lambda: content(path, "f", "Do.")) == "f: cannot be read: No such file or directory. Do."
    path.touch()

    def locked(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", locked)
    assert refused(lambda: content(path, "f", "Do.")) == "f: cannot be read: Permission denied. Do."


def test_a_folder_that_cannot_be_listed(here: Path) -> None:
    assert refused(lambda: entries(Path("none"))) == "none: cannot be read: No such file or directory. Check the path."


def test_names(here: Path) -> None:
    Path("ring").symlink_to("ring")
    assert resolved(Path("ring")) == here.resolve() / "ring"
    assert resolved(Path("nul\0")) == Path("nul\0")
    assert [display_path(Path(name)) for name in ("ring", "a/b", "../c", "nul\0")] == ["ring", "a/b", "c", "nul\0"]


def test_a_working_directory_that_is_gone(here: Path) -> None:
    assert working_folder() == here
    here.rmdir()
    assert refused(working_folder).startswith("the working directory cannot be used: No such file")
    assert display_path(Path("a/b")) == "b"
    assert display_path(here / "b") == "b"


def test_a_day_behind_the_name_of_a_file(tmp_path: Path) -> None:
    said = tmp_path / "list.csv@2026-11-20"
    assert stated_day(said) == (tmp_path / "list.csv", date(2026, 11, 20))
    assert stated_day(tmp_path / "list.csv") == (tmp_path / "list.csv", None)
    assert stated_day(tmp_path / "list@home.csv") == (tmp_path / "list@home.csv", None)
    said.touch()
    assert stated_day(said) == (said, None)
