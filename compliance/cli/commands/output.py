"""Where the answer of a command goes: into the file of ``--output``, else to standard output."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

import click

from compliance.cli.terminal import output_style, stream
from compliance.io.paths import resolved

if TYPE_CHECKING:
    from compliance.reports.write_report import Result


def refuse_input(output: Path | None, paths: Collection[Path], option: str = "--output") -> None:
    """Raises click.BadParameter where ``output`` is one of the ``paths`` that the command read."""
    if output and resolved(output) in paths:
        raise click.BadParameter("is read by this command; it would be overwritten.", param_hint=option)


def hand_out(result: Result, form: str, output: Path | None) -> None:
    """Writes a result in a format into the file ``output``, else to standard output."""
    from compliance.reports.write_report import write_report

    style = output_style(output)
    if output:
        write_report(result, output, form, style=style)
    else:
        stream(lambda out: write_report(result, out, form, style=style))
