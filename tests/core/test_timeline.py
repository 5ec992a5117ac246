"""Values by date: on the eve, on the day, ever after."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.core.errors import ComplianceError
from compliance.core.located import ParsedFile
from compliance.core.timeline import (
    ABSENT,
    anniversary,
    announced,
    changes,
    epochs,
    in_force,
    is_timeline,
    limits,
    resolve,
)
from compliance.io.yaml import parse

RULE = """
title: plain
in_force:
  2025-09-29: {is: true, by: a}
  2025-11-10: {is: false, by: b}
  2026-11-10: {is: true, by: b, status: announced, verify: look again}
limits:
  - 1
  - 2025-11-10: {is: 2, by: a}
  - {inner: {2026-01-01: {is: [x, {2026-02-01: {is: z, by: c}}], by: c}}}
"""


def on(day: str) -> Any:
    return resolve(parse(RULE).data, date.fromisoformat(day))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2025-09-28", None),
        ("2025-09-29", True),
        ("2025-11-09", True),
        ("2025-11-10", False),
        ("2026-11-09", False),
        ("2026-11-10", True),
        ("9999-12-31", True),
    ],
)
def test_a_value_on_the_eve_and_on_the_day(day: str, expected: bool | None) -> None:
    assert on(day).get("in_force") is expected
    assert on(day)["title"] == "plain"


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2025-11-09", [1, {}]),
        ("2025-11-10", [1, 2, {}]),
        ("2026-01-01", [1, 2, {"inner": ["x"]}]),
        ("2026-02-01", [1, 2, {"inner": ["x", "z"]}]),
    ],
)
def test_lists_and_timelines_in_timelines(day: str, expected: list[Any]) -> None:
    assert on(day)["limits"] == expected


def test_a_document_that_is_a_timeline_is_absent_before_its_first_day() -> None:
    assert resolve({date(2025, 1, 1): {"is": 1, "by": "a"}}, date(2024, 12, 31)) is ABSENT


def test_what_a_timeline_is() -> None:
    assert is_timeline({date(2025, 1, 1): 1})
    assert not is_timeline({})
    assert not is_timeline({date(2025, 1, 1): 1, "x": 2})
    assert not is_timeline([date(2025, 1, 1)])


def test_every_change_is_found_in_the_order_of_days() -> None:
    found = changes(parse(RULE))
    assert [str(change.day) for change in found] == [
        "2025-09-29", "2025-11-10", "2025-11-10", "2026-01-01", "2026-02-01", "2026-11-10",
    ]  # fmt: skip
    last = found[-1]
    assert (last.path, last.value, last.by, last.announced, last.verify) == (
        ("in_force",), True, "b", True, "look again",
    )  # fmt: skip
    assert not found[0].announced


def test_the_entries_that_hold_on_a_day() -> None:
    found = changes(parse(RULE))
    assert in_force(found, date(2025, 9, 28)) == ()
    assert [change.by for change in in_force(found, date(2025, 11, 10))] == ["b", "a"]
    assert {change.by for change in in_force(found, date(2026, 11, 10))} == {"a", "b", "c"}
    assert announced(found, date(2026, 11, 9)) == ()
    assert [change.verify for change in announced(found, date(2026, 11, 10))] == ["look again"]


def test_what_stands_in_an_entry_that_no_longer_holds_holds_no_longer() -> None:
    text = """
x:
  2025-01-01: {is: {v: {2025-02-01: {is: 1, by: inner}}}, by: first}
  2025-03-01: {is: {v: 2}, by: second}
"""
    found = changes(parse(text))
    assert [change.by for change in in_force(found, date(2025, 2, 1))] == ["first", "inner"]
    assert [change.by for change in in_force(found, date(2025, 3, 1))] == ["second"]


@pytest.mark.parametrize(
    ("text", "what", "line"),
    [
        ("a:\n  2025-01-01: {is: 1, by: s}\n  b: 2\n", "a mixes dates with other keys", 1),
        ("2025-01-01: {is: 1, by: s}\nb: 2\n", "mixes dates with other keys", 1),
        ("a:\n  2025-01-01: 1\n", "a.2025-01-01 is not a timeline entry", 2),
        ("a:\n  2025-01-01: {is: 1}\n", "a.2025-01-01 is not a timeline entry", 2),
        ("a:\n  2025-01-01: {by: s}\n", "a.2025-01-01 is not a timeline entry", 2),
        ("a:\n  2025-01-01: {is: 1, by: s, sic: 2}\n", "a.2025-01-01 is not a timeline entry", 2),
        ("a:\n- 2025-01-01: {is: 1, by: s, status: rumoured}\n", "a.0.2025-01-01 unknown status 'rumoured'", 2),
    ],
)
def test_what_is_no_timeline(text: str, what: str, line: int) -> None:
    with pytest.raises(ComplianceError) as caught:
        changes(parse(text, file="f.yaml"))
    (problem,) = caught.value.problems
    assert (problem.what, problem.file, problem.row) == (what, "f.yaml", line)


DAYS = st.dates(date(2020, 1, 1), date(2020, 3, 1))
VALUES = st.recursive(
    st.integers(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from("abc"), inner, max_size=3)
        | st.dictionaries(
            DAYS, inner.map(lambda value: {"is": value, "by": "s"}), min_size=1, max_size=3
        )
    ),
    max_leaves=8,
)  # fmt: skip


@given(st.dictionaries(st.sampled_from("abc"), VALUES, min_size=1))
def test_between_two_change_days_nothing_changes(data: dict[str, Any]) -> None:
    days = {change.day for change in changes(ParsedFile("f", data))}
    day = date(2019, 12, 31)
    while day < date(2020, 3, 2):
        following = day + timedelta(days=1)
        if following not in days:
            assert resolve(data, day) == resolve(data, following)
        day = following


@given(st.sets(DAYS), st.none() | DAYS, DAYS)
def test_one_day_of_every_stretch(days: set[date], first: date | None, last: date) -> None:
    if first is not None and first > last:
        first, last = last, first
    found = epochs(days, first, last)
    start = first if first is not None else date(2019, 12, 1)
    asked = [start + timedelta(days=n) for n in range((last - start).days + 1)]
    stretches = {frozenset(each for each in days if each <= day) for day in asked}
    held = [frozenset(each for each in days if each <= day) for day in found]
    assert len(held) == len(set(held))
    assert set(held) == stretches
    assert found == sorted(found)


def test_a_change_on_the_first_of_all_days() -> None:
    assert epochs({date.min}, None, date(2025, 1, 1)) == [date.min]
    assert epochs(set(), None, date(2025, 1, 1)) == [date(2025, 1, 1)]


@pytest.mark.parametrize(
    ("since", "until", "days"),
    [
        (None, None, []),
        (date(2025, 1, 1), date(2025, 1, 31), [date(2025, 1, 1), date(2025, 2, 1)]),
        (date(2025, 1, 1), date.max, [date(2025, 1, 1)]),
    ],
)
def test_the_days_that_limit_a_stay(since: date | None, until: date | None, days: list[date]) -> None:
    assert list(limits(since, until)) == days


def test_an_entry_that_is_none_is_named_by_the_changes() -> None:
    odd = parse("in_force:\n  2025-04-28: '0001-01-01'\n", file="r.yaml")
    assert resolve(odd.data, date(2026, 1, 1)) == {"in_force": "0001-01-01"}
    with pytest.raises(ComplianceError, match=r"r\.yaml:2:3: in_force\.2025-04-28 is not a timeline entry"):
        changes(odd)


def test_a_leap_day_has_its_anniversary_in_february() -> None:
    assert anniversary(date(2024, 2, 29), 5) == date(2029, 2, 28)
    assert anniversary(date(2024, 2, 29), 4) == date(2028, 2, 29)
