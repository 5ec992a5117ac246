"""Tables of papers: text and workbooks, with the row of every value."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from compliance.core.errors import ComplianceError
from compliance.evidence import sheets
from compliance.evidence.serial_lists import read_serials, serial_of
from compliance.evidence.sheets import headed, read_sheets

HEADERS = {"serialno": "serial", "sn": "serial", "model": "model"}


def written(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_a_text_table_in_any_separator(tmp_path: Path) -> None:
    for separator in ",;\t|":
        text = f"Packing list\n\nSerial No{separator}Model\n\na1{separator} S21 \nTotal{separator}1\n"
        (sheet,) = read_sheets(written(tmp_path / "list.csv", text), "list.csv")
        table = headed(sheet, HEADERS, frozenset(("serial",)))
        assert table
        rows, unread = table
        assert [(row.number, row.text("serial"), row.text("model"), row.text("x")) for row in rows] == [
            (5, "a1", "S21", "")
        ]
        assert unread == []


def test_headers_that_repeat_and_columns_that_mean_the_same(tmp_path: Path) -> None:
    text = "SN,Serial No,Colour\n,a1,red\nSN,Serial No,Colour\nb1,b2,\nSub Total 1,,\n"
    (sheet,) = read_sheets(written(tmp_path / "list.csv", text), "list.csv")
    table = headed(sheet, HEADERS, frozenset(("serial",)))
    assert table
    assert [row.text("serial") for row in table[0]] == ["a1", "b1"]
    assert table[1] == ["Colour"]
    assert headed(sheet, HEADERS, frozenset(("model",))) is None


def test_every_sheet_of_a_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.title = "Cover"
    first["B3"] = "hello"
    second = book.create_sheet("Serials")
    second.append(["Serial No", "Model"])
    second.append(["a1", "S21"])
    book.save(tmp_path / "list.xlsx")
    cover, serials = read_sheets(tmp_path / "list.xlsx", "list.xlsx")
    assert (cover.name, cover.first, serials.name, serials.first) == ("Cover", 3, "Serials", 1)
    assert read_serials(tmp_path / "list.xlsx", "list.xlsx") == ["A1"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"a\0b", "is neither a table of text nor a workbook"),
        (b"a,b\n\xff,1", "is not UTF-8 text"),
        (b'"' + b"x" * 2_000_000, "is not a table: "),
        (b"x" * 200, "is larger than 0 MiB"),
    ],
)
def test_what_is_no_table(tmp_path: Path, content: bytes, message: str) -> None:
    path = written(tmp_path / "list.csv", content)
    with pytest.raises(ComplianceError, match=message):
        read_sheets(path, "list.csv", max_bytes=100 if content.startswith(b"x") else sheets.MAX_BYTES)


def test_one_number_a_line_is_a_list(tmp_path: Path) -> None:
    assert read_serials(written(tmp_path / "s.txt", "a1\n\n'b2\n"), "s.txt") == ["A1", "B2"]


def test_a_list_without_numbers_or_with_destroyed_ones(tmp_path: Path) -> None:
    with pytest.raises(ComplianceError, match=r"s.csv: holds no serial numbers"):
        read_serials(written(tmp_path / "s.csv", "model,colour\nS21,red\n"), "s.csv")
    with pytest.raises(ComplianceError, match=r"s.csv:3: serial number '5.02E.18' was destroyed by a spreadsheet"):
        read_serials(written(tmp_path / "s.csv", "serial number,colour\na,red\n5.02E+18,red\n"), "s.csv")


def test_serial_numbers_are_compared_without_marks() -> None:
    assert serial_of(" '0ab ") == serial_of('="0AB"') == "0AB"
    assert serial_of("n/a") == ""
