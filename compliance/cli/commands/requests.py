"""``compliance requests``: letters and a workbook by addressee, and the answers read back."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from compliance.cli.commands.inventories import inventory_options
from compliance.cli.commands.options import PATH, as_of_option
from compliance.cli.commands.output import hand_out, need_file, output_options, paper_option, refuse_target
from compliance.cli.terminal import OK, Progress, today
from compliance.reports.requests import BINARY, FORMATS


@click.command()
@click.argument("folders", nargs=-1, required=True, type=PATH, metavar="FOLDER...")
@click.option("--answers", multiple=True, type=PATH, metavar="FILE", help="Workbook that came back. May be repeated.")
@inventory_options
@as_of_option
@paper_option
@output_options(FORMATS, "requests")
def requests(
    folders: tuple[Path, ...],
    answers: tuple[Path, ...],
    as_of: date | None,
    form: str,
    paper: str,
    output: Path | None,
    **options: Any,
) -> int:
    """Ask sellers, makers and others for what would settle the open points of a target.

    FOLDER is a target, as for diligence. --output requests.xlsx writes a workbook with a sheet for each addressee;
    --answers reads it back and shows what the answers would change.
    """
    need_file(form, output, BINARY)
    from compliance.workflows.requests import requests as run

    with Progress() as progress:
        result = run(folders, as_of=as_of or today(), answers=answers, progress=progress.report, **options)
    refuse_target(output, result.paths)
    hand_out(result, form, output, paper=paper)
    return OK
