"""Columns that were not recognised though a rule asks about what they hold: the run ends, with a map."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from compliance.inventory.column_map import ColumnMap
from compliance.inventory.facts.base import Reader
from compliance.inventory.formats import open_table
from compliance.inventory.formats.table import Table
from compliance.inventory.sites import Sites
from compliance.workflows.inputs.unread_columns import (
    ask_for_a_map,
    days_that_are_unread,
    suggested_map,
    unread_columns,
)
from tests.inventory.test_columns_by_cells import REFERENCE, WORDS

ASKED = ("country_of_origin", "supplier", "owner", "status", "origin_evidence")


def table(folder: Path, content: str) -> Table:
    path = folder / "f.csv"
    path.write_text(content, "utf-8")
    return open_table(path, "f.csv", vocabulary=WORDS)


def reader(*lists: str) -> Reader:
    from datetime import date

    party_lists = tuple(REFERENCE.party_list(name, date(2026, 11, 30)) for name in lists)
    return Reader(REFERENCE.catalogue, REFERENCE.countries, REFERENCE.parties, Sites(), None, party_lists)


def asked(folder: Path, content: str, facts: Sequence[str] = ASKED) -> dict[str, str]:
    found = unread_columns(table(folder, content), facts)
    return {column.header: column.native for column in found}


@pytest.mark.parametrize(
    ("header", "cells", "native"),
    [
        ("Provenance", ["China", "Malaysia"], "country_of_origin"),
        ("País de procedencia", ["China", "Vietnam"], "country_of_origin"),
        ("Származás", ["CN", "MY"], "country_of_origin"),
        ("Beszállító", ["Example Kft", "Foo Ltd"], "supplier"),
        ("Darab", ["40", "7"], "quantity"),
        ("Amount", ["40", "7"], "quantity"),
        ("Lot size", ["40", "7"], "quantity"),
        ("Állapot", ["sold", "active"], "status"),
        ("Notes", ["CBP 7501:113-1", "certificate of origin:C-1"], "origin_evidence"),
    ],
)
def test_cells_that_decide_are_asked_about(tmp_path: Path, header: str, cells: list[str], native: str) -> None:
    rows = "\n".join(f"S21,{cell}" for cell in cells)
    assert asked(tmp_path, f"model,{header}\n{rows}\n") == {header: native}


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("Destination", ["China", "Malaysia"]),
        ("Warranty Months", ["12", "24"]),
        ("Fan speed", ["5000", "6000"]),
        ("Darab", ["1", "1"]),
        ("Darab", ["1", "2"]),
        ("Darab", ["10000001", "7"]),
        ("Contact", ["Example Ltd", "Foo LLC"]),
        ("Remarks", ["Client A LLC", "sold"]),
        ("Állapot", ["active", "active"]),
        ("X", ["", ""]),
        ("Max", ["45.0", "35.0"]),
        ("country_of_origin_as_written", ["China", "China"]),
    ],
)
def test_cells_that_decide_nothing_are_not_asked_about(tmp_path: Path, header: str, cells: list[str]) -> None:
    rows = "\n".join(f"S21,{cell}" for cell in cells)
    assert asked(tmp_path, f"model,{header}\n{rows}\n") == {}


def test_what_no_rule_reads_and_what_has_a_column_is_not_asked_about(tmp_path: Path) -> None:
    assert asked(tmp_path, "model,Provenance\nS21,China\n", ("owner",)) == {}
    assert asked(tmp_path, "model,Provenance,Origin\nS21,China,MY\n") == {}


def test_a_row_that_is_one_machine_by_name_has_no_quantity(tmp_path: Path) -> None:
    assert asked(tmp_path, "model,serial,Darab\nS21,A1,40\nS21,A2,7\n") == {}
    assert asked(tmp_path, "model,serial,Ordered Qty,Received Qty\nS21,A1,40,7\nS21,A2,7,9\n") == {
        "Ordered Qty": "quantity", "Received Qty": "quantity",
    }  # fmt: skip


def test_a_listed_name_is_asked_about_wherever_it_stands(tmp_path: Path) -> None:
    whole = table(tmp_path, "model,supplier,Prior holder\nS21,Foo,Sophgo Technologies Ltd.\nS21,Foo,Bar\n")
    lists = reader("us-bis-entity-list")
    (column,) = unread_columns(whole, ASKED, lists)
    assert (column.native, column.holds) == ("owner", "the name of a listed party ('Sophgo Technologies Ltd.')")
    assert unread_columns(whole, ("supplier",), lists) == []
    assert unread_columns(table(tmp_path, "model,x\nS21,Foo Bar\n"), ASKED, lists) == []
    assert unread_columns(table(tmp_path, "model,x\nS21,17.5\n"), ASKED, lists) == []


def test_what_is_said(tmp_path: Path) -> None:
    asking = table(tmp_path, 'model,Provenance,"Az ""egyik"""\nS21,China,40\n')
    assert [str(problem) for problem in ask_for_a_map(asking, unread_columns(asking, ASKED))] == [
        "f.csv:1: column 'Provenance' holds countries ('China'), and no column is read as country_of_origin",
        "f.csv:1: column 'Az \"egyik\"' holds whole numbers ('40'), and no column is read as quantity",
        "f.csv:1: cannot be judged without a map of its columns. Give it with --map FILE, for example columns: "
        '{country_of_origin: "Provenance", quantity: "Az \\"egyik\\""}. Name under ignore: ["Header"] what is something else. '
        "compliance convert f.csv --suggest-map writes such a file.",
    ]
    assert ask_for_a_map(asking, []) == []


def test_a_suggested_map(tmp_path: Path) -> None:
    assert suggested_map([table(tmp_path, "Typ,Provenance,Kommentar\nS21,China,x\n")], ASKED) == (
        "# Which header means which column. Correct it, then give it with --map.\n"
        "columns:\n"
        '  model: "Typ"\n'
        "  country_of_origin: \"Provenance\"  # it holds countries ('China'): is that so?\n"
        "# Not read. Give the ones that matter a line above, with one of the names of docs/reference/inventory.md.\n"
        "ignore:\n"
        '  - "Kommentar"\n'
    )
    assert "ignore" not in suggested_map([table(tmp_path, "model\nS21\n")], ASKED)


def test_days_are_said(tmp_path: Path) -> None:
    (said,) = days_that_are_unread(table(tmp_path, "model,Nap,Last update\nS21,2024-05-13,2024-05-13\n"))
    assert said.startswith("f.csv: column 'Nap' holds days ('2024-05-13') and is not read")
    assert list(days_that_are_unread(table(tmp_path, "model,Nap,bought\nS21,2024-05-13,2024-05-13\n"))) == []
    path = tmp_path / "f.csv"
    by_header = open_table(path, "f.csv")
    assert not [*days_that_are_unread(by_header), *unread_columns(by_header, ASKED)]


@pytest.mark.parametrize(
    ("first", "second", "native", "cells"),
    [
        ("Origin", "True origin", "country_of_origin", ("MY", "CN")),
        ("Made in", "Herkunft laut Zoll", "country_of_origin", ("MY", "CN")),
        ("Origin", "Origin 2", "country_of_origin", ("MY", "CN")),
        ("Quantity", "Actual qty", "quantity", ("5", "50")),
        ("Supplier", "Supplier 2", "supplier", ("Foo Ltd", "Bar LLC")),
        ("Status", "Asset state", "status", ("sold", "in use")),
    ],
)
def test_two_columns_that_do_not_say_the_same_are_asked_about(
    tmp_path: Path, first: str, second: str, native: str, cells: tuple[str, str]
) -> None:
    content = f"model,{first},{second}\nS21,{','.join(cells)}\nS19,{cells[0]},{cells[0]}\n"
    asking = table(tmp_path, content)
    columns = unread_columns(asking, ASKED)
    assert [(column.header, column.native, column.rival) for column in columns] == [(second, native, first)]
    said = [str(problem) for problem in ask_for_a_map(asking, columns)]
    assert f"columns {first!r} and {second!r} could both be the {native}, and do not say the same" in said[0]
    assert f'columns: {{{native}: "{first}"}}' in said[1]
    assert f'  {native}: "{first}"\n' in suggested_map([asking], ASKED)
    assert f'ignore:\n  - "{second}"\n' in suggested_map([asking], ASKED)
    mapped = open_table(tmp_path / "f.csv", "f.csv", ColumnMap(columns={native: first}), vocabulary=WORDS)
    assert unread_columns(mapped, ASKED) == []


@pytest.mark.parametrize(
    ("first", "second", "cells"),
    [
        ("Origin", "True origin", ("MY", "MY")),
        ("Origin", "True origin", ("MY", "")),
        ("Origin", "PSU origin", ("MY", "CN")),
        ("Origin", "Port of origin", ("MY", "CN")),
        ("Origin", "Origin note", ("MY", "CN")),
        ("Quantity", "Unit price", ("5", "50")),
        ("Status", "Condition", ("active", "used")),
        ("Status", "Other", ("sold", "used")),
    ],
)
def test_two_columns_that_do_not_contradict_each_other_are_not(
    tmp_path: Path, first: str, second: str, cells: tuple[str, str]
) -> None:
    assert asked(tmp_path, f"model,{first},{second}\nS21,{','.join(cells)}\n") == {}
