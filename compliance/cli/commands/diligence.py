"""``compliance diligence``: the dossier of a target, or of several to compare."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from compliance.cli.commands.inventories import inventory_options
from compliance.cli.commands.options import PATH, as_of_option
from compliance.cli.commands.output import (
    hand_out,
    need_file,
    output_options,
    paper_option,
    refuse_target,
    templates_option,
)
from compliance.cli.terminal import OK, Progress, today
from compliance.reports.dossier import BINARY, FORMATS


@click.command()
@click.argument("folders", nargs=-1, required=True, type=PATH, metavar="FOLDER...")
@inventory_options
@click.option(
    "--trust-target", is_flag=True, help="Apply the target's own settings, waivers and decisions, which are its claims."
)
@as_of_option
@click.option("--matter", default="", help="Name of the matter, for the head of the memo.")
@click.option("--client", default="", help="Whom the memo is for.")
@click.option("--author", default="", help="Who wrote the memo.")
@click.option("--privilege", default="", help="Line of privilege, such as 'Privileged and confidential'.")
@click.option("--acquirer", default="", metavar="PARTY", help="Who may buy the target, as --parties describes it.")
@click.option(
    "--baseline", type=PATH, metavar="DOSSIER.json", help="Show what changed since this earlier dossier, as a redline."
)
@paper_option
@templates_option
@output_options(FORMATS, "dossier")
def diligence(
    folders: tuple[Path, ...],
    as_of: date | None,
    trust_target: bool,
    form: str,
    paper: str,
    templates: Path | None,
    output: Path | None,
    **options: Any,
) -> int:
    """Write the due-diligence dossier of a target: findings, ownership, sites, duty and documents to request.

    FOLDER holds the target's inventory, parties, sites and documents. Several folders give a comparison. Settings are
    yours: those of the working directory or --settings; what the target's folder holds of them is its claim.
    """
    need_file(form, output, BINARY)
    from compliance.workflows.diligence.diligence import diligence as run

    with Progress() as progress:
        result = run(folders, as_of=as_of or today(), trust_target=trust_target, progress=progress.report, **options)
    refuse_target(output, result.paths)
    hand_out(result, form, output, paper=paper, templates=templates)
    return OK
