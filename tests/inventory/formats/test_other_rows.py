"""Rows that are no machines are passed over and said; a machine that did not answer is a unit of unknown make."""

from __future__ import annotations

from pathlib import Path

import pytest

from compliance.core.errors import ComplianceError
from compliance.inventory.facts.base import FactsRead
from compliance.inventory.formats import open_table, other_rows
from compliance.inventory.formats.table import Table
from compliance.inventory.grouping import count
from compliance.inventory.grouping.base import Grouping
from compliance.inventory.grouping.limits import CountingLimits
from tests.inventory.facts.reading import value


def table(folder: Path, content: str) -> Table:
    path = folder / "f.csv"
    path.write_text(content, "utf-8")
    return open_table(path, "f.csv")


def rows_of(whole: Table) -> dict[int, dict[str, str]]:
    return {
        first + place: dict(zip(whole.layout.header, row, strict=True))
        for first, rows in whole.chunks()
        for place, row in enumerate(rows)
        if any(row)
    }


def kept(folder: Path, *rows: str, header: str = "Serial,Model,Qty,Made in,Notes") -> list[int]:
    """The numbers of the rows that are machines, behind one of two."""
    whole = table(folder, "\n".join((header, "SN1,S19,2,CN,", *rows)) + "\n")
    numbers = list(rows_of(whole))
    assert numbers[0] == 2
    return numbers[1:]


@pytest.mark.parametrize(
    "row",
    [
        "TOTAL,,2,,", ",,2,,Total", ",Total,2,,", "Subtotal Hall A,,,,", ",S19 Total,2,,", "Subtotal,S19,2,,", "Total,,,2 units,USD 5",
        "合计,,2,,", "* COO = country of origin per label,,,,", "Hall B,,,,", ",,,,exported by ops", "Note: all of them are new,,CN,,",
        "Serial,Model,Qty,Made in,Notes", ",Model,Qty,,", ",* per label and not verified by customs,,,", ",,2,,", ",,,,7", "Total,,2,4,",
        "Total,S19 Total,2,,",
    ],
)  # fmt: skip
def test_what_is_no_machine_is_passed_over(tmp_path: Path, row: str) -> None:
    assert kept(tmp_path, row) == []


@pytest.mark.parametrize(
    "row",
    [
        "SN2,S19,1,CN,", ",S19 Pro,3,,", "Total-7,S19,1,CN,Bitmain Ltd", ",Total Miner 5,1,CN,Bitmain Ltd", ",S19,7,,", "SN3,S19 Total,1,,",
        ",,3,,", ",,x,,", ",,3,CN,", ",S9,,,", "SN4,,,,", "12345,,,,", ",,,,10.0.0.7", "SN9,,1,CN,Total",
    ],
)  # fmt: skip
def test_what_may_be_a_machine_stays(tmp_path: Path, row: str) -> None:
    assert kept(tmp_path, row) == [3]


def test_a_sum_that_is_not_the_sum(tmp_path: Path) -> None:
    assert kept(tmp_path, ",S21,3,,", ",,5,,", ",S21,1,,") == [3, 5]
    assert kept(tmp_path, ",S21,x,,", ",,5,,") == [3, 4]


def test_a_sheet_of_models_has_no_notes(tmp_path: Path) -> None:
    whole = table(tmp_path, "Model,Notes\nS19,\nmy own machine made of spare parts,\n")
    assert list(rows_of(whole)) == [2, 3]


def test_a_machine_that_did_not_answer(tmp_path: Path) -> None:
    whole = table(
        tmp_path, "IP,Model,MAC\n10.0.0.1,Antminer S19,aa:bb:cc:00:11:22\n10.0.0.2,,\n,,aa:bb:cc:00:11:23\n,,\n"
    )
    rows = rows_of(whole)
    assert [row["Model"] for row in rows.values()] == ["Antminer S19", other_rows.UNKNOWN, other_rows.UNKNOWN]
    assert list(whole.notes_on_rows()) == [
        "f.csv:3: names neither manufacturer nor model: a machine of unknown make (2 rows)."
    ]
    alone = table(tmp_path, "Serial,Brand\nSN1,Bitmain\nSN2,\n")
    assert [row["Brand"] for row in rows_of(alone).values()] == ["Bitmain", "unknown"]
    assert list(alone.notes_on_rows()) == ["f.csv:3: names neither manufacturer nor model: a machine of unknown make."]


def test_what_was_passed_over_is_said(tmp_path: Path) -> None:
    whole = table(tmp_path, "Serial,Model\nSN1,S19\n" + "Subtotal,\nSN2,S19\n" * 5)
    assert list(whole.notes_on_rows()) == []
    assert list(rows_of(whole)) == [2, 4, 6, 8, 10, 12]
    assert list(whole.notes_on_rows()) == [
        *(f"f.csv:{row}: is no machine and was passed over: 'Subtotal'." for row in (3, 5, 7)),
        "f.csv: 2 more rows are no machines and were passed over, from row 9 on.",
    ]


def test_memory_does_not_grow_with_the_models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(other_rows, "_REMEMBERED", 0)
    whole = table(tmp_path, "Serial,Model\nSN1,S19\nTotal,\n")
    chunks = other_rows.OtherRows(whole.layout, lambda: iter([(2, [["a", "S19"]]), (3, [["b", "S21"], ["", "Total"]])]))
    assert [rows for _, rows in chunks.chunks()] == [[["a", "S19"]], [["b", "S21"], ["", ""]]]


@pytest.mark.parametrize(
    "row", ["Total,,3", ",Total,3", "SN7,,1", ",* per label and not verified by customs,", "Total,Antminer S19,3"]
)
def test_a_fast_engine_gives_such_files_back(tmp_path: Path, row: str) -> None:
    whole = table(tmp_path, f"Serial,Model,Qty\nSN1,Antminer S19,1\n{row}\nSN2,Antminer S19,1\n")
    limits = CountingLimits(large_bytes=0)
    fast = count(Grouping(whole.layout, FactsRead()), whole, None, lambda _: None, limits)
    assert fast.scan is None
    assert fast.tally.rows == (3 if row.startswith("SN7") else 2)
    plain = table(tmp_path, "Serial,Model,Qty\nSN1,Antminer S19,1\nSN2,Antminer S19,1\n")
    assert count(Grouping(plain.layout, FactsRead()), plain, None, lambda _: None, limits).scan


def test_a_row_that_says_too_little_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ComplianceError, match="names neither"):
        value("family", model="", country_of_origin="CN")


def test_what_is_said_of_machines_is_no_note(tmp_path: Path) -> None:
    whole = table(tmp_path, "Model,Made in,Site\nAntminer S19,CN,Hall A\n,CN,\n,MY,\n,,Hall A\n")
    assert list(rows_of(whole)) == [2, 3]
    assert len(list(whole.notes_on_rows())) == 2
