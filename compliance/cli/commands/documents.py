"""``compliance documents``: papers read into the register, and tied out with the inventory."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from compliance.cli.commands.options import (
    PATH,
    as_of_option,
    country_codes_option,
    documents_option,
    mapping_option,
    parties_option,
)
from compliance.cli.commands.output import hand_out, need_file, output_options, refuse_input
from compliance.cli.terminal import OK, Progress, today
from compliance.reports.documents import BINARY, FORMATS


@click.command()
@click.argument("folder", type=PATH)
@click.option("--read", is_flag=True, help="Let readers propose entries for files in FOLDER/documents.")
@click.option("--confirm", multiple=True, metavar="ID", help="Make this proposal a fact. May be repeated.")
@documents_option
@as_of_option
@parties_option
@mapping_option
@country_codes_option
@output_options(FORMATS)
def documents(
    folder: Path,
    read: bool,
    confirm: tuple[str, ...],
    as_of: date | None,
    form: str,
    output: Path | None,
    **options: Any,
) -> int:
    """Show what documents vouch for an inventory, and what they leave open.

    FOLDER holds the inventory, its register (documents.yaml or .csv) and the papers in documents/. --read adds
    proposals to documents.yaml; they count only after --confirm.
    """
    from compliance.workflows.documents import documents as run

    need_file(form, output, BINARY)
    with Progress() as progress:
        result = run(folder, as_of=as_of or today(), read=read, confirm=confirm, progress=progress.report, **options)
    refuse_input(output, result.paths)
    hand_out(result, form, output)
    return OK
