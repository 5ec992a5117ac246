"""The manifest against what scans saw."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.evidence.observations import Machine
from compliance.evidence.reconciliation import Reconciliation, reconcile
from compliance.workflows.reference import Reference

CATALOGUE = Reference().catalogue


def machine(row: int, serial: str = "", mac: str = "", file: str = "fleet.csv", **said: Any) -> Machine:
    whole = {"manufacturer": "Bitmain", "model": "Antminer S21", **said}
    return Machine(file, row, "", serial, mac, whole.pop("address", ""), **whole)


def seen(row: int, serial: str = "", mac: str = "", **said: Any) -> Machine:
    return machine(row, serial, mac, **{"file": "scan.json", **said})


def came(manifest: list[Machine], scanned: list[Machine]) -> Reconciliation:
    return reconcile(manifest, scanned, CATALOGUE)


def by(result: Reconciliation) -> dict[int, str]:
    return {match.recorded.row: match.by for match in result.matches}


def test_by_serial_number_else_mac_address_else_place() -> None:
    manifest = [
        machine(2, "A"),
        machine(3, "", "m3"),
        machine(4, address="10004"),
        machine(5, location="Rack 1-2"),
        machine(6, "E"),
    ]
    result = came(
        manifest, [seen(1, "A", "m1"), seen(2, "", "m3"), seen(3, address="10004"), seen(4, "N", location="rack 1 2")]
    )
    assert by(result) == {2: "serial number", 3: "MAC address", 4: "place", 5: "place"}
    assert [(row.row, units) for row, units in result.not_seen] == [(6, 1)]
    assert (result.unlisted, result.recorded_units, result.seen_units) == ((), 5, 4)


def test_a_place_that_two_have_or_where_numbers_say_otherwise_is_none() -> None:
    manifest = [machine(2, "A", address="1"), machine(3, address="2"), machine(4, address="2"), machine(5, "", "m5", address="3"),
                machine(6, address="4"), machine(7, quantity=5, address="5", model="?", manufacturer="?")]  # fmt: skip
    scanned = [seen(1, "X", address="1"), seen(2, "Y", address="2"), seen(3, "", "m9", address="3"),
               seen(4, address="4", manufacturer="MicroBT", model="Whatsminer M60S"),
               seen(5, "Z", address="5", manufacturer="MicroBT", model="Whatsminer M60S")]  # fmt: skip
    result = came(manifest, scanned)
    assert by(result) == {3: "count", 4: "count", 6: "count"}
    assert [one.seen[0].row for one in result.unlisted] == [4, 5]


def test_a_mac_address_with_another_serial_number_is_another_machine() -> None:
    result = came([machine(2, "A", "m")], [seen(1, "B", "m")])
    assert by(result) == {}
    assert result.unlisted[0].because == "its MAC address is that of fleet.csv:2, its serial number another one"
    assert result.notes[0].startswith("No machine that was seen has a serial number or MAC address of the inventory")


def test_rows_without_numbers_are_counted() -> None:
    board = {"control_board": "CVITEK CV1835"}
    lot, other = machine(2, quantity=2), machine(3, quantity=1, control_board="AMLCtrl_BHB68xxx")
    result = came([lot, other], [seen(1, "A", **board), seen(2, "B", **board)])
    assert [(match.by, match.units, dict(match.completed)) for match in result.matches] == [("count", 2, {})]
    result = came([lot, other], [seen(row, str(row), **board) for row in (1, 2, 3)])
    assert [(match.units, dict(match.completed)) for match in result.matches] == [(2, board), (1, {})]
    result = came([lot], [seen(row, str(row)) for row in (1, 2, 3)])
    assert [(match.units, dict(match.completed)) for match in result.matches] == [(2, {})]
    assert len(result.unlisted) == 1
    assert "3 machines were seen that only their number could place, and the inventory counts 2" in result.notes[0]
    assert came([lot], [seen(1, "A", manufacturer="", model="")]).matches == ()


def test_what_contradicts_and_what_is_put_in() -> None:
    recorded = machine(2, "A", "m1", control_board="AMLCtrl_BHB68xxx", firmware="1", site="North", location="Hall 1")
    said = seen(1, "A", "aabbcc000002", manufacturer="MicroBT", model="Whatsminer M60S", control_board="CVITEK CV1835",
                firmware="2", site="South", location="hall-1")  # fmt: skip
    (match,) = came([recorded], [said]).matches
    assert [difference.column for difference in match.differences] == [
        "mac_address", "manufacturer", "model", "control_board", "firmware", "site",
    ]  # fmt: skip
    assert match.completed == {
        "mac_address": "AA:BB:CC:00:00:02", "manufacturer": "MicroBT", "model": "Whatsminer M60S",
        "control_board": "CVITEK CV1835", "firmware": "2",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("recorded", "said", "put_in"),
    [
        ("", "no idea", {"control_board": "no idea"}),
        ("some board", "CVITEK CV1835", {"control_board": "CVITEK CV1835"}),
        ("AMLCtrl_BHB68xxx", "no idea", {}),
        ("AMLCtrl_BHB68xxx", "AMLCtrl_BHB68xxx", {}),
    ],
)
def test_a_board_that_is_not_recognised_settles_nothing(recorded: str, said: str, put_in: dict[str, str]) -> None:
    (match,) = came([machine(2, "A", control_board=recorded)], [seen(1, "A", control_board=said)]).matches
    assert (match.differences, match.completed) == ((), put_in)


def test_a_place_proves_nothing_and_of_a_lot_one_machine_proves_nothing() -> None:
    board = {"control_board": "CVITEK CV1835"}
    place = came([machine(2, address="1")], [seen(1, address="1", **board)])
    lot = came([machine(2, "A", quantity=3)], [seen(1, "A", **board)])
    assert [match.completed for match in (*place.matches, *lot.matches)] == [{}, {}]
    assert [units for _, units in lot.not_seen] == [2]


def test_seen_twice_in_one_scan_and_once_in_another() -> None:
    scanned = [seen(1, "A", "m", address="1"), seen(2, "A", address="2"), seen(3, "", "m"), seen(4, "A", file="later.json"),
               seen(5, "", "k"), seen(6, "", "k")]  # fmt: skip
    result = came([machine(2, "A")], scanned)
    assert [[one.row for one in sightings] for sightings in result.twice] == [[1, 2, 3], [5, 6]]
    assert len(result.matches[0].seen) == 4


def test_sightings_that_disagree_put_nothing_in() -> None:
    scanned = [seen(1, "A", control_board="CVITEK CV1835"), seen(2, "A", control_board="AMLCtrl_BHB68xxx")]
    (match,) = came([machine(2, "A")], scanned).matches
    assert match.completed == {}


def test_a_serial_number_in_two_rows_is_one_machine() -> None:
    result = came([machine(2, "A"), machine(3, "A"), machine(4, "", "m"), machine(5, "", "m")], [seen(1, "A")])
    assert by(result) == {2: "serial number"}
    assert result.notes == ("fleet.csv:3: serial number A stands in fleet.csv:2 too; one machine was looked for.",)


def test_what_does_not_answer_is_silent() -> None:
    result = came([machine(2, "A")], [Machine("scan.json", 1, "", "", "", "10001")])
    assert (result.silent, result.unlisted, result.notes) == (1, (), ())


NUMBERS = st.lists(st.sampled_from("ABCDE"), unique=True, max_size=5)


@given(NUMBERS, NUMBERS)
def test_every_machine_is_counted_once(recorded: list[str], scanned: list[str]) -> None:
    result = came(
        [machine(row, serial) for row, serial in enumerate(recorded)],
        [seen(row, serial) for row, serial in enumerate(scanned)],
    )
    assert {match.recorded.serial for match in result.matches} == set(recorded) & set(scanned)
    assert {row.serial for row, _ in result.not_seen} == set(recorded) - set(scanned)
    assert {one.seen[0].serial for one in result.unlisted} == set(scanned) - set(recorded)
    assert result.recorded_units == len(recorded)


def test_the_order_of_scans_makes_no_difference() -> None:
    scanned = [seen(1, "A", "m1"), seen(2, "", "m1"), seen(3, "B", file="b.json"), seen(4, "", "m4", file="b.json")]
    manifest = [machine(2, "A"), machine(3, "B")]
    results = [came(manifest, list(order)) for order in permutations(scanned)]
    assert {(result.matches[0].seen, result.matches[1].seen, result.unlisted) for result in results} == {
        (results[0].matches[0].seen, results[0].matches[1].seen, results[0].unlisted)
    }
