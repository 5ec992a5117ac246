"""Counting by Polars gives what counting row by row gives, or says that it cannot."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compliance.core.errors import ComplianceError, Problem
from compliance.core.finding import MAX_LOCATIONS
from compliance.inventory.column_map import ColumnMap
from compliance.inventory.columns import layout
from compliance.inventory.facts.base import FactsRead, Reader, named
from compliance.inventory.formats import open_table
from compliance.inventory.formats.table import Table
from compliance.inventory.grouping import canonical, count, python
from compliance.inventory.grouping import polars as fast
from compliance.inventory.grouping.base import Count, Grouping, RowLine, Tally, UnknownRowError, UnsureError
from compliance.inventory.grouping.limits import CountingLimits
from compliance.inventory.sites import Sites
from compliance.io import sniffing
from compliance.io.digests import sha256_of
from compliance.io.limits import ReadingLimits
from compliance.io.tables import Scan
from compliance.ownership.parties import Parties
from tests.builders import catalogue, countries
from tests.effort import examples
from tests.inventory.formats.reading import as_it_stands

NOTHING = FactsRead()
WAIVED = FactsRead({"serial_number": named(("a", "7")), "asset_id": named(("no such column",))})
READER = Reader(catalogue(), countries(), Parties(), Sites())


def quiet(_: str) -> None:
    """Nobody listens."""


SMALL = CountingLimits(large_bytes=0, head_rows=4, batch_rows=3)
"""Every file is large, every batch and the beginning small."""


def table(folder: Path, content: str | bytes, limits: ReadingLimits = ReadingLimits()) -> Table:
    path = folder / "f[1].csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return open_table(path, "f.csv", ColumnMap(), limits)


def exact(found: Table, picked: FactsRead = NOTHING, limits: CountingLimits = SMALL) -> Tally | None:
    """What Polars counts, which is what is counted row by row; None where it is unsure."""
    group = Grouping(found.layout, FactsRead.exactly("supplier") | picked)
    if found.scan is None:
        return None
    try:
        tally = fast.partial(group, found.scan, limits)
    except UnsureError:
        return None
    slow = python.partial(group, as_it_stands(found))
    assert tally == slow
    assert list(tally.counts) == list(slow.counts)
    # Whoever has not looked at the whole file before finds the same, but for rows that are no machines.
    assert count(group, found, None, quiet, limits).tally == python.partial(group, found.chunks())
    # A row that names nothing is an input error: there is never a verdict for it.
    told = {key: (number, f"verdict {number}", "a;b") for number, key in enumerate(tally.counts) if any(key)}
    assert lines(group, found.scan, told) == list(python.join(group, as_it_stands(found), told))
    if told:
        told.popitem()
        with pytest.raises(UnknownRowError):
            lines(group, found.scan, told)
        with pytest.raises(UnknownRowError):
            list(python.join(group, as_it_stands(found), told))
    return tally


def lines(group: Grouping, scan: Scan, told: Mapping[tuple[str, ...], tuple[int, str, str]]) -> list[RowLine]:
    return [line for frame in fast.join(group, scan, told, SMALL.batch_rows) for line in frame.iter_rows()]


CELL = st.sampled_from(("", "", "a", "b", " a", "7\x1c", "\u00a07", "é", "n/a", "null", "#x", "\u2028", " "))
QUOTED = st.sampled_from(("", "a", 'say ""x""', "two\nlines", "two\r\nlines", "a,b", '""', "\n\n", "x\r", "x"))
STRAY = st.sampled_from(('19" rack', '"a" ', 'a"', '"', '"open', "x\0y", "a\rb"))
TEXT = st.one_of(CELL, CELL, QUOTED.map(lambda text: f'"{text}"'))
ENDS = st.sampled_from(("\n", "\n", "\n", "\r\n", "\n\n", "\r\n\r\n", "\n \n", "\n,,,\n"))


@st.composite
def files(draw: st.DrawFn, cells: st.SearchStrategy[str], widths: tuple[int, int], ends: st.SearchStrategy[str]) -> str:
    """A text table of some cells, widths and line ends."""
    separator = draw(st.sampled_from(",,;\t|"))
    rows = draw(st.lists(st.lists(cells, min_size=widths[0], max_size=widths[1]), min_size=1, max_size=12))
    header = draw(st.sampled_from((["Model", "Qty", "Serial", "Notes"], ["Model", "Serial", '"No\ntes"', '"x"'])))
    body = "".join(separator.join(row).replace("\x00", "\x00") + draw(ends) for row in rows)
    text = separator.join(header) + draw(st.sampled_from(("\n", "\r\n"))) + body
    return draw(st.sampled_from(("", "", "\ufeff", "\n"))) + (text if draw(st.booleans()) else text.rstrip("\r\n"))


@pytest.mark.parametrize("picked", [NOTHING, WAIVED])
@given(text=files(TEXT, (1, 4), ENDS), block=st.sampled_from((40, 64, 1 << 18)))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=examples(150))
def test_tables_that_are_not_quite_clean_are_counted_alike(
    tmp_path: Path, picked: FactsRead, text: str, block: int
) -> None:
    found = opened(tmp_path, text)
    if found and found.scan:
        exact(found, picked, replace(SMALL, block_bytes=block))


@given(
    text=files(st.one_of(TEXT, STRAY), (0, 6), st.one_of(ENDS, st.sampled_from(("\r", "\r\r\n", "\n\r")))),
    cut=st.booleans(),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=examples(300))
def test_dirty_files_are_counted_alike_or_left_to_who_reads_row_by_row(tmp_path: Path, text: str, cut: bool) -> None:
    content = text.encode("latin-1", "replace") if cut else text.encode()
    found = opened(tmp_path, content)
    if found is None:
        return
    group = Grouping(found.layout, NOTHING)
    slow = result(lambda: python.partial(group, found.chunks()))
    assert result(lambda: count(group, found, None, quiet, SMALL).tally) == slow
    if isinstance(slow, tuple):
        return
    if found.scan:
        exact(found)


def result(counting: Callable[[], Tally]) -> Tally | tuple[Problem, ...]:
    """What is counted, or what is wrong."""
    try:
        return counting()
    except ComplianceError as error:
        return error.problems


def opened(folder: Path, content: str | bytes) -> Table | None:
    try:
        return table(folder, content)
    except ComplianceError:
        return None


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_clean_tables_are_left_to_polars(tmp_path: Path, end: str) -> None:
    rows = ["Model;Notes;Serial", 'S19;"a;b";1', "", "S21;grün", ' ;"two', 'lines";7', ";;", '"S""19";"";x', "S19;;9"]
    tally = exact(table(tmp_path, end.join(rows)))
    assert tally
    assert tally.places == {
        ("S19",): [(2, "1"), (8, "9")],
        ("S21",): [(4, "")],
        (" ",): [(5, "7")],
        ('S"19',): [(7, "x")],
    }


@pytest.mark.parametrize(
    "content",
    [
        b"Model,Notes\nS19,a\rS21,b\n", b"Model,Notes\nS19,a\r", b"Model,Notes\nS19,gr\xfcn\n", b"Model,Notes\nS19,gr\xc3\xbcn" + b"n" * 500 + b"\xfc\n", b"Model,Notes\n" + b"S19,a\n" * 30000 + b"S19,\0\n",
        b'Model,Notes\nS19,19" rack\nS21,19" rack\n', b'Model,Notes\nS19,"a" \n', b'Model,Notes\nS19,"a\n',
        b"Model,Notes\nS19,a,b\n", b"Model,Notes\nS19,a,\n", b"Model,Notes\n", b"Model,Notes\n,\n\n", b'Model,Notes\nS19,a"b"\n',
    ],
)  # fmt: skip
def test_what_readers_may_read_differently_is_left_to_python(tmp_path: Path, content: bytes) -> None:
    assert exact(table(tmp_path, content, ReadingLimits(surveyed_bytes=256))) is None


def test_a_row_of_many_blocks_is_left_to_python(tmp_path: Path) -> None:
    limits = replace(SMALL, block_bytes=16)
    assert exact(table(tmp_path, f"Model,Notes\nS19,{'x' * 40}\n"), limits=limits) is None
    assert exact(table(tmp_path, 'Model,Notes\nS19,"' + "x\n" * 20 + '"\n'), limits=limits) is None
    assert exact(table(tmp_path, "Model,Notes\nS19,x\nS21,y\nS23,z\n"), limits=limits) is not None


@pytest.mark.parametrize("late", ['S21,"a"', 'S21,"a,b"', 'S21,"two\nlines"'])
def test_quotes_that_come_late_are_read_as_quotes(tmp_path: Path, late: str) -> None:
    found = table(tmp_path, "Model,Notes\n" + "S19,x\n" * 40 + late + "\nS23,y\n")
    tally = exact(found, limits=replace(SMALL, block_bytes=64))
    assert tally
    assert tally.places[("S23",)] == [(43, "")]


def test_of_a_quote_that_is_never_closed_polars_is_not_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[bool] = []
    real = fast.count

    def counted(group: Grouping, scan: Scan, most: int | None, quotes: bool, limits: CountingLimits) -> Count:
        told.append(quotes)
        return real(group, scan, most, quotes, limits)

    monkeypatch.setattr(fast, "count", counted)
    for block in (1 << 18, 16):
        found = table(tmp_path, "Model,Notes\n" + "S19,x\n" * 40 + 'S21,"a\n' + "S19,x\n" * 40)
        with pytest.raises(ComplianceError):
            count(Grouping(found.layout, NOTHING), found, None, quiet, replace(SMALL, block_bytes=block))
    assert True not in told


def test_a_file_that_vanishes_is_in_doubt(tmp_path: Path) -> None:
    with sniffing.Sniffer(tmp_path / "none", ",") as sniffer:
        assert not sniffer.clean


def test_only_the_first_places_are_kept(tmp_path: Path) -> None:
    rows: Iterable[str] = (f"S{19 + 2 * (number % 7 == 0)},{number}" for number in range(900))
    tally = exact(table(tmp_path, "Model,Serial\n" + "\n".join(rows)))
    assert tally
    assert {key: len(places) for key, places in tally.places.items()} == {
        ("S19",): MAX_LOCATIONS,
        ("S21",): MAX_LOCATIONS,
    }
    assert tally.places[("S21",)][-1] == (2 + 99 * 7, "693")


def test_a_sorted_file_is_read_on_to_the_last_place(tmp_path: Path) -> None:
    rows = ["S19,a"] * 300 + ["S21,b"] * 5 + ["S19,c"] * 50 + ["S23,d"]
    tally = exact(table(tmp_path, "Model,Serial\n" + "\n".join(rows)))
    assert tally
    assert tally.places[("S23",)] == [(357, "d")]


def test_where_nearly_every_row_is_its_own_combination_it_takes_understanding(tmp_path: Path) -> None:
    found = table(tmp_path, "Model\nS1\nS1\nS2\nS3\nS4\n")
    own = Grouping(found.layout, NOTHING, READER)
    assert count(own, found, None, quiet, SMALL).scan is None
    assert count(Grouping(found.layout, NOTHING), found, None, quiet, SMALL).scan == found.scan
    mixed = table(tmp_path, "Model\nS1\nS1\nS2\nS2\nS4\n")
    assert count(own, mixed, None, quiet, SMALL).scan == mixed.scan


def test_small_text_needs_no_polars(tmp_path: Path) -> None:
    heard: list[str] = []
    found = table(tmp_path, "Model\nS19\nS21\n")
    group = Grouping(found.layout, NOTHING)
    large = count(group, found, None, heard.append, SMALL)
    assert large.scan == found.scan
    assert heard == ["100%"]
    small = count(group, found, None, heard.append, replace(SMALL, large_bytes=10**6))
    assert small == Count(large.tally, sha256_of(found.path))
    assert large.sha256 == sha256_of(found.path)
    assert heard == ["100%"]


def test_cells_that_are_not_left_as_they_stand_are_left_to_python(tmp_path: Path) -> None:
    found = table(tmp_path, "Model,Hashrate (GH/s)\nS19,110000\n")
    assert found.scan
    assert count(Grouping(found.layout, NOTHING), found, None, quiet, SMALL).scan == found.scan
    slow = count(Grouping(found.layout, FactsRead.exactly("hashrate_ths")), found, None, quiet, SMALL)
    assert slow.scan is None
    assert list(slow.tally.counts) == [("S19", "110000 GH/s")]


@given(sizes=st.lists(st.integers(0, 3), max_size=6).filter(any), most=st.sampled_from((0, 1, 5, None)), data=st.data())
def test_the_order_in_which_parts_pass_by_does_not_matter(
    sizes: list[int], most: int | None, data: st.DataObject
) -> None:
    scan = Scan(Path("f.csv"), ("Serial", "Model"), separator=",")
    models = [data.draw(st.sampled_from(("S19", "S21", "T21"))) for _ in range(sum(sizes))]
    group = Grouping(layout(("Serial", "Model"), {}, file="f.csv", row=1), NOTHING, READER)
    whole = pl.DataFrame({"row": range(2, 2 + len(models)), "0": [*map(str, range(len(models)))], "key 1": models})
    parts = [whole.slice(sum(sizes[:place]), size) for place, size in enumerate(sizes)]
    watcher = fast.Watcher(group, scan, most, SMALL)

    def look() -> pl.DataFrame:
        for part in data.draw(st.permutations(parts)):
            assert watcher.look(part) is part
        return watcher.head()

    if len(set(models[:4])) > 2:
        with pytest.raises(UnsureError):
            look()
        return
    assert look().equals(whole.head(4))
    kept = watcher.serials()
    # Serial numbers are kept by parts, and cut at the end.
    expected = list(whole["0"].head(len(whole) if most is None else most))
    assert expected == [text for _, some in kept.parts() for text in some] if kept else not expected


def understanding(found: Table) -> Grouping:
    """Such as can understand cells where there are many."""
    return Grouping(found.layout, NOTHING, READER)


@pytest.fixture
def _alike(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cells mean the same if they begin alike."""
    monkeypatch.setattr(
        canonical, "canonicaliser", lambda *_: lambda keys: [tuple(cell[:1] for cell in key) for key in keys]
    )


MANY = replace(SMALL, parsed_bytes=0, sampled_rows=30, max_combinations=5, slice_rows=4)
"""Most files hold many combinations."""
DIFFERENT = "Model,Serial\n" + "".join(f"{'SMA'[row % 3]}{row},n{row}\n" for row in range(40))


@pytest.mark.usefixtures("_alike")
@pytest.mark.parametrize("size", [0, 10**6])
def test_where_there_are_many_combinations_python_counts_and_polars_parses(tmp_path: Path, size: int) -> None:
    limits = replace(MANY, large_bytes=size)
    found = table(tmp_path, DIFFERENT)
    group, slow = understanding(found), understanding(found)
    counted = count(group, found, 7, quiet, limits)
    assert counted.tally == python.partial(slow, [(first, rows[:4]) for first, rows in in_parts(found, 4)], 5)
    assert counted.tally.canonical
    assert (counted.scan, counted.sha256) == (None, sha256_of(found.path))
    assert counted.serials
    assert [*counted.serials.parts()][-1] == (8, ["n6"])
    assert counted.serials.unlike("x")
    assert not counted.serials.unlike("n")


def in_parts(found: Table, size: int) -> Iterable[tuple[int, list[list[str]]]]:
    for first, rows in as_it_stands(found):
        for start in range(0, len(rows), size):
            yield first + start, rows[start : start + size]


@pytest.mark.usefixtures("_alike")
@pytest.mark.parametrize("size", [0, 10**6])
@pytest.mark.parametrize("end", ["S1,2,3\n", 'S1,2" x\n', 'S1,"2'])
def test_many_combinations_in_a_dirty_file_are_left_to_python(tmp_path: Path, size: int, end: str) -> None:
    limits = replace(MANY, large_bytes=size)
    found = table(tmp_path, DIFFERENT + end)
    group = understanding(found)
    assert result(lambda: count(group, found, None, quiet, limits).tally) == result(
        lambda: python.partial(understanding(found), as_it_stands(found), 5)
    )


def test_few_combinations_or_no_serial_numbers(tmp_path: Path) -> None:
    limits = replace(SMALL, large_bytes=10**9, parsed_bytes=0)
    alike = table(tmp_path, "Model\n" + "S19\n" * 9)
    assert count(understanding(alike), alike, None, quiet, limits).serials is None
    odd = table(tmp_path, 'Model,Serial\nS19,1\nS21,"' + "x" * 2_000_000 + '"\n')
    assert isinstance(result(lambda: count(understanding(odd), odd, None, quiet, limits).tally), tuple)
    different = table(tmp_path, "Model\nS1\nS2\nS3\nS4\n")
    limits = replace(limits, sampled_rows=4)
    assert count(understanding(different), different, None, quiet, limits).serials is None
