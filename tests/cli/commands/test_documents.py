"""``compliance documents``."""

from __future__ import annotations

from pathlib import Path

from tests.command_line import Compliance


def test_it_ends_with_0_and_writes_what_is_asked_for(compliance: Compliance, tmp_path: Path) -> None:
    (tmp_path / "fleet.csv").write_text("model,origin_evidence\nAntminer S21,customs_entry:E-1\n", "utf-8")
    ran = compliance("documents", str(tmp_path), "--as-of=2026-11-30")
    assert (ran.code, ran.out.splitlines()[0]) == (0, "0 registered documents, 1 unit, as of 2026-11-30.")
    assert compliance("documents", str(tmp_path), f"--output={tmp_path / 'out.json'}", "--format=json").code == 0
    assert (tmp_path / "out.json").read_text("utf-8").startswith("{")


def test_an_input_is_never_overwritten(compliance: Compliance, tmp_path: Path) -> None:
    (tmp_path / "fleet.csv").write_text("model\nAntminer S21\n", "utf-8")
    assert compliance("documents", str(tmp_path), f"--output={tmp_path / 'fleet.csv'}").code == 2


def test_a_missing_folder_ends_with_4(compliance: Compliance) -> None:
    assert compliance("documents", "nowhere").code == 4
