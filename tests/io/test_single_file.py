"""An archive of one file is unpacked as far as it should be, and goes when nobody holds it."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pytest

from compliance.core.errors import ComplianceError
from compliance.io import single_file
from compliance.io.single_file import UnpackingLimits, unpack


def test_gzip_and_zip(tmp_path: Path) -> None:
    packed = tmp_path / "fleet.csv.gz"
    packed.write_bytes(gzip.compress(b"model\nS19\n", mtime=0))
    unpacked = unpack(packed, "f")
    assert unpacked
    place = unpacked.path
    assert (place.name, place.read_bytes()) == ("fleet.csv", b"model\nS19\n")
    del unpacked
    assert not place.parent.exists()
    with zipfile.ZipFile(tmp_path / "f.zip", "w") as made:
        made.writestr("a/fleet.csv", "model\n")
        made.writestr("__MACOSX/a/._fleet.csv", "x")
        made.writestr("a/.DS_Store", "x")
        made.mkdir("a/b")
    inside = unpack(tmp_path / "f.zip", "f")
    assert inside
    assert (inside.path.name, inside.path.read_text()) == ("fleet.csv", "model\n")


def test_an_archive_of_several_files_is_none_of_ours(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "f.zip", "w") as made:
        made.writestr("a", "")
        made.writestr("b", "")
    assert unpack(tmp_path / "f.zip", "f") is None
    (tmp_path / "f.zip").write_bytes(b"PK\x03\x04" + b"x" * 40)
    assert unpack(tmp_path / "f.zip", "f") is None


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (gzip.compress(b"x" * 1000, mtime=0)[:-9], "is a damaged archive: "),
        (b"\x1f\x8b" + b"x" * 40, "is a damaged archive: "),
        (gzip.compress(b"x" * 100_000, mtime=0), "unpacks from "),
    ],
)
def test_what_cannot_be_unpacked(tmp_path: Path, content: bytes, what: str) -> None:
    (tmp_path / "f").write_bytes(content)
    with pytest.raises(ComplianceError, match=what):
        unpack(tmp_path / "f", "f", UnpackingLimits(free_bytes=1000, density=2))


def test_no_room_for_what_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(b"a"))

    def full() -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(single_file, "mkdtemp", full)
    with pytest.raises(ComplianceError, match="cannot be unpacked into the folder of temporary files: No space left"):
        unpack(path, "a.csv.gz")
