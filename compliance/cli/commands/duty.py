"""``compliance duty``: what the import of a fleet cost, and what more customs could claim."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from compliance.cli.commands.options import PATH, as_of_option, country_codes_option, mapping_option, parties_option
from compliance.cli.commands.output import hand_out, output_options, refuse_input
from compliance.cli.terminal import OK, Progress, today
from compliance.reports.duty import FORMATS

DEFAULT_TARIFF = "us-8543-70-99"


@click.command()
@click.argument("fleets", nargs=-1, required=True, type=PATH, metavar="FLEET...")
@click.option(
    "--assert",
    "asserted",
    default="CN",
    show_default=True,
    metavar="COUNTRY",
    help="Origin that customs would assert instead of the declared one.",
)
@click.option(
    "--contest", "contested", multiple=True, metavar="COUNTRY",
    help="Declared origin that customs would reject. May be repeated.  [default: all]",
)  # fmt: skip
@click.option(
    "--tariff", type=str, metavar="ID|FILE", default=DEFAULT_TARIFF, show_default=True, help="Table of duty rates."
)
@as_of_option
@parties_option
@mapping_option
@country_codes_option
@output_options(FORMATS)
def duty(
    fleets: tuple[Path, ...],
    asserted: str,
    contested: tuple[str, ...],
    tariff: str,
    as_of: date | None,
    parties: tuple[Path, ...],
    mapping: Path | None,
    country_codes: Any,
    form: str,
    output: Path | None,
) -> int:
    """Compute the import duty, and the exposure if customs assert another origin.

    The delivery date stands for the day of entry. If a price, a day or an origin is missing, the answer is a range and
    names what is missing.
    """
    from compliance.workflows.duty import duty as run

    with Progress() as progress:
        result = run(
            fleets,
            as_of=as_of or today(),
            asserted=asserted,
            contested=contested,
            tariff=tariff,
            parties=parties,
            mapping=mapping,
            country_codes=country_codes,
            progress=progress.report,
        )
    refuse_input(output, result.paths)
    hand_out(result, form, output)
    return OK
