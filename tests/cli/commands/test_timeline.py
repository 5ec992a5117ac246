"""``compliance timeline``: options, errors, outputs."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.command_line import CHINA, CLEAN, Compliance, fleet

SPAN = ("--from", "2025-01-01", "--to", "2026-12-31")
POLICIES = ("--policy", "us-ear", "--policy", "us-ofac")


def test_the_law_of_two_years(compliance: Compliance) -> None:
    ran = compliance("timeline", fleet(CLEAN, CHINA), *POLICIES, *SPAN, "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    changed = {day["day"]: {change["subject"] for change in day["changes"]} for day in ran.report["days"]}
    for day, subject in (
        ("2025-01-16", "us-bis-90fr4621"), ("2025-09-29", "us-ear/affiliates"),
        ("2025-11-10", "us-ear/affiliates"), ("2026-11-10", "us-ear/affiliates"),
    ):  # fmt: skip
        assert subject in changed[day]
    assert {each["kind"] for each in ran.report["inputs"]} == {"fleet", "policy", "list"}


def test_it_says_what_a_check_says(compliance: Compliance) -> None:
    path = fleet(CLEAN, CHINA)
    days = compliance("timeline", path, *POLICIES, *SPAN, "--format", "json").report["days"]
    for day in days:
        report = compliance("check", path, *POLICIES, "--as-of", day["day"], "--format", "json").report
        assert (report["verdict"], report["summary"]["by_verdict"]) == (day["verdict"], day["by_verdict"])


@pytest.mark.parametrize(
    ("form", "told"), [("text", "2025-09-29"), ("html", "2025-09-29"), ("svg", "Units by verdict from 2025-")]
)
def test_forms_and_files(form: str, told: str, compliance: Compliance) -> None:
    path = fleet(CLEAN)
    said = compliance("timeline", path, *POLICIES, *SPAN, "--format", form)
    kept = compliance("timeline", path, *POLICIES, *SPAN, "--format", form, "--output", "out")
    assert (said.code, kept.code, kept.out) == (0, 0, "")
    assert Path("out").read_text("utf-8") == said.out
    assert told in said.out


def test_the_span_reaches_back_and_ahead(compliance: Compliance) -> None:
    ran = compliance("timeline", fleet(CLEAN), *POLICIES, "--format", "json")
    today = datetime.now(UTC).date()
    assert ran.report["from"] == str(today - timedelta(days=3 * 365))
    assert ran.report["to"] == str(today + timedelta(days=365))


def test_what_is_wrong(compliance: Compliance) -> None:
    path = fleet(CLEAN)
    ran = compliance("timeline", path, *POLICIES, "--from", "2025-01-02", "--to", "2025-01-01")
    assert (ran.code, ran.err) == (
        4, "error: the span ends on 2025-01-01, before it begins on 2025-01-02. Swap --from and --to.\n",
    )  # fmt: skip
    assert compliance("timeline", path, "--from", "yesterday").code == 2
    assert "overwritten" in compliance("timeline", path, *POLICIES, *SPAN, "--output", path).err
    assert compliance("timeline", "nowhere.csv").code == 4


def test_watching_a_report(compliance: Compliance) -> None:
    path = fleet(CLEAN, CHINA)
    compliance("check", path, *POLICIES, "--as-of", "2025-09-01", "--format", "json", "--output", "saved.json")
    ran = compliance("timeline", path, *POLICIES, "--watch", "saved.json", "--to", "2025-10-01")
    assert "Newly affected since saved.json of 2025-09-01" in ran.out
    assert "from 2025-09-01 to 2025-10-01." in ran.out
    ran = compliance("timeline", path, *POLICIES, "--watch", "saved.json", "--from", "2025-01-01")
    assert (ran.code, "Leave --from out: the span begins on the report's day." in ran.err) == (2, True)
    ran = compliance("timeline", path, *POLICIES, "--watch", "saved.json", "--from", "2025-09-01", "--to", "2025-10-01")
    assert "from 2025-09-01 to 2025-10-01." in ran.out, "the day of the saved report may be repeated"
    ran = compliance("timeline", path, *POLICIES, "--watch", "saved.json", "--output", "saved.json")
    assert ran.code == 2
    today = json.loads(compliance("timeline", path, *POLICIES, "--watch", "saved.json", "--format", "json").out)["to"]
    assert today == str(datetime.now(UTC).date())
    ran = compliance("timeline", path, *POLICIES, "--watch", path)
    assert (ran.code, "is no" in ran.err) == (4, True)
