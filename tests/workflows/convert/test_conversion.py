"""Messy inventories become native ones: nothing lost, everything said, and once is as good as twice."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.cli.main import run
from compliance.core.errors import ComplianceError
from compliance.inventory.column_map import ColumnMap
from compliance.inventory.facts import FACTS
from compliance.inventory.facts.base import FactsRead, Reader
from compliance.inventory.formats import open_table
from compliance.inventory.grouping.base import Grouping
from compliance.inventory.grouping.python import partial
from compliance.inventory.lots import normalise
from compliance.inventory.serials import Serials
from compliance.inventory.sites import Sites
from compliance.inventory.units import Unit
from compliance.workflows.convert.conversion import ConvertResult, understood
from compliance.workflows.convert.rewriting import Rewriting, RewritingLimits
from compliance.workflows.reference import Reference
from tests.command_line import ROOT
from tests.effort import examples

REFERENCE = Reference()
MESSY = """\
Miner Type,Brand,Anzahl,原产国,S/N,Vendor,Hashrate,Power,Unit price,Bought,Delivered,Notes
Antminer S19j Pro 104T,,"1,000",Made in Malaysia,'0012345,eBay,104T,3.25 kW,"$1,234.50",23/5/2024,April 2025,hello
M30S++,Bitmain,,CN/MY,6.37702E+15,,0.11 PH/s,3472W,,4/5/2024,2024-02-23,"a, b"
,,,,,,,,,,,
Whatsminer M30S++,whatsminer,2,Assembled in Malaysia,,Kaboomracks,81000000000000,,EUR 5,,,
Foo 9000,Foo Corp,1,Atlantis,SN1,,fast,,,,,=1+1
S21,Kaboomracks,1,MY,SN1,,,,,,,a\u00a0b
"""
NATIVE = """\
serial_number,serial_number_as_written,quantity,quantity_as_written,manufacturer,manufacturer_as_written,model,\
model_as_written,variant,country_of_origin,country_of_origin_as_written,country_of_assembly,supplier,purchase_date,\
purchase_date_as_written,delivery_date,delivery_date_as_written,unit_price_usd,unit_price_usd_as_written,\
hashrate_ths,hashrate_ths_as_written,power_w,power_w_as_written,Notes
0012345,'0012345,1000,"1,000",Bitmain,,Antminer S19j Pro,Antminer S19j Pro 104T,104T,MY,Made in Malaysia,,eBay,\
2024-05-23,23/5/2024,2025-04,April 2025,1234.50,"$1,234.50",104,104T,3250,3.25 kW,hello
6.37702E+15,,,,Bitmain,,M30S++,,,AMBIGUOUS,CN/MY,,,2024-05-04,4/5/2024,2024-02-23,,,,110,0.11 PH/s,3472,3472W,"a, b"
,,2,,MicroBT,whatsminer,Whatsminer M30S++,,,,Assembled in Malaysia,MY,Kaboomracks,,,,,EUR 5,,81,81000000000000,,,
SN1,,1,,Foo Corp,,Foo 9000,,,,Atlantis,,,,,,,,,fast,,,,=1+1
SN1,,1,,Bitmain,Kaboomracks,Antminer S21,S21,,MY,,,Kaboomracks,,,,,,,,,,,a\u00a0b
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "messy.csv").write_text(MESSY, "utf-8")
    return tmp_path


def file(text: str, name: str = "f.csv") -> Path:
    Path(name).write_text(text, "utf-8", newline="")
    return Path(name)


def converted(*paths: Path, suffix: str = ".csv", **more: object) -> str:
    out = io.StringIO(newline="")
    understood(paths, reference=REFERENCE, **more).write(out, suffix)  # type: ignore[arg-type]
    return out.getvalue()


def table(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def test_a_messy_file_and_what_is_said_of_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["convert", "messy.csv"]) == 0
    out, err = capsys.readouterr()
    assert out == NATIVE
    for line in (
        "messy.csv: read as text table (comma, utf-8): 5 rows, 1,005 units, blank rows passed over: 1.",
        "messy.csv: columns kept as they are: Notes.",
        "messy.csv: power_w: 2 changed, such as '3.25 kW' became '3250' (2 folded, 3 empty).",
        "messy.csv: manufacturer: 2 not resolved: 'Bitmain' (1), 'Foo Corp' (1).",
        "messy.csv:3: hashrate '0.11 PH/s' is read as 110 TH/s",
        "messy.csv:6: column Notes holds text that a spreadsheet would run as a formula",
        "messy.csv:7: column Notes holds non-breaking spaces",
        "messy.csv:3: serial number '6.37702E+15' was destroyed by a spreadsheet, its last digits are lost",
        "messy.csv:6: serial number 'SN1' appears in 2 rows: messy.csv:6, messy.csv:7",
        "5 rows in, 5 rows out; 1,005 units.",
    ):
        assert line in err.splitlines()
    assert "Miner Type as model" in err
    assert "name different makers: Bitmain or MicroBT" in err


def test_once_is_as_good_as_twice(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for suffix in (".csv", ".yaml"):
        assert run(["convert", "messy.csv", "--output", f"one{suffix}"]) == 0
        assert run(["convert", f"one{suffix}", "--output", f"two{suffix}"]) == 0
        assert f"one{suffix}: is in the native form already" in capsys.readouterr().out
        assert Path(f"one{suffix}").read_bytes() == Path(f"two{suffix}").read_bytes()
    assert sorted(table(converted(Path("one.yaml")))[1]) == sorted(table(NATIVE)[1])


def test_parquet(folder: Path) -> None:
    import polars as pl

    assert run(["convert", "messy.csv", "--output", "one.parquet"]) == 0
    frame = pl.read_parquet("one.parquet")
    assert [tuple(row) for row in table(NATIVE)] == [tuple(frame.columns), *frame.rows()]
    assert run(["convert", "one.parquet", "--output", "two.parquet"]) == 0
    assert Path("one.parquet").read_bytes() == Path("two.parquet").read_bytes()


@pytest.mark.parametrize("sample", ["cheyenne", "laramie-peak", "old-mill"])
def test_a_sample_is_native_or_becomes_so(sample: str, folder: Path) -> None:
    for path in (ROOT / "fleets" / sample).glob("fleet*"):
        once = file(converted(path), "once.csv")
        assert converted(once) == once.read_text("utf-8")


def test_a_native_file_is_copied_as_it_is(folder: Path) -> None:
    text = 'model,manufacturer,Anything\r\n"Antminer S21",Bitmain,\r\nAntminer S19,Bitmain,"x"\r\n'
    assert converted(file(text)) == text
    lots = "schema_version: 1 # native\ndefaults: {manufacturer: Bitmain}\nlots: [{model: Antminer S21}]\n"
    assert converted(file(lots, "f.yaml"), suffix=".yaml") == lots
    assert converted(file(lots, "f.yaml")) == "manufacturer,model\nBitmain,Antminer S21\n"
    assert (
        converted(file(text.replace(",", ";")))
        == "manufacturer,model,Anything\nBitmain,Antminer S21,\nBitmain,Antminer S19,x\n"
    )
    assert converted(file("Manufacturer,model\nBitmain,Antminer S21\n")) == "manufacturer,model\nBitmain,Antminer S21\n"


def test_native_columns_in_another_encoding_become_utf_8(folder: Path) -> None:
    Path("f.csv").write_bytes("manufacturer,model,owner\nBitmain,Antminer S19,Müller GmbH\n".encode("cp1252"))
    assert converted(Path("f.csv")) == "manufacturer,model,owner\nBitmain,Antminer S19,Müller GmbH\n"


def test_check_writes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["convert", "messy.csv", "--check", "--output", "out.csv"]) == 0
    out, err = capsys.readouterr()
    assert out.endswith("units.\nNothing was written.\n")
    assert not err
    assert os.listdir() == ["messy.csv"]
    file(NATIVE)
    assert run(["convert", "f.csv", "--check"]) == 0
    assert "is in the native form already" in capsys.readouterr().out


def test_several_files_become_one(folder: Path) -> None:
    one = file("model,manufacturer,Notes\nAntminer S21,Bitmain,x\n", "one.csv")
    two = file("Model,Supplier,Colour,Notes,Notes\nAntminer S19,eBay,7,y,z\n", "two.csv")
    assert table(converted(one, two)) == [
        ["manufacturer", "model", "supplier", "Notes", "Colour", "Notes"],
        ["Bitmain", "Antminer S21", "", "x", "", ""],
        ["Bitmain", "Antminer S19", "eBay", "y", "7", "z"],
    ]


def test_what_was_changed_again_keeps_both_texts(folder: Path) -> None:
    text = "model,country_of_origin,country_of_origin_as_written\nAntminer S21,Thailand,Made in Malaysia\n"
    assert table(converted(file(text)))[1] == ["Bitmain", "Antminer S21", "TH", "Made in Malaysia; Thailand"]
    twice = "model,supplier_as_written,supplier_as_written\nAntminer S21,a,b\n"
    assert table(converted(file(twice)))[0][2:] == ["supplier_as_written", "supplier_as_written"]
    several = f"model,{'country_of_origin,' + 'country_of_origin_as_written,' * 2}x\nAntminer S21,Thailand,a,b,c\n"
    assert table(converted(file(several)))[1][2:] == ["TH", "a; Thailand", "b", "c"]


def test_a_kept_column_is_never_taken_for_a_native_one(folder: Path) -> None:
    mapping = file('columns: {model: "Gear"}\n', "map.yaml")
    once = converted(file("Gear,Model,model (2),,\nAntminer S21,x,y,1,2\n"), mapping=mapping)
    assert table(once)[0] == ["manufacturer", "model", "Model (2)", "model (2)", "", ""]
    assert table(once)[1] == ["Bitmain", "Antminer S21", "x", "y", "1", "2"]
    assert converted(file(once)) == once
    lots = converted(file("Miner model,model\nx,Antminer S21\n"), suffix=".yaml")
    assert "Miner model (2): x" in lots
    assert table(converted(file(lots, "f.yaml")))[0] == ["manufacturer", "model", "Miner model (2)"]


def test_what_a_tool_means_by_its_headers_stays(folder: Path) -> None:
    netbox = "name,role,device_type,site,owner\nrack-1,ASIC,Antminer S21,North,the operations team\n"
    once = converted(file(netbox))
    assert table(once) == [
        ["kind", "kind_as_written", "manufacturer", "model", "site", "name", "owner (2)"],
        ["miner", "ASIC", "Bitmain", "Antminer S21", "North", "rack-1", "the operations team"],
    ]
    assert converted(file(once)) == once


def test_what_is_said_of_headers_is_said_once(folder: Path) -> None:
    said = "f.csv: column 'Vendor' was read as the seller; if it names the maker, map it with --map to manufacturer."
    assert list(understood([file("model,Vendor\nS19,x\n")]).summary(".csv")).count(said) == 1


def test_a_unit_in_the_header_is_a_change(folder: Path) -> None:
    rows = table(converted(file("model,Hashrate (GH/s)\nFoo,104000\nFoo,104T\n")))
    assert [row[1:] for row in rows[1:]] == [["104", "104000 GH/s"], ["104", "104T"]]


def test_rows_without_text_are_no_rows(folder: Path) -> None:
    text = "model,Notes\nFoo,\n" + ",\n" * 1100 + "Bar,x\n"
    conversion = understood([file(text)], reference=REFERENCE)
    assert list(conversion.rows()) == [("Foo", ""), ("Bar", "x")]
    assert not conversion.is_native(".csv")


def test_a_native_parquet_file_is_copied(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    conversion = understood([Path("messy.csv")], reference=REFERENCE)
    monkeypatch.setattr(ConvertResult, "is_native", lambda *_: True)
    with Path("copy").open("w", encoding="utf-8") as out:
        conversion.write(out, ".parquet")
    assert Path("copy").read_bytes() == Path("messy.csv").read_bytes()


def test_country_codes(folder: Path) -> None:
    path = file("model,manufacturer,country_of_origin\nAntminer S21,Bitmain,CH\nAntminer S21,Bitmain,GM\n")
    cells = {codes: [row[2:] for row in table(converted(path, codes=codes))[1:]] for codes in (None, "iso", "fips")}
    assert cells == {
        None: [["CH|CN", "CH"], ["DE|GM", "GM"]],
        "iso": [["CH"], ["GM"]],
        "fips": [["CN", "CH"], ["DE", "GM"]],
    }
    fips = file(converted(path, codes="fips"))
    assert converted(fips, codes="fips") == converted(fips) == fips.read_text("utf-8")


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("S21,x,,\nS21,1,4/5/2024,\n,2,,new\nS21,0,,\n", (
            "f.csv:2:Qty: quantity 'x' is not",
            "f.csv:4:model: names neither manufacturer nor model", "f.csv:5:Qty: quantity is zero",
        )),
        ("S21,x,,\n" * 150, ("f.csv:2:Qty", "f.csv: has 50 more cells that cannot be read")),
        ("", ("has a header and no rows",)),
        (",,,\n,,,\n", ("has a header and no rows",)),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused(
    rows: str, said: Sequence[str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file(f"model,Qty,Bought,Notes\n{rows}")
    file("model\n\n", "g.csv")
    assert run(["convert", "f.csv", "g.csv", "--output", "out.csv"]) == 4
    err = capsys.readouterr().err
    assert all(text in err for text in said), err
    assert "g.csv" in err
    assert not Path("out.csv").exists()


def test_very_many_doubts_are_cut_and_counted(folder: Path) -> None:
    path = file("model,hashrate_ths\n" + "".join(f"Foo {n},fast{n}\n" for n in range(2000)))
    foreign = Rewriting(open_table(path, "f.csv", ColumnMap()), REFERENCE, None, RewritingLimits(texts=3, notes=6))
    foreign.survey(Serials())
    lines = list(ConvertResult((foreign,), (), frozenset()).summary(".csv"))
    assert "f.csv: 1994 more doubtful cells." in lines
    assert any(line.endswith("'Foo 4' (1) and 1 more texts.") for line in lines)
    assert len(lines) < 15


def test_half_a_character_is_refused(folder: Path) -> None:
    conversion = understood([file("model,Notes\nS21,x\n")], reference=REFERENCE)

    class Ascii(io.StringIO):
        def write(self, text: str) -> int:
            text.encode("ascii").decode()
            raise UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates not allowed")

    with pytest.raises(ComplianceError, match="half a character"):
        conversion.write(Ascii())


# What is converted is what it was

HEADERS = (
    "model",
    "Brand",
    "Qty",
    "COO",
    "country_of_assembly",
    "Vendor",
    "seller country",
    "Bought",
    "S/N",
    "TH/s",
    "state",
    "kind",
    "x",
)
CELLS = {
    "model": ("S19j Pro 104T", "M30S++", "Antminer S21", "Foo", "KS3", ""), "Brand": ("Bitmain", "whatsminer", "Kaboomracks", "Foo Ltd", "n/a"),
    "Qty": ("", "1,000", "2", " 3"), "COO": ("MY", "Made in China", "Assembled in TH", "CN/MY", "CH", "KN", "?", "Namibia", "US|MY"),
    "country_of_assembly": ("", "TH", "Atlantis"), "Vendor": ("", "eBay", "Foo", "n/a"), "seller country": ("", "CH", "Hong Kong", "RS"),
    "Bought": ("", "2024-02-30"[:7], "3 May 2024", "13/4/2024", "2025"), "S/N": ("", "'01", "1E+05", "01", '="01"'),
    "TH/s": ("", "104T", "0.1 PH/s", "fast"), "state": ("sold", "In service"), "kind": ("", "ASIC", "gadget", "psu"),
    "x": ("", "=1", "a\r\nb", 'q"', "\u00a0", "é"),
}  # fmt: skip
ROW = st.fixed_dictionaries({name: st.sampled_from(("", *texts)) for name, texts in CELLS.items()})
TABLE = st.tuples(
    st.lists(st.sampled_from(HEADERS[1:]), unique=True, max_size=8), st.lists(ROW, min_size=1, max_size=6)
)


def units(path: Path, codes: Literal["iso", "fips"] | None) -> dict[Unit, int]:
    """How many machines of which facts a check of the file sees, if its rules read everything."""
    read = open_table(path, path.name, ColumnMap())
    everything = (name for name, fact in FACTS.items() if not fact.verbatim)
    grouping = Grouping(read.layout, FactsRead.exactly(*everything))
    reader = Reader(REFERENCE.catalogue, REFERENCE.countries, REFERENCE.parties, Sites(), codes)
    return {
        lot.unit: lot.units for lot in normalise(partial(grouping, read.chunks()), grouping, reader, path.name).lots
    }


@settings(max_examples=examples(150))
@given(TABLE, st.sampled_from((None, "iso", "fips")))
def test_facts_and_units_stay_what_they_were(
    table_: tuple[list[str], list[dict[str, str]]], codes: Literal["iso", "fips"] | None
) -> None:
    names, rows = ["model", *table_[0]], table_[1]
    with tempfile.TemporaryDirectory() as name:
        source, once, lots = Path(name, "a.csv"), Path(name, "b.csv"), Path(name, "c.yaml")
        with source.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows([names, *([row[each] for each in names] for row in rows)])
        try:
            text = converted(source, codes=codes)
        except ComplianceError:
            return
        once.write_text(text, "utf-8", newline="")
        lots.write_text(converted(source, codes=codes, suffix=".yaml"), "utf-8", newline="")
        machines = (row for _, chunk in open_table(source, "a.csv").chunks() for row in chunk if any(row))
        assert len(table(text)) - 1 == sum(1 for _ in machines)
        before = units(source, codes)
        assert units(once, "iso" if codes else None) == before
        for path, suffix in ((once, ".csv"), (lots, ".yaml")):
            assert converted(path, codes=codes, suffix=suffix) == path.read_bytes().decode()


def test_who_listens_hears_how_far_reading_has_come(tmp_path: Path) -> None:
    path = tmp_path / "messy.csv"
    path.write_text("Miner Type\nS19\n", "utf-8")
    heard: list[tuple[str, str]] = []
    understood([path], reference=REFERENCE, tell=lambda file, done: heard.append((file, done)))
    assert set(heard) == {("messy.csv", "3 rows")}


def test_a_cell_that_is_too_long_stays_as_it_is(folder: Path) -> None:
    long = "China " * 1000
    path = file(f"model,country_of_origin,kind\nS19,{long},miner\n")
    assert long in converted(path)
    lines = list(understood([path], reference=REFERENCE).summary(".csv"))
    assert any("country_of_origin is a text of 6,000 characters, which is too long" in line for line in lines)
    with pytest.raises(ComplianceError, match="quantity is a text of 3,000 characters"):
        understood([file("model,quantity\nS19," + "1" * 3000 + "\n", "q.csv")], reference=REFERENCE)


def test_safe_leaves_a_spreadsheet_nothing_to_run(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("fleet.csv").write_text(
        'model,serial_number,=Note\nS19,"=""0012""",-5\nS21,-,"=HYPERLINK(""http://evil.test"",""x"")"\nS21,+1,@SUM(1)\n',
        "utf-8",
    )
    assert run(["convert", "fleet.csv"]) == 0
    assert "=HYPERLINK" in capsys.readouterr().out
    assert run(["convert", "fleet.csv", "--safe"]) == 0
    out, err = capsys.readouterr()
    cells = [cell for row in table(out) for cell in row]
    assert {"'=Note", '\'=HYPERLINK("http://evil.test","x")', "'@SUM(1)", "-5", "+1"} <= set(cells)
    assert "Cells that a spreadsheet would run as a formula are written with an apostrophe before them." in err
    for suffix in (".yaml", ".parquet", ".json"):
        assert run(["convert", "fleet.csv", "--safe", "--output", f"safe{suffix}"]) == 0
        assert not any(cell.startswith("=H") for row in table(converted(Path(f"safe{suffix}"))) for cell in row)


def test_a_native_file_is_not_copied_where_it_is_to_be_safe(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("fleet.csv").write_text("model,Note\nAntminer S19,=1+1\n", "utf-8")
    assert run(["convert", "fleet.csv", "--safe"]) == 0
    assert "'=1+1" in capsys.readouterr().out
