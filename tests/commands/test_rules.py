"""``compliance rules``: listed, shown, tested, described."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command_line import (
    ROOT,
    Compliance,
)


def test_rules_are_listed_with_their_state(compliance: Compliance) -> None:
    ran = compliance("rules", "list", "--as-of", "2025-10-01")
    assert ran.code == 0
    assert "us-ear/affiliates" in ran.out
    assert compliance("rules", "list").code == 0


def test_a_rule_is_shown_with_its_history(compliance: Compliance) -> None:
    ran = compliance("rules", "show", "us-ear/affiliates", "--as-of", "2025-12-01")
    assert ran.code == 0
    assert "On 2025-12-01: not in force" in ran.out
    assert "90 FR 47201" in ran.out
    assert compliance("rules", "show", "us-ear/nothing").code == 4
    assert compliance("rules", "show", "nothing/here").code == 4


def test_the_tests_beside_the_rules_are_run(compliance: Compliance) -> None:
    ran = compliance("rules", "test", "cleanspark-mineone", "riot-us-made")
    assert ran.code == 0
    assert [line.split(":")[0] for line in ran.out.splitlines()] == ["cleanspark-mineone", "riot-us-made"]


def test_a_rule_without_tests_fails(compliance: Compliance) -> None:
    import shutil

    shutil.copytree(ROOT / "rules/policies/riot-us-made", "riot-us-made")
    Path("riot-us-made/made-in-us.test.yaml").unlink()
    ran = compliance("rules", "test", "./riot-us-made")
    assert ran.code == 1
    assert "has no tests" in ran.out


@pytest.mark.parametrize("name", ["report", "policy", "rule", "parties", "sites", "waivers", "config"])
def test_schemas_are_printed(name: str, compliance: Compliance) -> None:
    ran = compliance("rules", "schema", name)
    assert ran.code == 0
    assert ran.report["$schema"].startswith("https://json-schema.org/")
