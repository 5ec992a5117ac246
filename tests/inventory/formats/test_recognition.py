"""What a file is, by its content; what is no inventory is refused with advice."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from compliance.core.errors import ComplianceError, Problem
from compliance.inventory.column_map import ColumnMap
from compliance.inventory.formats import SUFFIXES, open_table
from tests.workbooks import SIMPLE, book


def refused(path: Path) -> Problem:
    with pytest.raises(ComplianceError) as caught:
        open_table(path, "shown.csv", ColumnMap())
    (problem,) = caught.value.problems
    assert problem.file == "shown.csv"
    assert problem.advice
    return problem


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "is empty"),
        (b" \r\n\t\n", "is empty"),
        (b"PK\x03\x04....", "a damaged workbook or archive"),
        (b"\xd0\xcf\x11\xe0....", "a workbook that cannot be read"),
        (b"%PDF-1.7", "a PDF document"),
        (b"PAR1....", "a Parquet file"),
        (b"\x1f\x8b....", "a damaged archive"),
        (b"\x89PNG....", "a picture"),
        (b"\xff\xd8\xff....", "a picture"),
        (b"\x7fELF\0\0\0", "holds a NUL byte"),
        (b"{\\rtf1 model}", "a text document"),
        (b"\xef\xbb\xbf\n  <!DOCTYPE html>", "a web page"),
        (b"<HTML><body>", "a web page"),
        (b"<?xml version='1.0'?>", "a web page or XML"),
        (b"<!-- saved from url -->\n<html>", "a web page"),
        (b'<div class="login">Model</div>', "a web page"),
        ("<html>".encode("utf-16"), "a web page"),
        (b'{"model": "S19"', "is not JSON that can be read"),
        (b"[]", "holds no records"),
        (b"\xef\xbb\xbf\n", "is empty"),
    ],
)
def test_what_is_no_table(tmp_path: Path, content: bytes, what: str) -> None:
    path = tmp_path / "fleet.CSV"
    path.write_bytes(content)
    assert what in refused(path).what


def test_a_web_page_called_yaml(tmp_path: Path) -> None:
    path = tmp_path / "fleet.yaml"
    path.write_text("<html>")
    assert refused(path).row == 1


def test_what_cannot_be_read(tmp_path: Path) -> None:
    assert refused(tmp_path / "none.csv").what.startswith("cannot be read: No such file")
    assert refused(tmp_path).what == "is not a file"
    (tmp_path / "link.csv").symlink_to("none.csv")
    assert refused(tmp_path / "link.csv").what == "the link link.csv points to a missing file"


@pytest.mark.parametrize("name", ["fleet.yaml", "FLEET.YML"])
def test_yaml_is_told_by_its_suffix(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("{schema_version: 1, lots: [{model: S19}]}")
    assert open_table(path, name, ColumnMap()).format == "native YAML"


@pytest.mark.parametrize(
    ("content", "form"),
    [
        (b"model\nS19\n", "text table (comma, utf-8)"),
        (b"\xef\xbb\xbfmodel\nS19\n", "text table (comma, utf-8-sig)"),
        ("model;qty\nS19;2\n".encode("utf-16"), "text table (semicolon, utf-16)"),
        ("model\tqty\nS19\t2\n".encode("utf-16-be").join((b"\xfe\xff", b"")), "text table (tab, utf-16)"),
    ],
)
def test_text_tables(tmp_path: Path, content: bytes, form: str) -> None:
    path = tmp_path / "anything.dat"
    path.write_bytes(content)
    table = open_table(path, "shown.csv", ColumnMap())
    assert table.format == form
    assert [row[0] for _, rows in table.chunks() for row in rows] == ["S19"]


def test_a_sheet_is_asked_of_workbooks_only(tmp_path: Path) -> None:
    (tmp_path / "fleet.csv").write_text("model\nS19\n")
    assert refused(tmp_path / "fleet.csv#South").what == "has no sheet 'South': it is not a workbook"
    (tmp_path / "fleet#1.csv").write_text("model\nS19\n")
    assert open_table(tmp_path / "fleet#1.csv", "shown.csv", ColumnMap()).layout.index == {"model": 0}


def test_no_suffix_of_an_inventory_is_left_out_in_a_folder() -> None:
    assert {".csv", ".yaml", ".xlsx", ".json", ".parquet"} <= set(SUFFIXES)


@pytest.mark.skipif(sys.platform == "win32", reason="no named pipes")
def test_a_pipe_is_no_inventory(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fleet.csv")
    assert refused(tmp_path / "fleet.csv").what == "is not a regular file"


def test_an_inventory_that_is_packed(tmp_path: Path) -> None:
    import gzip
    import zipfile

    packed = tmp_path / "fleet.csv.gz"
    packed.write_bytes(gzip.compress(b"Model,Qty\nS19,2\n"))
    table = open_table(packed, "fleet.csv.gz", ColumnMap())
    assert (table.path, table.scan, table.format) == (packed, None, "text table (comma, utf-8)")
    assert [row for _, rows in table.chunks() for row in rows] == [["S19", "2"]]
    packed.write_bytes(gzip.compress(gzip.compress(b"x")))
    with pytest.raises(ComplianceError, match="is a compressed file in a compressed file"):
        open_table(packed, "f", ColumnMap())
    with zipfile.ZipFile(tmp_path / "f.zip", "w") as made:
        made.writestr("fleet.csv", "Model\nS21\n")
    assert list(open_table(tmp_path / "f.zip", "f", ColumnMap()).chunks()) == [(2, [["S21"]])]
    with zipfile.ZipFile(tmp_path / "g.zip", "w") as made:
        made.write(book(tmp_path, A=SIMPLE), "a.xlsx")
    whole = open_table(tmp_path / "g.zip", "g", ColumnMap()).book
    assert whole
    assert [sheet.name for sheet in whole()] == ["A"]
