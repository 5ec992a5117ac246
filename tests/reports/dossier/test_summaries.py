"""What stays after a plan, in words."""

from __future__ import annotations

from compliance.core.finding import Subject
from compliance.reports.dossier.summaries import broken_words
from compliance.workflows.diligence.plan import Remaining


def test_what_stays_broken_says_where_and_why() -> None:
    assert broken_words(Remaining("p/r", None, "too many")) == "p/r: too many"
    assert broken_words(Remaining("p/r", Subject("site", "north"), "near a base")) == "site north: near a base"
