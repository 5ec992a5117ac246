"""``compliance reconcile``: the manifest against what a scan of the hall saw."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from compliance.cli.commands.check import exit_code
from compliance.cli.commands.inventories import inventory_options
from compliance.cli.commands.options import PATH, as_of_option
from compliance.cli.commands.output import hand_out, need_file, output_options, refuse_input
from compliance.cli.terminal import Progress, today
from compliance.reports.reconcile import BINARY, FORMATS


@click.command()
@click.argument("fleet", type=PATH)
@click.argument("scans", nargs=-1, required=True, type=PATH, metavar="SCAN...")
@as_of_option
@inventory_options
@output_options(FORMATS)
def reconcile(
    fleet: Path, scans: tuple[Path, ...], as_of: date | None, form: str, output: Path | None, **options: Any
) -> int:
    """Compare an inventory with what scans of the hall saw.

    FLEET is an inventory or an operator's folder; SCAN is a snapshot that a fleet tool wrote (pyasic, BTC Tools, Foreman
    and others). Machines are known by serial number, else by MAC address, else by place. What they say of themselves is put
    in, and the fleet is judged before and after. --format csv writes the completed inventory.
    """
    from compliance.workflows.reconcile import reconcile as run

    need_file(form, output, BINARY)
    with Progress() as progress:
        result = run(fleet, scans, as_of=as_of or today(), progress=progress.report, **options)
    refuse_input(output, result.paths)
    hand_out(result, form, output)
    verdicts = {finding.verdict for finding in result.after.findings}
    return exit_code({*verdicts, result.after.verdict}, result.settings.fail_on)
