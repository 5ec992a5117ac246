"""``compliance convert``: messy inventories into the native form."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from compliance.cli.commands.options import PATH, country_codes_option, mapping_option
from compliance.cli.commands.output import hand_out, refuse_input
from compliance.cli.terminal import OK, Progress, encoded, harmless, say
from compliance.reports.convert import FORMATS


@click.command()
@click.argument("fleets", nargs=-1, required=True, type=PATH, metavar="FLEET...")
@click.option(
    "--output",
    type=PATH,
    metavar="FILE.csv|.yaml|.parquet|.json",
    help="Write to this file, in the format of its suffix, instead of CSV to standard output.",
)
@mapping_option
@country_codes_option
@click.option("--check", "only_say", is_flag=True, help="Write nothing; only list what would change.")
@click.option(
    "--suggest-map", is_flag=True, help="Write a file for --map that says how the columns are read, to be corrected."
)
@click.option("--safe", is_flag=True, help="Put an apostrophe before cells that a spreadsheet would run as a formula.")
@click.option("--strict", is_flag=True, help="With --check: exit with 4 if a file is not in the native form.")
def convert(
    fleets: tuple[Path, ...],
    output: Path | None,
    mapping: Path | None,
    country_codes: Any,
    only_say: bool,
    suggest_map: bool,
    safe: bool,
    strict: bool,
) -> int:
    """Rewrite inventories in the native form.

    Each cell that changes keeps its original text in a column of its own.
    """
    if suggest_map:
        return _suggest(fleets, mapping, output)
    suffix = output.suffix.casefold() if output else ".csv"
    suffixes = [f".{form}" for form in FORMATS]
    if suffix not in suffixes:
        raise click.BadParameter(f"only {', '.join(suffixes)} can be written.", param_hint="--output")
    if strict and not only_say:
        raise click.BadParameter("goes with --check.", param_hint="--strict")
    from compliance.core.errors import ComplianceError, Problem
    from compliance.workflows.convert.conversion import TO_NATIVE
    from compliance.workflows.convert.conversion import convert as run

    progress = Progress()
    with progress:
        result = run(fleets, mapping=mapping, country_codes=country_codes, safe=safe, progress=progress.report)
    refuse_input(output, result.paths)
    if not only_say:
        with progress:
            hand_out(result, suffix.removeprefix("."), output)
    lines = [
        *result.summary(suffix if output or not only_say else None),
        *(["Nothing was written."] if only_say else []),
    ]
    summary = "".join(f"{harmless(line)}\n" for line in lines)
    if output or only_say:
        say(summary)
    else:
        click.echo(encoded(summary), nl=False, err=True)
    if strict and (foreign := result.foreign()):
        raise ComplianceError(Problem("is not in the native form", TO_NATIVE, file) for file in foreign)
    return OK


def _suggest(fleets: tuple[Path, ...], mapping: Path | None, output: Path | None) -> int:
    from compliance.io.output import written
    from compliance.workflows.convert.suggesting import suggest_map

    suggestion = suggest_map(fleets, mapping)
    refuse_input(output, suggestion.paths)
    if output is None:
        click.echo(encoded(suggestion.text), nl=False)
        return OK
    with written(output) as out:
        out.write(suggestion.text)
    return OK
