"""``compliance waive``: a well-formed entry, or none."""

from __future__ import annotations

from pathlib import Path

import pytest

from compliance.policies.waiver_file import read_waivers
from tests.command_line import CHINA, CLEAN, Compliance, Ran, fleet, process

ORIGIN = "cleanspark-mineone/origin"
SAID = ("--reason=It is sold", "--approved-by=CCO", "--expires=2099-01-31")


@pytest.fixture
def settings(compliance: Compliance) -> Compliance:
    Path("compliance.toml").write_text('policies = ["cleanspark-mineone"]')
    return compliance


def test_what_is_added_waives(settings: Compliance) -> None:
    fleet(CHINA, CLEAN, name="hall/fleet.csv")
    Path("hall/waivers.yaml").write_text("# kept by legal\nwaivers: []\n")
    said = settings(
        "waive", "hall", "--rule", ORIGIN, "--asset=A-2", *SAID, "--approved-on=2026-01-01", "--evidence=M-14"
    )
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("Written to hall/waivers.yaml:\n- rule: cleanspark-mineone/origin\n")
    assert (
        "It covers 2 units: the recorded country of origin is China, which this rule forbids.\n  hall/fleet.csv:2\n"
        in said.out
    )
    assert Path("hall/waivers.yaml").read_text() == (
        '# kept by legal\nwaivers:\n  - rule: cleanspark-mineone/origin\n    subject: {asset: "A-2"}\n'
        '    reason: "It is sold"\n    approved_by: "CCO"\n    approved_on: 2026-01-01\n    expires: 2099-01-31\n'
        '    evidence: "M-14"\n'
    )
    ran = settings("check", "hall", "--format=json")
    assert (ran.code, ran.verdicts()) == (0, {(ORIGIN, "waived")})
    assert settings("rules", "test", "hall/waivers.yaml").code == 0


def test_only_said(settings: Compliance) -> None:
    fleet(*[CHINA.replace("A-2", f"B-{number}") for number in range(20)])
    said = settings("waive", "fleet.csv", "--rule", ORIGIN, "--party=Bitmain", *SAID, "--check")
    assert said.code == 0
    assert said.out.startswith("Would be written to waivers.yaml:\n")
    assert "It covers 40 units" in said.out
    assert said.out.endswith("fleet.csv:13 and 8 more rows\n")
    assert not Path("waivers.yaml").exists()


@pytest.mark.parametrize(
    "option", ["--asset", "--serial", "--purchase-lot", "--lot", "--site", "--party", "--supplier"]
)
def test_every_subject_can_be_named(option: str, settings: Compliance) -> None:
    assert settings("waive", "--rule", ORIGIN, option, "X 1", *SAID).code == 0
    assert f'{option[2:].replace("-", "_")}: "X 1"' in Path("waivers.yaml").read_text()


def test_where_it_is_written(settings: Compliance) -> None:
    Path("compliance.toml").write_text('waivers = ["legal/w.yaml"]')
    Path("legal").mkdir()
    assert "Written to legal/w.yaml" in settings("waive", "--rule", ORIGIN, "--site=x", *SAID).out
    assert "Written to w2.yaml" in settings("waive", "--rule", ORIGIN, "--site=x", *SAID, "--waivers=w2.yaml").out
    fleet(CHINA, name="hall/fleet.csv")
    Path("hall/waivers.yml").write_text("waivers: []\n")
    assert (
        "Written to hall/waivers.yml" in settings("waive", "hall/fleet.csv", "--rule", ORIGIN, "--asset=A-2", *SAID).out
    )


def refused(ran: Ran, code: int, said: str) -> None:
    assert (ran.code, ran.out) == (code, "")
    assert said in ran.err
    assert not Path("waivers.yaml").exists()


def test_what_is_refused(settings: Compliance) -> None:
    fleet(CHINA)
    asset = "--asset=A-2"
    refused(settings("waive", "--rule", ORIGIN, *SAID), 2, "Name one of --asset, --serial, --purchase-lot")
    refused(settings("waive", "--rule", ORIGIN, asset, "--site=x", *SAID), 2, "Name one of")
    refused(settings("waive", "--rule", ORIGIN, asset, *SAID[:2]), 2, "--expires")
    refused(settings("waive", "--rule", ORIGIN, asset, *SAID[1:]), 2, "--reason")
    refused(settings("waive", "--rule", ORIGIN, asset, *SAID[1:], "--reason= "), 2, "--reason")
    refused(settings("waive", "--rule", ORIGIN, asset, *SAID[1:], "--reason=\x1b[2J"), 2, "--reason")
    refused(settings("waive", "--rule", ORIGIN, asset, *SAID[:2], "--expires=2026-01-31"), 2, "is over before")
    refused(settings("waive", "--rule", ORIGIN, asset, *SAID, "--approved-on=2099-02-01"), 2, "is over before")
    refused(settings("waive", "--rule", ORIGIN, asset, *SAID, "--waivers=."), 2, "is not a file")
    refused(
        settings("waive", "--rule=us-eer/listed", asset, *SAID), 4, "there is no rule 'us-eer/listed'. Did you mean"
    )
    refused(settings("waive", "fleet.csv", "--rule", ORIGIN, "--asset=A-9", *SAID), 4, "would waive nothing")
    refused(settings("waive", "none.csv", "--rule", ORIGIN, asset, *SAID), 4, "none.csv: cannot be read")


def test_the_same_twice(settings: Compliance) -> None:
    assert settings("waive", "--rule", ORIGIN, "--asset=A-2", *SAID).code == 0
    before = Path("waivers.yaml").read_bytes()
    again = settings("waive", "--rule", ORIGIN, "--asset=A-2", *SAID)
    assert (again.code, Path("waivers.yaml").read_bytes()) == (4, before)
    assert "waivers.yaml: the file has this waiver already" in again.err


def test_waivers_of_many_at_once_are_all_there(settings: Compliance) -> None:
    Path("waivers.yaml").write_text("waivers: []\n")
    programs = [process("waive", "--rule", ORIGIN, f"--lot=L-{number}", *SAID) for number in range(8)]
    assert [(program.communicate()[1], program.returncode) for program in programs] == [(b"", 0)] * 8
    waivers = read_waivers(Path("waivers.yaml"), "w")
    assert {waiver.subject.purchase_lot for waiver in waivers} == {f"L-{number}" for number in range(8)}
    assert sorted(path.name for path in Path().iterdir()) == ["compliance.toml", "waivers.yaml"]


@pytest.mark.parametrize("arguments", [[], ["hall"]])
def test_a_link_that_leads_nowhere_is_not_written_through(settings: Compliance, arguments: list[str]) -> None:
    fleet(CHINA, name="hall/fleet.csv")
    path = Path(*arguments, "waivers.yaml")
    path.symlink_to("gone.yaml")
    ran = settings("waive", *arguments, "--rule", ORIGIN, "--asset=A-2", *SAID)
    assert (ran.code, ran.out) == (4, "")
    assert "gone.yaml: the link waivers.yaml points to a missing file. Restore the file" in ran.err
    assert not path.exists()


def test_why_a_waiver_will_not_count_is_said(settings: Compliance) -> None:
    ran = settings("waive", "--rule", ORIGIN, "--asset=A-2", *SAID, "--approved-on=2026-01-01", "--check")
    assert (ran.code, ran.err) == (0, "")
    assert "Counts until 2028-01-02 only, for its policy allows 731 days from the approval" in ran.out
    assert "Does not count" not in ran.out
    statute = settings("waive", "--rule", "us-ofac/sdn", "--asset=A-2", *SAID, "--approved-on=2026-01-01", "--check")
    assert "Does not count, for a waiver of a statute counts only with evidence" in statute.out
    open_rule = settings("waive", "--rule", "supply-concentration/maker", "--asset=A-2", *SAID, "--check")
    assert open_rule.code == 0
    ran = settings("waive", "--rule", ORIGIN, "--serial=n/a", *SAID, "--check")
    assert (ran.code, ran.err) == (2, "error: 'n/a' is a placeholder and names no serial. Name what is to be waived.\n")
