"""``compliance check``: inventories judged on a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from compliance.cli.commands.inventories import inventory_options, requested
from compliance.cli.commands.options import PATH, as_of_option
from compliance.cli.terminal import OK, OPEN, VIOLATION, Progress, output_style, stream, today
from compliance.io.paths import display_path, is_stream, resolved
from compliance.reports.check import BINARY, FORMATS, writer

if TYPE_CHECKING:
    from compliance.core.finding import Verdict
    from compliance.policies.baseline import Baseline
    from compliance.policies.engine.assessment import Assessment
    from compliance.reports.style import Style
    from compliance.workflows.inputs import Inputs


@click.command()
@click.argument("fleets", nargs=-1, required=True, type=PATH, metavar="FLEET...")
@as_of_option
@inventory_options
@click.option("--no-waivers", is_flag=True, help="Ignore all waivers, to see the fleet as an auditor does.")
@click.option(
    "--check-duplicates", is_flag=True, help="Look for duplicate serial numbers beyond the first million rows too."
)
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("--output", type=PATH, metavar="FILE", help="Write the report to FILE instead of standard output.")
@click.option(
    "--unit-verdicts",
    type=PATH,
    metavar="FILE.csv|.parquet",
    help="Also write one line per inventory row with its verdict.",
)
@click.option(
    "--fail-on", type=click.Choice(["violation", "undetermined", "never"]),
    help="Mildest result that makes the exit code non-zero.  [default: undetermined]",
)  # fmt: skip
@click.option(
    "--baseline", type=PATH, metavar="REPORT.json", help="Report only what is new since this earlier JSON report."
)
@click.option("--fail-on-new", is_flag=True, help="With --baseline: let only new findings decide the exit code.")
@click.option(
    "--explain",
    "unit",
    metavar="UNIT",
    help="Explain every rule for one unit, named by asset id, serial number or FILE:ROW.",
)
@click.option("--all", "everything", is_flag=True, help="Include compliant and not-applicable findings in the report.")
def check(
    fleets: tuple[Path, ...],
    as_of: date | None,
    no_waivers: bool,
    check_duplicates: bool,
    form: str,
    output: Path | None,
    unit_verdicts: Path | None,
    fail_on: str | None,
    baseline: Path | None,
    fail_on_new: bool,
    unit: str | None,
    everything: bool,
    **options: Any,
) -> int:
    """Check inventories against the rules.

    FLEET is an inventory file, or an operator's folder that holds fleet.* and, beside it, parties.*, sites.*,
    waivers.* and decisions.*.
    """
    if unit_verdicts and (unit_verdicts.suffix not in (".csv", ".parquet") or is_stream(unit_verdicts)):
        raise click.BadParameter("only .csv and .parquet can be written.", param_hint="--unit-verdicts")
    if output and unit_verdicts and resolved(output) == resolved(unit_verdicts):
        raise click.BadParameter("is the file of --output too.", param_hint="--unit-verdicts")
    if options["waivers"] and no_waivers:
        raise click.BadParameter("leave out one of --waivers and --no-waivers.", param_hint="--no-waivers")
    if fail_on_new and not baseline:
        raise click.BadParameter("goes with --baseline.", param_hint="--fail-on-new")
    if unit is not None and form != "text":
        raise click.BadParameter("is text.", param_hint="--explain")
    if form in BINARY and output is None:
        raise click.BadParameter(f"{form} is no text: name its file with --output.", param_hint="--format")
    from dataclasses import replace
    from functools import partial

    from compliance.core.finding import worst
    from compliance.policies.engine.assessment import assess
    from compliance.reports.check.account import account
    from compliance.workflows.inputs import read_inputs
    from compliance.workflows.unit_digests import unit_digests

    known = _earlier(baseline) if baseline else None
    progress = Progress()
    request, config = requested(
        fleets, as_of or today(), progress, no_waivers=no_waivers, check_duplicates=check_duplicates, **options
    )
    with progress:
        inputs = read_inputs(request)
    for option, path in (("--output", output), ("--unit-verdicts", unit_verdicts)):
        if path and resolved(path) in {*inputs.paths, *([resolved(baseline)] if baseline else [])}:
            raise click.BadParameter("is read by this check; it would be overwritten.", param_hint=option)
    with progress:
        digests = unit_digests(inputs) if form == "json" or known else None
    assessment = assess(inputs.policies, inputs.facts, inputs.waivers, digests=digests)
    report = replace(assessment.report, inputs=inputs.read)
    if no_waivers:
        report = replace(report, notes=(*report.notes, "No waiver is considered (--no-waivers)."))
    if not everything:
        report = replace(report, findings=tuple(each for each in report.findings if each.verdict.is_finding))
    if known:
        report = known.only_new(report)
    style = output_style(output)
    told = account(inputs, assessment, report, style)
    write = partial(writer(form), told) if unit is None else _explanation(inputs, assessment, unit, style)
    with progress:
        _write(write, form in BINARY, output, unit_verdicts, inputs, assessment)
    if output is None:
        stream(write)
    counted = worst(each.verdict for each in report.findings) if fail_on_new else report.verdict
    return exit_code(counted, fail_on or config.fail_on)


def _earlier(path: Path) -> Baseline:
    from compliance.policies.baseline import read_baseline

    return read_baseline(path, display_path(path))


def _explanation(inputs: Inputs, assessment: Assessment, unit: str, style: Style) -> Callable[[IO[str]], None]:
    from compliance.reports.check.explanation import explain

    lines = [f"{line}\n" for line in explain(inputs, assessment, unit, style)]
    return lambda out: out.writelines(lines)


def _write(
    write: Callable[[IO[Any]], None],
    binary: bool,
    output: Path | None,
    table: Path | None,
    inputs: Inputs,
    assessment: Assessment,
) -> None:
    """Both files or none, as far as they are asked for: each takes its place only after both are whole."""
    if not (output or table):
        return
    from contextlib import ExitStack

    from compliance.io.output import written, written_bytes
    from compliance.reports.check.unit_verdicts import unit_verdicts

    with ExitStack() as files:
        if output:
            write(files.enter_context((written_bytes if binary else written)(output)))
        if table:
            files.enter_context(unit_verdicts(table, inputs.tables, assessment.units))


def exit_code(verdict: Verdict, fail_on: str) -> int:
    """1 for a violation, 3 for what is undetermined or flagged, as far as ``fail_on`` asks for it; else 0."""
    if fail_on == "never":
        return OK
    if verdict == "violation":
        return VIOLATION
    return OPEN if fail_on == "undetermined" and verdict in ("undetermined", "flagged") else OK
