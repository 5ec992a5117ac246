"""``compliance pack``."""

from __future__ import annotations

from pathlib import Path

from tests.command_line import Compliance
from tests.workflows.pack_sample import sample


def test_a_pack_is_written_and_said(compliance: Compliance, tmp_path: Path) -> None:
    sample(tmp_path)
    asked = ["pack", str(tmp_path / "hall"), "--policy=us-ear", "--as-of=2026-11-30"]
    ran = compliance(*asked, f"--output={tmp_path / 'out.zip'}")
    assert ran.code == 3
    assert "undetermined as of 2026-11-30, not signed, SHA-256" in ran.out
    assert compliance(*asked, f"--output={tmp_path / 'out.txt'}").code == 2
    assert compliance(*asked, f"--output={tmp_path / 'o.zip'}", f"--key={tmp_path / 'nothing'}").code == 4
    assert compliance(*asked).code == 2
