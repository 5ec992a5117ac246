"""The archive of a workbook is looked into before anything unpacks it."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from compliance.core.errors import ComplianceError
from compliance.io import archive
from compliance.io.archive import ArchiveLimits, Doubtful
from tests.workbooks import SIMPLE, book, edited

SHEET = "xl/worksheets/sheet1.xml"


def refused(path: Path, limits: ArchiveLimits = archive.LIMITS) -> str:
    with pytest.raises(ComplianceError) as error:
        archive.sheets(path, "f", limits)
    (problem,) = error.value.problems
    return problem.what


@pytest.mark.parametrize(
    "limits",
    [
        ArchiveLimits(unpacked_bytes=20_000_000, density=10**9),
        ArchiveLimits(free_bytes=20_000_000, density=200),
    ],
)
def test_a_zip_bomb_is_not_unpacked(tmp_path: Path, limits: ArchiveLimits) -> None:
    path = book(tmp_path, A=SIMPLE)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as made:
        made.writestr("xl/media/bomb.bin", b"\0" * 30_000_000)
    assert refused(path, limits).startswith("unpacks from ")


def test_parts_of_a_sheet_are_looked_at_piece_by_piece(tmp_path: Path) -> None:
    pieces = ArchiveLimits(block_bytes=7)
    path = book(tmp_path, A=[*SIMPLE, ("A3", ["S21", "#N/A"]), ("A4", ["S21", "=1"])])
    assert archive.sheets(path, "f", pieces).cells("A").wrong == [(3, 2, "#N/A"), (4, 2, "")]
    assert archive.sheets(path, "f", pieces).cells("none") == Doubtful()


def test_where_a_workbook_keeps_its_sheets(tmp_path: Path) -> None:
    path = book(tmp_path, A=SIMPLE)
    for change in ((b'Target="/xl/', b'Target="'), (b'Target="worksheets/sheet1.xml"', b'Target="none.xml"')):
        edited(path, {"xl/_rels/workbook.xml.rels": change})
        assert archive.sheets(path, "f").checked is (change[1] == b'Target="')
    edited(book(tmp_path, A=SIMPLE), {"xl/workbook.xml": (b"<workbook", b"<<workbook")})
    assert "is a damaged workbook" in refused(path)


@pytest.mark.parametrize("encoding", [b"klingon", b"shift_jis", b"utf-7"])
def test_an_encoding_that_nobody_knows(tmp_path: Path, encoding: bytes) -> None:
    path = edited(
        book(tmp_path, A=SIMPLE),
        {"xl/workbook.xml": (b"<workbook", b'<?xml version="1.0" encoding="' + encoding + b'"?><workbook')},
    )
    assert "is a damaged workbook" in refused(path)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'r="B2"', b"r='XFD9000000'"), (b'r="B2"', b'r="xfd9000000"'), (b'r="B2"', b'r = "XFD9000000"'),
        (b'r="B2"', b'r="ZZZZZZ3"'), (b'<row r="2"', b"<row r='900000000'"),
    ],
)  # fmt: skip
def test_a_cell_far_out_in_any_spelling(tmp_path: Path, old: bytes, new: bytes) -> None:
    path = edited(book(tmp_path, A=SIMPLE), {SHEET: (old, new)})
    assert refused(path).startswith("sheet 'A' reaches to row ")


def test_numbers_that_are_shown_with_zeros_or_are_long(tmp_path: Path) -> None:
    path = book(tmp_path, A=[("A1", ["Model", "Serial", "x"]), ("A2", ["S19", 123, 7]), ("A3", ["S21", 45, 12345678])])
    import openpyxl

    made = openpyxl.load_workbook(path)
    for name, style in (("B2", "00000"), ("B3", "0.00"), ("C2", "0"), ("C3", "00000")):
        made["A"][name].number_format = style
    made.save(path)
    edited(path, {SHEET: (b"<v>45</v>", b"<v>1234567890123456789</v>")})
    cells = archive.sheets(path, "f").cells("A")
    assert (cells.shown, cells.long) == ([(2, 2, "00123")], [(3, 2, "1234567890123456789")])
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist() if name != "xl/styles.xml"}
    with zipfile.ZipFile(path, "w") as new:
        for name, content in parts.items():
            new.writestr(name, content)
    assert archive.sheets(path, "f").cells("A").shown == []


def test_a_text_of_digits_is_no_number(tmp_path: Path) -> None:
    part = b'<c r="B2" t="n"><v>2</v></c>'
    path = edited(book(tmp_path, A=SIMPLE), {SHEET: (part, b'<c r="B2" t="str"><v>12345678901234567890</v></c>')})
    assert archive.sheets(path, "f").cells("A").long == []
    edited(path, {SHEET: (b' r="B2" t="str"', b"")})
    assert archive.sheets(path, "f").cells("A").long == []
    edited(path, {SHEET: (b"<c><v>", b'<c s="0"><v>')})
    assert archive.sheets(path, "f").cells("A").long == [(0, 0, "12345678901234567890")]


def test_rows_that_nobody_sees(tmp_path: Path) -> None:
    path = edited(book(tmp_path, A=SIMPLE), {SHEET: (b'<row r="2"', b'<row r="2" hidden="1"')})
    assert archive.sheets(path, "f").cells("A").hidden == [2]


def test_a_sheet_of_open_document_that_is_no_xml(tmp_path: Path) -> None:
    path = tmp_path / "f.ods"
    for content, what in ((b"<a><b></a>", "mismatched tag"), (b"<a><b>", "no element found")):
        with zipfile.ZipFile(path, "w") as made:
            made.writestr("content.xml", content)
        assert what in refused(path)


def test_archives_that_are_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "f.xlsx"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("fleet.csv", "model\nS19\n")
    assert refused(path) == "is a zip archive, but not a workbook"
    whole = book(tmp_path, A=SIMPLE).read_bytes()
    path.write_bytes(whole.replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00", 1))
    assert refused(path) == "is an encrypted archive"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("content.xml", "<a/>")
    assert not archive.sheets(path, "f").checked


def test_names_of_cells() -> None:
    assert archive.row_and_column("XFD12") == (12, 16384)
