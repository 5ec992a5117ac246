"""The command line: the only place that prints, exits, and reads clock, environment or terminal.

Heavy imports happen inside the commands, so that ``compliance --version`` is instant.
"""

from __future__ import annotations

import math
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, TextIO, TypeVar

import click

from compliance import __version__
from compliance.errors import ComplianceError, Problem, fail

if TYPE_CHECKING:
    from compliance.engine import Assessment
    from compliance.finding import Report
    from compliance.inputs import Inputs
    from compliance.policy import Policy
    from compliance.report_formats.style import Style

OK, VIOLATION, USAGE, OPEN, UNUSABLE, BUG = 0, 1, 2, 3, 4, 70
FORMATS = ("text", "json")
TRACE_FORMATS = (*FORMATS, "dot", "mermaid", "graphml")
NATIVE_SUFFIXES = (".csv", ".yaml", ".yml", ".parquet", ".json")

F = TypeVar("F", bound=Callable[..., Any])


def run(arguments: list[str]) -> int:
    """Runs one command; returns its exit code (design section 7)."""
    try:
        code = app.main(arguments, prog_name="compliance", standalone_mode=False)
        return code if isinstance(code, int) else OK
    except click.ClickException as error:
        error.show()
        return USAGE
    except click.Abort:
        return USAGE
    except ComplianceError as error:
        for problem in error.problems:
            click.echo(f"error: {_harmless(str(_placed(problem)))}", err=True)
        return UNUSABLE
    except Exception:  # noqa: BLE001 - the last place that can say that this is our fault
        import traceback

        traceback.print_exc()
        click.echo("This is a bug in compliance, not in your files. Please report it with the lines above.", err=True)
        return BUG


def _placed(problem: Problem) -> Problem:
    """``problem`` without the absolute path of its file: relative to the working directory, else the name alone."""
    from dataclasses import replace

    path = Path(problem.file)
    if not path.is_absolute():
        return problem
    here = Path.cwd()
    return replace(problem, file=path.relative_to(here).as_posix() if path.is_relative_to(here) else path.name)


def _harmless(text: str) -> str:
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)


def _day(text: str) -> date:
    try:
        if len(text) == len("YYYY-MM-DD") and text[4] == text[7] == "-":
            day = date.fromisoformat(text)
            if day.year < 9000:  # so that days may be counted from it
                return day
    except ValueError:
        pass
    raise click.BadParameter(f"{text!r} is not a day written YYYY-MM-DD.")


def _files_by_list(_context: click.Context, _option: click.Parameter, given: tuple[str, ...]) -> dict[str, Path]:
    found: dict[str, Path] = {}
    for text in given:
        name, separator, path = text.partition("=")
        if not (name and separator and path):
            raise click.BadParameter(f"{text!r} is not ID=FILE.")
        if name in found:
            raise click.BadParameter("one list is given twice.", param_hint="--list")
        found[name] = Path(path)
    return found


def _regimes(text: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(name.strip() for name in text.split(",")))
    if len(names) < 2 or "" in names:
        raise click.BadParameter(f"{text!r} is not REGIME,REGIME.")
    return names


_PATH = click.Path(path_type=Path)
_as_of = click.option(
    "--as-of", type=_day, metavar="YYYY-MM-DD", help="The day the question is asked for.  [default: today, UTC]"
)
_parties = click.option(
    "--parties", multiple=True, type=_PATH, metavar="FILE", help="Parties and interests; repeatable."
)
_lists = click.option(
    "--list", "lists", multiple=True, callback=_files_by_list, metavar="ID=FILE",
    help="Use this edition of a list; repeatable.",
)  # fmt: skip
_mapping = click.option(
    "--map", "mapping", type=_PATH, metavar="FILE", help='YAML, columns: {native_name: "Foreign header"}.'
)
_country_codes = click.option(
    "--country-codes", type=click.Choice(["iso", "fips"]), help="What two-letter country codes mean.  [default: iso]"
)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="compliance")
def app() -> None:
    """Prove that a mining fleet may stand where it stands.

    Exit codes: 0 nothing found, 1 a violation, 3 undetermined or flagged, 2 wrong command line,
    4 an input cannot be used or nothing was checked, 70 a bug.
    """


@app.command()
@click.argument("fleets", nargs=-1, required=True, type=_PATH, metavar="FLEET...")
@click.option(
    "--policy", "policies", multiple=True, metavar="ID|FOLDER", help="A bundled policy or a folder; repeatable."
)
@_as_of
@_parties
@click.option("--sites", multiple=True, type=_PATH, metavar="FILE", help="Sites; repeatable.")
@click.option("--waivers", multiple=True, type=_PATH, metavar="FILE", help="Waivers; repeatable.")
@_mapping
@_country_codes
@click.option("--check-duplicates", is_flag=True, help="Compare the serial numbers of more than a million rows too.")
@_lists
@click.option("--max-age", type=click.IntRange(0), metavar="DAYS", help="Lists older than this cannot clear anybody.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("--output", type=_PATH, metavar="FILE", help="Write the report there instead of standard output.")
@click.option("--unit-verdicts", type=_PATH, metavar="FILE.csv|.parquet", help="Write one line per inventory row.")
@click.option(
    "--fail-on", type=click.Choice(["violation", "undetermined", "never"]), default="undetermined", show_default=True
)
@click.option("--all", "everything", is_flag=True, help="Report compliant and not-applicable findings too.")
def check(
    fleets: tuple[Path, ...],
    policies: tuple[str, ...],
    as_of: date | None,
    parties: tuple[Path, ...],
    sites: tuple[Path, ...],
    waivers: tuple[Path, ...],
    mapping: Path | None,
    country_codes: Any,
    check_duplicates: bool,
    lists: dict[str, Path],
    max_age: int | None,
    form: str,
    output: Path | None,
    unit_verdicts: Path | None,
    fail_on: str,
    everything: bool,
) -> int:
    """Judge inventories: files, or operator folders with fleet.*, parties.*, sites.*, waivers.*."""
    if unit_verdicts and (
        unit_verdicts.suffix not in (".csv", ".parquet") or (unit_verdicts.is_fifo() or unit_verdicts.is_char_device())
    ):
        raise click.BadParameter("only .csv and .parquet can be written.", param_hint="--unit-verdicts")
    if output and unit_verdicts and output.resolve() == unit_verdicts.resolve():
        raise click.BadParameter("is the file of --output too.", param_hint="--unit-verdicts")
    from dataclasses import replace

    from compliance.config import find_config
    from compliance.engine import assess
    from compliance.inputs import Request, read_inputs
    from compliance.reference import Reference
    from compliance.report_formats import FORMATS as WRITERS

    config, base = find_config(Path.cwd())
    progress = _Progress()
    request = Request(
        fleets=fleets,
        as_of=as_of or datetime.now(UTC).date(),
        policies=tuple(dict.fromkeys(policies)) or config.policies,
        policy_base=Path() if policies else base,
        parameters=config.parameters,
        parties=parties,
        sites=sites,
        waivers=waivers,
        mapping=mapping,
        codes=country_codes,
        check_duplicates=check_duplicates,
        lists=lists,
        max_age=max_age,
        reference=Reference(_cache_folder()),
        tell=progress.tell,
    )
    with progress:
        inputs = read_inputs(request)
    for option, path in (("--output", output), ("--unit-verdicts", unit_verdicts)):
        if path and path.resolve() in inputs.paths:
            raise click.BadParameter("is read by this check; it would be overwritten.", param_hint=option)
    assessment = assess(inputs.policies, inputs.facts, inputs.waivers)
    report = replace(assessment.report, inputs=inputs.read)
    shown = (
        report
        if everything
        else replace(report, findings=tuple(each for each in report.findings if each.verdict.is_finding))
    )
    text = WRITERS[form](shown, _style(output))
    if output or unit_verdicts:
        _write_files(output, text, unit_verdicts, inputs, assessment)
    if output is None:
        _say(text)
    return exit_code(report, fail_on)


def _write_files(output: Path | None, text: str, table: Path | None, inputs: Inputs, assessment: Assessment) -> None:
    """Both files or none: each takes its place only after both are whole."""
    from contextlib import ExitStack

    from compliance.outputs import unit_verdicts, written

    with ExitStack() as files:
        if output:
            files.enter_context(written(output)).write(_encoded(text).decode())
        if table:
            files.enter_context(unit_verdicts(table, inputs.tables, assessment.units))


@app.command()
@click.argument("fleets", nargs=-1, required=True, type=_PATH, metavar="FLEET...")
@click.option(
    "--output", type=_PATH, metavar="FILE.csv|.yaml|.parquet|.json", help="Write there instead of standard output."
)
@_mapping
@_country_codes
@click.option("--check", "only_say", is_flag=True, help="Write nothing, only say what would change.")
def convert(
    fleets: tuple[Path, ...], output: Path | None, mapping: Path | None, country_codes: Any, only_say: bool
) -> int:
    """Turn messy inventories into one in the native form; what was changed keeps its text beside it."""
    suffix = output.suffix.casefold() if output else ".csv"
    if suffix not in NATIVE_SUFFIXES:
        raise click.BadParameter(f"only {', '.join(NATIVE_SUFFIXES)} can be written.", param_hint="--output")
    from compliance.convert import Conversion
    from compliance.reference import Reference

    conversion = Conversion(fleets, mapping, country_codes, Reference(_cache_folder()))
    if output and output.resolve() in {path.resolve() for path in conversion.inventories}:
        raise click.BadParameter("is an inventory to be read; it would be overwritten.", param_hint="--output")
    if output and not only_say:
        from compliance.outputs import written

        with written(output) as out:
            conversion.write(out, suffix)
    elif not only_say:
        _stream(conversion.write)
    lines = [*conversion.summary(suffix), *(["Nothing was written."] if only_say else [])]
    told = "".join(f"{_harmless(line)}\n" for line in lines)
    if output or only_say:
        _say(told)
    else:
        click.echo(_encoded(told), nl=False, err=True)
    return OK


def exit_code(report: Report, fail_on: str) -> int:
    """1 for a violation, 3 for what is undetermined or flagged, as far as ``fail_on`` asks for it; else 0."""
    from compliance.finding import Verdict

    if fail_on == "never":
        return OK
    if report.verdict is Verdict.VIOLATION:
        return VIOLATION
    open_verdicts = (Verdict.UNDETERMINED, Verdict.FLAGGED)
    return OPEN if fail_on == "undetermined" and report.verdict in open_verdicts else OK


@app.command()
@click.argument("asked", nargs=-1, metavar="[PARTY]...")
@click.option("--all", "everything", is_flag=True, help="Answer for every party.")
@_parties
@click.option("--regime", metavar="ID", help="How ownership is read.  [default: us-ofac-50]")
@click.option("--compare", type=_regimes, metavar="REGIME,REGIME", help="Several regimes side by side.")
@click.option("--listed", multiple=True, metavar="ID", help="A party to take as listed; repeatable.")
@_lists
@_as_of
@click.option("--format", "form", type=click.Choice(TRACE_FORMATS), default="text", show_default=True)
@click.option("--output", type=_PATH, metavar="FILE", help="Write the answer there instead of standard output.")
def trace(
    asked: tuple[str, ...],
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
    """Follow ownership from listed parties down: is PARTY (an id, a name or an alias) reached, how, on which day?"""
    if not (asked or everything):
        raise click.UsageError("Name a PARTY, or ask for --all.")
    if compare and regime:
        raise click.BadParameter("names the regimes already; leave out --regime.", param_hint="--compare")
    from compliance.reference import Reference
    from compliance.trace_formats import COMPARISONS
    from compliance.trace_formats import FORMATS as WRITERS
    from compliance.tracing import DEFAULT_REGIME, TraceRequest, read_traces

    if compare and form not in COMPARISONS:
        raise click.BadParameter(f"can be shown as {' or '.join(COMPARISONS)} only.", param_hint="--compare")
    if output and output.resolve() in {path.resolve() for path in (*parties, *lists.values())}:
        raise click.BadParameter("is read by this command; it would be overwritten.", param_hint="--output")
    request = TraceRequest(
        asked=asked,
        everything=everything,
        as_of=as_of or datetime.now(UTC).date(),
        regimes=compare or (regime or DEFAULT_REGIME,),
        parties=parties,
        listed=tuple(dict.fromkeys(listed)),
        lists=lists,
        reference=Reference(_cache_folder()),
    )
    traces = read_traces(request)
    style = _style(output)
    text = COMPARISONS[form](traces, style) if compare else WRITERS[form](traces[0], style)
    if output:
        from compliance.outputs import written

        with written(output) as out:
            out.write(_encoded(text).decode())
    else:
        _say(text)
    found = {each.worst for each in traces}
    return VIOLATION if "restricted" in found else OPEN if "possibly-restricted" in found else OK


def _cache_folder() -> Path | None:
    """Where bundled rules that were read and validated are kept (see kept.py)."""
    named = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME")
    try:
        return (Path(named) if named else Path.home() / ".cache") / "mining-compliance"
    except RuntimeError:
        return None


class _Progress:
    """One line on a terminal that says how far reading has come, from two seconds on."""

    def __init__(self) -> None:
        self._due = monotonic() + 2 if sys.stderr.isatty() else math.inf
        self._shown = ""

    def tell(self, file: str, done: str) -> None:
        """Shows the line anew, a few times a second."""
        if (now := monotonic()) < self._due:
            return
        self._due = now + 0.2
        line = _harmless(f"reading {file}: {done}")
        click.echo(f"\r{line:<{len(self._shown)}}", nl=False, err=True)
        self._shown = line

    def __enter__(self) -> None:
        pass

    def __exit__(self, *_: object) -> None:
        if self._shown:
            click.echo(f"\r{'':<{len(self._shown)}}\r", nl=False, err=True)


def _style(output: Path | None) -> Style:
    import shutil

    from compliance.report_formats.style import Style

    if output is not None or not sys.stdout.isatty():
        return Style()
    return Style(shutil.get_terminal_size().columns, colour=not os.environ.get("NO_COLOR"))


def _say(text: str) -> None:
    """Writes to standard output, the same bytes everywhere; a reader that has left is no error."""
    _to_standard_output(lambda: click.echo(_encoded(text), nl=False))


def _stream(write: Callable[[TextIO], None]) -> None:
    """Lets ``write`` write to standard output, line by line."""
    import io

    out = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="")

    def whole() -> None:
        write(out)
        out.flush()

    try:
        _to_standard_output(whole)
    finally:
        with suppress(OSError):
            out.detach()


def _to_standard_output(write: Callable[[], None]) -> None:
    try:
        write()
    except BrokenPipeError:
        with open(os.devnull, "wb") as nowhere:
            os.dup2(nowhere.fileno(), sys.stdout.fileno())
    except OSError as error:
        raise fail(
            f"standard output cannot be written: {error.strerror}", "Choose another place with --output."
        ) from None


def _encoded(text: str) -> bytes:
    """UTF-8; what is no character (a file name of odd bytes) becomes ``?``."""
    return text.encode("utf-8", "replace")


@app.group()
def rules() -> None:
    """Read and test the rules themselves."""


def _every_policy(names: tuple[str, ...]) -> list[Policy]:
    from compliance.bundle import bundled
    from compliance.policytest import load_for_test

    return [load_for_test(name) for name in names or bundled("policies")]


@rules.command("list")
@_as_of
def rules_list(as_of: date | None) -> int:
    """List policies and rules, and whether each is in force."""
    from compliance.rulebook import list_rules

    _say(list_rules(_every_policy(()), as_of or datetime.now(UTC).date()))
    return OK


@rules.command("show")
@click.argument("rule")
@_as_of
def rules_show(rule: str, as_of: date | None) -> int:
    """Show one rule: what it asks, why, since when, by which sources."""
    from compliance.rulebook import show_rule

    policies = _every_policy((rule.split("/", maxsplit=1)[0],))
    _say(show_rule(policies, rule, as_of or datetime.now(UTC).date()))
    return OK


@rules.command("test")
@click.argument("policies", nargs=-1, metavar="[POLICY]...")
def rules_test(policies: tuple[str, ...]) -> int:
    """Run the tests that lie beside the rules (bundled policies, or folders)."""
    from compliance.policytest import run_policy

    failed = 0
    for policy in _every_policy(policies):
        results = run_policy(policy)
        for result in results:
            for failure in result.failures:
                failed += 1
                _say(f"{result.rule}: {result.name}: {failure}\n")
        _say(f"{policy.id}: {len(results)} tests\n")
    return VIOLATION if failed else OK


@rules.command("schema")
@click.argument("name", type=click.Choice(["report", "policy", "rule", "parties", "sites", "waivers", "config"]))
def rules_schema(name: str) -> int:
    """Print the JSON Schema of a file that this program reads or writes."""
    from compliance.schema import schema

    _say(schema(name))
    return OK
