"""``compliance doctor``: what keeps a check from saying more."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from compliance.cli.commands.inventories import inventory_options
from compliance.cli.commands.options import PATH, as_of_option
from compliance.cli.commands.output import hand_out, output_options, refuse_input
from compliance.cli.terminal import OK, Progress, today
from compliance.reports.doctor import FORMATS


@click.command()
@click.argument("fleets", nargs=-1, type=PATH, metavar="[FLEET]...")
@as_of_option
@inventory_options
@output_options(FORMATS)
def doctor(fleets: tuple[Path, ...], as_of: date | None, form: str, output: Path | None, **options: Any) -> int:
    """Say what is missing, old, partial, unread, unknown or unmapped in FLEET, and what each would change.

    FLEET is an inventory or a folder, else the working directory. What concerns most machines comes first.
    """
    from compliance.workflows.doctor import doctor as run

    progress = Progress()
    with progress:
        result = run(fleets or (".",), as_of=as_of or today(), progress=progress.report, **options)
    refuse_input(output, result.paths)
    hand_out(result, form, output)
    return OK
