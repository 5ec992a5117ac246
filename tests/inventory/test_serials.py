"""Serial numbers that stand twice, or were destroyed, are said with their rows; everything else is left in peace."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.cli.main import run
from compliance.inventory import serials
from compliance.inventory.serials import Chunk, Serials


def told(*files: list[list[str]], everything: bool = False) -> list[str]:
    """Each file is a list of chunks of serial numbers."""
    watcher = Serials(everything)
    for number, chunks in enumerate(files):

        def read(chunks: list[list[str]] = chunks) -> Iterable[Chunk]:
            first = 2
            for column in chunks:
                yield first, [["x", text] for text in column]
                first += len(column)

        assert list(watcher.watch(f"{number}.csv", 1, read)) == list(read())
    return watcher.notes()


def test_nothing_to_say() -> None:
    assert told([["1", "2"], ["3", "", "", "N/A", "n/a", "See  Sticker", "see  sticker", "see sticker"]], [["4"]]) == []
    watcher = Serials()
    assert list(watcher.watch("f", None, lambda: [(2, [["a"]])])) == [(2, [["a"]])]
    assert watcher.notes() == []


def test_twice_in_a_chunk_in_a_file_in_two_files() -> None:
    assert told([["1", "2", "2"], ["1"]], [["5", " '5"], ["3", "1"]]) == [
        "0.csv:2: serial number '1' stands in 3 rows: 0.csv:2, 0.csv:5, 1.csv:5",
        "0.csv:3: serial number '2' stands in 2 rows: 0.csv:3, 0.csv:4",
        "1.csv:2: serial number '5' stands in 2 rows: 1.csv:2, 1.csv:3",
    ]


def test_destroyed_numbers_are_no_duplicates() -> None:
    assert told([["6.37702E+15", "1E5"], ["6.37702E+15"]], [["'5.0e+18"]]) == [
        "0.csv:2: serial number '6.37702E+15' was destroyed by a spreadsheet, its last digits are lost (2 rows)",
        '1.csv:2: serial number "\'5.0e+18" was destroyed by a spreadsheet, its last digits are lost',
    ]


def test_very_many_are_cut_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    (first,) = told([["7"] * 50])
    assert first.startswith("0.csv:2: serial number '7' stands in 50 rows: ")
    assert first.endswith("0.csv:21 and 30 more")
    column = [str(number) for number in range(30)]
    said = told([column, column])
    assert (len(said), said[-1]) == (21, "10 more serial numbers stand in several rows.")
    monkeypatch.setattr(serials, "CANDIDATES", 25)
    assert told([column, column])[-1] == "at least 10 more serial numbers stand in several rows."
    assert len(told([column, column, ["x", "x"]])) == 21


def test_beyond_a_million_only_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serials, "MAX_SERIALS", 3)
    chunks = [["1", "2"], ["1", "2"], ["2"]]
    assert told(chunks) == [
        "0.csv:2: serial number '1' stands in 2 rows: 0.csv:2, 0.csv:4",
        "only the first 3 serial numbers were compared with each other; --check-duplicates compares all 5.",
    ]
    assert told(chunks, everything=True) == [
        "0.csv:2: serial number '1' stands in 2 rows: 0.csv:2, 0.csv:4",
        "0.csv:3: serial number '2' stands in 3 rows: 0.csv:3, 0.csv:5, 0.csv:6",
    ]
    assert told([["1", "2", "3"]]) == []


def test_a_check_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(serials, "MAX_SERIALS", 1)
    Path("f.csv").write_text("model,Serial no\nS19,1\nS19,1\n")
    run(["check", "f.csv"])
    assert "--check-duplicates compares all 2" in capsys.readouterr().out
    run(["check", "f.csv", "--check-duplicates"])
    assert "serial number '1' stands in 2 rows: f.csv:2, f.csv:3" in " ".join(capsys.readouterr().out.split())


@given(st.lists(st.lists(st.sampled_from(("1", "2", "3", "4", "", "n/a", "?")), max_size=6), max_size=5))
def test_exactly_what_stands_twice_is_named(chunks: list[list[str]]) -> None:
    counts = Counter(text for column in chunks for text in column if text in "1234" and text)
    said = {note.split("'")[1]: int(note.split(" rows")[0].split()[-1]) for note in told(chunks)}
    assert said == {text: count for text, count in counts.items() if count > 1}
