"""Counting row by row: nothing is lost, however the rows are cut into parts."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.core.finding import MAX_LOCATIONS
from compliance.inventory.columns import layout
from compliance.inventory.facts.base import FactsRead, Reader
from compliance.inventory.facts.base import named as only
from compliance.inventory.grouping import canonical
from compliance.inventory.grouping.base import Grouping, Key, RowVerdict, UnknownRowError, merge
from compliance.inventory.grouping.python import join, partial
from compliance.inventory.sites import Sites
from compliance.io.tables import Chunk
from compliance.ownership.parties import Parties
from tests.builders import catalogue, countries

EVERYTHING = FactsRead.exactly("supplier")


def grouping(header: Iterable[str], **named: Iterable[str]) -> Grouping:
    found = layout(list(header), {}, file="f.csv")
    return Grouping(found, EVERYTHING | FactsRead({fact: only(values) for fact, values in named.items()}))


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
    counted = [partial(group, [part]) for part in parts]
    assert merge(group, counted) == whole
    assert merge(group, reversed(counted)) == whole


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
    assert tally.places == {("S19",): [(2 + number, str(number)) for number in range(MAX_LOCATIONS)]}
    mixed = partial(group, [*cut(rows, (120,)), (252, [["S21", "x"], ["S19", "y"]])])
    assert mixed.counts == {("S19",): 251, ("S21",): 1}
    assert mixed.places == {**tally.places, ("S21",): [(252, "x")]}
    late, early = partial(group, [(500, rows[:150])]), partial(group, [(2, rows[:60])])
    merged = merge(group, (late, early))
    assert [row for row, _ in merged.places[("S19",)]] == [*range(2, 62), *range(500, 540)]


def of_one_model(keys: list[Key]) -> list[Key]:
    """All models are the first one."""
    return [("S0",) if key[0] else key for key in keys]


READER = Reader(catalogue(), countries(), Parties(), Sites())


def test_beyond_many_combinations_cells_are_told_by_one_that_means_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(canonical, "canonicaliser", lambda columns, reader, read: of_one_model)
    group = Grouping(layout(["model", "asset tag"], {}, file="f.csv"), FactsRead(), READER)
    rows = [[f"S{number}" if number % 5 else "", str(number)] for number in range(250)]
    tally = partial(group, cut(rows, (2, 4, 9, 100, 101)), 3)
    assert tally.canonical
    assert tally.counts == {("S0",): 200, ("",): 50}
    assert tally.written == {("S0",): ("S1",), ("",): ("",)}
    assert tally.places[("",)] == [(2 + 5 * number, str(5 * number)) for number in range(50)]
    assert [row for row, _ in tally.places[("S0",)][:5]] == [3, 4, 5, 6, 8]
    assert len(tally.places[("S0",)]) == MAX_LOCATIONS
    understood = group.in_form_of(tally)
    late = partial(understood, [(500, [["S7", "a"]])])
    early = partial(understood, [(1, [["S8", "b"]])])
    assert merge(group, (late, early)).written == {("S0",): ("S8",)}
    assert merge(group, (early, partial(group, [(600, [["S9", "c"]])]))).written == {("S0",): ("S8",)}
    assert group.in_form_of(partial(group, [(2, rows[:2])])) is group


def test_a_part_with_few_combinations_is_merged_with_one_of_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(canonical, "canonicaliser", lambda columns, reader, read: of_one_model)
    group = Grouping(layout(["model"], {}, file="f.csv"), FactsRead(), READER)
    rows = [[f"S{number}"] for number in range(20)]
    many, few = partial(group, cut(rows, (4, 8)), 3), partial(group, [(22, [["S90"], ["S91"]])])
    assert (many.canonical, few.canonical) == (True, False)
    merged = merge(group, (few, many))
    assert merged == merge(group, (many, few))
    assert merged.counts == {("S0",): 22}
    assert few.counts == {("S90",): 1, ("S91",): 1}


def test_a_row_that_nobody_counted_has_no_verdict() -> None:
    group = grouping(("Model", "Serial"))
    verdicts: dict[Key, RowVerdict] = {("S19",): (1, "compliant", "")}
    assert list(join(group, [(2, [["S19", "a"], ["", ""], ["S19", "b"]])], verdicts)) == [
        (2, "", "a", 1, "compliant", ""),
        (4, "", "b", 1, "compliant", ""),
    ]
    with pytest.raises(UnknownRowError, match="row 3: the row was not counted"):
        list(join(group, [(2, [["S19", "a"], ["S21", "b"]])], verdicts))
