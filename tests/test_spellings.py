"""Spellings that were written down before the program was asked: what they mean, or that they mean nothing."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from compliance.core.party import Known
from compliance.inventory.cells import Cell, price, serial, watts
from compliance.inventory.native import Native, hashrate
from tests.builders import catalogue, countries

OURS = Path(__file__).with_name("spellings.csv")
COLLECTED = Path(__file__).resolve().parents[2] / "shared" / "data" / "spellings.csv"
NEEDED = {"country": 0.99, "manufacturer": 0.98, "model": 0.95}


def understood(kind: str, raw: str) -> str:
    """What stands in the native form; makers and models by the catalogue, "" where nothing is known."""
    native = Native(catalogue(), countries(), "fips" if kind == "country_fips" else "iso")
    if kind.startswith("country") or kind == "not_an_origin":
        made, put = native.origin(raw, "")
        return put.value if kind == "country_assembled" and put.value else made.value
    if kind in ("manufacturer", "model"):
        maker, model, _, _ = native.machine(*((raw, "") if kind == "manufacturer" else ("", raw)), "", "")
        found = catalogue().recognise(maker.value, model.value)
        if kind == "model":
            return found.family.only or ""
        only = found.makers.only
        return only.id if isinstance(only, Known) else ""
    one = {"hashrate": hashrate, "hashrate_th": hashrate, "serial": serial, "price": price, "power": watts}[kind]
    cell: Cell = one(raw)
    return "DAMAGED" if kind == "serial" and cell.how == "none" else cell.value


def spellings(path: Path) -> list[tuple[str, str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = [(row["kind"], row["raw"], row["canonical"]) for row in csv.DictReader(file)]
    return [(kind, raw, "" if canonical == "UNKNOWN" else canonical) for kind, raw, canonical in rows]


def wrong(rows: list[tuple[str, str, str]]) -> list[tuple[str, str, str, str]]:
    asked = [(*row, understood(*row[:2])) for row in rows]
    return [each for each in asked if each[2] != each[3]]


def definite(value: str) -> bool:
    return value not in ("", "AMBIGUOUS")


def check(rows: list[tuple[str, str, str]]) -> None:
    """As many right as the issue asks, and no definite answer where another is true."""
    found = wrong(rows)
    for kind in {kind for kind, _, _ in rows}:
        asked, missed = (sum(row[0] == kind for row in some) for some in (rows, found))
        assert asked - missed >= NEEDED.get(kind, 1) * asked, [row for row in found if row[0] == kind]
    assert not [row for row in found if definite(row[3]) and row[2] != row[3]]


def test_our_own_spellings() -> None:
    rows = spellings(OURS)
    assert min(sum(row[0] == kind for row in rows) for kind in NEEDED) >= 60
    check(rows)


@pytest.mark.skipif(not COLLECTED.exists(), reason="collected spellings are not here")
def test_collected_spellings() -> None:
    check([row for row in spellings(COLLECTED) if row[0] != "supplier"])


@pytest.mark.skipif(not COLLECTED.exists(), reason="collected spellings are not here")
def test_suppliers_stay_as_they_are_written() -> None:
    for kind, raw, _ in spellings(COLLECTED):
        if kind == "supplier":
            native = Native(catalogue(), countries())
            assert native.machine("Bitmain", "Antminer S21", "", raw)[3].value == raw
