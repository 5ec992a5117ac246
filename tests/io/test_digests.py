"""The digest of a small file and of one that is hashed aside."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from compliance.io.digests import hash_in_background, sha256_of


def test_small_and_large_files_have_their_digest(tmp_path: Path) -> None:
    small, large = tmp_path / "small", tmp_path / "large"
    small.write_bytes(b"abc")
    large.write_bytes(b"abcdef")
    for path in (small, large):
        assert hash_in_background(path, threshold=4)() == sha256_of(path) == sha256(path.read_bytes()).hexdigest()


def test_a_file_that_cannot_be_read_in_the_background_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "f"
    path.write_bytes(b"abc")
    usual, attempts = Path.open, []

    def late(self: Path, *mode: Any) -> Any:
        attempts.append(self)
        if len(attempts) == 1:
            raise FileNotFoundError(self)
        return usual(self, *mode)

    monkeypatch.setattr(Path, "open", late)
    assert hash_in_background(path, threshold=0)() == sha256(b"abc").hexdigest()
    assert attempts == [path, path]
