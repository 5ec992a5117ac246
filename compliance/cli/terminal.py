"""Where the program meets its surroundings: the only place that prints and reads the clock or the terminal."""

from __future__ import annotations

import io
import math
import os
import signal
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, TextIO

import click

from compliance.core.errors import fail

if TYPE_CHECKING:
    from rich.progress import Progress as Display

    from compliance.reports.style import Style

OK, VIOLATION, USAGE, OPEN, UNUSABLE, BUG, INTERRUPTED = 0, 1, 2, 3, 4, 70, 130
"""The exit codes (design section 7)."""
COMPLETE = "_COMPLIANCE_COMPLETE"
"""The variable by which a shell asks for completion."""
ANSWER, ERRORS = 1, 2
"""The file descriptors of standard output and standard error."""


class Outlet(io.RawIOBase):
    """A descriptor that is written to until that fails; what comes later goes nowhere, so that nothing fails twice.

    With ``needed``, the first failure is a ComplianceError, unless it is only that the reader has left.
    """

    def __init__(self, descriptor: int, *, needed: bool) -> None:
        self._raw = open(descriptor, "wb", buffering=0)  # noqa: SIM115 - closed with this
        self._needed = needed
        self._failed = False

    def write(self, data: Any) -> int:
        """Takes all of ``data`` where it can be written no more."""
        if not self._failed:
            try:
                return self._raw.write(data)
            except OSError as error:
                self._failed = True
                if self._needed and not isinstance(error, BrokenPipeError):
                    raise fail(
                        f"standard output cannot be written: {error.strerror}", "Choose another place with --output."
                    ) from None
        return len(data)

    def writable(self) -> bool:
        """Always."""
        return True

    def isatty(self) -> bool:
        """Whether a person reads it."""
        return self._raw.isatty()

    def fileno(self) -> int:
        """The descriptor."""
        return self._raw.fileno()

    def close(self) -> None:
        """Closes the descriptor too."""
        self._raw.close()
        super().close()


def own_streams(answer: int = ANSWER, errors: int = ERRORS) -> None:
    """Gives this process streams of its own, for good: standard output for the answer alone, standard error that never fails.

    What a native library prints goes past Python to descriptor 1, also when the process ends and C empties its
    buffers; therefore that descriptor leads nowhere from now on, and the answer goes through a copy of it.
    """
    for descriptor in (answer, errors):
        if _is_closed(descriptor):
            # So that no file of the user's gets its number; and as it can only be read, writing fails as it should.
            _point(descriptor, os.O_RDONLY)
    out, err = Outlet(os.dup(answer), needed=True), Outlet(os.dup(errors), needed=False)
    _point(answer, os.O_WRONLY)
    # Also the stream as it was at first, by which Python finds out how wide the terminal is.
    sys.stdout = sys.__stdout__ = _text(out, sys.stdout, "strict")  # type: ignore[misc]
    sys.stderr = sys.__stderr__ = _text(err, sys.stderr, "backslashreplace")  # type: ignore[misc]


def _is_closed(descriptor: int) -> bool:
    try:
        os.fstat(descriptor)
    except OSError:
        return True
    return False


def _point(descriptor: int, how: int) -> None:
    nowhere = os.open(os.devnull, how)
    if nowhere != descriptor:
        os.dup2(nowhere, descriptor)
        os.close(nowhere)


def _text(outlet: Outlet, like: TextIO | None, errors: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BufferedWriter(outlet), getattr(like, "encoding", "utf-8"), errors, line_buffering=True)


class EndedError(BaseException):
    """A signal asks the program to end, and half-written files are still to be taken away."""


def end_on_signals() -> None:
    """Lets SIGTERM and SIGHUP unwind the program first, unless somebody told it to ignore them."""
    for number in signal.valid_signals():
        if getattr(number, "name", "") in ("SIGTERM", "SIGHUP") and signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, _ended)


def _ended(number: int, _frame: object) -> None:
    signal.signal(number, signal.SIG_DFL)  # a second one ends the program at once
    raise EndedError(number)


def end_by(run: Callable[[], int]) -> int:
    """What ``run`` returns; where a signal ended it, this process ends by that signal, as its parent expects."""
    try:
        return run()
    except EndedError as ended:
        signal.raise_signal(ended.args[0])
        raise


def today() -> date:
    """The day in UTC."""
    return datetime.now(UTC).date()


class Progress:
    """A line on a terminal that says how far reading has come, from two seconds on; rich draws it, and is loaded then."""

    def __init__(self) -> None:
        self._due = monotonic() + 2 if sys.stderr.isatty() else math.inf
        self._display: Display | None = None

    def report(self, file: str, done: str) -> None:
        """Shows the line anew, a few times a second."""
        if (now := monotonic()) < self._due:
            return
        self._due = now + 0.2
        if self._display is None:
            self._display = _display()
            self._display.add_task("")
        self._display.update(self._display.task_ids[0], description=harmless(f"reading {file}: {done}"))
        self._display.start()
        self._display.refresh()

    def clear(self) -> None:
        """Takes the line away."""
        if self._display is not None:
            self._display.stop()
        self._display = None

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        self.clear()


def _display() -> Display:
    from rich.console import Console
    from rich.progress import Progress as Display
    from rich.progress import TextColumn

    return Display(
        TextColumn("{task.description}", markup=False),
        console=Console(file=sys.stderr, markup=False, highlight=False, emoji=False),
        auto_refresh=False,
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    )


def completing() -> str:
    """What a shell asks the program to complete its command line; nothing where it does not."""
    return os.environ.get(COMPLETE, "")


def output_style(output: Path | None) -> Style:
    """How a text report looks: as the terminal wants it, plain where it goes into ``output``."""
    from compliance.reports.style import Style

    if output is not None or not sys.stdout.isatty():
        return Style()
    import shutil

    colour = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return Style(shutil.get_terminal_size().columns, colour=colour)


def say(text: str) -> None:
    """Writes to standard output, the same bytes everywhere."""
    click.echo(encoded(text), nl=False)


def complain(text: str) -> None:
    """Writes a line to standard error."""
    click.echo(text, err=True)


def asks() -> bool:
    """Whether a person can be asked: both ends of the program are a terminal."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def ask(question: str, default: str, answers: Sequence[str] = ()) -> str:
    """The answer of a person: one of ``answers``, any text where there are none."""
    kind = click.Choice(answers) if answers else None
    return str(click.prompt(question, type=kind, default=default, err=True))


def confirmed(question: str, default: bool) -> bool:
    """Whether a person says yes."""
    return click.confirm(question, default=default, err=True)


def stream(write: Callable[[TextIO], None]) -> None:
    """Lets ``write`` write to standard output, line by line; what is no character becomes ``?``."""
    out = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", errors="replace", newline="")
    try:
        write(out)
        out.flush()
    finally:
        out.detach()


def encoded(text: str) -> bytes:
    """UTF-8; what is no character (a file name of odd bytes) becomes ``?``."""
    return text.encode("utf-8", "replace")


def harmless_lines(text: str) -> str:
    """Every line of ``text`` without anything that a terminal would obey."""
    return "".join(f"{harmless(line)}\n" for line in text.split("\n")[:-1])


def harmless(text: str) -> str:
    """``text`` without anything that a terminal would obey."""
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)
