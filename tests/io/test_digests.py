"""The digest of a small file and of one that is hashed aside."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from compliance.io.digests import hash_in_background, sha256_of


def test_small_and_large_files_have_their_digest(tmp_path: Path) -> None:
    small, large = tmp_path / "small", tmp_path / "large"
    small.write_bytes(b"abc")
    large.write_bytes(b"abcdef")
    for path in (small, large):
        assert hash_in_background(path, threshold=4)() == sha256_of(path) == sha256(path.read_bytes()).hexdigest()
