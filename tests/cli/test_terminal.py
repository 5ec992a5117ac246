"""What a terminal is shown while files are read."""

from __future__ import annotations

import io
import sys

import pytest

from compliance.cli import terminal
from compliance.cli.terminal import Progress
from tests.command_line import EVIL


class Screen(io.StringIO):
    """A terminal that somebody looks at, or a file."""

    def __init__(self, looked_at: bool) -> None:
        super().__init__()
        self.looked_at = looked_at

    def isatty(self) -> bool:
        return self.looked_at


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time, which a test sets; and a terminal of which nothing unusual is known."""
    time = [0.0]
    monkeypatch.setattr(terminal, "monotonic", lambda: time[0])
    monkeypatch.setenv("TERM", "xterm")
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    return time


def screen(monkeypatch: pytest.MonkeyPatch, looked_at: bool = True) -> Screen:
    shown = Screen(looked_at)
    monkeypatch.setattr(sys, "stderr", shown)
    return shown


def test_who_waits_two_seconds_is_told(clock: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    shown = screen(monkeypatch)
    with Progress() as progress:
        clock[0] = 1.9
        progress.report("fleet.csv", "10 %")
        assert shown.getvalue() == ""
        clock[0] = 2.1
        progress.report("fleet.csv", "20 %")
        assert "reading fleet.csv: 20 %" in shown.getvalue()
        progress.report("fleet.csv", "21 %")
        assert "21 %" not in shown.getvalue(), "a few times a second"
        clock[0] = 2.4
        progress.report("fleet.csv", "30 %")
        assert "30 %" in shown.getvalue()
    assert shown.getvalue().endswith("\x1b[?25h\r\x1b[1A\x1b[2K"), "the cursor is shown again, the line taken away"
    before = shown.getvalue()
    progress.clear()
    assert shown.getvalue() == before


def test_a_file_name_commands_nothing(clock: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    shown = screen(monkeypatch)
    with Progress() as progress:
        clock[0] = 3
        progress.report(f"[bold]:smile:{{0}}{EVIL}", "1 %")
        assert "reading [bold]:smile:{0}" in shown.getvalue()
    assert "\x1b[2J" not in shown.getvalue()
    assert "\x1b[31m" not in shown.getvalue()


def test_nobody_is_told_in_a_log(clock: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    shown = screen(monkeypatch, looked_at=False)
    with Progress() as progress:
        clock[0] = 100
        progress.report("fleet.csv", "10 %")
    assert shown.getvalue() == ""


def test_a_terminal_that_moves_no_cursor_shows_nothing(clock: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    shown = screen(monkeypatch)
    with Progress() as progress:
        clock[0] = 100
        progress.report("fleet.csv", "10 %")
    assert "\x1b" not in shown.getvalue()
