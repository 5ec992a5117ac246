"""``compliance verify``: an evidence pack tested and judged again."""

from __future__ import annotations

from pathlib import Path

import click

from compliance.cli.commands.options import PATH
from compliance.cli.commands.output import hand_out, output_options, refuse_input
from compliance.cli.terminal import OK, OPEN
from compliance.reports.verify import FORMATS


@click.command()
@click.argument("pack", type=PATH)
@click.option("--key", type=PATH, metavar="FILE", help="The public key by which it must be signed.")
@output_options(FORMATS)
def verify(pack: Path, key: Path | None, form: str, output: Path | None) -> int:
    """Test an evidence pack: digests, signature, and the verdicts, judged again.

    Ends with 4 where a byte was changed or the signature does not hold, with 3 where the pack is judged otherwise today.
    """
    from compliance.workflows.verify import verify as run

    result = run(pack, key=key)
    refuse_input(output, result.paths)
    hand_out(result, form, output)
    return OK if result.agrees else OPEN
