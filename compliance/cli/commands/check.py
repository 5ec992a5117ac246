"""``compliance check``: inventories judged on a day."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, Any

import click

from compliance.cli.commands.inventories import inventory_options
from compliance.cli.commands.options import PATH, PLACE, as_of_option
from compliance.cli.commands.output import need_file, output_options, paper_option, refuse_input, templates_option
from compliance.cli.terminal import OK, OPEN, VIOLATION, Progress, complain, harmless, output_style, stream, today
from compliance.io.paths import is_stream, resolved
from compliance.reports.check import BINARY, FORMATS

if TYPE_CHECKING:
    from compliance.core.finding import Verdict
    from compliance.io.cluster import Cluster
    from compliance.reports.style import Style
    from compliance.workflows.check import CheckResult


@click.command()
@click.argument("fleets", nargs=-1, type=PLACE, metavar="FLEET...")
@click.option(
    "--staged", is_flag=True, help="Judge the inventories of this git repository that the staged changes concern."
)
@click.option(
    "--since", envvar="PRE_COMMIT_FROM_REF", metavar="REF", help="With --staged: the changes since this commit instead."
)
@as_of_option
@inventory_options
@click.option("--no-waivers", is_flag=True, help="Ignore all waivers, to see the fleet as an auditor does.")
@click.option(
    "--check-duplicates", is_flag=True, help="Look for duplicate serial numbers beyond the first million rows too."
)
@click.option("--annex", is_flag=True, help="With --format pdf: add every finding and every unit in violation.")
@paper_option
@templates_option
@click.option("--quiet", is_flag=True, help="Print only the verdict, counts by rule and the next three steps.")
@output_options(FORMATS, "report")
@click.option(
    "--unit-verdicts",
    type=PLACE,
    metavar="FILE.csv|.parquet",
    help="Also write one line per inventory row with its verdict.",
)
@click.option(
    "--fail-on", type=click.Choice(["violation", "flagged", "undetermined", "never"]),
    help="What makes the exit code non-zero: violations; those and certain flags; whatever is open too; nothing.  [default: undetermined]",
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
@click.option(
    "--allow-not-covered", is_flag=True, help="End with 0 where every unit is known to be elsewhere or disposed of."
)
@click.option(
    "--engine",
    type=click.Choice(["local", "spark"]),
    default="local",
    show_default=True,
    help="Who reads the inventories: this machine, or the workers of a Spark cluster.",
)
@click.option("--master", metavar="URL", help="With --engine spark: the cluster, for example spark://host:7077.")
@click.option("--all", "everything", is_flag=True, help="Include compliant and not-applicable findings in the report.")
def check(
    fleets: tuple[Path | str, ...],
    staged: bool,
    since: str | None,
    as_of: date | None,
    no_waivers: bool,
    check_duplicates: bool,
    form: str,
    annex: bool,
    paper: Any,
    templates: Path | None,
    quiet: bool,
    output: Path | None,
    unit_verdicts: Path | str | None,
    fail_on: str | None,
    baseline: Path | None,
    fail_on_new: bool,
    unit: str | None,
    allow_not_covered: bool,
    everything: bool,
    engine: str,
    master: str | None,
    **options: Any,
) -> int:
    """Check inventories against the rules.

    FLEET is an inventory file, or an operator's folder that holds fleet.* and, beside it, parties.*, sites.*,
    waivers.* and decisions.*.
    """
    if staged == bool(fleets):
        raise click.UsageError("Name a FLEET, or ask for --staged, which finds them.")
    _can_be_written(unit_verdicts, engine)
    if master and engine != "spark":
        raise click.BadParameter("goes with --engine spark.", param_hint="--master")
    if output and isinstance(unit_verdicts, Path) and resolved(output) == resolved(unit_verdicts):
        raise click.BadParameter("is the file of --output too.", param_hint="--unit-verdicts")
    if options["waivers"] and no_waivers:
        raise click.BadParameter("leave out one of --waivers and --no-waivers.", param_hint="--no-waivers")
    if fail_on_new and not baseline:
        raise click.BadParameter("goes with --baseline.", param_hint="--fail-on-new")
    if unit is not None and form != "text":
        raise click.BadParameter("is text.", param_hint="--explain")
    if quiet and (form != "text" or unit is not None):
        raise click.BadParameter("shortens the text report only.", param_hint="--quiet")
    need_file(form, output, BINARY)
    if staged and not (fleets := _changed(since)):
        return OK
    from dataclasses import replace

    from compliance.workflows.check import check as run

    progress = Progress()
    with _engine(engine, master) as cluster:
        with progress:
            result = run(
                fleets,
                as_of=as_of or today(),
                no_waivers=no_waivers,
                check_duplicates=check_duplicates,
                baseline=baseline,
                everything=everything,
                digests=form == "json",
                allow_not_covered=allow_not_covered,
                progress=progress.report,
                cluster=cluster,
                **options,
            )
        refuse_input(output, result.paths)
        if isinstance(unit_verdicts, Path):
            refuse_input(unit_verdicts, result.paths, "--unit-verdicts")
        style = replace(output_style(output), brief=quiet, paper=paper, annex=annex, templates=templates)
        write = _writer(result, form, unit, style)
        with progress:
            _write(write, form in BINARY, output, unit_verdicts, result)
        if output is None:
            stream(write)
    verdicts = {finding.verdict for finding in result.report.findings}
    return exit_code(
        verdicts if fail_on_new else {*verdicts, result.report.verdict}, fail_on or result.settings.fail_on
    )


def _engine(engine: str, master: str | None) -> AbstractContextManager[Cluster | None]:
    """The cluster whose workers read; None for this machine, which loads nothing of it."""
    if engine == "local":
        return nullcontext()
    from compliance.io.cluster import Cluster

    return Cluster(master)


def _can_be_written(unit_verdicts: Path | str | None, engine: str) -> None:
    """Raises click.BadParameter for a file of verdicts that nobody can write."""
    suffix = PurePosixPath(str(unit_verdicts)).suffix
    message = ""
    if engine == "spark":
        message = "the workers write a folder of Parquet: name it FOLDER.parquet." if suffix != ".parquet" else ""
    elif unit_verdicts and (
        isinstance(unit_verdicts, str) or suffix not in (".csv", ".parquet") or is_stream(unit_verdicts)
    ):
        message = "only .csv and .parquet can be written."
    if unit_verdicts and message:
        raise click.BadParameter(message, param_hint="--unit-verdicts")


def _changed(since: str | None) -> tuple[Path, ...]:
    """The inventories that a change concerns; what was forgotten is said."""
    from compliance.workflows.repository import changed_inventories

    change = changed_inventories(since)
    for name in change.forgotten:
        complain(
            f"WARNING: {harmless(name)} looks like an inventory and was NOT judged: no pattern takes it. Name it in the "
            "settings, inventories = [...], or with a ! before it if it is none."
        )
    if not change.inventories:
        complain(f"The change concerns no inventory; this repository holds {change.others:,}.")
    return change.inventories


def _writer(result: CheckResult, form: str, unit: str | None, style: Style) -> Callable[[IO[Any]], None]:
    """What writes the report, or explains the one unit that is asked for."""
    from compliance.reports.check.explanation import explain
    from compliance.reports.write_report import write_report

    if unit is None:
        return lambda out: write_report(result, out, form, style=style)
    lines = [f"{line}\n" for line in explain(result.inputs, result.assessment, unit, style)]
    return lambda out: out.writelines(lines)


def _write(
    write: Callable[[IO[Any]], None], binary: bool, output: Path | None, table: Path | str | None, result: CheckResult
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
            files.enter_context(unit_verdicts(table, result.inputs.tables, result.assessment.units))


def exit_code(verdicts: Collection[Verdict], fail_on: str) -> int:
    """1 for a violation, 3 for what is undetermined or flagged, as far as ``fail_on`` asks for it; else 0."""
    if fail_on == "never":
        return OK
    if "violation" in verdicts:
        return VIOLATION
    fails = {"undetermined": ("undetermined", "flagged"), "flagged": ("flagged",)}.get(fail_on, ())
    return OPEN if any(verdict in fails for verdict in verdicts) else OK
