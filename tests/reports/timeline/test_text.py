"""The timeline for a person."""

from __future__ import annotations

from compliance.reports.style import Style
from compliance.reports.timeline.text import write
from tests.reports.timeline.sample import course, news


def test_days_changes_and_what_they_did() -> None:
    text = write(course(), None, Style(200))
    assert text.startswith("From 2024-01-01 to 2026-01-01: 5 units, 4 days on which something changes.\n")
    assert "2024-01-01  no rule is in force\n" in text
    assert (
        "2024-06-01  violation 3, compliant 2\n    - test/rule: in force (A notice)\n    * test/rule: nothing -> violation 3, compliant 2"
        in text
    )
    assert "(A later notice); announced only; to verify: read it" in text
    assert "\x1b" not in text


def test_what_is_newly_affected() -> None:
    text = write(course(), news(), Style(200))
    assert "Newly affected since saved.json of 2024-01-01: 2\n" in text
    assert "  - violation, 3 units, was waived (2 units): test/rule. " in text
    assert "      because of the law on 2024-06-01: test/rule: in force" in text
    assert "      because of the inventory: fleet.csv: changed since the saved report" in text
    assert "Newly affected since saved.json of 2024-01-01: nothing" in write(course(), news(any_=False), Style())


def test_lines_fit() -> None:
    assert max(map(len, write(course(), news(), Style(60)).splitlines())) <= 60
