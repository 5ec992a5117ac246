"""``compliance diligence``: folders, defaults, settings, errors."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.command_line import CLEAN, Compliance, fleet
from tests.dossiers import NORTHGATE

AS_OF = ("--as-of", "2026-11-22")
LIMIT = (
    '[parameters."supply-concentration/maker"]\nlimit = 70\n[parameters."supply-concentration/origin"]\nlimit = 60\n'
)


def test_the_sample_with_the_settings_beside_it(compliance: Compliance) -> None:
    shutil.copytree(NORTHGATE, "northgate")
    ran = compliance("diligence", "northgate", *AS_OF, "--format", "json")
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
    check = compliance("check", "northgate", "--policy", "us-ear", *AS_OF, "--format", "json").report
    alone = compliance("diligence", "northgate", "--policy", "us-ear", *AS_OF, "--format", "json").report["targets"][0]
    assert alone["summary"]["by_verdict"] == check["summary"]["by_verdict"]
    assert alone["verdict"] == check["verdict"]
    again = compliance("diligence", "northgate", *AS_OF, "--format", "json")
    assert again.out == ran.out


def test_a_policy_without_its_setting_is_left_out_and_said(compliance: Compliance) -> None:
    fleet(CLEAN, name="target/fleet.csv")
    ran = compliance("diligence", "target", *AS_OF)
    assert ran.code == 0
    assert (
        "- Policy supply-concentration was left out: no value is set for supply-concentration/maker (limit), supply-concentration/origin (limit)."
        in ran.out
    )
    Path("compliance.toml").write_text(LIMIT, "utf-8")
    ran = compliance("diligence", "target", *AS_OF)
    assert "- Policy supply-concentration" not in ran.out
    assert "| supply-concentration |" in ran.out


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
