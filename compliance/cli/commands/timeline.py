"""``compliance timeline``: the verdicts on every day on which anything changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import click

from compliance.cli.commands.inventories import hand_out, inventory_options, read
from compliance.cli.commands.options import PATH, day
from compliance.cli.terminal import OK, output_style, today
from compliance.io.paths import display_path, resolved
from compliance.reports.timeline import FORMATS, writer

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
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("--output", type=PATH, metavar="FILE", help="Write the timeline to FILE instead of standard output.")
def timeline(
    fleets: tuple[Path, ...],
    first: date | None,
    last: date | None,
    saved: Path | None,
    form: str,
    output: Path | None,
    **given: Any,
) -> int:
    """Show how the verdicts on a fleet change over time, on which days, and why.

    A day counts if a rule, a list, an ownership interest, a country set, a waiver or a decision changes on it.
    """
    from compliance.policies.baseline import read_baseline
    from compliance.workflows.timeline.verdicts import history
    from compliance.workflows.timeline.watch import watch
    from compliance.workflows.unit_digests import unit_digests

    earlier = read_baseline(saved, display_path(saved)) if saved else None
    if earlier and first not in (None, earlier.as_of):
        raise click.BadParameter(f"a report of {earlier.as_of} is watched from that day on.", param_hint="--from")
    ending = last or (today() if earlier else today() + AHEAD)
    beginning = first or (earlier.as_of if earlier else today() - BACK)
    inputs = read(fleets, ending, **given)
    if output and resolved(output) in {*inputs.paths, *([resolved(saved)] if saved else [])}:
        raise click.BadParameter("is read by this command; it would be overwritten.", param_hint="--output")
    digests = unit_digests(inputs) if earlier else None
    told = history(
        inputs.policies, inputs.facts, inputs.waivers, beginning, ending, rows=earlier is not None, digests=digests
    )
    told = replace(told, inputs=inputs.read)
    news = watch(earlier, inputs.policies, told, inputs.read) if earlier else None
    hand_out(writer(form)(told, news, output_style(output)), output)
    return OK
