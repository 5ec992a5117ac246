"""What else lies in a folder: inventories that are not called one, data rooms, near names, machines that are listed twice."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from compliance.core.errors import ComplianceError
from compliance.workflows.check import check
from compliance.workflows.inputs.finding import find_files
from compliance.workflows.inputs.folders import MAX_FILES, near_companions, why_no_inventory
from compliance.workflows.inputs.repeated import MAX_ROWS, _Without, without_repeated
from tests.workflows.test_inputs import put, read, wrong

PICTURE = b"\x89PNG\r\n"


def names(*paths: str, all_inventories: bool = False) -> list[str]:
    return [path.as_posix() for path in find_files(map(Path, paths), all_inventories=all_inventories).inventories]


def test_a_folder_means_what_is_called_an_inventory(here: Path) -> None:
    put(here / "op", fleet_csv="model\nS19\n", **{"fleet-north_csv": "model\nS21\n"}, notes_txt="to do: nothing\n")
    (here / "op" / "hall.png").write_bytes(PICTURE)
    (here / "op" / ".hidden.csv").write_text("model,quantity\nS19,1\n")
    files = find_files([Path("op")])
    assert files.notes == (
        "op: 2 files not read: hall.png (no inventory by its name); notes.txt (is not an inventory: no column names a manufacturer or a model).",
    ) or "hall.png" in files.notes[0]  # fmt: skip
    assert not files.gathered


def test_another_inventory_beside_it_is_an_error_or_is_read(here: Path) -> None:
    put(here / "op", fleet_csv="model,quantity\nS19,1\n", machines_csv="model,quantity\nS21,1\n")
    assert wrong("op") == [
        "op/machines.csv: is an inventory beside fleet.*, and would not be read. Read it too with --all-inventories, "
        "call it fleet-<part>, or move it out of the folder."
    ]
    assert names("op/*.csv") == ["op/fleet.csv", "op/machines.csv"]
    assert names("op", all_inventories=True) == ["op/fleet.csv", "op/machines.csv"]


def test_what_is_called_an_inventory_and_cannot_be_read_is_an_error(here: Path) -> None:
    put(here / "op", fleet_csv="model,quantity\nS19,1\n")
    (here / "op" / "fleet.numbers").write_bytes(b"PK")
    assert wrong("op") == [
        "op/fleet.numbers: is called an inventory and is not read: cannot be read here. Export it as CSV or XLSX."
    ]


def test_a_data_room_is_read_whole(here: Path) -> None:
    put(here / "room" / "equipment", list_csv="model,quantity\nS19,1\n", parties_yaml="parties: []\n")
    put(here / "room", hall_csv="model,quantity\nS21,1\n", letter_pdf="%PDF", sites_csv="id,name\nhall,Hall\n")
    put(here / "room" / "documents", serials_csv="model,quantity\nS21,1\n")
    (here / "room" / "compliance.toml").write_text("")
    (here / "room" / "gone.csv").symlink_to("nowhere.csv")
    files = find_files([Path("room")])
    assert [path.as_posix() for path in files.inventories] == ["room/equipment/list.csv", "room/hall.csv"]
    assert files.gathered
    assert files.notes == (
        "room: 2 files not read: gone.csv (a link that leads nowhere); letter.pdf (cannot be read here).",
        "room: every inventory in it is read: room/equipment/list.csv, room/hall.csv.",
    )
    assert [path.as_posix() for path in files.beside["parties"]] == ["room/equipment/parties.yaml"]
    assert [path.as_posix() for path in files.beside["sites"]] == ["room/sites.csv"]


def test_a_data_room_without_an_inventory_says_why(here: Path) -> None:
    put(here / "room", **{f"page_{number}_pdf": "%PDF" for number in range(30)}, only_csv="model\nS19\n")
    (message,) = wrong("room")
    assert message.startswith("room: has no inventory: ")
    assert "and 11 more" in message


def test_what_this_program_wrote_is_passed_over(here: Path, compliance: object) -> None:
    put(here / "op", hall_csv="model,country_of_origin,quantity\nAntminer S21,CN,1\n")
    from compliance.cli.main import run

    for form in ("json", "sarif", "csv", "markdown", "text", "xlsx", "junit"):
        suffix = {"markdown": "md", "text": "txt", "junit": "xml"}.get(form, form)
        run(
            [
                "check",
                "op/hall.csv",
                "--policy",
                "origin-claims",
                "--as-of",
                "2026-11-22",
                "--format",
                form,
                "--output",
                f"op/r-{form}.{suffix}",
            ]
        )
    (here / "op" / "bad.xlsx").write_bytes(b"PK\x03\x04 nothing")
    files = find_files([Path("op")])
    assert [path.name for path in files.inventories] == ["hall.csv"]
    assert [note.split(": ")[1] for note in files.notes] == ["1 file not read", "every inventory in it is read"]


def test_a_folder_of_very_many_files_is_no_data_room(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("compliance.workflows.inputs.folders.MAX_FILES", 2)
    put(here / "room", a_csv="model\n1\n", b_csv="model\n2\n", c_csv="model\n3\n")
    assert wrong("room") == ["room: holds more than 2 files. Name the inventories, or call them fleet-<part>.csv."]
    assert MAX_FILES > 2


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Parties.yaml", "parties"), ("parties.YAML", "parties"), ("parties-2.yaml", "parties"), ("parties (1).yaml", "parties"),
        ("parties", "parties"), ("parties.parquet", "parties"), ("partys.yaml", "parties"), ("pparties.yaml", "parties"),
        ("parteis.yaml", "parties"), ("paties.json", "parties"), ("interests.csv", "parties"), ("parties.yaml.txt", "parties"),
        ("parties.yaml~", "parties"), ("sites.xlsx", "sites"), ("Site.yaml", "sites"), ("copy of waivers.yaml", "waivers"),
        ("waivers_final.yml", "waivers"), ("decisons.yaml", "decisions"), ("desicions.yaml", None), ("documents.xlsx", "documents"),
        ("site.png", None), ("site plan.pdf", None), ("part-1.csv", None), ("fleet.csv", None), ("2024.csv", None), ("sit.csv", None),
        ("site-north.csv", None), ("our-parties.yaml", "parties"), ("sites-tx.yaml", "sites"), ("target interests.csv", "parties"),
        ("old_waivers_tx.json", "waivers"), ("tx sites.csv", None), ("tx sites", None), ("all-sites-tx.yaml", None), ("2024-1.yaml", None),
    ],
)  # fmt: skip
def test_near_names_of_companions(here: Path, name: str, kind: str | None) -> None:
    (here / name).write_text("")
    problems = near_companions(here, [], set())
    assert [problem.what for problem in problems] == (
        [f"looks like {kind}, and is not read under this name"] if kind else []
    )
    assert near_companions(here, [here / name], set()) == []
    assert near_companions(here, [], {(here / name).resolve()}) == []


def test_a_folder_of_such_a_name_is_none_and_a_broken_link_is_one(here: Path) -> None:
    (here / "documents").mkdir()
    (here / "Sites").mkdir()
    assert near_companions(here, [], set()) == []
    (here / "Parties.yaml").symlink_to("gone.yaml")
    assert len(near_companions(here, [], set())) == 1


def test_one_column_is_no_inventory_to_be_found(here: Path) -> None:
    put(here, a_csv="model\nS19\n", b_csv="model,quantity\n")
    assert why_no_inventory(Path("b.csv"), None) == "has a header and no rows"
    assert why_no_inventory(Path("a.csv"), None) == "only model is recognised in it"


# Machines that two inventories list


class _Book:
    """An opening of a workbook without sheets."""

    def chunks(self) -> Iterator[Any]:
        yield from ()

    def book(self) -> Iterator[Any]:
        yield from ()


HEADER = "serial_number,model,country_of_origin,supplier"


def room(here: Path, *tables: str) -> tuple[list[tuple[str, list[list[str]]]], list[str]]:
    """What is left of the rows of each inventory, and what is said."""
    put(here / "room", **{f"{name}_csv": text for name, text in zip("abc", tables, strict=False)})
    read_tables = [entry.table for entry in read("room").tables]
    return [(table.file, [row for _, rows in table.chunks() for row in rows]) for table in read_tables], list(
        read("room").facts.fleet.notes
    )


def test_machines_that_two_inventories_list_are_counted_once(here: Path) -> None:
    a = f"{HEADER}\nS-1,Antminer S19,MY,Foo\nS-2,Antminer S19,MY,\nS-3,Antminer S21,TH,Foo\n"
    b = "Serial Number,Model,Country of Origin\ns1,ANTMINER S19,MY\nS-9,Antminer S21,MY\nS-3,Antminer S21,TH\n"
    tables, notes = room(here, a, b)
    assert [len(rows) for _, rows in tables] == [3, 1]
    assert "room/a.csv and room/b.csv both list 2 machines: counted once." in notes
    assert read("room").facts.fleet.units == 4


def test_the_row_that_says_more_is_kept(here: Path) -> None:
    tables, notes = room(
        here, f"{HEADER}\nS-1,Antminer S19,,\nS-2,Antminer S19,,\n", f"{HEADER}\nS-1,Antminer S19,CN,Foo\n"
    )
    assert [[row[0] for row in rows] for _, rows in tables] == [["S-2"], ["S-1"]]
    assert "room/a.csv and room/b.csv both list 1 machine: counted once." in notes


def test_rows_that_say_different_things_are_both_judged(here: Path) -> None:
    tables, notes = room(
        here, f"{HEADER}\nS-1,Antminer S19,MY,Foo\n", f"{HEADER}\nS-0,Antminer S19,MY,Foo\nS-1,Antminer S19,CN,Foo\n"
    )
    assert [len(rows) for _, rows in tables] == [1, 2]
    assert (
        "room/a.csv and room/b.csv say different things of 1 machine that both list (first in row 3 of room/b.csv): both rows "
        "are judged and counted."
    ) in notes


def test_what_convert_wrote_is_not_counted_again(here: Path) -> None:
    from compliance.cli.main import run

    put(here / "room", a_csv="Serial,Model,Made in\nS-1,antminer s19,Malaysia\nS-2,antminer s19,Malaysia\n")
    assert run(["convert", "room/a.csv", "--output", "room/native.csv"]) == 0
    assert [entry.table.file for entry in read("room").tables] == ["room/a.csv"]
    (here / "room" / "native.csv").rename(here / "room" / "0.csv")
    assert read("room").facts.fleet.units == 2


def test_a_table_with_fewer_rows_can_be_sent_to_another_process(here: Path) -> None:
    room(here, f"{HEADER}\nS-1,Antminer S19,MY,Foo\n", f"{HEADER}\nS-1,Antminer S19,MY,Foo\nS-2,Antminer S19,MY,Foo\n")
    (table,) = [entry.table for entry in read("room").tables if entry.table.file == "room/b.csv"]
    sent = pickle.loads(pickle.dumps(table))
    assert [row[0] for _, rows in sent.chunks() for row in rows] == ["S-2"]
    workbook = _Without(_Book(), {1})
    assert [*workbook.book(), *workbook.chunks()] == []


def test_rows_that_cannot_be_read_are_said_when_they_are_read(here: Path) -> None:
    put(here / "room", a_csv="model,quantity\nS19,1\n", b_csv='model,quantity\nS19,"1\n')
    with pytest.raises(ComplianceError):
        read("room")


def test_of_very_many_rows_none_are_compared(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("compliance.workflows.inputs.repeated.MAX_ROWS", 1)
    tables, notes = room(here, f"{HEADER}\nS-1,Antminer S19,MY,Foo\n", f"{HEADER}\nS-1,Antminer S19,MY,Foo\n")
    assert [len(rows) for _, rows in tables] == [1, 1]
    assert "Several inventories have more than 1 rows: machines in two of them are counted twice." in notes
    assert MAX_ROWS > 1
    assert without_repeated([]) == ([], [])


def test_a_check_of_a_data_room(here: Path) -> None:
    put(
        here / "room",
        hall_csv="model,country_of_origin\nAntminer S19,CN\n",
        other_csv="model,country_of_origin\nAntminer S21,MY\n",
    )
    report = check("room", policies=["cleanspark-mineone"], as_of=date(2026, 11, 30)).report
    assert (report.verdict, report.summary.units) == ("violation", 2)
    assert report.notes[0:1] != ()
    assert "room: every inventory in it is read: room/hall.csv, room/other.csv." in report.notes
