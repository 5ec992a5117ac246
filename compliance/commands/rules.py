"""``compliance rules``: the rules themselves, listed, shown and tested."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from compliance.commands.options import as_of_option
from compliance.terminal import OK, VIOLATION, say, today

if TYPE_CHECKING:
    from compliance.policy import Policy


@click.group()
def rules() -> None:
    """Read and test the rules themselves."""


def _every_policy(names: tuple[str, ...]) -> list[Policy]:
    from compliance.bundle import bundled
    from compliance.policytest import load_for_test

    return [load_for_test(name) for name in names or bundled("policies")]


@rules.command("list")
@as_of_option
def rules_list(as_of: date | None) -> int:
    """List policies and rules, and whether each is in force."""
    from compliance.rulebook import list_rules

    say(list_rules(_every_policy(()), as_of or today()))
    return OK


@rules.command("show")
@click.argument("rule")
@as_of_option
def rules_show(rule: str, as_of: date | None) -> int:
    """Show one rule: what it asks, why, since when, by which sources."""
    from compliance.rulebook import show_rule

    policies = _every_policy((rule.split("/", maxsplit=1)[0],))
    say(show_rule(policies, rule, as_of or today()))
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
                say(f"{result.rule}: {result.name}: {failure}\n")
        say(f"{policy.id}: {len(results)} tests\n")
    return VIOLATION if failed else OK


@rules.command("schema")
@click.argument("name", type=click.Choice(["report", "policy", "rule", "parties", "sites", "waivers", "config"]))
def rules_schema(name: str) -> int:
    """Print the JSON Schema of a file that this program reads or writes."""
    from compliance.schema import schema

    say(schema(name))
    return OK
