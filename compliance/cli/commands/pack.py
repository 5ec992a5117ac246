"""``compliance pack``: a check with everything that it follows from, as one archive."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from compliance.cli.commands.check import exit_code
from compliance.cli.commands.inventories import inventory_options
from compliance.cli.commands.options import PATH, as_of_option
from compliance.cli.commands.output import refuse_input
from compliance.cli.terminal import Progress, harmless, say, today
from compliance.io.paths import display_path, is_stream


@click.command()
@click.argument("fleets", nargs=-1, required=True, type=PATH, metavar="FLEET...")
@as_of_option
@inventory_options
@click.option("--output", type=PATH, required=True, metavar="FILE.zip", help="Write the pack to FILE.zip.")
@click.option(
    "--key", type=PATH, metavar="FILE", help="Sign it with this private key (Ed25519 or RSA, OpenSSH or PEM)."
)
@click.option("--without-inputs", is_flag=True, help="Keep only the digests of the inputs.")
def pack(
    fleets: tuple[Path, ...],
    as_of: date | None,
    output: Path,
    key: Path | None,
    without_inputs: bool,
    **options: Any,
) -> int:
    """Check inventories, and pack inputs, reports and a statement about them for a third party.

    compliance verify tests the pack. The same inputs, programs and key give the same bytes.
    """
    from compliance.io.digests import sha256_of
    from compliance.reports.pack import FORMATS
    from compliance.reports.write_report import write_report
    from compliance.workflows.pack import pack as run

    if output.suffix.casefold() != ".zip" or is_stream(output):
        raise click.BadParameter("a pack is a file named .zip.", param_hint="--output")
    with Progress() as progress:
        result = run(
            fleets, as_of=as_of or today(), key=key, without_inputs=without_inputs, progress=progress.report, **options
        )
        refuse_input(output, result.paths)
        write_report(result, output, FORMATS[0])
    report = result.checked.report
    signed = f"signed by the key {result.signer.public.fingerprint}" if result.signer else "not signed"
    say(
        harmless(
            f"{display_path(output)}: {report.verdict} as of {report.as_of}, {signed}, SHA-256 {sha256_of(output)}"
        )
        + "\n"
    )
    verdicts = {finding.verdict for finding in report.findings}
    return exit_code({*verdicts, report.verdict}, result.checked.settings.fail_on)
