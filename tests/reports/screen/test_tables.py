"""One line for a group, and what a person decides on it."""

from __future__ import annotations

from compliance.reports.screen.tables import REVIEW, counts, review
from tests.reports.screen.sample import ANSWER


def test_a_line_for_each_group_and_for_each_name_without_one() -> None:
    lines = list(review(ANSWER))
    assert {len(line) for line in lines} == {len(REVIEW)}
    assert [(line[0], line[2]) for line in lines] == [
        ("Delta \x1b", "candidate"),
        ("Delta Electronics", "namesake"),
        ("Delta", "no match"),
        ("Clean", "no match"),
    ]
    assert lines[1][REVIEW_PLACE["Of the same group"]].count("Delta Electronic (l:delta)") == 6
    assert counts(ANSWER) == {"match": 0, "candidate": 1, "namesake": 1, "no match": 2}


REVIEW_PLACE = {title: place for place, title in enumerate(REVIEW)}
