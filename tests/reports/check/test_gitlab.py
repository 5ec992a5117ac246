"""Code quality: every finding once, with a severity that GitLab knows, at a relative place."""

from __future__ import annotations

import json

import pytest
from hypothesis import given

from compliance.core.finding import Location, Verdict
from compliance.reports.check.base import Account
from tests.reports.check.sample import account, finding, hostile, written


def test_a_finding_is_an_item() -> None:
    assert json.loads(written("gitlab", account(finding(units=1)))) == [
        {
            "description": "violation: the recorded origin is China: forbidden (1 unit)",
            "check_name": "example/origin",
            "fingerprint": "0" * 32,
            "severity": "critical",
            "location": {"path": "fleet.csv", "lines": {"begin": 2}},
        }
    ]


def test_a_sheet_is_no_part_of_the_file() -> None:
    told = account(finding(locations=(Location("inv/fleet.ods#Hall A", 9, ""),)))
    assert json.loads(written("gitlab", told))[0]["location"]["path"] == "inv/fleet.ods"


@pytest.mark.parametrize(
    ("verdict", "severity"),
    [
        (Verdict.VIOLATION, "blocker"),
        (Verdict.UNDETERMINED, "major"),
        (Verdict.FLAGGED, "minor"),
        (Verdict.WAIVED, "info"),
        (Verdict.COMPLIANT, "info"),
        (Verdict.NOT_APPLICABLE, "info"),
    ],
)
def test_severities(verdict: Verdict, severity: str) -> None:
    [item] = json.loads(written("gitlab", account(finding(verdict, effect="prohibition"))))
    assert item["severity"] == severity


def test_what_stands_in_no_row_stands_in_the_inventory() -> None:
    [item] = json.loads(written("gitlab", account(finding(locations=()))))
    assert item["location"] == {"path": "fleet.csv", "lines": {"begin": 1}}


def test_nothing_found_is_an_empty_list() -> None:
    assert written("gitlab", account()) == "[]\n"


@given(hostile())
def test_hostile_text_breaks_nothing(told: Account) -> None:
    text = written("gitlab", told)
    assert all(line.isprintable() for line in text.split("\n"))
    for item in json.loads(text):
        assert set(item) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert item["description"].isprintable()
