"""Numbers of names add up in any order, and are the same however they are worked out."""

from __future__ import annotations

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.io import name_frames
from compliance.io.name_numbers import sum_of
from tests.effort import examples

NAMES = st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=90), max_size=6)


def test_a_number_stands_in_reports_and_never_changes() -> None:
    assert f"{sum_of(['SN0012345678']):032x}" == "a9bfc3f342598fd8d3677afbc9a55d85"
    assert sum_of([""]) == 0


@given(NAMES)
@settings(max_examples=examples(40))
def test_whole_columns_give_the_same(names: list[str]) -> None:
    frame = name_frames.with_numbers(pl.DataFrame({"name": names}, {"name": pl.String}), pl.col("name"))
    assert [name_frames.number(parts) for _, *parts in frame.iter_rows()] == [sum_of([name]) for name in names]


def test_many_names_are_added_up_by_groups() -> None:
    names = {"a": [f"A{number}" for number in range(3_000)], "b": ["é", "\ud800", "B" * 90], "c": []}
    assert name_frames.sums_of(names) == {group: sum_of(members) for group, members in names.items()}


def test_names_that_exchange_their_letters_are_others() -> None:
    pairs = [["AA", "BB"], ["AB", "BA"], ["12345678A", "12345678B"], ["12345678", "12345678AB"], ["A" * 65, "B"]]
    assert len({sum_of(pair) for pair in pairs}) == len(pairs)
    assert sum_of(["one", "two"]) == sum_of(["two", "one"])
