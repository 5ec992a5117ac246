"""The rules as people read them."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from compliance.core.errors import ComplianceError
from compliance.io.resources import bundled
from compliance.policies.policy import Policy, load_policy
from compliance.reports.rule_history import WIDTH, list_rules, show_rule

EVE, DAY, PAUSE, AGAIN = date(2025, 9, 28), date(2025, 9, 29), date(2025, 11, 10), date(2026, 11, 22)


@cache
def policies() -> tuple[Policy, ...]:
    return tuple(load_policy(path, f"bundled:{name}") for name, path in bundled("policies").items())


def test_every_policy_and_rule_is_listed() -> None:
    text = list_rules(policies(), AGAIN)
    for policy in policies():
        assert f"{policy.id} {policy.file.title} {policy.file.authority}" in " ".join(text.split())
        assert all(f"\n  {rule.id}" in text for rule in policy.rules)
    assert text.count("\n\n") == len(policies()) - 1
    assert text.endswith(")\n")
    assert max(map(len, text.splitlines())) <= 80
    assert list_rules((), AGAIN) == "\n"


def state(day: date) -> str:
    rule = show_rule(policies(), "us-ear/affiliates", day)
    return next(line for line in rule.splitlines() if line.startswith(f"On {day}: "))


def test_the_state_of_a_dated_rule() -> None:
    assert state(EVE).endswith(": not in force")
    assert state(DAY).endswith(": in force")
    assert state(PAUSE).endswith(": not in force")
    assert state(AGAIN).endswith(": in force, announced")


@pytest.mark.parametrize("rule", [rule.id for policy in policies() for rule in policy.rules])
@pytest.mark.parametrize("day", [EVE, AGAIN])
def test_every_rule_is_shown_on_every_day(rule: str, day: date) -> None:
    lines = show_rule(policies(), rule, day).splitlines()
    assert lines[0] == rule
    assert any(line.startswith("Effect:") for line in lines)
    assert any(line.startswith("Constraint:") for line in lines)
    assert any(line.startswith("Source: ") for line in lines)
    assert not any("{" in line for line in lines)
    assert all(len(line) <= WIDTH or " " not in line.strip() or "http" in line for line in lines)


def test_what_is_shown_of_a_rule() -> None:
    text = show_rule(policies(), "us-ear/affiliates", AGAIN)
    assert "From 2025-09-29: " in text
    assert "announced)" in text
    assert "Judged on:   acquisition" in text
    assert "Act:         purchase" in text
    assert "Applies to:  parties manufacturer" in text
    assert "[90-FR-47201, verified]" in text


def test_a_rule_in_full(tmp_path: Path) -> None:
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "policy.yaml").write_text(
        "id: own\ntitle: Own\nauthority: me\nwhy: to test\n"
        "sources: [{id: s, title: A source}]\nsites: [{id: north, names: [North]}]\n"
    )
    (folder / "rule.yaml").write_text(
        "id: own/rule\ntitle: T\nbecause: B\nsources: [s]\neffect: red-flag\njudged_on: acquisition\n"
        "notes: [Mind this.]\napplies_to: {sites: [north]}\n"
        "constraint: {kind: origin-evidence, minimum_classes: 2, minimum_strong: 1}\n"
    )
    text = show_rule([load_policy(folder, "own")], "own/rule", DAY)
    assert f"On {DAY}: in force\n" in text
    assert "Judged on:   acquisition\nApplies to:  sites north\n" in text
    assert "Note: Mind this.\nSource: A source [s, recalled]\n" in text


def test_parameters_are_the_operators() -> None:
    texts = [show_rule(policies(), rule.id, AGAIN) for policy in policies() for rule in policy.rules]
    assert any("Yours to set: " in text for text in texts)


def test_an_unknown_rule() -> None:
    with pytest.raises(ComplianceError, match=r"no rule 'us-ear/none'.*The known rules are .*us-ear/affiliates"):
        show_rule(policies(), "us-ear/none", AGAIN)
