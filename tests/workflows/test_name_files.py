"""Names are read from whatever ``check`` reads, whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from compliance.core.errors import ComplianceError
from compliance.inventory.column_map import ColumnMap
from compliance.workflows.name_files import read_queries
from compliance.workflows.query import Query
from compliance.workflows.reference import Reference

REFERENCE = Reference()


def asked(path: Path, text: str | bytes) -> list[Query]:
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_queries(path, path.name, REFERENCE)


def test_a_file_of_names(tmp_path: Path) -> None:
    text = "\ufeffIdentifier,Name,note,Country\nLEI 123456A,Sophgo,x,People's Republic of China\n\n,算能,,n/a\n"
    assert asked(tmp_path / "names.csv", text) == [Query("Sophgo", "CN", "LEI 123456A"), Query("算能")]
    assert asked(tmp_path / "names.csv", "name\n Sophgo \n") == [Query("Sophgo")]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "column 'name' is missing"),
        ("firmware\nSophgo", "column 'name' is missing"),
        ("name,name\na,b", "appears 2 times"),
        ("name\n", "has a header and no rows"),
        ("name,country\n,CN", "names.csv:2:name: is empty"),
        ("name\nFoo Co., Ltd.", "names.csv:2: has 2 cells, the header has 1. Put a cell with a comma between quotes."),
        ("name\n...", "has no letter and no number"),
        ("name,country\nFoo,Atlantis\nBar,CN|US", "names.csv:2:country: 'Atlantis' is not one country"),
        ("name,country\nFoo,Atlantis\nBar,CN|US", "names.csv:3:country: 'CN|US' is not one country"),
        ('name\n"Foo', "is not CSV"),
        (b"name\n\xc3\xa4\xc3\xb6\xc3\xbc\xff", "names.csv:2: is not UTF-8 text"),
        ("supplier,model\n,S21", "names no party"),
        ("supplier,model\n§§,S21", "names.csv:2:supplier: '§§' has no letter and no number"),
        (b"name\nfoo\0bar\nother name here", "is a binary file"),
        ("name\n" + "a" * 2001, "has 2,001 characters"),
    ],
)
def test_what_cannot_be_asked(tmp_path: Path, text: str | bytes, says: str) -> None:
    with pytest.raises(ComplianceError) as error:
        asked(tmp_path / "names.csv", text)
    assert says in str(error.value)


def test_too_many_rows_and_no_file(tmp_path: Path) -> None:
    names = tmp_path / "names.csv"
    names.write_text("name\na\nb\n")
    with pytest.raises(ComplianceError, match="more than 1 rows"):
        read_queries(names, "names.csv", REFERENCE, max_names=1)
    with pytest.raises(ComplianceError, match="is not a file"):
        read_queries(tmp_path, "folder", REFERENCE)
    with pytest.raises(ComplianceError, match="cannot be read: No such file"):
        read_queries(tmp_path / "absent.csv", "absent.csv", REFERENCE)


@pytest.mark.parametrize(
    "content",
    [
        "Company;Country\nSophgo;CN\n",
        "sep=;\nCompany;Country\nSophgo;CN\n",
        "Company\tCountry\nSophgo\tChina\n",
        "Suppliers of 2026\n\nCompany;Country\nSophgo;CN\n",
        "Company;Country\nSophgo;CN\n".encode("utf-16"),
        "公司名称,国家\nSophgo,中国\n",
        "Supplier,Supplier Country,Model\nSophgo,CN,S21\nSophgo,CN,S19\n,,S19\n",
    ],
)
def test_tables_as_people_have_them(content: str | bytes, tmp_path: Path) -> None:
    assert asked(tmp_path / "names.csv", content) == [Query("Sophgo", "CN")]


def test_persons_have_a_date_of_birth(tmp_path: Path) -> None:
    text = "name,kind,birth date\nArkady Tarnov,Person,1964-11-21\nTarnov Ltd,company,\n"
    first, second = asked(tmp_path / "names.csv", text)
    assert first.details.kind == "person"
    assert first.details.born == "1964-11-21"
    assert second.details.kind == "organisation"


def test_a_workbook_and_a_map(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "names.xlsx")) as book:
        book.add_worksheet("Notes").write_row(0, 0, ["nothing", "here"])
        sheet = book.add_worksheet("Sellers")
        sheet.write_row(0, 0, ["Our sellers"])
        sheet.write_row(2, 0, ["Seller X", "Country"])
        sheet.write_row(3, 0, ["Sophgo", "China"])
    mapping = ColumnMap({"supplier": "Seller X", "supplier_country": "Country"})
    path = tmp_path / "names.xlsx"
    assert read_queries(path, "names.xlsx", REFERENCE, mapping=mapping) == [Query("Sophgo", "CN")]
    with pytest.raises(ComplianceError, match="column"):
        read_queries(path, "names.xlsx", REFERENCE, mapping=ColumnMap(ignore=("Seller X",)))


def test_an_inventory_in_another_form(tmp_path: Path) -> None:
    text = "schema_version: 1\nlots:\n- {model: S21, manufacturer: Bitmain, supplier: Sophgo, quantity: 2}\n"
    assert set(asked(tmp_path / "fleet.yaml", text)) == {Query("Sophgo"), Query("Bitmain")}
