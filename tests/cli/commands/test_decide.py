"""``compliance decide``: a well-formed decision, or none."""

from __future__ import annotations

from pathlib import Path

from compliance.screening.decision_file import read_decisions
from tests.command_line import Compliance, fleet, process
from tests.workflows.test_review import FILLED, filled

WHY = ("--reason=The same address", "--decided-by=CCO", "--expires=2099-01-31")
SOPHGO = ("--party=Sopgho Technology Ltd", "--listing=us-bis-90fr4621:sophgo-technologies-ltd")
HEADER = "model,manufacturer,supplier,purchase_date,quantity"
ROW = "S21,Bitmain,Sopgho Technology Ltd,2025-06-01,10"


def test_a_finding_becomes_a_match(compliance: Compliance) -> None:
    fleet(ROW, name="hall/fleet.csv", header=HEADER)
    Path("compliance.toml").write_text('policies = ["us-ear"]')
    findings = compliance("check", "hall", "--format=json").report["findings"]
    (mark,) = (one["fingerprint"] for one in findings if one["rule"] == "us-ear/sophgo")
    ran = compliance("decide", "hall", f"--finding={mark[:8]}", SOPHGO[1], "--same-party", *WHY)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith('Written to hall/decisions.yaml:\n- party: "Sopgho Technology Ltd"\n')
    assert "Sopgho Technology Ltd counts as sophgo-technologies-ltd of us-bis-90fr4621.\n" in ran.out
    (after,) = (
        finding
        for finding in compliance("check", "hall", "--format=json").report["findings"]
        if finding["rule"] == "us-ear/sophgo"
    )
    assert f"us-ear/sophgo: undetermined becomes {after['verdict']} for 10 units.\n" in ran.out
    again = compliance("decide", "hall", f"--finding={mark[:8]}", SOPHGO[1], "--not-the-same-party", *WHY)
    assert (again.code, "has a decision on this match already" in again.err) == (4, True)


def test_only_said_and_refused(compliance: Compliance) -> None:
    ran = compliance("decide", *SOPHGO, "--country=CN", "--not-the-same-party", *WHY, "--check")
    assert ran.code == 0
    assert ran.out.startswith("Would be written to decisions.yaml:\n")
    assert "is no longer taken for" in ran.out
    assert compliance("decide", *SOPHGO, *WHY).code == 2, "what was concluded must be said"
    assert compliance("decide", "--same-party", *WHY).code == 2
    assert compliance("decide", *SOPHGO, "--same-party", *WHY[1:], "--reason= ").code == 2
    assert compliance("decide", *SOPHGO, "--same-party", *WHY[:2], "--expires=2020-01-01").code == 2
    assert compliance("decide", SOPHGO[0], "--listing=none:x", "--same-party", *WHY).code == 4
    assert not Path("decisions.yaml").exists()


def test_decisions_of_many_at_once_are_all_there(compliance: Compliance) -> None:
    Path("decisions.yaml").write_text("# by counsel\n")
    names = [f"Sophgo Technologie {ending}" for ending in ("Ltd", "Inc", "LLC", "GmbH")]
    programs = [process("decide", f"--party={name}", SOPHGO[1], "--same-party", *WHY) for name in names]
    assert [(program.communicate()[1], program.returncode) for program in programs] == [(b"", 0)] * 4
    assert {one.party for one in read_decisions(Path("decisions.yaml"), "d")} == set(names)


def test_a_review_is_read_back(compliance: Compliance) -> None:
    filled(Path("review.xlsx"), FILLED)
    ran = compliance("decide", "--review", "review.xlsx", "--check")
    assert (ran.code, ran.out.splitlines()[0]) == (0, "Would be written to decisions.yaml:")
    assert not Path("decisions.yaml").exists()
    ran = compliance("decide", "--review", "review.xlsx")
    assert (ran.code, ran.out.splitlines()[0]) == (0, "Written to decisions.yaml:")
    ran = compliance("decide", "--same-party", "--party", "X", "--listing", "l:x")
    assert (ran.code, "Give --reason, --decided-by and --expires." in ran.err) == (2, True)
