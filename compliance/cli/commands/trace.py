"""``compliance trace``: ownership followed under a regime."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from compliance.cli.commands.options import as_of_option, lists_option, parties_option, regime_ids
from compliance.cli.commands.output import hand_out, output_options, refuse_input
from compliance.cli.terminal import OK, OPEN, VIOLATION, today
from compliance.reports.trace import COMPARISONS, FORMATS


def _regimes(text: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(name.strip() for name in text.split(",")))
    if len(names) < 2 or "" in names:
        raise click.BadParameter(f"{text!r} is not REGIME,REGIME.")
    return names


@click.command()
@click.argument("names", nargs=-1, metavar="[PARTY]...")
@click.option("--all", "everything", is_flag=True, help="Trace every party in the files.")
@parties_option
@click.option(
    "--regime",
    shell_complete=regime_ids,
    metavar="ID",
    help="Legal test to apply to the ownership.  [default: us-ofac-50]",
)
@click.option("--compare", type=_regimes, metavar="REGIME,REGIME", help="Compare the answers of several regimes.")
@click.option("--listed", multiple=True, metavar="ID", help="Treat this party as listed. May be repeated.")
@lists_option
@as_of_option
@output_options(FORMATS)
def trace(
    names: tuple[str, ...],
    everything: bool,
    parties: tuple[Path, ...],
    regime: str | None,
    compare: tuple[str, ...] | None,
    listed: tuple[str, ...],
    lists: dict[str, Path],
    as_of: date | None,
    form: str,
    output: Path | None,
) -> int:
    """Find out whether listed parties own PARTY, directly or through other companies.

    PARTY is an id, a name or an alias. The answer depends on the regime and on the date.

    Exit codes: 1 a party is restricted through its owners, 3 one may be, 0 otherwise.
    """
    if not (names or everything):
        raise click.UsageError("Name a PARTY, or ask for --all.")
    if compare and regime:
        raise click.BadParameter("names the regimes already; leave out --regime.", param_hint="--compare")
    from compliance.workflows.trace import DEFAULT_REGIME
    from compliance.workflows.trace import trace as run

    if compare and form not in COMPARISONS:
        raise click.BadParameter(f"can be shown as {' or '.join(COMPARISONS)} only.", param_hint="--compare")
    result = run(
        names,
        everything=everything,
        as_of=as_of or today(),
        regimes=compare or (regime or DEFAULT_REGIME),
        parties=parties,
        listed=listed,
        lists=lists,
    )
    refuse_input(output, result.paths)
    hand_out(result, form, output)
    return {"restricted": VIOLATION, "possibly-restricted": OPEN, "clear": OK}[result.worst]
