"""``compliance verify``."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from compliance.workflows import verify as module
from tests.command_line import Compliance
from tests.evidence.test_signing import ED25519
from tests.reports.verify.sample import DIFFERENCES, result
from tests.workflows.pack_sample import sample


def test_a_pack_that_agrees_and_one_that_was_changed(compliance: Compliance, tmp_path: Path) -> None:
    sample(tmp_path)
    (tmp_path / "key").write_bytes(ED25519.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()))
    path = tmp_path / "out.zip"
    ran = compliance("pack", str(tmp_path / "hall"), "--policy=us-ear", f"--key={tmp_path / 'key'}", f"--output={path}")
    assert "signed by the key SHA256:" in ran.out
    assert compliance("verify", str(path)).code == 0
    assert compliance("verify", str(path), f"--output={path}").code == 2
    path.write_bytes(path.read_bytes()[:-1])
    assert compliance("verify", str(path)).code == 4


def test_a_pack_that_is_judged_otherwise(compliance: Compliance, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "verify", lambda pack, key: result(differences=DIFFERENCES))
    assert compliance("verify", "pack.zip").code == 3
