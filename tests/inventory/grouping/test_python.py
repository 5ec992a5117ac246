"""Counting row by row: nothing is lost, however the rows are cut into parts."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.core.finding import LOCATIONS
from compliance.inventory.columns import layout
from compliance.inventory.grouping import python
from compliance.inventory.grouping.base import Grouping, Key, Tally
from compliance.inventory.grouping.python import partial
from compliance.io.tables import Chunk

EVERYTHING = ("supplier",)


def grouping(header: Iterable[str], **named: Iterable[str]) -> Grouping:
    found = layout(list(header), {}, file="f.csv")
    return Grouping(found, EVERYTHING, {fact: frozenset(values) for fact, values in named.items()})


HEADER = ("Model", "Qty", "Serial", "Notes")
ROW = st.lists(st.sampled_from(("", "", "a", "b", "7")), min_size=4, max_size=4)
ROWS = st.lists(ROW, max_size=40)
CUTS = st.lists(st.integers(0, 40), max_size=8)


def cut(rows: list[list[str]], cuts: Iterable[int]) -> list[Chunk]:
    ends = [0, *sorted(min(each, len(rows)) for each in cuts), len(rows)]
    return [(2 + start, rows[start:end]) for start, end in pairwise(ends)]


@pytest.mark.parametrize("named", [{}, {"serial_number": ["a", "7"]}])
@given(rows=ROWS, cuts=CUTS)
def test_the_way_rows_are_cut_changes_nothing(
    named: dict[str, list[str]], rows: list[list[str]], cuts: list[int]
) -> None:
    group = grouping(HEADER, **named)
    whole = partial(group, [(2, rows)])
    parts = cut(rows, cuts)
    assert partial(group, parts) == whole
    merged = Tally()
    for part in parts:
        merged.merge(partial(group, [part]))
    assert merged == whole
    backwards = Tally()
    for part in reversed(parts):
        backwards.merge(partial(group, [part]))
    assert backwards == whole


@given(rows=ROWS)
def test_every_row_with_text_is_counted_once_under_its_number(rows: list[list[str]]) -> None:
    group = grouping(HEADER)
    tally = partial(group, [(2, rows)])
    seen = [number for number, row in enumerate(rows, 2) if any(row)]
    assert tally.rows == len(seen)
    assert sorted(number for places in tally.places.values() for number, _ in places) == seen
    assert all(name == rows[number - 2][2] for places in tally.places.values() for number, name in places)


def test_only_the_first_places_are_kept_over_chunks_and_parts() -> None:
    group = grouping(("model", "asset tag"))
    rows = [["S19", str(number)] for number in range(250)]
    tally = partial(group, cut(rows, (30, 99, 100, 101, 180)))
    assert tally == partial(group, [(2, rows)])
    assert tally.counts == {("S19",): 250}
    assert tally.places == {("S19",): [(2 + number, str(number)) for number in range(LOCATIONS)]}
    mixed = partial(group, [*cut(rows, (120,)), (252, [["S21", "x"], ["S19", "y"]])])
    assert mixed.counts == {("S19",): 251, ("S21",): 1}
    assert mixed.places == {**tally.places, ("S21",): [(252, "x")]}
    late, early = partial(group, [(500, rows[:150])]), partial(group, [(2, rows[:60])])
    late.merge(early)
    assert [row for row, _ in late.places[("S19",)]] == [*range(2, 62), *range(500, 540)]


def numbered(keys: list[Key]) -> list[Key]:
    """All models are the first one."""
    return [("S0",) if key[0] else key for key in keys]


def test_beyond_many_combinations_they_are_condensed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(python, "MANY", 3)
    group = Grouping(layout(["model", "asset tag"], {}, file="f.csv"), (), {}, lambda columns: numbered)
    rows = [[f"S{number}" if number % 5 else "", str(number)] for number in range(250)]
    tally = partial(group, cut(rows, (2, 4, 9, 100, 101)))
    assert group.condensing
    assert tally.counts == {("S0",): 200, ("",): 50}
    assert tally.written == {("S0",): ("S1",), ("",): ("",)}
    assert tally.places[("",)] == [(2 + 5 * number, str(5 * number)) for number in range(50)]
    assert [row for row, _ in tally.places[("S0",)][:5]] == [3, 4, 5, 6, 8]
    assert len(tally.places[("S0",)]) == LOCATIONS
    late = partial(group, [(500, [["S7", "a"]])])
    early = partial(group, [(1, [["S8", "b"]])])
    late.merge(early)
    assert late.written == {("S0",): ("S8",)}
    early.merge(partial(group, [(600, [["S9", "c"]])]))
    assert early.written == {("S0",): ("S8",)}
