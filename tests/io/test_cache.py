"""What is kept is never stale, never anybody else's, and never needed."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from compliance.io import cache as module
from compliance.io.cache import cached


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "source.yaml"
    path.write_text("a: 1")
    return path


def counting() -> tuple[list[int], Callable[[], list[int]]]:
    times: list[int] = []

    def read() -> list[int]:
        times.append(1)
        return [len(times)]

    return times, read


def test_it_is_read_once_while_nothing_changes(tmp_path: Path, source: Path) -> None:
    times, read = counting()
    first = cached(tmp_path / "cache", "thing", [source], read)
    assert cached(tmp_path / "cache", "thing", [source], read) == first == [1]
    assert len(times) == 1


@pytest.mark.parametrize("change", ["content", "name", "also"])
def test_it_is_read_again_when_anything_changes(tmp_path: Path, source: Path, change: str) -> None:
    _, read = counting()
    cached(tmp_path / "cache", "thing", [source], read)
    if change == "content":
        source.write_text("a: 2")
    elif change == "name":
        source = source.rename(tmp_path / "other.yaml")
    assert cached(tmp_path / "cache", "thing", [source], read, also="x" if change == "also" else "") == [2]


def test_a_file_that_cannot_be_read_is_left_to_its_reader(tmp_path: Path) -> None:
    _, read = counting()
    assert cached(tmp_path / "cache", "thing", [tmp_path / "missing"], read) == [1]
    assert cached(tmp_path / "cache", "thing", [tmp_path / "missing"], read) == [2]


def test_a_name_of_odd_bytes(tmp_path: Path, source: Path) -> None:
    odd = source.rename(tmp_path / "a\udcff.yaml")
    _, read = counting()
    assert [cached(tmp_path / "cache", "thing", [odd], read, str(odd)) for _ in range(2)] == [[1], [1]]


def test_without_a_folder_nothing_is_kept(source: Path) -> None:
    times, read = counting()
    cached(None, "thing", [source], read)
    cached(None, "thing", [source], read)
    assert len(times) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_a_folder_that_others_may_write_is_not_trusted(tmp_path: Path, source: Path) -> None:
    times, read = counting()
    folder = tmp_path / "cache"
    folder.mkdir()
    folder.chmod(0o777)
    cached(folder, "thing", [source], read)
    cached(folder, "thing", [source], read)
    assert len(times) == 2
    assert list(folder.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_no_error(tmp_path: Path, source: Path) -> None:
    _, read = counting()
    assert cached(source / "below-a-file", "thing", [source], read) == [1]


@pytest.mark.parametrize("damage", [b"", b"not a pickle", b"garbage\n", b"\x80\x05cnowhere\nNothing\n."])
def test_a_damaged_file_is_read_anew_and_replaced(tmp_path: Path, source: Path, damage: bytes) -> None:
    times, read = counting()
    folder = tmp_path / "cache"
    cached(folder, "thing", [source], read)
    (path,) = folder.iterdir()
    path.write_bytes(damage)
    assert cached(folder, "thing", [source], read) == [2]
    assert cached(folder, "thing", [source], read) == [2]
    assert len(times) == 2


def test_every_bit_counts(tmp_path: Path, source: Path) -> None:
    folder = tmp_path / "cache"
    cached(folder, "thing", [source], lambda: {"CN": "China"})
    (path,) = folder.iterdir()
    whole = path.read_bytes()
    for place in range(len(whole) * 8):
        damaged = bytearray(whole)
        damaged[place // 8] ^= 1 << place % 8
        path.write_bytes(damaged)
        assert cached(folder, "thing", [source], lambda: {"read": "again"}) == {"read": "again"}


def test_a_whole_file_stands_in_for_no_other(tmp_path: Path, source: Path) -> None:
    folder = tmp_path / "cache"
    cached(folder, "thing", [source], lambda: ["CN"])
    (path,) = folder.iterdir()
    cached(folder, "other", [source], lambda: "a text")
    (other,) = set(folder.iterdir()) - {path}
    path.write_bytes(other.read_bytes())
    assert cached(folder, "thing", [source], lambda: ["read again"]) == ["read again"]


def test_a_full_disk_is_no_error_and_leaves_nothing(
    tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, read = counting()
    folder = tmp_path / "cache"

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    assert cached(folder, "thing", [source], read) == [1]
    assert list(folder.iterdir()) == []


def test_old_versions_go(tmp_path: Path, source: Path) -> None:
    _, read = counting()
    for number in range(module.VERSIONS + 3):
        source.write_text(f"a: {number}")
        cached(tmp_path / "cache", "thing", [source], read)
    assert len(list((tmp_path / "cache").iterdir())) == module.VERSIONS


def test_what_reading_raises_is_raised(tmp_path: Path, source: Path) -> None:
    def broken() -> None:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        cached(tmp_path / "cache", "thing", [source], broken)
