"""Text tables: no row is lost, none is shifted, every row has the number that a spreadsheet shows."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compliance.core.errors import ComplianceError, Problem
from compliance.inventory.column_map import ColumnMap
from compliance.inventory.formats import delimited, open_table
from compliance.inventory.formats.table import Table
from compliance.io import text_file as textfile
from compliance.io.limits import ReadingLimits
from tests.inventory.formats.reading import as_it_stands
from tests.inventory.test_columns_by_cells import WORDS

USUAL = ReadingLimits()


def table(
    folder: Path, content: str | bytes, mapping: Mapping[str, str] | None = None, limits: ReadingLimits = USUAL
) -> Table:
    path = folder / "f.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return open_table(path, "f.csv", ColumnMap(mapping or {}), limits)


def rows(folder: Path, content: str | bytes, limits: ReadingLimits = USUAL) -> dict[int, list[str]]:
    """Rows by their numbers, blank ones left out."""
    found = table(folder, content, limits=limits)
    return {
        number: row
        for first, chunk in found.chunks()
        for number, row in enumerate(chunk, first)
        if any(cell.strip() for cell in row)
    }


def problems(folder: Path, content: str | bytes, limits: ReadingLimits = USUAL) -> list[Problem]:
    with pytest.raises(ComplianceError) as caught:
        rows(folder, content, limits)
    assert all(problem.file == "f.csv" and problem.advice for problem in caught.value.problems)
    return list(caught.value.problems)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("last", [True, False])
def test_separators_line_ends_and_encodings(
    tmp_path: Path, end: str, separator: str, encoding: str, last: bool
) -> None:
    lines = [["型号", "Qty", "Notes"], ["S19", "2", f'"a{separator}b"'], ["", "", ""], ["S21", "3", '"c""d"']]
    text = end.join(separator.join(line) for line in lines) + (end if last else "")
    found = table(tmp_path, text.encode(encoding))
    assert found.layout.index == {"model": 0, "quantity": 1}
    assert rows(tmp_path, text.encode(encoding)) == {2: ["S19", "2", f"a{separator}b"], 4: ["S21", "3", 'c"d']}


def test_an_encoding_in_which_no_header_is_known_is_named(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, "รุ่น,ประเทศ\nS19,จีน\n".encode("cp874"))
    assert "is not UTF-8 text, and read as cp1252 no column is known" in found.what
    assert found.row == 1


def test_rows_are_counted_as_a_spreadsheet_counts(tmp_path: Path) -> None:
    text = '\n,,\nmodel,notes\nS19,"a\nb\n\nc"\n\nS21,x\n,\n  \nS23,y\n'
    assert rows(tmp_path, text) == {
        4: ["S19", "a\nb\n\nc"],
        6: ["S21", "x"],
        9: ["S23", "y"],
    }


def test_short_rows_are_filled_up_and_empty_cells_at_the_end_are_dropped(tmp_path: Path) -> None:
    text = "model,qty,notes\nS19\nS21,2,x,, \nS23,3,y\n"
    assert rows(tmp_path, text) == {2: ["S19", "", ""], 3: ["S21", "2", "x"], 4: ["S23", "3", "y"]}


@pytest.mark.parametrize("chunk", [1, 2, 3, 512])
def test_a_row_longer_than_the_header_is_refused_and_all_are_named(tmp_path: Path, chunk: int) -> None:
    text = "model,qty\nS19,1,000\nS21,2\n\nS23,3,x\nS9,1\n"
    found = problems(tmp_path, text, ReadingLimits(chunk_rows=chunk))
    assert [(problem.row, problem.what) for problem in found] == [
        (2, "has 3 cells, the header has 2"),
        (5, "has 3 cells, the header has 2"),
    ]


def test_very_many_wrong_rows_are_cut_and_counted(tmp_path: Path) -> None:
    found = problems(tmp_path, "model\n" + "S19,x\n" * 2000)
    assert [problem.row for problem in found] == [*range(2, 2 + delimited.MAX_ERRORS), None]
    assert found[-1].what.startswith("has at least ")


def test_a_quote_that_is_never_closed_does_not_swallow_the_rest(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, 'model,notes\nS19,a\n\nS21,"b\nS23,c\n')
    assert (found.row, found.what) == (4, "cannot be read from here: unexpected end of data")


def test_text_after_a_closing_quote_is_refused(tmp_path: Path) -> None:
    text = 'model,notes\nS19,a,b\nS21,b\nS23,"c\n"d\nS9,x\n'
    long, broken = problems(tmp_path, text, ReadingLimits(chunk_rows=2))
    assert long.row == 2
    assert broken.row == 4
    assert "expected after" in broken.what


def test_quotes_inside_a_cell_are_text(tmp_path: Path) -> None:
    assert rows(tmp_path, 'model,notes\nS19,19" rack\n') == {2: ["S19", '19" rack']}


def test_a_cell_without_end_is_refused_with_its_row(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, f"model,notes\nS19,a\nS21,{'x' * (delimited.LONGEST_CELL + 1)}\n")
    assert found.row == 3
    assert "field larger than field limit" in found.what
    assert rows(tmp_path, f"model,notes\nS19,{'x' * delimited.LONGEST_CELL}\n").keys() == {2}


def test_a_header_without_end_is_refused(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, "x" * (delimited.LONGEST_CELL + 1))
    assert found.row == 1
    assert "is not a text table: field larger" in found.what
    (found,) = problems(tmp_path, '"model\nS19\n')
    assert "is not a text table: unexpected end of data" in found.what


def test_quoted_headers_do_not_depend_on_the_first_separator_tried(tmp_path: Path) -> None:
    assert rows(tmp_path, '"Model";"Qty"\n"S19";"1,5"\n') == {2: ["S19", "1,5"]}
    (found,) = problems(tmp_path, '"A";"B"\n"S19";"1"\n')
    assert "is not a text table" in found.what


@pytest.mark.parametrize(("end", "encoding"), [("\n", "cp1252"), ("\r", "mac_roman")])
@pytest.mark.parametrize("separator", [",", ";"])
def test_what_is_not_utf8_is_read_as_an_old_encoding_and_said(
    tmp_path: Path, end: str, encoding: str, separator: str
) -> None:
    text = end.join((f"model{separator}Größe", f'S19{separator}"a{end}b"', "", f"S21{separator}grün", "S23"))
    found = table(tmp_path, text.encode(encoding))
    assert encoding in found.format
    assert found.layout.unread == ("Größe",)
    assert rows(tmp_path, text.encode(encoding))[4] == ["S21", "grün"]
    (note,) = found.notes
    assert note.startswith("f.csv:1: is not UTF-8 text; the file")
    later = text.replace("Größe", "notes").encode(encoding)
    assert table(tmp_path, later).notes[0].startswith("f.csv:4: is not UTF-8")


def test_a_byte_that_no_encoding_knows_is_refused_with_its_row(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, b"model,notes\nS19,a\nS21,gr\x81n\n")
    assert (found.row, found.what) == (3, "is not cp1252 text (byte 0x81)")
    (found,) = problems(tmp_path, b"model,gr\x81n\nS19,a\n")
    assert (found.row, found.what) == (1, "is not cp1252 text (byte 0x81)")
    assert table(tmp_path, "model,\ufffd\nS19,\n").layout.unread == ("\ufffd",)


def test_one_wrong_byte_in_a_utf8_file_is_damage(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, "model,notes\nS19,中国\nS21,".encode() + b"gr\xfcn\n")
    assert (found.row, found.what) == (3, "is not utf-8 text (byte 0xfc)")


def test_wrong_bytes_far_down_are_refused(tmp_path: Path) -> None:
    limits = ReadingLimits(chunk_rows=1, block_bytes=1000, surveyed_bytes=20000)
    text = "model,notes\nS19,a,b\n" + "S21,b\n" * 20000 + "S23,grün\n"
    found = problems(tmp_path, text.encode("latin-1"), limits)
    assert [problem.row for problem in found] == [2, 20003]


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_a_letter_may_stand_across_two_blocks(tmp_path: Path, size: int) -> None:
    limits = ReadingLimits(block_bytes=size)
    assert rows(tmp_path, "model,原产国\nS19,中国\n", limits) == {2: ["S19", "中国"]}
    assert table(tmp_path, "model\nS19é\nS21 grün".encode("latin-1"), limits=limits).notes[0].startswith("f.csv:2: ")


def test_utf16_without_a_mark(tmp_path: Path) -> None:
    for encoding in ("utf-16-le", "utf-16-be"):
        found = table(tmp_path, "model;notes\nS19;中国\n".encode(encoding))
        assert found.format == f"text table (semicolon, {encoding})"
        assert rows(tmp_path, "model;notes\nS19;中国\n".encode(encoding)) == {2: ["S19", "中国"]}


def test_a_cut_utf16_file_is_refused(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, "model\nS19\nS21".encode("utf-16")[:-1])
    assert (found.row, "is not utf-16 text" in found.what) == (3, True)


@pytest.mark.parametrize("content", ["model,qty", "model,qty\n", "model,qty\n\n\n", "\nmodel;qty\r\n\r\n"])
def test_a_header_alone_is_never_a_pass(tmp_path: Path, content: str) -> None:
    (found,) = problems(tmp_path, content)
    assert found.what == "has a header and no rows"
    assert found.row == (2 if content.startswith("\n") else 1)


@pytest.mark.parametrize("content", ["\u00a0\n\u00a0", "\u2028"])
def test_blanks_alone_are_no_table(tmp_path: Path, content: str) -> None:
    (found,) = problems(tmp_path, content)
    assert found.what == "is empty"


def test_the_row_of_a_wrong_header(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, "\n\nserial;origin\n1;CN\n")
    assert found.row == 3


def test_a_nul_byte_is_refused_with_its_row(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, "model,notes\n" + "S19,a\n" * 1000 + "S21,\0\n")
    assert (found.row, found.what) == (1002, textfile.NUL)
    (found,) = problems(tmp_path, "model,notes\n" + 'S19,"a\nb"\n' * 300_000 + "S21,\0\n")
    assert (found.row, found.what) == (300_002, textfile.NUL)
    (found,) = problems(tmp_path, "model,\0notes\nS19,a\n")
    assert found.row == 1
    (found,) = problems(tmp_path, "model\nS19\n\nS21\0\n".encode("utf-16"))
    assert (found.row, found.what) == (4, textfile.NUL)


def test_a_line_without_end_does_not_fill_the_memory(tmp_path: Path) -> None:
    limits = ReadingLimits(longest_line_bytes=4096, block_bytes=1024)
    (found,) = problems(tmp_path, "model,notes\nS19,a\nS21," + "x," * 10_000, limits)
    assert found.row == 3
    assert "has a row of more than" in found.what
    (found,) = problems(tmp_path, "x," * 10_000, limits)
    assert found.row == 1


def test_titles_above_the_header_are_passed_over_and_said(tmp_path: Path) -> None:
    text = f'Fleet of Example LLC,,\n\n"{"as of today " * 20}",,\nModel,Qty,Made in\nS19,2,CN\n'
    assert rows(tmp_path, text) == {5: ["S19", "2", "CN"]}
    first, second = table(tmp_path, text).notes
    assert first == "f.csv:1: is above the header and was ignored: 'Fleet of Example LLC'."
    assert second.startswith("f.csv:3: is above")
    assert second.endswith("…'.")


def test_a_title_that_is_a_known_word_is_no_header(tmp_path: Path) -> None:
    assert rows(tmp_path, "Miner\nModel,Qty\nS19,2\n") == {3: ["S19", "2"]}
    assert rows(tmp_path, "Model\nS19\nBrand\n") == {2: ["S19"], 3: ["Brand"]}


def test_a_header_far_down_is_refused_with_advice(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, "title\n" * 39 + "model;qty\nS19;1\n")
    assert (found.row, found.what) == (40, "has its header in row 40")
    assert "Delete the rows above it" in found.advice


def test_excel_says_its_separator_in_a_line_that_it_does_not_count(tmp_path: Path) -> None:
    assert rows(tmp_path, "sep=;\r\nmodel;notes,x\r\nS19;a,b\r\n") == {2: ["S19", "a,b"]}
    assert table(tmp_path, "\ufeffSEP=^\nmodel^qty\nS19^1\n").format == "text table (^, utf-8-sig)"
    (found,) = problems(tmp_path, "sep=;\nmodel;qty\nS19;1;2\n")
    assert found.row == 2
    (found,) = problems(tmp_path, 'sep=;\nmodel;qty\nS19;"1\n')
    assert found.row == 2
    (found,) = problems(tmp_path, "sep=;\nmodel;qty\nS19;\0\n")
    assert found.row == 2
    (found,) = problems(tmp_path, "sep=;\n\n")
    assert found.what == "is empty"


def test_very_many_columns_are_refused(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, ",".join(["model", *map(str, range(9_999))]) + "\nS19\n")
    assert (found.row, found.what) == (1, "has 10,000 columns, more than 1,000")


def test_the_unit_of_a_header_is_written_behind_its_numbers(tmp_path: Path) -> None:
    text = "model,Hashrate (GH/s)\nS9,13500\nS19,95 TH/s\nS21,\n"
    assert rows(tmp_path, text) == {2: ["S9", "13500 GH/s"], 3: ["S19", "95 TH/s"], 4: ["S21", ""]}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=300), head=st.sampled_from((b"", b"model,qty\n", b"Model;Origin\r", b"sep=;\n")))
def test_any_bytes_are_read_or_refused(tmp_path: Path, content: bytes, head: bytes) -> None:
    path = tmp_path / "f.csv"
    path.write_bytes(head + content)
    with suppress(ComplianceError):
        assert any(rows for _, rows in open_table(path, "f.csv", ColumnMap()).chunks())


CELL = st.text(st.characters(codec="utf-8"), max_size=8)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    body=st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=12),
    separator=st.sampled_from(",;\t|"),
    end=st.sampled_from(("\n", "\r\n", "\r")),
    chunk=st.integers(1, 5),
)
def test_what_was_written_is_read(tmp_path: Path, body: list[list[str]], separator: str, end: str, chunk: int) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerows((["model", "serial", "notes"], ["S19", "first", ""], *body))
    path = tmp_path / "f.csv"
    path.write_bytes(out.getvalue().encode())
    limits = ReadingLimits(chunk_rows=chunk)
    if "\0" in out.getvalue():
        with pytest.raises(ComplianceError, match="NUL"):
            list(open_table(path, "f.csv", ColumnMap(), limits).chunks())
        return
    found = [
        (number, row)
        for first, rows in as_it_stands(open_table(path, "f", ColumnMap(), limits))
        for number, row in enumerate(rows, first)
    ]
    assert found == list(enumerate((["S19", "first", ""], *body), 2))


def test_a_map_says_how_many_rows_stand_above(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text("Model,Qty\nas of today,\n\nwas,wieviel\nS21,3\n")
    table = open_table(path, "f.csv", ColumnMap({"model": "was", "quantity": "wieviel"}, skip_rows=3))
    assert list(table.chunks()) == [(5, [["S21", "3"]])]
    with pytest.raises(ComplianceError, match="has its header in row 1"):
        open_table(path, "f.csv", ColumnMap(skip_rows=9))


@pytest.mark.parametrize(
    "rows",
    [
        "Bitmain,Antminer S19,40,China,Foo Ltd\nMicroBT,Whatsminer M50S,7,Malaysia,Bar Ltd\n",
        "a1,Foo X1,China\na2,Antminer S19,Malaysia\n",
        "10.0.0.1;Antminer S19;w1\n10.0.0.2;Antminer S19;w2\n",
    ],
)
def test_a_machine_is_no_header(tmp_path: Path, rows: str) -> None:
    path = tmp_path / "f.csv"
    path.write_text(rows)
    with pytest.raises(ComplianceError, match="is not an inventory"):
        open_table(path, "f.csv", ColumnMap(), vocabulary=WORDS)


@pytest.mark.parametrize(
    ("header", "origin", "encoding"),
    [
        ("型号,原产国", "中国", "gb18030"), ("型號,原產國", "中國", "big5"), ("Модель,Страна происхождения", "Китай", "cp1251"),
        ("Модель,Страна происхождения", "Китай", "koi8_r"), ("Model,Země původu", "Čína", "cp1250"),
        ("Model,Menşe Ülke", "Çin", "cp1254"), ("型番,原産国", "中国", "shift_jis"), ("Modèle,Pays d'origine", "Chine", "cp1252"),
    ],
)  # fmt: skip
def test_the_header_tells_an_old_encoding(tmp_path: Path, header: str, origin: str, encoding: str) -> None:
    (tmp_path / "f.csv").write_bytes(f"{header}\nAntminer S19,{origin}\n".encode(encoding))
    found = open_table(tmp_path / "f.csv", "f.csv", vocabulary=WORDS)
    assert {"model", "country_of_origin"} <= found.layout.index.keys()
    assert [row for _, run in found.chunks() for row in run] == [["Antminer S19", origin]]
    assert f"the file is read as {encoding}" in found.notes[0]


@pytest.mark.parametrize(
    "content", ["Model,Antminer S19,Antminer S21\nMade in,CN,MY\n", "Model,S19,S21\nModel,S19,S21\nS19,CN,MY\n"]
)
def test_machines_side_by_side_are_no_inventory(tmp_path: Path, content: str) -> None:
    (tmp_path / "f.csv").write_text(content)
    with pytest.raises(ComplianceError, match="has machines side by side in its header"):
        open_table(tmp_path / "f.csv", "f.csv", vocabulary=WORDS)
