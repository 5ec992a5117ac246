"""Workbooks: the sheet and the table are found, rows are numbered as the sheet numbers them, nothing is unpacked blindly."""

from __future__ import annotations

import datetime
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compliance.core.errors import ComplianceError
from compliance.inventory.column_map import ColumnMap
from compliance.inventory.formats import grid, open_table, workbook
from tests.effort import examples
from tests.inventory.formats.reading import DATA, native, opened, problems, refused, rows_of
from tests.workbooks import MANIFEST, SIMPLE, book, edited


def test_a_workbook_under_the_name_of_another_kind(tmp_path: Path) -> None:
    path = book(tmp_path, Fleet=SIMPLE).rename(tmp_path / "fleet.xls")
    assert list(rows_of(opened(path)).values()) == [{"Model": "S19", "Qty": "2"}]


def test_a_cell_that_is_merged_over_rows_is_said(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    del made["Sheet"]
    sheet = made.create_sheet("Fleet")
    for line in (
        ["Fleet", ""],
        ["", ""],
        ["Model", "Origin"],
        ["S19", "China"],
        ["S21", None],
        ["S9", "MY"],
        ["T9", None],
    ):
        sheet.append(line)
    for cells in ("A1:B2", "B4:B5", "B6:B7", "D4:D7"):
        sheet.merge_cells(cells)
    made.save(tmp_path / "f.xlsx")
    table = opened(tmp_path / "f.xlsx")
    assert [row["Origin"] for row in rows_of(table).values()] == ["China", "", "MY", ""]
    assert table.notes[1] == "f.xlsx:4: a cell is merged down to row 5 and is read in row 4 only (2 such cells)."
    sheet.unmerge_cells("B6:B7")
    made.save(tmp_path / "f.xlsx")
    assert opened(tmp_path / "f.xlsx").notes[1].endswith("in row 4 only.")


def test_cells_as_a_person_reads_them(tmp_path: Path) -> None:
    values: list[Any] = [
        "S19", 110.0, 0.5, datetime.datetime(2024, 1, 2), datetime.datetime(2024, 1, 2, 3, 4), True,
        datetime.time(3, 4), "007", 6.37702e15, 1e-7,
    ]  # fmt: skip
    header = ["Model", "Qty", "x", "Purchase Date", "when", "ok", "clock", "Serial", "Model Number", "small"]
    path = book(tmp_path, South=[("A1", header), ("A2", values), ("A4", ["S21", 1234567890123456, -3])])
    table = opened(path)
    assert table.format == "workbook, sheet 'South'"
    assert [list(row.values()) for row in rows_of(table).values()] == [
        [
            "S19",
            "110",
            "0.5",
            "2024-01-02",
            "2024-01-02 03:04:00",
            "TRUE",
            "03:04:00",
            "007",
            "6377020000000000",
            "1E-07",
        ],
        ["S21", "1234567890123456", "-3", "", "", "", "", "", "", ""],
    ]
    assert list(rows_of(table)) == [2, 4]
    (note,) = table.notes
    assert note == "f.xlsx:2: a number of more than 15 digits may have lost some of them in the spreadsheet (2 cells)."


def test_titles_blank_rows_and_another_table_beside(tmp_path: Path) -> None:
    cells = [
        ("B3", "Fleet of Example LLC"), ("B30", ["Serial", "Model", "", "Year", "Price"]), ("B31", ["a", "S19", "", 2020, 1]),
        ("B33", ["b", "S21"]), ("E40", [2021, 2]),
    ]  # fmt: skip
    path = book(tmp_path, Read=[("A1", "Read me")], Fleet=cells)
    table = opened(path)
    assert rows_of(table) == {31: {"Serial": "a", "Model": "S19"}, 33: {"Serial": "b", "Model": "S21"}}
    assert table.notes == (
        "f.xlsx:3: is above the header and was ignored: 'Fleet of Example LLC'.",
        "f.xlsx: sheets that hold no inventory: Read.",
        "f.xlsx: columns E:F of the sheet were ignored: they belong to another table.",
    )


def test_a_merged_title_over_the_table(tmp_path: Path) -> None:
    path = book(tmp_path, A=[("A1", "Miner"), ("A2", ["Model", "Qty", "Made in"]), ("A3", ["S19", 1, "CN"])])
    made = openpyxl.load_workbook(path)
    made["A"].merge_cells("A1:C1")
    made.save(path)
    assert native(opened(path)) == [{"model": "S19", "quantity": "1", "country_of_origin": "CN"}]


def test_two_inventories_are_asked_about(tmp_path: Path) -> None:
    path = book(tmp_path, North=SIMPLE, South=[("C5", ["Brand"]), ("C6", ["Bitmain"])])
    found = refused(path)
    assert found.what == "holds 2 inventories: sheet 'North' (A1:B2) and sheet 'South' (C5:C6)"
    assert found.advice == "Give one sheet: f.xlsx#North."
    assert native(opened(path.with_name("f.xlsx#South"))) == [{"manufacturer": "Bitmain"}]
    assert refused(path.with_name("f.xlsx#West")).what == "has no sheet 'West'"


@pytest.mark.parametrize(("second", "where"), [("D1", "D1:E2"), ("D4", "D4:E5"), ("A5", "A5:B6")])
def test_two_tables_on_a_sheet_are_asked_about(tmp_path: Path, second: str, where: str) -> None:
    below = f"{second[0]}{int(second[1]) + 1}"
    path = book(tmp_path, A=[*SIMPLE, (second, ["Model", "Origin"]), (below, ["S21", "CN"])])
    found = refused(path)
    assert found.what.startswith("holds 2 inventories: sheet 'A' (A1:")
    assert found.what.endswith(f"and sheet 'A' ({where})")
    assert found.advice == "Save each table as a file of its own."


def test_a_header_far_down_is_refused(tmp_path: Path) -> None:
    titles: list[tuple[str, Any]] = [(f"A{row}", "text") for row in range(1, 40)]
    found = refused(book(tmp_path, A=[*titles, ("A40", ["Model", "Qty"]), ("A41", ["S19", 1])]))
    assert (found.row, found.what) == (40, "sheet 'A' has its header in row 40")


def test_errors_are_texts_and_formulas_without_a_value_are_refused(tmp_path: Path) -> None:
    path = book(tmp_path, A=[*SIMPLE, ("C1", "Site"), ("C2", "#REF!"), ("D1", "Notes")])
    assert native(opened(path)) == [{"model": "S19", "quantity": "2", "site": "#REF!"}]
    path = book(tmp_path, A=[*SIMPLE, ("B3", "=SUM(B2:B2)"), ("A3", "S21"), ("H9", "=1")])
    found = refused(path)
    assert (found.row, found.what) == (3, "cell B3 holds a formula without a value")
    cached = {"xl/worksheets/sheet1.xml": (b"<f>SUM(B2:B2)</f><v />", b"<f>SUM(B2:B2)</f><v>2</v>")}
    with zipfile.ZipFile(path) as made:
        if b"<v></v>" in made.read("xl/worksheets/sheet1.xml"):
            cached = {"xl/worksheets/sheet1.xml": (b"<f>SUM(B2:B2)</f><v></v>", b"<f>SUM(B2:B2)</f><v>2</v>")}
    assert native(opened(edited(path, cached)))[1] == {"model": "S21", "quantity": "2"}


def test_a_formula_that_gives_no_text_is_empty(tmp_path: Path) -> None:
    path = edited(
        book(tmp_path, A=[("A1", ["Model", "Qty", "x"]), ("A2", ["S19", 7])]),
        {
            "xl/worksheets/sheet1.xml": (
                b'<c r="B2" t="n"><v>7</v></c>',
                b'<c r="B2" t="str"><f>IF(1,"")</f><v></v></c>',
            )
        },
    )
    assert native(opened(path)) == [{"model": "S19"}]


def test_what_is_no_inventory(tmp_path: Path) -> None:
    assert "no column of any sheet names" in refused(book(tmp_path, A=[("A1", ["Year"])], B=[])).what
    assert refused(book(tmp_path, A=[("A1", ["Model", "Qty"])])).what == "has a header and no rows"
    assert refused(book(tmp_path, A=[("A1", ["Model", "Qty", "model"]), ("A2", "S19")])).row == 1
    wide = book(tmp_path, A=[("A1", ["Model", *map(str, range(9_999))]), ("A2", "S19")])
    assert refused(wide).what == "has 10,000 columns, more than 1,000"
    assert native(opened(book(tmp_path, A=[("A1", ["Typ"]), ("A2", ["S19"])]), {"model": "Typ"})) == [{"model": "S19"}]


def test_a_chart_is_no_table(tmp_path: Path) -> None:
    made = openpyxl.load_workbook(book(tmp_path, A=SIMPLE))
    made.create_chartsheet("Chart")
    made.save(tmp_path / "f.xlsx")
    assert native(opened(tmp_path / "f.xlsx")) == [{"model": "S19", "quantity": "2"}]


def test_archives_that_are_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "f.xlsx"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("fleet.csv", "model\nS19\n")
        made.writestr("readme.txt", "x")
    assert refused(path).what == "is a zip archive, but not a workbook"
    whole = book(tmp_path, A=SIMPLE).read_bytes()
    for size in (100, len(whole) // 2, len(whole) - 10):
        path.write_bytes(whole[:size])
        assert "is a damaged workbook" in refused(path).what
    path.write_bytes(whole.replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00", 1))
    assert refused(path).what == "is an encrypted archive"


def test_an_archive_whose_names_are_no_text(tmp_path: Path) -> None:
    path = book(tmp_path, A=SIMPLE)
    name, content = b"xl/worksheets/sheet1.xml", bytearray(path.read_bytes())
    place = content.index(name)
    content[place - 30 + 7] |= 8  # says that the name is UTF-8
    content[place] = 0xFF
    path.write_bytes(content)
    assert "is a damaged workbook" in refused(path).what


def test_a_stray_cell_far_out_does_not_fill_the_memory(tmp_path: Path) -> None:
    path = book(tmp_path, A=[*SIMPLE, ("XFD1048576", "x")])
    assert refused(path).what == "sheet 'A' reaches to row 1,048,576 and column 16,384"


def test_a_sheet_that_cannot_be_read(tmp_path: Path) -> None:
    path = edited(book(tmp_path, A=SIMPLE), {"xl/worksheets/sheet1.xml": (b"</sheetData>", b"</sheet")})
    assert "cannot be read" in refused(path).what


def test_cells_without_a_name_are_not_lost(tmp_path: Path) -> None:
    part = "xl/worksheets/sheet1.xml"
    path = edited(book(tmp_path, A=[*SIMPLE, ("A3", ["S21", "#N/A"])]), {part: (b' r="B3"', b"")})
    found = refused(path)
    assert (found.row, found.what) == (None, "a cell shows #N/A")
    path = edited(book(tmp_path, A=[*SIMPLE, ("B3", "#N/A")]), {part: (b'<c r="B3" t="e">', b'<c r="B9" t="e">')})
    assert refused(edited(path, {part: (b"<c r=", b"<x r=")})).what.startswith(("is not an inventory", "cell B9"))


def test_open_document_sheets(tmp_path: Path) -> None:
    path = tmp_path / "f.ods"
    cells = "".join(
        f"<table:table-row>{''.join(f'<table:table-cell office:value-type={chr(34)}string{chr(34)}><text:p>{cell}</text:p></table:table-cell>' for cell in row)}</table:table-row>"
        for row in (("Model", "Made in"), ("S19", "CN"))
    )
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = f'<office:document-content {names}><office:body><office:spreadsheet><table:table table:name="A">{cells}</table:table></office:spreadsheet></office:body></office:document-content>'
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        made.writestr("content.xml", content)
        made.writestr("META-INF/manifest.xml", MANIFEST)
    table = opened(path)
    assert native(table) == [{"model": "S19", "country_of_origin": "CN"}]
    assert "cannot be told from empty ones" in table.notes[0]


def test_names_of_cells() -> None:
    assert [grid.letters(number) for number in (1, 26, 27, 702, 703, 16384)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]
    assert grid.place(12, 16384) == "XFD12"


def test_a_real_workbook_that_is_an_estimate_of_the_network() -> None:
    if not DATA.is_dir():
        pytest.skip("the real inventories are not here")
    found = refused(DATA / "09_mattk8_global_device_estimate.xlsx")
    assert "no column of any sheet names a manufacturer or a model" in found.what


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=examples(60))
@given(place=st.integers(0, 6000), byte=st.integers(0, 255), content=st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(tmp_path: Path, place: int, byte: int, content: bytes) -> None:
    whole = bytearray(book(tmp_path, A=SIMPLE).read_bytes())
    whole[place % len(whole)] = byte
    for name, raw in (("a.xlsx", bytes(whole)), ("b.xlsx", workbook.ZIP + content), ("c.xls", workbook.OLE + content)):
        (tmp_path / name).write_bytes(raw)
        with suppress(ComplianceError):
            assert any(rows for _, rows in opened(tmp_path / name).chunks())


def test_all_that_is_wrong_is_said(tmp_path: Path) -> None:
    path = book(tmp_path, A=[*SIMPLE, ("A3", ["S21", "=1"]), ("A4", ["S21", "=2"])])
    assert [problem.row for problem in problems(path)] == [3, 4]


def test_a_map_names_the_sheet_and_the_rows_above(tmp_path: Path) -> None:
    path = book(tmp_path, A=SIMPLE, B=[("A1", ["Model", "Note"]), ("A3", ["was"]), ("A4", ["S21"])])
    table = open_table(path, "f.xlsx", ColumnMap({"model": "was"}, sheet="B", skip_rows=2))
    assert list(table.chunks()) == [(4, [["S21"]])]
    with pytest.raises(ComplianceError, match="has no sheet 'C'"):
        open_table(path, "f.xlsx", ColumnMap(sheet="C"))


LISTED = [("A1", ["Serial", "Model"]), ("A2", ["SN1", "S19"]), ("A3", ["SN2", "S21"])]


def test_a_sheet_that_sums_the_inventory_up_is_no_second_one(tmp_path: Path) -> None:
    pivot = [("A1", ["Model", "Count"]), ("A2", ["S19", 1]), ("A3", ["s21", 1]), ("A4", ["Grand Total", 2])]
    table = opened(book(tmp_path, Pivot=pivot, Fleet=LISTED))
    assert table.format == "workbook, sheet 'Fleet'"
    assert table.notes[0] == "f.xlsx: sheet 'Pivot' (A1:B4) sums up sheet 'Fleet' (A1:B3) and was passed over."


@pytest.mark.parametrize(
    "other",
    [
        [("A1", ["Model", "Count"]), ("A2", ["S9", 1])],
        [("A1", ["Model", "Note"]), ("A2", ["S19", 1])],
        [("A1", ["Model", "Count", "Owner"]), ("A2", ["S19", 1, "x"])],
        [("A1", ["Maker", "Count"]), ("A2", ["Bitmain", 1])],
    ],
)
def test_another_inventory_is_one(tmp_path: Path, other: list[tuple[str, list[object]]]) -> None:
    assert refused(book(tmp_path, B=other, Fleet=LISTED)).what.startswith("holds 2 inventories")


def test_what_nobody_sees_is_said(tmp_path: Path) -> None:
    made = openpyxl.load_workbook(book(tmp_path, Fleet=[*LISTED, ("A4", [77, "S9"])], Notes=[("A1", "x")], More=[]))
    made["Fleet"].row_dimensions[3].hidden = True
    made["Fleet"]["A4"].number_format = "00000"
    made["Fleet"].sheet_state = made["Notes"].sheet_state = "hidden"
    made.save(tmp_path / "f.xlsx")
    table = opened(tmp_path / "f.xlsx")
    assert [row["Serial"] for row in rows_of(table).values()] == ["SN1", "SN2", "00077"]
    assert table.notes == (
        "f.xlsx: sheets that hold no inventory: Notes (hidden), More.",
        "f.xlsx: sheet 'Fleet' is hidden, and was read.",
        "f.xlsx:4: a number is read with the leading zeros that the sheet shows (1 cells).",
        "f.xlsx:3: hidden rows are read like the others (1 rows).",
    )


def test_a_number_has_all_the_digits_that_the_file_holds(tmp_path: Path) -> None:
    path = book(tmp_path, A=[("A1", ["Model", "Serial"]), ("A2", ["S19", 7])])
    edited(path, {"xl/worksheets/sheet1.xml": (b"<v>7</v>", b"<v>1234567890123456789</v>")})
    table = opened(path)
    assert native(table) == [{"model": "S19", "serial_number": "1234567890123456789"}]
    assert table.notes[0].startswith("f.xlsx:2: a number of more than 15 digits may have lost some")


def test_a_formula_without_a_value_in_a_row_of_totals(tmp_path: Path) -> None:
    path = book(tmp_path, A=[*LISTED, ("A4", "Total"), ("C1", "Cost"), ("C4", "=SUM(C2:C3)")])
    assert list(rows_of(opened(path))) == [2, 3, 4]
    assert native(opened(path))[2:] == [{}]
    assert refused(book(tmp_path, A=[*LISTED, ("C1", "Cost"), ("C3", "=1")])).row == 3
