"""The timeline for programs."""

from __future__ import annotations

import json

from compliance.reports.style import Style
from compliance.reports.timeline.json import write
from tests.reports.timeline.sample import course, news


def test_the_form() -> None:
    text = write(course(), None, Style())
    data = json.loads(text)
    assert list(data) == ["format", "tool", "from", "to", "units", "inputs", "days", "notes"]
    assert (data["format"], data["from"], data["to"], data["units"]) == (
        "compliance-timeline/1",
        "2024-01-01",
        "2026-01-01",
        5,
    )
    assert [day["day"] for day in data["days"]] == [
        "2024-01-01",
        "2024-06-01",
        "2025-01-16",
        "2025-07-01",
        "2025-11-10",
    ]
    second = data["days"][1]
    assert (second["in_force"], second["verdict"], second["by_verdict"]["violation"]) == (True, "violation", 3)
    assert second["changes"] == [
        {
            "kind": "rule",
            "subject": "test/rule",
            "what": "test/rule: in force",
            "why": "A notice",
            "announced": False,
            "verify": "",
        }
    ]
    assert second["rules"] == [{"rule": "test/rule", "before": {}, "after": {"violation": 3, "compliant": 2}}]
    assert data["days"][-1]["changes"][0]["announced"] is True
    assert "\x1b" not in text


def test_what_is_newly_affected() -> None:
    data = json.loads(write(course(), news(), Style()))
    assert (data["watch"]["report"], data["watch"]["as_of"]) == ("saved.json", "2024-01-01")
    first = data["watch"]["affected"][0]
    assert (first["before"], first["units_before"], first["causes"][0]["day"]) == ("waived", 2, "2024-06-01")
