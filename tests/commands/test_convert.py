"""``compliance convert``: options and exit codes; what it writes is tested in test_convert.py of the folder above."""

from __future__ import annotations

from pathlib import Path

import pytest

from compliance.cli import run

MESSY = "Manufacturer;Model\nbitmain;antminer s19 pro\n"


def test_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    Path("messy.csv").write_text(MESSY, "utf-8")
    assert run(["convert", "messy.csv", "--output", "out.xlsx"]) == 2
    assert run(["convert", "messy.csv", "--output", "messy.csv"]) == 2
    assert run(["convert"]) == 2
    assert run(["convert", "missing.csv"]) == 4
    assert run(["convert", str(tmp_path), "--check"]) == 4
    assert Path("messy.csv").read_text("utf-8") == MESSY
    Path("messy.csv").rename("fleet.csv")
    assert run(["convert", str(tmp_path), "--output", "out.YML"]) == 0
    assert "error" not in capsys.readouterr().out
