"""``compliance waive``: one more entry in ``waivers.yaml``, and what it covers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from compliance.cli.commands.options import PATH, day, rule_ids
from compliance.cli.terminal import OK, harmless, say, today
from compliance.io.paths import content, display_path, is_folder, lies_at, working_folder
from compliance.io.user_folders import cache_folder

if TYPE_CHECKING:
    from compliance.core.finding import Finding
    from compliance.policies.waivers import Waiver
    from compliance.workflows.reference import Reference
    from compliance.workflows.settings import Config

SUBJECTS = ("asset", "serial", "purchase_lot", "site", "party", "supplier")
NAMES = ("waivers.yaml", "waivers.yml")
MAX_ROWS = 12
"""So many rows of a finding are named."""


def _text(_context: click.Context, _option: click.Parameter, text: str | None) -> str | None:
    if text is not None and not (text.strip() and text.isprintable()):
        raise click.BadParameter("must be one line of text.")
    return text


@click.command()
@click.argument("fleets", nargs=-1, type=PATH, metavar="[FLEET]...")
@click.option("--rule", required=True, callback=_text, shell_complete=rule_ids, metavar="ID", help="Rule to waive.")
@click.option("--asset", callback=_text, metavar="ID", help="Waive it for the unit with this asset id.")
@click.option("--serial", callback=_text, metavar="NUMBER", help="Waive it for the unit with this serial number.")
@click.option(
    "--purchase-lot",
    "--lot",
    "purchase_lot",
    callback=_text,
    metavar="LOT",
    help="Waive it for the units of this purchase lot.",
)
@click.option("--site", callback=_text, metavar="SITE", help="Waive it for everything at this site.")
@click.option("--party", callback=_text, metavar="PARTY", help="Waive it for this party, in every role.")
@click.option("--supplier", callback=_text, metavar="PARTY", help="Waive it for everything this supplier sold.")
@click.option("--reason", required=True, callback=_text, metavar="TEXT", help="Why the exception is acceptable.")
@click.option("--approved-by", required=True, callback=_text, metavar="TEXT", help="Who approved it.")
@click.option(
    "--approved-on",
    type=day,
    metavar="YYYY-MM-DD",
    help="Date of approval, the first day of the waiver.  [default: today, UTC]",
)
@click.option("--expires", required=True, type=day, metavar="YYYY-MM-DD", help="Last day of the waiver.")
@click.option("--evidence", callback=_text, metavar="TEXT", help="Reference of the document that records the approval.")
@click.option(
    "--waivers",
    "file",
    type=PATH,
    metavar="FILE",
    help="File to add it to.  [default: waivers.yaml beside FLEET, else that of the settings]",
)
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
    first = approved_on or today()
    if expires < max(first, today()):
        raise click.BadParameter("is over before the waiver can hold.", param_hint="--expires")
    from compliance.io.writing import continue_file
    from compliance.policies.waiver_file import entry, with_waiver
    from compliance.policies.waivers import WaivedSubject, Waiver
    from compliance.workflows.policy_test import load_for_test
    from compliance.workflows.reference import Reference
    from compliance.workflows.settings import find_config

    reference = Reference(cache_folder())
    config, base = find_config(working_folder(), reference)
    known = config.known_policies(base)
    rules = {rule.id for name in known.values() for rule in load_for_test(name).rules}
    waiver = Waiver(
        rule=rule, subject=WaivedSubject(**named), reason=reason, approved_by=approved_by, approved_on=first,
        expires=expires, evidence=evidence or "",
    )  # fmt: skip
    target = file or _default(fleets, config, base)
    if is_folder(target):
        raise click.BadParameter("is not a file.", param_hint="--waivers")

    def added(older: bytes | None) -> bytes:
        return with_waiver(older, display_path(target), waiver, rules)

    # What is wrong is told before the inventories are read; meanwhile the file is left to others.
    added(content(target, display_path(target)) if lies_at(target) else None)
    covered = _covered(fleets, waiver, config, base, reference) if fleets else []
    if not only_say:
        continue_file(target, display_path(target), added)
    lines = [
        f"{'Would be written' if only_say else 'Written'} to {display_path(target)}:",
        *entry(waiver),
        *_told(covered),
    ]
    say("".join(f"{harmless(line)}\n" for line in lines))
    return OK


def _default(fleets: Sequence[Path], config: Config, base: Path) -> Path:
    if not fleets:
        return next(iter(config.files("waivers", base)), Path(NAMES[0]))

    folder = fleets[0] if is_folder(fleets[0]) else fleets[0].parent
    return next((path for name in NAMES if lies_at(path := folder / name)), folder / NAMES[0])


def _covered(fleets: Sequence[Path], waiver: Waiver, config: Config, base: Path, reference: Reference) -> list[Finding]:
    """The findings that the waiver covers on its first day, or today. Raises ComplianceError where there is none."""
    from compliance.core.errors import fail
    from compliance.policies.engine.assessment import assess
    from compliance.workflows.inputs import Request, read_inputs

    policy = waiver.rule.split("/")[0]
    request = Request(
        fleets=fleets,
        as_of=max(waiver.approved_on, today()),
        policies=(config.known_policies(base)[policy],),
        parameters=config.parameters,
        parties=config.files("parties", base),
        sites=config.files("sites", base),
        waivers=None,
        more_waivers=(waiver,),
        lists=config.editions(base),
        max_age=config.max_age,
        reference=reference,
    )
    inputs = read_inputs(request)
    findings = assess(inputs.policies, inputs.facts, inputs.waivers).report.findings
    covered = [finding for finding in findings if finding.verdict == "waived"]
    if not covered:
        kind, value = waiver.subject.pair
        what = f"would waive nothing: {waiver.rule} finds nothing to waive for {kind} {value!r} in these inventories"
        raise fail(what, "Compare it with the report, or leave FLEET out to write it all the same.")
    return covered


def _told(covered: Sequence[Finding]) -> Iterator[str]:
    for finding in covered:
        yield f"It covers {finding.units} {'unit' if finding.units == 1 else 'units'}: {finding.because}."
        rows = ", ".join(f"{at.file}:{at.row}" for at in finding.locations[:MAX_ROWS])
        more = len(finding.locations) + finding.locations_omitted - MAX_ROWS
        yield f"  {rows}{f' and {more} more rows' if more > 0 else ''}"
