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
    assert run(["convert", str(tmp_path), "--check"]) == 0
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


def test_a_map_is_suggested_and_can_be_given_back(compliance: Compliance) -> None:
    Path("x.csv").write_text("Typ,Provenance\nAntminer S21,Malaysia\n")
    said = compliance("convert", "x.csv", "--suggest-map")
    assert (said.code, said.err) == (0, "")
    written = compliance("convert", "x.csv", "--suggest-map", "--output", "m.yaml")
    assert (written.code, written.out, Path("m.yaml").read_text()) == (0, "", said.out)
    refused = compliance("check", "x.csv", "--policy", "cleanspark-mineone", "--as-of", "2026-11-30")
    assert refused.code == 4
    assert 'columns: {country_of_origin: "Provenance"}' in refused.err
    mapped = compliance("check", "x.csv", "--policy", "cleanspark-mineone", "--as-of", "2026-11-30", "--map", "m.yaml")
    assert mapped.code == 3
    assert compliance("convert", "x.csv", "--suggest-map", "--map", "m.yaml").out.count("Provenance") == 1
    assert compliance("convert", "x.csv", "--suggest-map", "--output", "x.csv").code == 2
