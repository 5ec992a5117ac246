"""The command line: which commands there are, how errors are told, which code the program ends with.

A command is imported when it is asked for, and imports what is heavy inside, so that ``compliance --version`` is instant.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import click

from compliance import __version__
from compliance.cli.commands import COMMANDS
from compliance.cli.terminal import (
    BUG,
    COMPLETE,
    INTERRUPTED,
    OK,
    UNUSABLE,
    USAGE,
    EndedError,
    complain,
    completing,
    harmless,
)
from compliance.core.errors import ComplianceError, ParameterError, Problem


def run(arguments: list[str]) -> int:
    """Runs one command; returns its exit code (design section 7), whatever happens, unless a signal ends the program."""
    try:
        return _answered(arguments)
    except EndedError:
        raise
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED
    except click.ClickException as error:
        error.show()
        return USAGE
    except ComplianceError as error:
        for problem in error.problems:
            complain(f"error: {harmless(str(_placed(problem)))}")
        return USAGE if isinstance(error, ParameterError) else UNUSABLE
    except MemoryError:
        complain(
            "error: this machine has too little memory for it. Give the files one by one, or use a larger machine."
        )
        return UNUSABLE
    except BaseException:  # noqa: BLE001 - also what is no Exception, as the panic of a native library
        from traceback import print_exc

        print_exc()
        complain("This is a bug in compliance, not in your files. Please report it with the lines above.")
        return BUG


def _answered(arguments: list[str]) -> int:
    """What click's own ``main`` does, which ends the program with 1 where the reader of standard output has left."""
    if shell := completing():
        from click.shell_completion import shell_complete

        return USAGE if shell_complete(app, {}, "compliance", COMPLETE, shell) else OK
    try:
        with app.make_context("compliance", arguments) as context:
            code = app.invoke(context)
    except click.exceptions.Exit as ended:
        return ended.exit_code
    return code if isinstance(code, int) else OK


def _placed(problem: Problem) -> Problem:
    """``problem`` without the absolute path of its file: relative to the working directory, else the name alone."""
    from dataclasses import replace

    path = Path(problem.file)
    if not path.is_absolute():
        return problem
    try:
        return replace(problem, file=path.relative_to(Path.cwd()).as_posix())
    except (OSError, ValueError):  # the working directory is gone, or the file lies elsewhere
        return replace(problem, file=path.name)


class _Commands(click.Group):
    """The group of all commands, each imported when it is asked for."""

    def list_commands(self, _context: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command = getattr(import_module(f"compliance.cli.commands.{name}"), name)
        assert isinstance(command, click.Command)
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="compliance")
def app() -> None:
    """Check a mining fleet against sanctions, export-control and contract rules.

    \b
    Exit codes:
      0    nothing to act on
      1    at least one violation
      2    the command line is wrong
      3    no violation, but something is undetermined or flagged
      4    an input cannot be read or found, or nothing was checked
      70   a bug in this program
      130  interrupted
    """
