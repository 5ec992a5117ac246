"""``compliance diligence``: folders, defaults, settings, errors."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.command_line import CHINA, CLEAN, ROOT, Compliance, fleet
from tests.dossiers import NORTHGATE

AS_OF = ("--as-of", "2026-11-22")
LIMIT = (
    '[parameters."supply-concentration/maker"]\nlimit = 70\n[parameters."supply-concentration/origin"]\nlimit = 60\n'
)


def test_the_sample_with_the_settings_of_a_lender(compliance: Compliance) -> None:
    shutil.copytree(NORTHGATE, "northgate")
    settings = ("--settings", str(NORTHGATE.parent / "lender.toml"))
    ran = compliance("diligence", "northgate", *AS_OF, *settings, "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    (target,) = ran.report["targets"]
    assert target["name"] == "northgate"
    assert {each["path"] for each in target["inputs"] if each["kind"] == "policy"} == {
        f"bundled:{name}"
        for name in (
            "us-ear",
            "us-ofac",
            "cleanspark-mineone",
            "us-cfius-real-estate",
            "foreign-ownership",
            "supply-concentration",
        )
    }
    assert [each["path"] for each in target["inputs"] if each["kind"] == "settings"] == ["lender.toml"]
    check = compliance("check", "northgate", "--policy", "us-ear", *AS_OF, "--format", "json", "--no-waivers").report
    alone = compliance("diligence", "northgate", "--policy", "us-ear", *AS_OF, "--format", "json").report["targets"][0]
    assert alone["summary"]["by_verdict"] == check["summary"]["by_verdict"]
    assert alone["verdict"] == check["verdict"]
    again = compliance("diligence", "northgate", *AS_OF, *settings, "--format", "json")
    assert again.out == ran.out


def test_a_rule_without_its_setting_is_left_out_and_said(compliance: Compliance) -> None:
    fleet(CLEAN, name="target/fleet.csv")
    ran = compliance("diligence", "target", *AS_OF)
    assert ran.code == 0
    for rule in ("maker", "origin"):
        assert f"- Rule supply-concentration/{rule} was left out: no value is set for limit." in ran.out
    Path("compliance.toml").write_text(LIMIT, "utf-8")
    ran = compliance("diligence", "target", *AS_OF)
    assert "- Rule supply-concentration" not in ran.out
    assert "| supply-concentration |" in ran.out
    Path("compliance.toml").write_text(LIMIT.partition('[parameters."supply-concentration/origin')[0], "utf-8")
    ran = compliance("diligence", "target", *AS_OF)
    assert "- Rule supply-concentration/origin was left out" in ran.out
    assert "- Rule supply-concentration/maker" not in ran.out
    assert "| supply-concentration |" in ran.out


@pytest.mark.parametrize("limit", ["140", '"seventy"', "true"])
def test_a_limit_that_is_none_is_an_error_though_another_is_missing(compliance: Compliance, limit: str) -> None:
    fleet(CLEAN, name="target/fleet.csv")
    Path("compliance.toml").write_text(f'[parameters."supply-concentration/maker"]\nlimit = {limit}\n')
    ran = compliance("diligence", "target", *AS_OF)
    assert ran.code == 4
    assert "parameter 'limit' of supply-concentration/maker" in ran.err


WAIVERS = """waivers:
- {rule: cleanspark-mineone/origin, subject: {asset: A-2}, reason: cannot be traced, approved_by: the seller,
   approved_on: 2026-01-01, expires: 2026-12-31, evidence: board minutes}
"""


def test_what_a_target_says_of_itself_is_a_claim(compliance: Compliance) -> None:
    fleet(CLEAN, CHINA, name="target/fleet.csv")
    Path("target/waivers.yaml").write_text(WAIVERS)
    Path("target/compliance.toml").write_text(f'fail-on = "never"\n{LIMIT}')
    ran = compliance("diligence", "target", *AS_OF, "--policy", "cleanspark-mineone", "--format", "json")
    (target,) = ran.report["targets"]
    assert target["verdict"] == "violation"
    assert len(target["claims"]) == 2
    assert target["claims"][0].startswith("compliance.toml (")
    assert "cannot be traced" in target["claims"][1]
    assert not any(each["kind"] in ("settings", "waivers") for each in target["inputs"])
    assert "What the target says of itself" in compliance("diligence", "target", *AS_OF).out
    assert "What the target says of itself" in compliance("diligence", "target", *AS_OF, "--format", "html").out
    trusted = compliance(
        "diligence", "target", *AS_OF, "--policy", "cleanspark-mineone", "--format", "json", "--trust-target"
    )
    (target,) = trusted.report["targets"]
    assert "waived" in {finding["verdict"] for finding in target["findings"]}
    assert target["claims"] == []
    assert {each["kind"] for each in target["inputs"]} >= {"settings", "waivers"}


def test_settings_in_a_targets_folder_are_never_the_acquirers(
    compliance: Compliance, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fleet(CLEAN, name="target/fleet.csv")
    Path("target/compliance.toml").write_text(LIMIT)
    ran = compliance("diligence", "target", *AS_OF, "--settings", "target/compliance.toml")
    assert "- Rule supply-concentration/maker was left out" in ran.out
    (here / ".git").mkdir()
    Path("compliance.toml").write_text('policies = ["us-ear"]')
    monkeypatch.chdir(here / "target")
    ran = compliance("diligence", ".", *AS_OF, "--format", "json")
    assert [each["path"] for each in ran.report["targets"][0]["inputs"] if each["kind"] == "settings"] == [
        "compliance.toml"
    ]
    assert ran.report["targets"][0]["claims"][0].startswith("compliance.toml (")


SHARED = ROOT.parent / "shared" / "cases" / "diligence"


@pytest.mark.skipif(not SHARED.exists(), reason="the cases are not there")
@pytest.mark.parametrize(
    ("case", "rules", "broken"), [("t1", {"maker", "origin"}, "origin"), ("partial-limits", {"maker"}, "maker")]
)
def test_the_cases_with_the_limits_of_the_acquirer(
    compliance: Compliance, case: str, rules: set[str], broken: str
) -> None:
    shutil.copytree(SHARED / case, case)
    shutil.copy(SHARED / case / "compliance.toml", "compliance.toml")
    ran = compliance("diligence", case, "--as-of", "2026-11-30", "--format", "json")
    assert ran.code == 0, ran.err
    (target,) = ran.report["targets"]
    found = {finding["rule"] for finding in target["findings"]}
    assert f"supply-concentration/{broken}" in found
    assert {
        rule
        for rule in ("maker", "origin")
        if not any(f"/{rule} was left out" in line for line in target["not_assessed"])
    } == rules


@pytest.mark.parametrize("form", ["markdown", "html", "json"])
def test_several_targets_are_compared(form: str, compliance: Compliance) -> None:
    fleet(CLEAN, name="one/fleet.csv")
    fleet(CLEAN, name="two/fleet.csv")
    ran = compliance("diligence", "one", "two", *AS_OF, "--format", form, "--output", "out")
    assert (ran.code, ran.out) == (0, "")
    text = Path("out").read_text("utf-8")
    assert ("Comparison" in text) != (form == "json")
    if form == "json":
        assert [each["name"] for each in json.loads(text)["targets"]] == ["one", "two"]


def test_what_is_wrong(compliance: Compliance) -> None:
    fleet(CLEAN, name="target/fleet.csv")
    for given, code, said in (
        (("nowhere",), 4, "nowhere: is not there"),
        (("target/fleet.csv",), 4, "target/fleet.csv: is no folder"),
        (("target", "--output", "target/out.md"), 2, "read and never written"),
        (("target", "--output", "target/fleet.csv"), 2, "read and never written"),
        (("target", "--policy", "nothing"), 4, "neither bundled nor a folder"),
        ((), 2, "FOLDER"),
    ):
        ran = compliance("diligence", *given)
        assert (ran.code, said in ran.err) == (code, True), (given, ran.err)
    Path("empty").mkdir()
    ran = compliance("diligence", "empty")
    assert (ran.code, "has no inventory" in ran.err) == (4, True)


def test_what_changed_since_an_earlier_dossier(compliance: Compliance) -> None:
    fleet(CLEAN, CHINA, name="target/fleet.csv")
    asked = ("diligence", "target", *AS_OF, "--policy", "cleanspark-mineone")
    assert compliance(*asked, "--output", "old.json").code == 0
    fleet(CLEAN, name="target/fleet.csv")
    ran = compliance(*asked, "--baseline", "old.json", "--format", "json")
    (target,) = ran.report["targets"]
    answer = target["redline"]["changes"][0]
    assert (answer["section"], answer["before"]["verdict"]) == ("answer", "violation")
    assert "## What changed since 2026-11-22" in compliance(*asked, "--baseline", "old.json").out
    assert compliance(*asked, "--baseline", "old.json", "--output", "old.json").code == 2
    ran = compliance(*asked, "--baseline", "nothing.json")
    assert (ran.code, "nothing.json" in ran.err) == (4, True)


@pytest.mark.parametrize("form", ["markdown", "json", "html"])
def test_a_target_of_which_nothing_is_known_has_its_dossier(compliance: Compliance, form: str) -> None:
    Path("bare").mkdir()
    Path("bare/fleet.csv").write_text("model\nAntminer S21\n", "utf-8")
    ran = compliance("diligence", "bare", *AS_OF, "--format", form)
    assert (ran.code, ran.err) == (0, "")
    assert "not recorded" in ran.out


def test_a_target_without_an_inventory_is_an_error(compliance: Compliance) -> None:
    Path("empty").mkdir()
    ran = compliance("diligence", "empty", *AS_OF)
    assert ran.code == 4
    assert "empty" in ran.err


def test_a_page_of_ones_own(compliance: Compliance) -> None:
    fleet(CLEAN, name="target/fleet.csv")
    Path("mine").mkdir()
    Path("mine/page.html").write_text("mine\n{{ tilte }}")
    asked = ("diligence", "target", *AS_OF, "--format", "html", "--templates", "mine")
    ran = compliance(*asked)
    assert ran.code == 4
    assert "mine/page.html:2" in ran.err
    Path("mine/page.html").write_text("<p>mine</p>{{ title }}")
    ran = compliance("check", "target/fleet.csv", "--policy", "us-ear", "--format", "html", "--templates", "mine")
    assert ran.out.startswith("<p>mine</p>Compliance: ")
