"""``compliance timeline``: the verdicts on every day on which anything changes."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import click

from compliance.cli.commands.inventories import inventory_options
from compliance.cli.commands.options import PATH, day
from compliance.cli.commands.output import hand_out, output_options, refuse_input
from compliance.cli.terminal import OK, Progress, today
from compliance.reports.timeline import FORMATS

BACK, AHEAD = timedelta(days=3 * 365), timedelta(days=365)
"""How far the span reaches where nobody says: three years back, one ahead."""


@click.command()
@click.argument("fleets", nargs=-1, required=True, type=PATH, metavar="FLEET...")
@inventory_options
@click.option(
    "--from", "first", type=day, metavar="YYYY-MM-DD", help="First date.  [default: three years ago; with --watch, the date of that report]"
)  # fmt: skip
@click.option(
    "--to", "last", type=day, metavar="YYYY-MM-DD", help="Last date.  [default: in a year; with --watch, today]"
)
@click.option(
    "--watch",
    "saved",
    type=PATH,
    metavar="REPORT.json",
    help="List what is newly affected since this saved JSON report, and why.",
)
@output_options(FORMATS, "timeline")
def timeline(
    fleets: tuple[Path, ...],
    first: date | None,
    last: date | None,
    saved: Path | None,
    form: str,
    output: Path | None,
    **options: Any,
) -> int:
    """Show how the verdicts on a fleet change over time, on which days, and why.

    A day counts if a rule, a list, an ownership interest, a country set, a waiver or a decision changes on it.
    """
    from compliance.workflows.timeline.timeline import timeline as run

    ending = last or (today() if saved else today() + AHEAD)
    beginning = first if first or saved else today() - BACK
    with Progress() as progress:
        result = run(fleets, first=beginning, last=ending, saved=saved, progress=progress.report, **options)
    refuse_input(output, result.paths)
    hand_out(result, form, output)
    return OK
