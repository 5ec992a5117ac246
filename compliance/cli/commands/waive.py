"""``compliance waive``: one more entry in ``waivers.yaml``, and what it covers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from compliance.cli.commands.options import PATH, country_codes_option, day, mapping_option, one_line, rule_ids
from compliance.cli.terminal import OK, harmless, say, today
from compliance.core.text import counted
from compliance.io.paths import display_path

if TYPE_CHECKING:
    from compliance.core.finding import Finding

SUBJECTS = ("asset", "serial", "purchase_lot", "site", "party", "supplier")
MAX_ROWS = 12
"""So many rows of a finding are named."""


@click.command()
@click.argument("fleets", nargs=-1, type=PATH, metavar="[FLEET]...")
@click.option("--rule", required=True, callback=one_line, shell_complete=rule_ids, metavar="ID", help="Rule to waive.")
@click.option("--asset", callback=one_line, metavar="ID", help="Waive it for the unit with this asset id.")
@click.option("--serial", callback=one_line, metavar="NUMBER", help="Waive it for the unit with this serial number.")
@click.option(
    "--purchase-lot",
    "--lot",
    "purchase_lot",
    callback=one_line,
    metavar="LOT",
    help="Waive it for the units of this purchase lot.",
)
@click.option("--site", callback=one_line, metavar="SITE", help="Waive it for everything at this site.")
@click.option("--party", callback=one_line, metavar="PARTY", help="Waive it for this party, in every role.")
@click.option("--supplier", callback=one_line, metavar="PARTY", help="Waive it for everything this supplier sold.")
@click.option("--reason", required=True, callback=one_line, metavar="TEXT", help="Why the exception is acceptable.")
@click.option("--approved-by", required=True, callback=one_line, metavar="TEXT", help="Who approved it.")
@click.option(
    "--approved-on",
    type=day,
    metavar="YYYY-MM-DD",
    help="Date of approval, the first day of the waiver.  [default: today, UTC]",
)
@click.option("--expires", required=True, type=day, metavar="YYYY-MM-DD", help="Last day of the waiver.")
@click.option(
    "--evidence", callback=one_line, metavar="TEXT", help="Reference of the document that records the approval."
)
@click.option(
    "--waivers",
    "file",
    type=PATH,
    metavar="FILE",
    help="File to add it to.  [default: waivers.yaml beside FLEET, else that of the settings]",
)
@mapping_option
@country_codes_option
@click.option("--check", "only_say", is_flag=True, help="Write nothing; only show what would be written.")
def waive(
    fleets: tuple[Path, ...],
    rule: str,
    reason: str,
    approved_by: str,
    approved_on: date | None,
    expires: date,
    evidence: str | None,
    file: Path | None,
    mapping: Path | None,
    country_codes: Any,
    only_say: bool,
    **subject: str | None,
) -> int:
    """Add an approved exception to waivers.yaml, and show which units in FLEET it covers.

    Name exactly one subject. The command writes nothing if the entry would waive nothing in FLEET, if no such rule
    exists, or if the file has this entry already.
    """
    named = {kind: value for kind, value in subject.items() if value is not None}
    if len(named) != 1:
        raise click.UsageError(f"Name one of {', '.join('--' + kind.replace('_', '-') for kind in SUBJECTS)}.")
    from compliance.policies.waiver_file import entry
    from compliance.workflows.waive import waive as run

    result = run(
        fleets,
        rule=rule,
        subject=named,
        reason=reason,
        approved_by=approved_by,
        approved_on=approved_on or today(),
        expires=expires,
        as_of=today(),
        evidence=evidence or "",
        waivers=file,
        mapping=mapping,
        country_codes=country_codes,
        write=not only_say,
    )
    heading = f"{'Written' if result.written else 'Would be written'} to {display_path(result.path)}:"
    say(
        "".join(
            f"{harmless(line)}\n"
            for line in (heading, *entry(result.waiver), *result.notes, *_coverage(result.covered))
        )
    )
    return OK


def _coverage(covered: Sequence[Finding]) -> Iterator[str]:
    for finding in covered:
        yield f"It covers {counted(finding.units, 'unit')}: {finding.because}."
        rows = ", ".join(f"{at.file}:{at.row}" for at in finding.locations[:MAX_ROWS])
        more = len(finding.locations) + finding.locations_omitted - MAX_ROWS
        yield f"  {rows}{f' and {more} more rows' if more > 0 else ''}"
