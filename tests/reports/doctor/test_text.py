"""The doctor's text: numbered, in words, without what a terminal would obey."""

from __future__ import annotations

from datetime import date

from compliance.core.finding import Verdict
from compliance.reports.doctor.text import write
from compliance.reports.style import Style
from compliance.workflows.doctor import DoctorResult, Gap

RESULT = DoctorResult(
    date(2026, 11, 22),
    7,
    {Verdict.VIOLATION: 7},
    (
        Gap("unread", "is \x1b[31mred", "Look.", "More is read.", None, "a.csv"),
        Gap("missing", "no origin is recorded", "Record it.", "Lets x answer.", 1),
        Gap("old", "the list is old", "Update it.", "It clears.", 0, "list"),
    ),
    frozenset(),
)


def test_every_gap_says_what_to_do_and_what_that_changes() -> None:
    assert write(RESULT, Style()) == (
        "7 units as of 2026-11-22; what would let a check say more, most machines first:\n"
        "\n 1. UNREAD, units unknown, a.csv\n    Is \N{REPLACEMENT CHARACTER}[31mred.\n    To do: Look.\n    More is read.\n"
        "\n 2. MISSING, 1 unit\n    No origin is recorded.\n    To do: Record it.\n    Lets x answer.\n"
        "\n 3. OLD, list\n    The list is old.\n    To do: Update it.\n    It clears.\n"
    )
