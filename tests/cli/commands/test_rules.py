"""``compliance rules``: listed, shown, tested, described."""

from __future__ import annotations

import shutil
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


def waiver(rule: str = "cleanspark-mineone/origin", expires: str = "2026-06-30", asset: str = "A") -> str:
    return (
        f"- {{rule: {rule}, subject: {{asset: {asset}}}, reason: test, approved_by: x, approved_on: 2026-01-01, "
        f"expires: {expires}}}\n"
    )


def test_files_of_waivers_are_checked(compliance: Compliance) -> None:
    Path("waivers.yaml").write_text("waivers:\n" + waiver() + waiver(asset="B", expires="2027-06-30"))
    Path("waivers-2.yaml").write_text("waivers:\n" + waiver(asset="C", expires="2099-12-31"))
    ran = compliance("rules", "test", "waivers.yaml", "waivers-2.yaml", "--as-of", "2026-11-22")
    assert (ran.code, ran.out) == (0, "waivers.yaml: 2 waivers, 1 expired\nwaivers-2.yaml: 1 waivers\n")
    Path("waivers.yaml").write_text("waivers:\n" + waiver("us-eer/listed"))
    Path("waivers-3.yaml").write_text("waivers:\n- {rule: x}\n")
    ran = compliance("rules", "test", "waivers.yaml", "waivers-2.yaml", "waivers-3.yaml")
    assert (ran.code, ran.out) == (4, "waivers-2.yaml: 1 waivers\n")
    assert "waivers.yaml:2:3: there is no rule 'us-eer/listed'" in ran.err
    assert "waivers-3.yaml:2:3: field 'waivers.0.subject' is missing" in ran.err


def test_a_file_in_a_policy_means_the_policy(compliance: Compliance) -> None:
    shutil.copytree(ROOT / "rules/policies/riot-us-made", "mine/riot-us-made")
    files = [str(path) for path in sorted(Path("mine/riot-us-made").iterdir())]
    assert compliance("rules", "test", *files).out.count("tests") == 1
    Path("stray.yaml").write_text("a: 1")
    ran = compliance("rules", "test", "stray.yaml", files[0])
    assert (ran.code, ran.out) == (4, "")
    assert "stray.yaml: is not a file of waivers, and no policy.yaml lies beside it" in ran.err


def test_policies_of_ones_own_are_listed_shown_and_tested(compliance: Compliance) -> None:
    shutil.copytree(ROOT / "rules/policies/riot-us-made", "rules/our-lender")
    for path in Path("rules/our-lender").iterdir():
        path.write_text(path.read_text("utf-8").replace("riot-us-made", "our-lender"), "utf-8")
    Path("compliance.toml").write_text('policies = ["us-ear", "rules/our-lender"]')
    Path("waivers.yaml").write_text("waivers:\n" + waiver("our-lender/made-in-us"))
    assert "our-lender/made-in-us" in compliance("rules", "list").out
    assert compliance("rules", "show", "our-lender/made-in-us").code == 0
    assert "our-lender: 4 tests\n" in compliance("rules", "test").out
    assert compliance("rules", "test", "our-lender", "waivers.yaml").code == 0


def test_a_message_of_a_test_runs_nothing_in_a_terminal(compliance: Compliance) -> None:
    shutil.copytree(ROOT / "rules/policies/riot-us-made", "riot-us-made")
    test = Path("riot-us-made/made-in-us.test.yaml")
    test.write_text(
        '- {name: "\\e]0;x\\a", as_of: 2026-01-01, given: {units: {u1: {model: S21}}}, expect: {u1: compliant}}\n'
    )
    ran = compliance("rules", "test", "./riot-us-made")
    assert ran.code == 1
    assert "\x1b" not in ran.out
