"""``compliance decide``: one more entry in ``decisions.yaml``, and what it changes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from compliance.cli.commands.options import (
    PATH,
    country_codes_option,
    day,
    lists_option,
    mapping_option,
    one_line,
    parties_option,
    policies_option,
)
from compliance.cli.terminal import OK, harmless, say, today
from compliance.core.text import counted
from compliance.io.paths import display_path

if TYPE_CHECKING:
    from compliance.workflows.decide import DecideResult


@click.command()
@click.argument("fleets", nargs=-1, type=PATH, metavar="[FLEET]...")
@click.option("--party", callback=one_line, metavar="NAME", help="Name that was screened.")
@click.option(
    "--country",
    callback=one_line,
    metavar="CC",
    help="Its country (ISO 3166-1 alpha-2): the decision holds for it only.",
)
@click.option(
    "--listing", callback=one_line, metavar="LIST:ENTRY", help="Entry that it resembles, as compliance screen names it."
)
@click.option(
    "--finding",
    callback=one_line,
    metavar="FINGERPRINT",
    help="Finding in FLEET whose match it is; narrow it with --party and --listing where it rests on several.",
)
@click.option("--every", is_flag=True, help="With --not-the-same-party: decide so on every match that is meant.")
@click.option("--same-party", "conclusion", flag_value="same", help="It is the listed party: a match from then on.")
@click.option(
    "--not-the-same-party", "conclusion", flag_value="other", help="It is another one: no candidate any more."
)
@click.option(
    "--review",
    type=PATH,
    metavar="FILE.xlsx",
    help="Workbook of compliance screen in which the decisions were filled in: adds all of them.",
)
@click.option("--reason", callback=one_line, metavar="TEXT", help="What shows it.")
@click.option("--decided-by", callback=one_line, metavar="TEXT", help="Who decided.")
@click.option(
    "--decided-on",
    type=day,
    metavar="YYYY-MM-DD",
    help="Date of the decision, its first day.  [default: today, UTC]",
)
@click.option("--expires", type=day, metavar="YYYY-MM-DD", help="Last day of the decision.")
@policies_option
@parties_option
@lists_option
@mapping_option
@country_codes_option
@click.option(
    "--decisions",
    type=PATH,
    metavar="FILE",
    help="File to add it to.  [default: decisions.yaml beside FLEET, else that of the settings]",
)
@click.option("--check", "only_say", is_flag=True, help="Write nothing; only show what would be written.")
def decide(
    fleets: tuple[Path, ...],
    party: str | None,
    country: str | None,
    listing: str | None,
    finding: str | None,
    every: bool,
    conclusion: str | None,
    review: Path | None,
    reason: str | None,
    decided_by: str | None,
    decided_on: date | None,
    expires: date | None,
    policies: tuple[str, ...],
    parties: tuple[Path, ...],
    lists: dict[str, Path],
    mapping: Path | None,
    country_codes: Any,
    decisions: Path | None,
    only_say: bool,
) -> int:
    """Record whether a party is the listed one that it resembles, in decisions.yaml.

    The same party counts as a match from then on; another one no longer is a candidate. Name the match by --party and
    --listing, or by the --finding of a report on FLEET. A decision holds while the publisher leaves the entry as it is.
    """
    if review:
        return _of_review(review, decisions or Path("decisions.yaml"), only_say)
    if conclusion is None:
        raise click.UsageError("Say --same-party or --not-the-same-party.")
    if reason is None or decided_by is None or expires is None:
        raise click.UsageError("Give --reason, --decided-by and --expires.")
    from compliance.screening.decision_file import entry
    from compliance.workflows.decide import decide as run

    result = run(
        fleets,
        party=party or "",
        country=country,
        listing=listing or "",
        finding=finding or "",
        every=every,
        same_party=conclusion == "same",
        reason=reason,
        decided_by=decided_by,
        decided_on=decided_on or today(),
        expires=expires,
        as_of=today(),
        policies=policies,
        parties=parties,
        lists=lists,
        mapping=mapping,
        country_codes=country_codes,
        decisions=decisions,
        write=not only_say,
    )
    heading = f"{'Written' if result.written else 'Would be written'} to {display_path(result.path)}:"
    lines = chain.from_iterable(map(entry, result.decisions))
    say("".join(f"{harmless(line)}\n" for line in (heading, *lines, *_effect(result))))
    return OK


def _of_review(review: Path, path: Path, only_say: bool) -> int:
    from compliance.screening.decision_file import entry
    from compliance.workflows.review import decide_review

    made = decide_review(review, path, write=not only_say)
    lines = chain.from_iterable(map(entry, made))
    heading = f"{'Would be written' if only_say else 'Written'} to {display_path(path)}:"
    say("".join(f"{harmless(line)}\n" for line in (heading, *lines)))
    return OK


def _effect(result: DecideResult) -> Iterator[str]:
    for decision in result.decisions:
        outcome = "counts as" if decision.same_party else "is no longer taken for"
        days = f"From {decision.decided_on} to {decision.expires}"
        yield f"{days} {decision.party} {outcome} {decision.entry} of {decision.list}."
    for before, after in result.changes:
        yield f"{after.rule}: {before.verdict} becomes {after.verdict} for {counted(after.units, 'unit')}."
