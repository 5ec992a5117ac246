"""The command line as its users meet it: errors, streams, the terminal, and what never happens."""

from __future__ import annotations

import os
import runpy
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest

from compliance import __version__
from compliance.cli.main import run
from compliance.cli.terminal import EndedError, Outlet, end_by, end_on_signals, own_streams
from compliance.core.errors import ComplianceError, fail
from compliance.reports.style import columns
from tests.command_line import (
    CHINA,
    CLEAN,
    EVIL,
    MINEONE,
    OPEN,
    ROOT,
    STRANGE,
    Compliance,
    fleet,
    process,
)


def test_a_bug_is_70_and_says_so(compliance: Compliance, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("wrong in here")

    monkeypatch.setattr("compliance.workflows.check.read_inputs", broken)
    ran = compliance("check", fleet(CLEAN), *MINEONE)
    assert ran.code == 70
    assert not ran.out
    assert "RuntimeError: wrong in here" in ran.err
    assert "bug in compliance" in ran.err


def test_a_panic_of_a_native_library_is_no_verdict(compliance: Compliance, monkeypatch: pytest.MonkeyPatch) -> None:
    class PanicError(BaseException):
        pass

    def panics(*_: object) -> None:
        raise PanicError("index out of bounds")

    monkeypatch.setattr("compliance.workflows.check.read_inputs", panics)
    ran = compliance("check", fleet(CLEAN), *MINEONE)
    assert (ran.code, ran.out) == (70, "")
    assert "PanicError: index out of bounds" in ran.err


def test_too_little_memory_is_no_bug(compliance: Compliance, monkeypatch: pytest.MonkeyPatch) -> None:
    def greedy(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("compliance.workflows.check.read_inputs", greedy)
    ran = compliance("check", fleet(CLEAN), *MINEONE)
    assert (ran.code, ran.out) == (4, "")
    assert "too little memory" in ran.err
    assert "bug" not in ran.err


@pytest.mark.parametrize("kind", [click.Abort, KeyboardInterrupt])
def test_an_interrupt_is_no_verdict(
    kind: type[BaseException], compliance: Compliance, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise kind

    monkeypatch.setattr("compliance.workflows.check.read_inputs", interrupted)
    ran = compliance("check", fleet(CLEAN), *MINEONE)
    assert (ran.code, ran.out, ran.err) == (130, "", "")


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
        (("check", "fleet.csv", "--list", " =x.csv"), "ID=FILE"),
        (("check", "fleet.csv", "--list", "\udcff=x.csv"), "ID=FILE"),
        (("check", "fleet.csv", "--list", "a=x.csv", "--list", "a=y.csv"), "twice"),
        (("check", "fleet.csv", "--unit-verdicts", "u.xlsx"), ".csv"),
        (("check", "fleet.csv", "--unit-verdicts", "u.csv", "--engine", "spark"), "FOLDER.parquet"),
        (("check", "fleet.csv", "--unit-verdicts", "hdfs://host/u.parquet"), ".csv"),
        (("check", "fleet.csv", "--master", "spark://host:7077"), "--engine spark"),
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
    fleet(f"A-1,Bitmain,S21,CN,,,,,,{EVIL}", name=name)
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


@pytest.mark.parametrize(
    ("arguments", "streams", "code"),
    [
        ("check nosuch", "2>/dev/full", 4),
        ("check nosuch", "2>&-", 4),
        ("check --nosuch", "2>/dev/full", 2),
        ("check fleet.csv", ">/dev/full", 4),
        ("check fleet.csv", ">&-", 4),
        ("check fleet.csv", ">&- 2>&- <&-", 4),
        ("check fleet.csv --output report.txt", ">&- 2>&- <&-", 1),
        ("convert fleet.csv", "2>/dev/full", 0),
        ("convert fleet.csv", ">/dev/full", 4),
        ("--help", ">/dev/full", 4),
        ("--help", "| true", 0),
        ("check fleet.csv", "| true", 1),
        ("check fleet.csv", "2>/dev/full | true", 1),
    ],
)
@pytest.mark.usefixtures("here")
def test_broken_streams_change_no_code(arguments: str, streams: str, code: int) -> None:
    fleet(CHINA)
    policy = " ".join(MINEONE) if arguments.startswith("check fleet") else ""
    command = f"{sys.executable} -m compliance {arguments} {policy} {streams}; exit ${{PIPESTATUS[0]}}"
    ran = subprocess.run(
        ["bash", "-c", command], env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, check=False
    )
    assert ran.returncode == code
    assert b"Traceback" not in ran.stderr
    if streams.startswith(">") and code == 4 and "2>" not in streams:
        assert b"standard output cannot be written" in ran.stderr


def test_an_outlet_writes_until_it_fails() -> None:
    reader, writer = os.pipe()
    with Outlet(writer, needed=True) as outlet:
        assert (outlet.writable(), outlet.isatty(), outlet.fileno()) == (True, False, writer)
        assert outlet.write(b"heard") == 5
        assert os.read(reader, 9) == b"heard"
        os.close(reader)
        assert outlet.write(b"nobody listens") == 14


def test_the_answer_must_be_written_and_words_beside_it_need_not() -> None:
    with Outlet(os.open(os.devnull, os.O_RDONLY), needed=True) as outlet:
        with pytest.raises(ComplianceError, match=r"^standard output cannot be written: .*--output\.$"):
            outlet.write(b"lost")
        assert outlet.write(b"fails only once") == 15
    with Outlet(os.open(os.devnull, os.O_RDONLY), needed=False) as outlet:
        assert outlet.write(b"lost") == 4


@pytest.fixture
def streams(monkeypatch: pytest.MonkeyPatch) -> None:
    """Python's streams as they are, again afterwards."""
    for name in ("stdout", "stderr", "__stdout__", "__stderr__"):
        monkeypatch.setattr(sys, name, getattr(sys, name))


@pytest.mark.usefixtures("streams")
def test_what_a_native_library_prints_is_no_answer(tmp_path: Path) -> None:
    paths = [tmp_path / "answer", tmp_path / "errors"]
    answer, errors = (os.open(path, os.O_WRONLY | os.O_CREAT) for path in paths)
    own_streams(answer, errors)
    os.write(answer, b"Running a solver: Copyright")
    click.echo("the answer")
    click.echo("a word", err=True)
    assert [path.read_text() for path in paths] == ["the answer\n", "a word\n"]
    os.close(answer)
    os.close(errors)


@pytest.mark.usefixtures("streams")
def test_closed_streams_are_no_place_for_files(tmp_path: Path) -> None:
    answer = os.open(os.devnull, os.O_RDONLY)
    os.close(answer)
    own_streams(answer, answer)
    with (tmp_path / "file").open("w") as file:
        assert file.fileno() != answer
    with pytest.raises(ComplianceError, match="standard output"):
        click.echo("the answer")
    click.echo("a word", err=True)
    os.close(answer)


WRITING = """
import os, signal, sys, time
from pathlib import Path
from compliance.cli import main as cli
from compliance.__main__ import main
from compliance.io.output import written

def interrupted(_):
    with written(Path("report.txt")) as out:
        out.write("half")
        out.flush()
        os.kill(os.getpid(), signal.{0})
        time.sleep(60)

cli._answered = interrupted
main()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="has no such signals")
@pytest.mark.parametrize(("name", "code"), [("SIGINT", 130), ("SIGTERM", -15), ("SIGHUP", -1)])
def test_a_signal_ends_the_program_as_usual_and_leaves_nothing_half(name: str, code: int, here: Path) -> None:
    command = [sys.executable, "-c", WRITING.format(name)]
    ran = subprocess.run(command, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, check=False)
    assert (ran.returncode, ran.stdout, ran.stderr) == (code, b"", b"")
    assert not list(here.iterdir())


EARLY = """\
import os, signal, sys

class Early:
    def __getattr__(self, _):
        os.kill(os.getpid(), signal.SIGTERM)

sys.modules["compliance.cli.main"] = Early()
from compliance.__main__ import main
main()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="has no such signals")
def test_a_signal_that_comes_while_the_program_is_imported_is_no_bug() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", EARLY], env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, check=False
    )
    assert (ran.returncode, ran.stderr) == (-15, b"")


def test_signals_that_are_ignored_stay_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: dict[int, Any] = {}
    monkeypatch.setattr(
        signal, "getsignal", lambda number: signal.SIG_DFL if number == signal.SIGTERM else signal.SIG_IGN
    )
    monkeypatch.setattr(signal, "signal", taken.__setitem__)
    end_on_signals()
    assert list(taken) == [signal.SIGTERM]
    raised: list[int] = []
    monkeypatch.setattr(signal, "raise_signal", raised.append)
    with pytest.raises(EndedError):
        end_by(lambda: int(taken[signal.SIGTERM](signal.SIGTERM, None)))
    assert taken == {signal.SIGTERM: signal.SIG_DFL}
    assert raised == [signal.SIGTERM]


def test_a_signal_is_no_bug(monkeypatch: pytest.MonkeyPatch) -> None:
    def ended(_: object) -> None:
        raise EndedError(15)

    monkeypatch.setattr("compliance.cli.main._answered", ended)
    with pytest.raises(EndedError):
        run([])


class Importing:
    """A module that cannot be imported whole."""

    def __init__(self, error: BaseException) -> None:
        self.error = error

    def __getattr__(self, _: str) -> None:
        raise self.error


@pytest.mark.parametrize(
    ("error", "code", "told"), [(KeyboardInterrupt(), 130, ""), (MemoryError("full"), 70, "MemoryError: full\n")]
)
def test_the_boundary_is_around_the_imports_too(
    error: BaseException, code: int, told: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("compliance.cli.terminal.own_streams", lambda: None)
    monkeypatch.setattr("compliance.cli.terminal.end_on_signals", lambda: None)
    monkeypatch.setitem(sys.modules, "compliance.cli.main", Importing(error))
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("compliance", run_name="__main__")
    assert ended.value.code == code
    out, err = capsys.readouterr()
    assert out == ""
    assert err.endswith(told)
    assert bool(err) == bool(told)


def test_the_module_is_the_command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("compliance.cli.terminal.own_streams", lambda: None)
    monkeypatch.setattr("compliance.cli.terminal.end_on_signals", lambda: None)
    monkeypatch.setattr(sys, "argv", ["compliance", "--version"])
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("compliance", run_name="__main__")
    assert ended.value.code == 0
    assert __version__ in capsys.readouterr().out


@pytest.mark.parametrize(("gone", "shown"), [(False, "sub/f.csv"), (True, "f.csv")])
def test_a_message_never_shows_an_absolute_path(
    gone: bool, shown: str, compliance: Compliance, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        if gone:
            monkeypatch.setattr(Path, "cwd", lambda: (_ for _ in ()).throw(FileNotFoundError()))
        raise fail("is wrong", file=str(here / "sub" / "f.csv"))

    monkeypatch.setattr("compliance.workflows.check.read_inputs", broken)
    ran = compliance("check", fleet(CLEAN), *MINEONE)
    assert (ran.code, ran.err) == (4, f"error: {shown}: is wrong\n")


def test_importing_the_module_runs_nothing() -> None:
    runpy.run_module("compliance.__main__", run_name="not_main")


def test_without_a_home_nothing_is_kept(compliance: Compliance, monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless(*_: object) -> Path:
        raise RuntimeError("could not determine the home directory")

    monkeypatch.setattr("platformdirs.PlatformDirs.user_cache_path", property(homeless))
    assert compliance("check", fleet(CHINA), *MINEONE).code == 1


def test_reading_is_shown_on_a_terminal_after_two_seconds(
    compliance: Compliance, monkeypatch: pytest.MonkeyPatch
) -> None:
    times = iter((0.0, 1.0, 2.5, 2.6, *range(3, 99)))
    name = fleet(*[CLEAN] * 3000, name="a\rb.csv")
    monkeypatch.setattr("compliance.cli.terminal.monotonic", lambda: next(times))
    assert compliance("check", name, *MINEONE).err == ""
    times = iter((0.0, 1.0, 2.5, 2.6, *range(3, 99)))
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    shown = compliance("check", name, *MINEONE).err
    assert "reading a\N{REPLACEMENT CHARACTER}b.csv: 1,026 rows" in shown
    assert "b.csv: 3,002 rows" in shown
    assert shown.endswith("\x1b[2K"), "the line is taken away"
