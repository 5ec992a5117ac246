"""``compliance convert``: options and exit codes; what it writes is tested in test_convert.py of the folder above."""

from __future__ import annotations

from pathlib import Path

import pytest

from compliance.cli.main import run
from tests.command_line import Compliance

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


def test_check_says_of_each_file_whether_it_is_native(compliance: Compliance) -> None:
    Path("messy.csv").write_text("Miner Type,Made in\nAntminer S19,PRC\n")
    Path("native.csv").write_text("manufacturer,model\nBitmain,Antminer S19\n")
    Path("native.yaml").write_text("schema_version: 1\nlots: [{manufacturer: Bitmain, model: Antminer S19}]\n")
    Path("native.json").write_text(
        '{"schema_version": 1, "lots": [{"manufacturer": "Bitmain", "model": "Antminer S19"}]}'
    )
    files = ("messy.csv", "native.csv", "native.yaml", "native.json")
    ran = compliance("convert", "--check", *files)
    assert (ran.code, ran.err) == (0, "")
    assert [line.split(":")[0] for line in ran.out.splitlines() if "native form already" in line] == list(files[1:])
    assert "messy.csv: is not in the native form. Write it with compliance convert" in ran.out
    ran = compliance("convert", "--check", "--strict", *files)
    assert (ran.code, ran.err.count("\n")) == (4, 1)
    assert "error: messy.csv: is not in the native form." in ran.err
    assert compliance("convert", "--check", "--strict", *files[1:]).code == 0
    assert compliance("convert", "--strict", "native.csv").code == 2
