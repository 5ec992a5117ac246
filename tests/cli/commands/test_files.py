"""Links, folders and names that no file system takes: told as faults of the files, by every command."""

from __future__ import annotations

import gc
import os
from pathlib import Path

import pytest

from compliance.io.output import _File
from tests.command_line import CHINA, MINEONE, Compliance, fleet

DAY = ("--as-of", "2026-11-22")
LONG = "x" * 5000
READING = {
    "check": ("check", *MINEONE),
    "convert": ("convert", "--check"),
    "duty": ("duty", *DAY),
    "timeline": ("timeline", "--policy=cleanspark-mineone"),
    "screen": ("screen", *DAY, "--input"),
    "trace": ("trace", "foo", "--parties"),
    "rules": ("rules", "test"),
}


@pytest.mark.parametrize("command", READING)
@pytest.mark.parametrize("name", ["ring.csv", "gone.csv", LONG, f"{LONG}/{LONG}", "file/x.csv"])
def test_what_cannot_be_read(compliance: Compliance, command: str, name: str) -> None:
    Path("ring.csv").symlink_to("ring.csv")
    Path("gone.csv").symlink_to("nothing.csv")
    Path("file").touch()
    ran = compliance(*READING[command], name)
    assert (ran.code, ran.out) == (4, ""), ran.err
    assert ran.err.startswith("error: ")


@pytest.mark.parametrize("option", ["--output", "--unit-verdicts"])
@pytest.mark.parametrize("name", ["ring.csv", f"{LONG}.csv", "file/x.csv", "gone/x.csv"])
def test_what_cannot_be_written(compliance: Compliance, option: str, name: str) -> None:
    fleet(CHINA)
    Path("ring.csv").symlink_to("ring.csv")
    Path("file").touch()
    ran = compliance("check", "fleet.csv", *MINEONE, option, name)
    assert (ran.code, ran.out) == (4, ""), ran.err
    assert "cannot be " in ran.err
    assert Path("ring.csv").is_symlink()


@pytest.mark.parametrize("command", ["convert", "duty", "timeline", "trace", "screen"])
def test_an_output_that_is_a_ring(compliance: Compliance, command: str) -> None:
    fleet(CHINA)
    Path("parties.yaml").write_text("parties: [{id: foo, name: Foo}]\n")
    Path("names.csv").write_text("name\nFoo\n")
    Path("ring.csv").symlink_to("ring.csv")
    arguments = {
        "trace": ("trace", "foo", *DAY, "--parties=parties.yaml"), "screen": ("screen", *DAY, "--input=names.csv"),
        "convert": ("convert", "fleet.csv"), "duty": ("duty", *DAY, "fleet.csv"),
        "timeline": (*READING["timeline"], "fleet.csv"),
    }[command]  # fmt: skip
    ran = compliance(*arguments, "--output", "ring.csv")
    assert (ran.code, ran.out) == (4, ""), ran.err
    assert "ring.csv: cannot be written: Too many levels of symbolic links" in ran.err


@pytest.mark.parametrize(
    "option", ["--policy", "--parties", "--sites", "--waivers", "--decisions", "--map", "--baseline"]
)
@pytest.mark.parametrize("name", ["ring", LONG])
def test_options_that_name_no_file(compliance: Compliance, option: str, name: str) -> None:
    fleet(CHINA)
    Path("ring").symlink_to("ring")
    ran = compliance("check", "fleet.csv", option, name)
    assert (ran.code, ran.out) == (4, "")


def test_a_working_directory_that_is_gone(compliance: Compliance, here: Path) -> None:
    path = fleet(CHINA, name=str(here.parent / "fleet.csv"))
    here.rmdir()
    for arguments in (("check", path), ("check", "fleet.csv"), ("rules", "list"), ("screen", "Foo"), ("trace", "foo")):
        ran = compliance(*arguments)
        assert (ran.code, ran.out) == (4, "")
        assert "the working directory cannot be used" in ran.err


def test_a_pipe_is_never_waited_for(compliance: Compliance) -> None:
    fleet(CHINA)
    os.mkfifo("pipe")
    for arguments in (
        ["pipe"],
        ["fleet.csv", "--waivers=pipe"],
        ["fleet.csv", "--list=us-bis-meu=pipe", "--policy=us-ear"],
    ):
        ran = compliance("check", *arguments)
        assert (ran.code, ran.out) == (4, "")
        assert "pipe: is not a " in ran.err


@pytest.mark.parametrize("room", [0, 100, 2000])
@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (("check", *MINEONE, "--format=xlsx", "--output=out.xlsx"), "out.xlsx"),
        (("check", *MINEONE, "--format=json", "--output=out.json"), "out.json"),
        (("check", *MINEONE, "--unit-verdicts=out.parquet"), "out.parquet"),
        (("check", *MINEONE, "--unit-verdicts=out.csv"), "out.csv"),
        (("convert", "--output=out.parquet"), "out.parquet"),
        (("convert", "--output=out.csv"), "out.csv"),
    ],
)
def test_a_full_disk(
    compliance: Compliance, monkeypatch: pytest.MonkeyPatch, room: int, arguments: tuple[str, ...], name: str
) -> None:
    fleet(*(CHINA.replace("A-2", f"A-{number * 7919 % 10007}") for number in range(300)))
    Path(name).write_text("old")
    write = _File.write
    left = [room]

    def full(file: _File, data: bytes) -> int:
        left[0] -= len(data)
        if left[0] < 0:
            file.failure = OSError(28, "No space left on device")
            raise file.failure
        return write(file, data)

    monkeypatch.setattr(_File, "write", full)
    ran = compliance(*arguments, "fleet.csv")
    gc.collect()
    assert (ran.code, ran.out) == (4, "")
    assert (
        ran.err
        == f"error: {name}: cannot be written: No space left on device. Free some space on the disk; nothing was written.\n"
    )
    assert Path(name).read_text() == "old"
    assert sorted(path.name for path in Path().iterdir()) == ["fleet.csv", name]
