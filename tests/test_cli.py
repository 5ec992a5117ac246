"""The command line as its users meet it: errors, streams, the terminal, and what never happens."""

from __future__ import annotations

import io
import os
import runpy
import sys
from pathlib import Path
from types import SimpleNamespace

import click
import pytest

from compliance import __version__
from compliance.cli import run
from compliance.report_formats.style import columns
from tests.command_line import (
    CHINA,
    CLEAN,
    EVIL,
    MINEONE,
    OPEN,
    STRANGE,
    Compliance,
    fleet,
    process,
)


def test_a_bug_is_70_and_says_so(compliance: Compliance, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("wrong in here")

    monkeypatch.setattr("compliance.engine.assessment.assess", broken)
    ran = compliance("check", fleet(CLEAN), *MINEONE)
    assert ran.code == 70
    assert not ran.out
    assert "RuntimeError: wrong in here" in ran.err
    assert "bug in compliance" in ran.err


def test_an_interrupt_is_no_verdict(compliance: Compliance, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise click.Abort

    monkeypatch.setattr("compliance.engine.assessment.assess", interrupted)
    assert compliance("check", fleet(CLEAN), *MINEONE).code == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "Usage"),
        (("check",), "FLEET"),
        (("chekc",), "chekc"),
        (("check", "fleet.csv", "--frobnicate"), "--frobnicate"),
        (("check", "fleet.csv", "--as-of", "22.11.2026"), "YYYY-MM-DD"),
        (("check", "fleet.csv", "--as-of", "20261122"), "YYYY-MM-DD"),
        (("check", "fleet.csv", "--as-of", "2026-W47-7"), "YYYY-MM-DD"),
        (("check", "fleet.csv", "--as-of", "2026-02-30"), "YYYY-MM-DD"),
        (("check", "fleet.csv", "--as-of", "9999-12-31"), "YYYY-MM-DD"),
        (("check", "fleet.csv", "--as-of"), "--as-of"),
        (("check", "fleet.csv", "--format", "pdf"), "pdf"),
        (("check", "fleet.csv", "--fail-on", "sometimes"), "sometimes"),
        (("check", "fleet.csv", "--country-codes", "un"), "un"),
        (("check", "fleet.csv", "--max-age", "-1"), "-1"),
        (("check", "fleet.csv", "--max-age", "soon"), "soon"),
        (("check", "fleet.csv", "--list", "us-ofac-sdn"), "ID=FILE"),
        (("check", "fleet.csv", "--list", "=x.csv"), "ID=FILE"),
        (("check", "fleet.csv", "--list", "a=x.csv", "--list", "a=y.csv"), "twice"),
        (("check", "fleet.csv", "--unit-verdicts", "u.xlsx"), ".csv"),
        (("check", "fleet.csv", "--unit-verdicts", "same.csv", "--output", "same.csv"), "--output"),
        (("rules", "schema", "nothing"), "nothing"),
    ],
)
def test_a_wrong_command_line_is_2(arguments: tuple[str, ...], said: str, compliance: Compliance) -> None:
    fleet(CHINA)
    ran = compliance(*arguments)
    assert ran.code == 2
    assert not ran.out
    assert said in ran.err
    assert os.listdir() == ["fleet.csv"]


def test_help_and_version_end_well(compliance: Compliance) -> None:
    assert compliance("--version").out == f"compliance, version {__version__}\n"
    for arguments in (("--help",), ("check", "-h"), ("rules", "-h")):
        ran = compliance(*arguments)
        assert ran.code == 0
        assert "Usage: compliance" in ran.out


def test_errors_cannot_command_the_terminal(compliance: Compliance) -> None:
    name = "fl\x1b[2J\u202eeet.csv"
    fleet(f"A-1,Bitmain,S21,CN,,,,{EVIL},,1", name=name)
    ran = compliance("check", name, *MINEONE)
    assert ran.code == 4
    assert all(line.isprintable() for line in ran.err.split("\n"))
    assert ran.err.count("\n") == 1


def test_colours_are_for_terminals_that_want_them(compliance: Compliance, monkeypatch: pytest.MonkeyPatch) -> None:
    path = fleet(CHINA, OPEN, CLEAN)
    plain = compliance("check", path, *MINEONE).out
    assert "\x1b" not in plain

    monkeypatch.setenv("TERM", "xterm")

    def terminal() -> str:
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
        monkeypatch.setenv("COLUMNS", "80")
        return compliance("check", path, *MINEONE).out

    coloured = terminal()
    assert "\x1b[1;31mVIOLATION\x1b[0m" in coloured
    import re

    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == plain
    monkeypatch.setenv("NO_COLOR", "1")
    assert terminal() == plain
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "dumb")
    assert terminal() == plain
    assert "\x1b" not in Path(written(compliance, path)).read_text("utf-8")


def written(compliance: Compliance, path: str) -> str:
    compliance("check", path, *MINEONE, "--output", "report.txt")
    return "report.txt"


@pytest.mark.parametrize("width", ["40", "72", "120"])
def test_a_terminal_of_another_width_is_respected(
    width: str, compliance: Compliance, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = fleet(CHINA, OPEN, CLEAN)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", width)
    monkeypatch.setenv("NO_COLOR", "1")
    out = compliance("check", path, *MINEONE).out
    assert max(columns(line) for line in out.splitlines()) <= int(width)


@pytest.mark.usefixtures("here")
def test_the_same_bytes_whatever_the_hash_seed_and_encoding() -> None:
    path = fleet(CLEAN, CHINA, OPEN, STRANGE, "A-9,神马,M30S++,中国,,比特微,,,,1")
    told = []
    for variables in ({"PYTHONHASHSEED": "1"}, {"PYTHONHASHSEED": "2"}, {"PYTHONIOENCODING": "ascii"}):
        with process("check", path, "--policy=us-ear", "--as-of=2026-11-22", "--format=json", **variables) as ran:
            out, err = ran.communicate()
            assert (ran.returncode, err) == (3, b"")
            told.append(out)
    assert told[0] == told[1] == told[2]


@pytest.mark.usefixtures("here")
def test_a_reader_that_leaves_changes_no_verdict() -> None:
    with process("check", fleet(CHINA), *MINEONE) as ran:
        assert ran.stdout is not None
        assert ran.stderr is not None
        ran.stdout.close()
        errors = ran.stderr.read()
    assert (ran.returncode, errors) == (1, b"")


@pytest.mark.usefixtures("here")
def test_a_broken_pipe_is_turned_away(monkeypatch: pytest.MonkeyPatch) -> None:
    path = fleet(CHINA)
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w") as left:
        monkeypatch.setattr(sys, "stdout", left)
        assert run(["check", path, *MINEONE]) == 1
        left.write("goes nowhere")


def test_a_full_disk_is_no_verdict(compliance: Compliance, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(io.BytesIO):
        def write(self, _: object) -> int:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(sys, "stdout", SimpleNamespace(buffer=Full(), isatty=lambda: False))
    ran = compliance("check", fleet(CHINA), *MINEONE)
    assert ran.code == 4
    assert "standard output cannot be written: No space left on device" in ran.err


def test_the_module_is_the_command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["compliance", "--version"])
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("compliance", run_name="__main__")
    assert ended.value.code == 0
    assert __version__ in capsys.readouterr().out


def test_importing_the_module_runs_nothing() -> None:
    runpy.run_module("compliance.__main__", run_name="not_main")


def test_without_a_home_nothing_is_kept(compliance: Compliance, monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    monkeypatch.setattr(Path, "home", homeless)
    assert compliance("check", fleet(CHINA), *MINEONE).code == 1


def test_reading_is_shown_on_a_terminal_after_two_seconds(
    compliance: Compliance, monkeypatch: pytest.MonkeyPatch
) -> None:
    times = iter((0.0, 1.0, 2.5, 2.6, *range(3, 99)))
    name = fleet(*[CLEAN] * 3000, name="a\rb.csv")
    monkeypatch.setattr("compliance.terminal.monotonic", lambda: next(times))
    assert compliance("check", name, *MINEONE).err == ""
    times = iter((0.0, 1.0, 2.5, 2.6, *range(3, 99)))
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    said = compliance("check", name, *MINEONE).err
    assert said.startswith("\rreading a\N{REPLACEMENT CHARACTER}b.csv: 1,026 rows\rreading ")
    assert said.endswith(f"3,002 rows\r{'':<27}\r")
