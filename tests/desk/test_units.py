"""The table of units: filters, words, pages; of a very large fleet its lots."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from compliance import check
from compliance.core.errors import ComplianceError
from compliance.desk import units as module
from compliance.desk.units import Units
from tests.command_line import CHINA, CLEAN, OPEN, fleet


@pytest.fixture
def units(here: Path) -> Units:
    fleet(CLEAN, OPEN, CHINA)
    return _units(here)


def _units(here: Path) -> Units:
    return Units(check(here, policies=["us-ofac"], as_of=date(2026, 11, 22), everything=True))


def test_filters_and_words_narrow_it(units: Units) -> None:
    assert units.page({}).all_units == 7
    assert [row.asset for row in units.page({"origin": "China"}).rows] == ["A-2"]
    assert [row.asset for row in units.page({"rule": "us-ofac/origin"}).rows] == ["A-3"]
    assert units.page({"maker": "MicroBT"}, "a-2").all_rows == 0
    assert [row.row for row in units.page({}, "fleet.csv:3 S21").rows] == [3]
    assert dict(units.choices["maker"]) == {"MicroBT": 4, "Bitmain": 3}
    assert units.choices["origin"][0] == ("Thailand", 4)


@pytest.mark.parametrize("name", ["A-2", "fleet.csv:4", " A-2 "])
def test_a_unit_is_explained_without_reading_its_file_again(name: str, units: Units, here: Path) -> None:
    units.prepare()
    (here / "fleet.csv").unlink()
    lines = units.explained(name)
    assert lines[0].startswith("A-2 (fleet.csv, row 4, 2 units): ")
    assert any(line.startswith("us-ofac/origin: ") for line in lines)


def test_what_no_row_is_called(units: Units) -> None:
    for name in ("A-9", ""):
        with pytest.raises(ComplianceError, match=f"no unit '{name}' stands in the inventories"):
            units.explained(name)


def test_pages(units: Units, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAGE", 2)
    page = units.page({}, number=9)
    assert (page.number, page.pages, len(page.rows), page.all_rows) == (2, 2, 1, 3)
    assert units.page({}, number=-1).number == 1
    assert units.page({}, "nothing").pages == 1


def test_of_a_very_large_fleet_its_lots_are_shown(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_ROWS", 2)
    fleet(CLEAN, CLEAN.replace("A-1", "A-9"), CHINA)
    units = _units(here)
    assert units.in_lots
    assert [(row.asset, row.units) for row in units.rows] == [("2 rows, first A-1", 8), ("1 rows, first A-2", 2)]
    assert units.explained("A-9")[0].startswith("A-9 (fleet.csv, row 3, 4 units): ")
