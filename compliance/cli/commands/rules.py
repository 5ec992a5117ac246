"""``compliance rules``: the rules themselves, listed, shown and tested."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from compliance.cli.commands.options import as_of_option, policy_ids, rule_ids
from compliance.cli.terminal import OK, VIOLATION, harmless, say, today
from compliance.io.paths import working_folder

if TYPE_CHECKING:
    from compliance.policies.policy import Policy

SCHEMAS = ("policy", "rule", "fleet", "parties", "sites", "waivers", "decisions", "documents", "report", "config")


@click.group()
def rules() -> None:
    """List, show and test the rules themselves."""


def _known() -> dict[str, str]:
    from compliance.workflows.settings import find_config

    config, base = find_config(working_folder())
    return config.known_policies(base)


def _loaded(names: Iterable[str]) -> list[Policy]:
    from compliance.workflows.policy_test import load_for_test

    return [load_for_test(name) for name in names]


@rules.command("list")
@as_of_option
def rules_list(as_of: date | None) -> int:
    """List all policies and rules, and whether each is in force."""
    from compliance.reports.rule_history import list_rules

    say(list_rules(_loaded(_known().values()), as_of or today()))
    return OK


@rules.command("show")
@click.argument("rule", shell_complete=rule_ids)
@as_of_option
def rules_show(rule: str, as_of: date | None) -> int:
    """Show one rule: what it requires, why, since when, and its sources."""
    from compliance.reports.rule_history import show_rule

    policy = rule.split("/", maxsplit=1)[0]
    say(show_rule(_loaded([_known().get(policy, policy)]), rule, as_of or today()))
    return OK


@rules.command("test")
@click.argument("arguments", nargs=-1, shell_complete=policy_ids, metavar="[POLICY|FILE]...")
@as_of_option
def rules_test(arguments: tuple[str, ...], as_of: date | None) -> int:
    """Run the tests beside the rules, and validate files of waivers.

    POLICY is an id, a folder or a file in one. Without an argument, all bundled policies and those of the settings are
    tested.
    """
    from compliance.workflows.policy_test import run_policy, sort_out

    known = _known()
    names, files = sort_out(arguments) if arguments else (list(known.values()), [])
    policies = _loaded(known.get(name, name) for name in names)
    failed = 0
    for policy in policies:
        results = run_policy(policy)
        for result in results:
            for failure in result.failures:
                failed += 1
                say(f"{harmless(f'{result.rule}: {result.name}: {failure}')}\n")
        say(f"{policy.id}: {len(results)} tests\n")
    if files:
        ids = {rule.id for policy in (*_loaded(known.values()), *policies) for rule in policy.rules}
        _check_waivers(files, ids, as_of or today())
    return VIOLATION if failed else OK


def _check_waivers(files: Iterable[Path], rules: Collection[str], day: date) -> None:
    """Says how many waivers each file has. Raises ComplianceError with what is wrong in any of them."""
    from compliance.core.errors import ErrorCollector
    from compliance.policies.waiver_file import checked_waivers

    def check(path: Path) -> None:
        waivers = checked_waivers(path, str(path), rules)
        expired = sum(waiver.expires < day for waiver in waivers)
        say(f"{harmless(str(path))}: {len(waivers)} waivers{f', {expired} expired' if expired else ''}\n")

    gather = ErrorCollector()
    gather.collect(files, check)
    gather.finish()


@rules.command("schema")
@click.argument("name", type=click.Choice(SCHEMAS))
def rules_schema(name: str) -> int:
    """Print the JSON Schema of a file that the program reads or writes."""
    from compliance.workflows.schemas import schema

    say(schema(name))
    return OK
