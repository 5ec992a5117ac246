"""Where the program meets its surroundings: the only place that prints and reads clock, environment or terminal."""

from __future__ import annotations

import math
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, TextIO

import click

from compliance.errors import fail

if TYPE_CHECKING:
    from compliance.report_formats.style import Style

OK, VIOLATION, USAGE, OPEN, UNUSABLE, BUG = 0, 1, 2, 3, 4, 70
"""The exit codes (design section 7)."""


def today() -> date:
    """The day in UTC."""
    return datetime.now(UTC).date()


def cache_folder() -> Path | None:
    """Where bundled rules that were read and validated are kept (see kept.py)."""
    named = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME")
    try:
        return (Path(named) if named else Path.home() / ".cache") / "mining-compliance"
    except RuntimeError:
        return None


def data_folder() -> Path | None:
    """Where downloaded lists are kept: ``COMPLIANCE_DATA``, else the user's folder for data (see edition/store.py)."""
    if chosen := os.environ.get("COMPLIANCE_DATA"):
        return Path(chosen)
    named = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_DATA_HOME")
    try:
        return (Path(named) if named else Path.home() / ".local" / "share") / "mining-compliance"
    except RuntimeError:
        return None


class Progress:
    """One line on a terminal that says how far reading has come, from two seconds on."""

    def __init__(self) -> None:
        self._due = monotonic() + 2 if sys.stderr.isatty() else math.inf
        self._shown = ""

    def tell(self, file: str, done: str) -> None:
        """Shows the line anew, a few times a second."""
        if (now := monotonic()) < self._due:
            return
        self._due = now + 0.2
        line = harmless(f"reading {file}: {done}")
        click.echo(f"\r{line:<{len(self._shown)}}", nl=False, err=True)
        self._shown = line

    def clear(self) -> None:
        """Takes the line away."""
        if self._shown:
            click.echo(f"\r{'':<{len(self._shown)}}\r", nl=False, err=True)
        self._shown = ""

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        self.clear()


def output_style(output: Path | None) -> Style:
    """How a text report looks: as the terminal wants it, plain where it goes into ``output``."""
    from compliance.report_formats.style import Style

    if output is not None or not sys.stdout.isatty():
        return Style()
    import shutil

    colour = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return Style(shutil.get_terminal_size().columns, colour=colour)


def say(text: str) -> None:
    """Writes to standard output, the same bytes everywhere; a reader that has left is no error."""
    _to_standard_output(lambda: click.echo(encoded(text), nl=False))


def stream(write: Callable[[TextIO], None]) -> None:
    """Lets ``write`` write to standard output, line by line; what is no character becomes ``?``."""
    import io

    out = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", errors="replace", newline="")

    def whole() -> None:
        write(out)
        out.flush()

    try:
        _to_standard_output(whole)
    finally:
        with suppress(OSError):
            out.detach()


def _to_standard_output(write: Callable[[], None]) -> None:
    try:
        write()
    except BrokenPipeError:
        with open(os.devnull, "wb") as nowhere:
            os.dup2(nowhere.fileno(), sys.stdout.fileno())
    except OSError as error:
        raise fail(
            f"standard output cannot be written: {error.strerror}", "Choose another place with --output."
        ) from None


def encoded(text: str) -> bytes:
    """UTF-8; what is no character (a file name of odd bytes) becomes ``?``."""
    return text.encode("utf-8", "replace")


def harmless_lines(text: str) -> str:
    """Every line of ``text`` without anything that a terminal would obey."""
    return "".join(f"{harmless(line)}\n" for line in text.split("\n")[:-1])


def harmless(text: str) -> str:
    """``text`` without anything that a terminal would obey."""
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)
