"""``compliance duty``: what the import of a fleet cost, and what more customs could claim."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from compliance.cli.commands.options import PATH, as_of_option, country_codes_option, mapping_option, parties_option
from compliance.cli.terminal import OK, Progress, cache_folder, encoded, output_style, say, today
from compliance.core.errors import fail
from compliance.io.paths import display_path, resolved
from compliance.reports.duty import FORMATS, writer

if TYPE_CHECKING:
    from compliance.reference.countries import CountryTable

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
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("--output", type=PATH, metavar="FILE", help="Write the answer to FILE instead of standard output.")
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
    from dataclasses import replace

    from compliance.io.resources import bundled
    from compliance.reference.tariffs import load_tariff
    from compliance.workflows.duty import FACTS, dues
    from compliance.workflows.inputs import Request, read_inputs
    from compliance.workflows.reference import Reference

    reference = Reference(cache_folder())
    rates = (
        reference.tariff(tariff)
        if tariff in bundled("tariffs")
        else load_tariff(Path(tariff), display_path(Path(tariff)))
    )
    claimed = _country(reference.countries, asserted)
    declared = tuple(_country(reference.countries, each) for each in contested)
    progress = Progress()
    request = Request(
        fleets=fleets,
        as_of=as_of or today(),
        policies=(),
        parties=parties,
        mapping=mapping,
        codes=country_codes,
        facts=FACTS,
        reference=reference,
        tell=progress.tell,
    )
    with progress:
        inputs = read_inputs(request)
    if output and resolved(output) in {*inputs.paths, resolved(Path(tariff))}:
        raise click.BadParameter("is read by this command; it would be overwritten.", param_hint="--output")
    answer = replace(dues(inputs.facts, rates, claimed, declared), inputs=inputs.read)
    text = writer(form)(answer, output_style(output))
    if output:
        from compliance.io.output import written

        with written(output) as out:
            out.write(encoded(text).decode())
    else:
        say(text)
    return OK


def _country(countries: CountryTable, text: str) -> str:
    """The one country that a text means. Raises ComplianceError."""
    country = countries.resolve(text).only
    if country is None:
        raise fail(f"{text!r} is not one country", "Write an ISO 3166-1 code, such as CN.")
    return country
