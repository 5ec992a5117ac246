"""Serial numbers that appear twice, or were destroyed, are named with their rows; others give no note."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.cli.main import run
from compliance.inventory.serials import MAX_CANDIDATES, MAX_SERIALS, Chunk, Serials


def notes_of(
    *files: list[list[str]], most: int | None = MAX_SERIALS, max_candidates: int = MAX_CANDIDATES
) -> list[str]:
    """Each file is a list of chunks of serial numbers."""
    watcher = Serials(most, max_candidates)
    for number, chunks in enumerate(files):

        def read(chunks: list[list[str]] = chunks) -> Iterable[Chunk]:
            first = 2
            for column in chunks:
                yield first, [["x", text] for text in column]
                first += len(column)

        assert list(watcher.watch(f"{number}.csv", 1, read)) == list(read())
    return watcher.notes()


def test_nothing_to_say() -> None:
    assert (
        notes_of([["1", "2"], ["3", "", "", "N/A", "n/a", "See  Sticker", "see  sticker", "see sticker"]], [["4"]])
        == []
    )
    watcher = Serials()
    assert list(watcher.watch("f", None, lambda: [(2, [["a"]])])) == [(2, [["a"]])]
    assert watcher.notes() == []


def test_twice_in_a_chunk_in_a_file_in_two_files() -> None:
    assert notes_of([["1", "2", "2"], ["1"]], [["5", " '5"], ["3", "1"]]) == [
        "0.csv:2: serial number '1' appears in 3 rows: 0.csv:2, 0.csv:5, 1.csv:5",
        "0.csv:3: serial number '2' appears in 2 rows: 0.csv:3, 0.csv:4",
        "1.csv:2: serial number '5' appears in 2 rows: 1.csv:2, 1.csv:3",
    ]


def test_destroyed_numbers_are_no_duplicates() -> None:
    assert notes_of([["6.37702E+15", "1E5"], ["6.37702E+15"]], [["'5.0e+18"]]) == [
        "0.csv:2: serial number '6.37702E+15' was destroyed by a spreadsheet, its last digits are lost (2 rows)",
        '1.csv:2: serial number "\'5.0e+18" was destroyed by a spreadsheet, its last digits are lost',
    ]


def test_very_many_are_cut_and_counted() -> None:
    (first,) = notes_of([["7"] * 50])
    assert first.startswith("0.csv:2: serial number '7' appears in 50 rows: ")
    assert first.endswith("0.csv:21 and 30 more")
    column = [str(number) for number in range(30)]
    notes = notes_of([column, column])
    assert (len(notes), notes[-1]) == (21, "10 more serial numbers appear in several rows.")
    assert (
        notes_of([column, column], max_candidates=25)[-1] == "at least 10 more serial numbers appear in several rows."
    )
    assert len(notes_of([column, column, ["x", "x"]], max_candidates=25)) == 21


def test_beyond_a_million_only_when_asked() -> None:
    chunks = [["1", "2"], ["1", "2"], ["2"]]
    assert notes_of(chunks, most=3) == [
        "0.csv:2: serial number '1' appears in 2 rows: 0.csv:2, 0.csv:4",
        "only the first 3 serial numbers were compared with each other; --check-duplicates compares all 5.",
    ]
    assert notes_of(chunks, most=None) == [
        "0.csv:2: serial number '1' appears in 2 rows: 0.csv:2, 0.csv:4",
        "0.csv:3: serial number '2' appears in 3 rows: 0.csv:3, 0.csv:5, 0.csv:6",
    ]
    assert notes_of([["1", "2", "3"]], most=3) == []


def test_check_duplicates_compares_all(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    numbers = [*map(str, range(MAX_SERIALS)), "0"]
    pl.DataFrame({"model": ["S19"] * len(numbers), "serial_number": numbers}).write_parquet("f.parquet")
    run(["check", "f.parquet"])
    assert f"--check-duplicates compares all {len(numbers):,}" in " ".join(capsys.readouterr().out.split())
    run(["check", "f.parquet", "--check-duplicates"])
    output = " ".join(capsys.readouterr().out.split())
    assert f"serial number '0' appears in 2 rows: f.parquet:2, f.parquet:{len(numbers) + 1}" in output


@given(st.lists(st.lists(st.sampled_from(("1", "2", "3", "4", "", "n/a", "?")), max_size=6), max_size=5))
def test_exactly_what_appears_twice_is_named(chunks: list[list[str]]) -> None:
    counts = Counter(text for column in chunks for text in column if text in "1234" and text)
    named = {note.split("'")[1]: int(note.split(" rows")[0].split()[-1]) for note in notes_of(chunks)}
    assert named == {text: count for text, count in counts.items() if count > 1}
