"""Gzip files are unpacked within a limit."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest

from compliance.core.errors import ComplianceError
from compliance.io import compression
from compliance.io.compression import gunzip, unpacked

CONTENT = b"owner,owned\na,b\n" * 100


def test_content_of_all_members() -> None:
    assert (
        gunzip(gzip.compress(CONTENT, mtime=0) + gzip.compress(b"end", mtime=0) + b"\0", "f.gz", 10_000)
        == CONTENT + b"end"
    )


def test_a_file_lasts_as_long_as_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "p.csv.gz"
    path.write_bytes(gzip.compress(CONTENT, mtime=0))
    with unpacked(path, "p.csv.gz") as whole:
        assert (whole.name, whole.read_bytes()) == ("p.csv", CONTENT)
    assert not whole.exists()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (gzip.compress(CONTENT, mtime=0), "p.gz: unpacks to more than 1,000 bytes"),
        (gzip.compress(b"x", mtime=0)[:-9], "p.gz: is an incomplete or damaged gzip file"),
        (b"\x1f\x8b\x09\0\0\0\0\0\0\xffxx", "p.gz: is an incomplete or damaged gzip file"),
    ],
)
def test_what_cannot_be_unpacked(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "p.gz"
    path.write_bytes(content)
    with pytest.raises(ComplianceError) as caught, unpacked(path, "p.gz", 1_000):
        pass
    assert message in str(caught.value)


@pytest.mark.parametrize("place", ["folder", "file"])
def test_no_room_for_what_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(b"a"))

    def full(*_: object, **__: object) -> Any:
        raise OSError(28, "No space left on device")

    if place == "folder":
        monkeypatch.setattr(compression, "TemporaryDirectory", full)
    else:
        monkeypatch.setattr(Path, "open", full)
    with (
        pytest.raises(ComplianceError, match="cannot be unpacked into the folder of temporary files: No space left"),
        unpacked(tmp_path / "a.csv.gz", "a.csv.gz"),
    ):
        pass
