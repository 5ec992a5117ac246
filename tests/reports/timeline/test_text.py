"""The timeline for a person."""

from __future__ import annotations

from dataclasses import replace

from compliance.core.finding import Input
from compliance.reports.style import Style
from compliance.reports.timeline.text import event_text, lead, quiet_days, write
from tests.reports.timeline.sample import course, news


def test_days_changes_and_what_they_did() -> None:
    text = write(course(), None, Style(200))
    assert text.startswith("5 units of fleet.csv, from 2024-01-01 to 2026-01-01. 2 days on which an answer changes.\n")
    assert "2024-01-01  no rule is in force\n" in text
    assert (
        "2024-06-01  violation 3, compliant 2\n    - test/rule: in force (A notice)\n    * test/rule: nothing -> violation 3, compliant 2"
        in text
    )
    assert "2025-11-10  " not in text, "nothing that a rule answers changes on it"
    assert (
        "On 2 more days a law, a list or an interest changed and no rule answers otherwise: 2025-01-16, 2025-11-10."
        in text
    )
    assert "\x1b" not in text


def test_a_timeline_says_under_what() -> None:
    found = course()
    asked = (*found.inputs, Input("policy", "bundled:us-ear", "0" * 64), Input("policy", "own", "0" * 64))
    assert lead(replace(found, inputs=asked)).startswith("5 units of fleet.csv under us-ear, own, from")
    assert lead(replace(found, inputs=())).startswith("5 units, from")
    still = replace(found, entries=found.entries[:1])
    assert quiet_days(still) == ""
    assert "answers otherwise" not in write(still, None, Style(200))


def test_what_is_only_announced_says_so() -> None:
    event = next(event for entry in course().entries for event in entry.events if event.announced)
    assert event_text(event).endswith("(A later notice); announced only; to verify: read it")


def test_what_is_newly_affected() -> None:
    text = write(course(), news(), Style(200))
    assert "Newly affected since saved.json of 2024-01-01: 2\n" in text
    assert "  - violation, 3 units, was waived (2 units): test/rule. " in text
    assert "      because of the law on 2024-06-01: test/rule: in force" in text
    assert "      because of the inventory: fleet.csv: changed since the saved report" in text
    assert "Newly affected since saved.json of 2024-01-01: nothing" in write(course(), news(any_=False), Style())


def test_lines_fit() -> None:
    assert max(map(len, write(course(), news(), Style(60)).splitlines())) <= 60
