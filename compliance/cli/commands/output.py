"""Where the answer of a command goes: into the file of ``--output``, else to standard output."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from compliance.cli.commands.options import PATH
from compliance.cli.terminal import output_style, stream
from compliance.io.paths import resolved
from compliance.reports import SUFFIXES, UNMISTAKABLE

if TYPE_CHECKING:
    from compliance.reports.write_report import Result


def refuse_input(output: Path | None, paths: Collection[Path], option: str = "--output") -> None:
    """Raises click.BadParameter where ``output`` is one of the ``paths`` that the command read."""
    if output and resolved(output) in paths:
        raise click.BadParameter("is read by this command; it would be overwritten.", param_hint=option)


def refuse_target(output: Path | None, paths: frozenset[Path]) -> None:
    """Raises click.BadParameter where ``output`` is, or lies in, one of the ``paths``: folders of targets and files read."""
    if output and not paths.isdisjoint({resolved(output), *resolved(output).parents}):
        raise click.BadParameter("lies in a target folder, which is read and never written.", param_hint="--output")


def hand_out(result: Result, form: str, output: Path | None, **style_options: Any) -> None:
    """Writes a result in a format into the file ``output``, else to standard output.

    ``style_options`` are fields of the Style.
    """
    from compliance.reports.write_report import write_report

    style = replace(output_style(output), **style_options)
    if output:
        write_report(result, output, form, style=style)
    else:
        stream(lambda out: write_report(result, out, form, style=style))


def need_file(form: str, output: Path | None, binary: Collection[str]) -> None:
    """Raises click.BadParameter where a format that is no text has no file to go into."""
    if form in binary and output is None:
        raise click.BadParameter(f"{form} is no text: name its file with --output.", param_hint="--format")


paper_option = click.option(
    "--paper",
    type=click.Choice(["letter", "a4"]),
    default="letter",
    show_default=True,
    help="Size of the paper of a printed format.",
)
"""What a printed report is for."""
templates_option = click.option(
    "--templates",
    type=PATH,
    metavar="FOLDER",
    help="Your own templates of HTML pages: a file there stands before the program's of the same name.",
)
"""Where pages look first for what they are made of."""


def output_options(formats: Sequence[str], what: str = "answer") -> Callable[[Callable[..., int]], Callable[..., int]]:
    """The options ``--format`` and ``--output`` of a command; it is called with the format that both together ask for."""

    def decorated(command: Callable[..., int]) -> Callable[..., int]:
        @wraps(command)
        def with_format(*, form: str | None, output: Path | None, **options: Any) -> int:
            return command(form=format_of(form, output, formats), output=output, **options)

        form_help = f"[default: what the suffix of --output names, else {formats[0]}]"
        output_help = f"Write the {what} to FILE instead of standard output."
        written = click.option("--output", type=PATH, metavar="FILE", help=output_help)(with_format)
        return click.option("--format", "form", type=click.Choice(formats), help=form_help)(written)

    return decorated


def format_of(form: str | None, output: Path | None, formats: Sequence[str]) -> str:
    """The format to write: ``form``, else the first one whose files end as ``output`` does, else the first of all.

    Raises click.BadParameter where the suffix of ``output`` can only mean another format.
    """
    suffix = output.suffix.casefold() if output else ""
    matching = [name for name in formats if suffix in SUFFIXES.get(name, ())]
    chosen = form or next(iter(matching), formats[0])
    if suffix in UNMISTAKABLE and suffix not in SUFFIXES.get(chosen, ()):
        can = f"--format {matching[0]} writes such a file" if matching else f"the formats are {', '.join(formats)}"
        raise click.BadParameter(
            f"a file named {suffix} cannot hold the format {chosen}; {can}.", param_hint="--output"
        )
    return chosen
