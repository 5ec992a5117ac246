"""JUnit: a case per rule, one failure with all that was found, well-formed whatever the inventory says."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from hypothesis import given

from compliance.core.finding import Subject, Verdict
from compliance.reports.check.base import Account
from tests.reports.check.sample import WAIVED, account, finding, hostile, waiver, written


def suites(told: Account) -> Element:
    return ElementTree.fromstring(written("junit", told))


def test_a_rule_is_a_case_and_its_findings_are_one_failure() -> None:
    root = suites(
        account(
            finding(),
            finding(Verdict.UNDETERMINED, because="no origin", remedy="", units=1),
            finding(Verdict.COMPLIANT, rule="example/evidence"),
        )
    )
    assert root.attrib == {"name": "mining-compliance", "tests": "2", "failures": "1", "skipped": "0", "errors": "0"}
    [suite] = root
    assert suite.attrib == {"name": "example", "tests": "2", "failures": "1", "skipped": "0", "errors": "0"}
    origin, evidence = suite.findall("testcase")
    assert (origin.get("classname"), origin.get("name")) == ("example.origin", "No hardware from China")
    [failure] = origin.findall("failure")
    assert failure.attrib == {
        "type": "violation",
        "message": "violation: 12 units: The recorded origin is China: forbidden.",
    }
    assert failure.text == (
        "violation: 12 units: The recorded origin is China: forbidden. fleet.csv: row 2. Check the papers.\n"
        "undetermined: 1 unit: No origin. fleet.csv: row 2."
    )
    assert len(evidence) == 0


@pytest.mark.parametrize("verdict", [Verdict.UNDETERMINED, Verdict.FLAGGED])
def test_what_is_open_fails_too(verdict: Verdict) -> None:
    found = suites(account(finding(verdict))).find("testsuite/testcase/failure")
    assert found is not None
    assert found.get("type") == verdict


def test_what_is_waived_passes_and_says_why() -> None:
    case = suites(account(finding(Verdict.WAIVED, waivers=(waiver(),)))).find("testsuite/testcase")
    assert case is not None
    assert [each.tag for each in case] == ["system-out"]
    assert (case[0].text or "").startswith(
        "waived: 12 units: The recorded origin is China: forbidden. fleet.csv: row 2."
    )
    assert WAIVED in (case[0].text or "")


def test_a_rule_that_asks_nothing_is_skipped() -> None:
    told = account(finding(Verdict.NOT_APPLICABLE), finding(Verdict.NOT_APPLICABLE, rule="other/rule"))
    told = replace(told, rules=[told.rules[0], replace(told.rules[1], in_force=False)])
    messages = [each.get("message") for each in suites(told).iter("skipped")]
    assert messages == ["no unit is covered", "not in force on 2026-11-22"]
    assert [suite.get("name") for suite in suites(told)] == ["example", "other"]


def test_a_party_is_named() -> None:
    failure = suites(account(finding(subject=Subject("party", "sophgo")))).find("testsuite/testcase/failure")
    assert failure is not None
    assert failure.get("message") == "violation: 12 units, party sophgo: The recorded origin is China: forbidden."


@given(hostile())
def test_hostile_text_breaks_nothing(told: Account) -> None:
    tags = {each.tag for each in suites(told).iter()}
    assert tags <= {
        "testsuites", "testsuite", "properties", "property", "testcase", "failure", "system-out", "skipped"
    }  # fmt: skip
    assert all(line.isprintable() for line in written("junit", told).split("\n"))
