"""What is written is whole or not there, harmless in a spreadsheet, and has one line for each row."""

from __future__ import annotations

import csv
import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from compliance.core.errors import ComplianceError
from compliance.core.finding import Verdict
from compliance.inventory.grouping.limits import CountingLimits
from compliance.inventory.grouping.python import partial
from compliance.io import frames
from compliance.io.limits import ReadingLimits
from compliance.io.output import written
from compliance.policies.engine.assessment import UnitVerdict
from compliance.reports.check.unit_verdicts import UNIT_COLUMNS, unit_verdicts, verdict_frames, write_unit_verdicts
from compliance.workflows.inputs import Request, read_inputs


def write(path: Path, text: str) -> None:
    with written(path) as out:
        out.write(text)


def names(folder: Path) -> set[str]:
    return {each.name for each in folder.iterdir()}


def test_a_file_takes_the_old_ones_place(tmp_path: Path) -> None:
    path = tmp_path / "out.txt"
    path.write_text("old")
    write(path, "né\n")
    assert path.read_bytes() == "né\n".encode()
    assert names(tmp_path) == {"out.txt"}


def test_who_may_read_a_file(tmp_path: Path) -> None:
    new, private = tmp_path / "new.txt", tmp_path / "private.txt"
    private.touch(0o600)
    mask = os.umask(0o027)
    try:
        write(new, "x")
        write(private, "x")
    finally:
        os.umask(mask)
    assert [path.stat().st_mode & 0o777 for path in (new, private)] == [0o640, 0o600]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_what_breaks_off_leaves_the_old_file(tmp_path: Path, error: type[BaseException]) -> None:
    path = tmp_path / "out.txt"
    path.write_text("old")

    def broken() -> None:
        with written(path) as out:
            out.write("half")
            raise error

    with pytest.raises(error):
        broken()
    assert path.read_text() == "old"
    assert names(tmp_path) == {"out.txt"}


def test_a_place_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ComplianceError, match=r"none/out\.txt: cannot be written: No such file"):
        write(tmp_path / "none" / "out.txt", "x")
    (tmp_path / "folder").mkdir()
    with pytest.raises(ComplianceError, match="cannot be written: Is a directory"):
        write(tmp_path / "folder", "x")
    assert names(tmp_path) == {"folder"}

    def refuse(**_: object) -> tuple[int, str]:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.mkstemp", refuse)
    with pytest.raises(ComplianceError, match="cannot be written: Permission denied"):
        write(tmp_path / "out.txt", "x")


def verdicts(
    folder: Path, files: dict[str, str], waived: Sequence[str] = (), reading: ReadingLimits = ReadingLimits()
) -> list[dict[str, str]]:
    """The lines for files in which a unit breaks a rule where it is an S21 or has a serial number that is waived."""
    for name, content in files.items():
        (folder / name).write_text(content, "utf-8", newline="")
    if waived:
        items = ", ".join(
            f"{{rule: x/y, subject: {{serial: '{serial}'}}, reason: r, approved_by: a, approved_on: 2026-01-01, expires: 2026-12-31}}"
            for serial in waived
        )
        (folder / "waivers.yaml").write_text(f"waivers: [{items}]\n")
    paths = [folder / name for name in files]
    inputs = read_inputs(Request(paths, date(2026, 11, 22), ("origin-claims",), reading=reading))
    told: dict[Any, UnitVerdict] = {}
    for lot in inputs.facts.fleet.lots:
        bad = lot.written["model"][1] == "S21" or lot.unit.serial_number
        told[lot.unit] = UnitVerdict(Verdict.VIOLATION, ("a/b", "c/d")) if bad else UnitVerdict(Verdict.COMPLIANT, ())
    path = folder / "verdicts.csv"
    with written(path) as out:
        write_unit_verdicts(out, inputs.tables, told)
    with path.open(encoding="utf-8", newline="") as handle:
        found = list(csv.DictReader(handle))
    assert list(found[0]) == list(UNIT_COLUMNS)
    assert sum(int(each["quantity"]) for each in found) == inputs.facts.fleet.units
    assert len(found) == sum(partial(table.grouping, table.table.chunks()).rows for table in inputs.tables)
    return found


@pytest.mark.parametrize("chunk", [1, 2, 3, 512])
def test_one_line_a_row_in_order_under_the_row_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    monkeypatch.chdir(tmp_path)
    content = (
        "asset tag,serial,model,country of origin,qty,notes\n"
        'A1,1,S19,MY,,"two\nlines"\n\n'
        'A2,2,S21,CN,"1,000",\n,,,,,\n'
        "=A3,+2,S19,MY,ten (10)\n"
        " A4 ,3,S19,TH,1.0,,\n"
    )
    files = {"b.csv": content, "a.csv": "model,country_of_origin\nS19,MY\n"}
    found = verdicts(tmp_path, files, ["3"], ReadingLimits(chunk_rows=chunk))
    assert [tuple(each.values()) for each in found] == [
        ("b.csv", "2", "A1", "1", "1", "compliant", ""),
        ("b.csv", "4", "A2", "2", "1000", "violation", "a/b;c/d"),
        ("b.csv", "6", "'=A3", "'+2", "10", "compliant", ""),
        ("b.csv", "7", "A4", "3", "1", "violation", "a/b;c/d"),
        ("a.csv", "2", "", "", "1", "compliant", ""),
    ]


def test_a_files_name_is_no_formula(tmp_path: Path) -> None:
    assert verdicts(tmp_path, {"=cmd.csv": "model\nS19\n"})[0]["file"] == "'=cmd.csv"


def test_native_yaml_is_written_by_line(tmp_path: Path) -> None:
    content = "schema_version: 1\ndefaults: {quantity: 3}\nlots:\n- model: S19\n\n- {model: S19, quantity: 4, serial_number: x}\n"
    found = verdicts(tmp_path, {"fleet.yaml": content})
    assert [(each["row"], each["serial_number"], each["quantity"]) for each in found] == [
        ("4", "", "3"),
        ("6", "x", "4"),
    ]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no such device")
def test_a_device_that_takes_nothing_is_a_clear_error() -> None:
    with pytest.raises(ComplianceError, match="cannot be written: No space left on device"):
        write(Path("/dev/full"), "x" * 100_000)


ASSETS = ("", "=A", '"a,b"', '"say ""x"""', " é ", "@", "n/a")
MANY = "asset tag,serial,model,country of origin,qty,notes\n" + "".join(
    f'{asset},"{number}",S{19 + 2 * (number % 3 == 0)},MY,{number % 2 or ""},"x,{number}\ny"\n'
    for number, asset in enumerate(ASSETS * 9)
)


def frame(folder: Path, name: str, *files: str, large_bytes: int = 10**9) -> pl.DataFrame:
    """The lines for some files of the folder, all units being compliant."""
    counting = CountingLimits(large_bytes=large_bytes, batch_rows=7)
    request = Request([folder / each for each in files], date(2026, 11, 22), ("origin-claims",), counting=counting)
    inputs = read_inputs(request)
    told = {lot.unit: UnitVerdict(Verdict.COMPLIANT, ()) for lot in inputs.facts.fleet.lots}
    with unit_verdicts(folder / name, inputs.tables, told):
        pass
    # Polars reads these frames in threads of its own, which no coverage sees.
    assert sum(each.height for each in verdict_frames(inputs.tables, told)) == sum(
        each.rows for each in inputs.read[: len(files)]
    )
    assert not [each for each in names(folder) if each.startswith(".")]
    if name.endswith(".parquet"):
        return pl.read_parquet(folder / name)
    return pl.read_csv(
        folder / name, empty_string_is_null=False, schema_overrides={"asset_id": pl.String, "serial_number": pl.String}
    )


def test_the_fast_engine_writes_what_the_slow_one_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.csv").write_text(MANY, newline="")
    (tmp_path / "b.csv").write_text("model\nS19\n")
    pl.read_csv(tmp_path / "a.csv", infer_schema=False, empty_string_is_null=False).write_parquet(
        tmp_path / "c.parquet"
    )
    slow = frame(tmp_path, "slow.csv", "a.csv", "b.csv")
    assert frame(tmp_path, "slow.parquet", "a.csv", "b.csv").equals(slow)
    frame(tmp_path, "fast.csv", "a.csv", "b.csv", large_bytes=60)
    assert (tmp_path / "fast.csv").read_bytes() == (tmp_path / "slow.csv").read_bytes()
    assert frame(tmp_path, "fast.parquet", "a.csv", "b.csv", large_bytes=60).equals(slow)
    parquet = frame(tmp_path, "parquet.csv", "c.parquet")
    assert parquet.drop("file").equals(slow.drop("file").filter(slow["file"] == "a.csv"))
    assert slow.height == 7 * 9 + 1
    assert slow.schema == dict(
        zip(UNIT_COLUMNS, (pl.String, pl.Int64, pl.String, pl.String, pl.Int64, pl.String, pl.String), strict=True)
    )


def test_parquet_that_breaks_off_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.csv").write_text("model\nS19\n")
    (tmp_path / "out.parquet").write_text("old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(frames, "write_parquet", full)
    with pytest.raises(ComplianceError, match=r"out\.parquet: cannot be written: No space left"):
        frame(tmp_path, "out.parquet", "a.csv")
    assert (tmp_path / "out.parquet").read_text() == "old"
    assert names(tmp_path) == {"a.csv", "out.parquet"}
