"""Bags in zip archives: the same content, the same bytes; another byte, an error."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compliance.core.errors import ComplianceError
from compliance.io.bag import archived, opened
from tests.effort import examples

FILES = {"data/a.txt": b"A", "data/b/c%.txt": b"", "statement.json": b"{}"}
RAW = archived(FILES)


def written(folder: Path, raw: bytes) -> Path:
    (folder / "pack.zip").write_bytes(raw)
    return folder / "pack.zip"


def test_what_was_packed_comes_out_again(tmp_path: Path) -> None:
    assert archived(dict(reversed(FILES.items()))) == RAW
    files = opened(written(tmp_path, RAW))
    assert {name: files[name] for name in FILES} == FILES
    assert files["bagit.txt"].startswith(b"BagIt-Version: 1.0\n")
    lines = files["manifest-sha256.txt"].decode().splitlines()
    assert [line.split("  ")[1] for line in lines] == ["data/a.txt", "data/b/c%25.txt"]
    assert len(files["tagmanifest-sha256.txt"].splitlines()) == 3


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=examples(60))
@given(st.integers(0, len(RAW) - 1), st.integers(1, 255))
def test_another_byte_anywhere_is_an_error(tmp_path: Path, place: int, change: int) -> None:
    raw = bytearray(RAW)
    raw[place] ^= change
    with pytest.raises(ComplianceError):
        opened(written(tmp_path, bytes(raw)))


def zipped(entries: dict[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in entries.items():
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return out.getvalue()


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"no archive", "is no evidence pack"),
        (zipped({"evidence-pack/../x": b""}), "has no place in an evidence pack"),
        (zipped({"other/x": b""}), "has no place in an evidence pack"),
        (zipped({"evidence-pack": b""}), "has no place in an evidence pack"),
        (zipped({"evidence-pack/a\\b": b""}), "has no place in an evidence pack"),
        (zipped({"/evidence-pack/a": b""}), "has no place in an evidence pack"),
        (zipped({"evidence-pack/a": b"a" * 99}, zipfile.ZIP_DEFLATED), "has no place in an evidence pack"),
        (zipped({"evidence-pack/a": b""}), "is not as this program writes it"),
        (zipped({"evidence-pack/manifest-sha256.txt": b"0  data/a\n"}), "'data/a' is missing or is not what manifest-sha256.txt says"),
        (RAW + b"\n", "is no evidence pack|is not as this program writes it"),
    ],
)  # fmt: skip
def test_what_is_no_pack(tmp_path: Path, raw: bytes, message: str) -> None:
    with pytest.raises(ComplianceError, match=message):
        opened(written(tmp_path, raw))


def test_a_pack_that_is_too_large(tmp_path: Path) -> None:
    with pytest.raises(ComplianceError, match="is larger than 10 bytes"):
        opened(written(tmp_path, RAW), max_bytes=10)
