"""``compliance init``: a folder set up by what lies in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from compliance.cli import terminal
from compliance.cli.commands.options import PATH, policies_option
from compliance.cli.terminal import OK, harmless, say
from compliance.io.paths import display_path

if TYPE_CHECKING:
    from compliance.workflows.init import InitResult

FAIL_ON = ("violation", "flagged", "undetermined", "never")
CI = ("github", "gitlab", "none")
_QUESTION = "Which policies, separated by commas? Bundled: {}"
_DEFAULT = "us-ear, us-ofac"
STATES = {"written": "written", "same": "as it should be", "kept": "LEFT ALONE: another file lies there (--force)"}


@click.command()
@click.argument("folder", default=".", type=PATH, metavar="[FOLDER]")
@policies_option
@click.option("--fail-on", type=click.Choice(FAIL_ON), help="What makes a check fail.  [default: undetermined]")
@click.option("--hook/--no-hook", default=None, help="Write a pre-commit configuration.  [default: no]")
@click.option("--ci", type=click.Choice(CI), help="Write a job for this service.  [default: none]")
@click.option("--template/--no-template", default=None, help="Write an empty workbook to fill in.  [default: no]")
@click.option("--force", is_flag=True, help="Replace files that say something else.")
def init(
    folder: Path,
    policies: tuple[str, ...],
    fail_on: Any,
    hook: bool | None,
    ci: Any,
    template: bool | None,
    force: bool,
) -> int:
    """Set FOLDER up: settings, and sites and columns as its inventories name them.

    What no option says is asked, where the program runs in a terminal. A file that lies there is never replaced
    without --force or a yes.
    """
    from compliance.io.resources import bundled
    from compliance.workflows.init import init as run

    asks = terminal.asks()
    if asks:
        policies = policies or _policies(terminal.ask(_QUESTION.format(", ".join(bundled("policies"))), _DEFAULT))
        fail_on = fail_on or terminal.ask("What makes a check fail?", "undetermined", FAIL_ON)
        hook = terminal.confirmed("Check at every commit (pre-commit)?", False) if hook is None else hook
        ci = ci or terminal.ask("A job of which CI?", "none", CI)
        template = terminal.confirmed("An empty workbook to fill in?", False) if template is None else template

    def replace(path: Path) -> bool:
        return force or (asks and terminal.confirmed(f"Replace {harmless(display_path(path))}?", False))

    result = run(
        folder,
        policies=policies,
        fail_on=fail_on or "undetermined",
        hook=bool(hook),
        ci=ci or "none",
        template=bool(template),
        replace=replace,
    )
    say("".join(f"{harmless(line)}\n" for line in _lines(result)))
    return OK


def _policies(answer: str) -> tuple[str, ...]:
    """The policies of an answer; none where it is what holds anyway."""
    return () if answer == _DEFAULT else tuple(filter(None, map(str.strip, answer.split(","))))


def _lines(result: InitResult) -> Iterator[str]:
    yield f"Inventories: {', '.join(result.inventories) or 'none was found'}"
    for problem in result.unread:
        yield f"  not read: {problem}"
    for file in result.files:
        yield f"{display_path(file.path)}: {STATES[file.state]} ({file.purpose})"
    if any(file.state == "kept" and file.path.name == ".pre-commit-config.yaml" for file in result.files):
        yield "To add the hook to your own configuration, put into its repos:"
        hook = next(file.content.decode() for file in result.files if file.path.name == ".pre-commit-config.yaml")
        yield from hook.splitlines()[2:]
    yield "What to do next: compliance doctor"
