"""``compliance screen``: names compared with restricted-party lists."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from compliance.cli.commands.options import PATH, as_of_option, decisions_option, lists_option, mapping_option
from compliance.cli.commands.output import hand_out, need_file, output_options, refuse_input
from compliance.cli.terminal import OK, OPEN, VIOLATION, today
from compliance.io.paths import resolved
from compliance.io.processes import processors
from compliance.reports.screen import BINARY, FORMATS


@click.command()
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option(
    "--input",
    "files",
    multiple=True,
    type=PATH,
    metavar="FILE",
    help="Table of names to screen (columns name, country, identifier, birth_date, kind), or an inventory, whose parties are screened. "
    "May be repeated.",
)
@mapping_option
@lists_option
@decisions_option
@as_of_option
@click.option(
    "--max-age", type=click.IntRange(0), metavar="DAYS", help="Do not clear anybody by a list that is older than this."
)
@output_options(FORMATS)
def screen(
    names: tuple[str, ...],
    files: tuple[Path, ...],
    mapping: Path | None,
    lists: dict[str, Path],
    decisions: tuple[Path, ...],
    as_of: date | None,
    max_age: int | None,
    form: str,
    output: Path | None,
) -> int:
    """Compare names with every restricted-party list and explain each match.

    Exit codes: 1 a match; 3 a candidate that a person must confirm, or nobody can be cleared because a list is partial or too
    old; 0 otherwise.
    """
    if not (names or files):
        raise click.UsageError("Give a NAME, or a file with --input.")
    refuse_input(
        output, [resolved(path) for path in (*files, *lists.values(), *decisions, *([mapping] if mapping else []))]
    )
    need_file(form, output, BINARY)
    from compliance.workflows.screen import screen as run

    result = run(
        names, as_of=as_of or today(), files=files, lists=lists, decisions=decisions, max_age=max_age, mapping=mapping,
        processes=processors(),
    )  # fmt: skip
    refuse_input(output, result.paths)
    hand_out(result, form, output)
    if "match" in result.strengths:
        return VIOLATION
    return OK if result.clears and not result.strengths else OPEN
