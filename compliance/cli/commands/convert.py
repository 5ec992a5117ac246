"""``compliance convert``: messy inventories into the native form."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from compliance.cli.commands.options import PATH, country_codes_option, mapping_option
from compliance.cli.terminal import OK, Progress, cache_folder, encoded, harmless, say, stream
from compliance.io.paths import resolved

NATIVE_SUFFIXES = (".csv", ".yaml", ".yml", ".parquet", ".json")


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
@click.option("--strict", is_flag=True, help="With --check: exit with 4 if a file is not in the native form.")
def convert(
    fleets: tuple[Path, ...],
    output: Path | None,
    mapping: Path | None,
    country_codes: Any,
    only_say: bool,
    strict: bool,
) -> int:
    """Rewrite inventories in the native form.

    Each cell that changes keeps its original text in a column of its own.
    """
    suffix = output.suffix.casefold() if output else ".csv"
    if suffix not in NATIVE_SUFFIXES:
        raise click.BadParameter(f"only {', '.join(NATIVE_SUFFIXES)} can be written.", param_hint="--output")
    if strict and not only_say:
        raise click.BadParameter("goes with --check.", param_hint="--strict")
    from compliance.core.errors import ComplianceError, Problem
    from compliance.workflows.convert.conversion import TO_NATIVE, Conversion
    from compliance.workflows.reference import Reference

    progress = Progress()
    with progress:
        conversion = Conversion(fleets, mapping, country_codes, Reference(cache_folder()), progress.tell)
    if output and resolved(output) in {resolved(path) for path in conversion.inventories}:
        raise click.BadParameter("is an inventory to be read; it would be overwritten.", param_hint="--output")
    if output and not only_say:
        from compliance.io.output import written

        with progress, written(output) as out:
            conversion.write(out, suffix)
    elif not only_say:
        stream(conversion.write)
    lines = [
        *conversion.summary(suffix if output or not only_say else None),
        *(["Nothing was written."] if only_say else []),
    ]
    told = "".join(f"{harmless(line)}\n" for line in lines)
    if output or only_say:
        say(told)
    else:
        click.echo(encoded(told), nl=False, err=True)
    if strict and (foreign := conversion.foreign()):
        raise ComplianceError(Problem("is not in the native form", TO_NATIVE, file) for file in foreign)
    return OK
