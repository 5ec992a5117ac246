"""JSON that holds a table by its columns, or rows without names, is read as the records that it means."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from compliance.inventory.formats.json_columns import records
from tests.inventory.formats.reading import native, opened

ROWS = [{"model": "S19", "country_of_origin": "CN"}, {"model": "S21", "country_of_origin": "MY"}]


@pytest.mark.parametrize(
    "data",
    [
        {"model": ["S19", "S21"], "country_of_origin": ["CN", "MY"]},
        {"model": {"0": "S19", "1": "S21"}, "country_of_origin": {"0": "CN", "1": "MY"}},
        {"columns": ["model", "country_of_origin"], "index": [0, 1], "data": [["S19", "CN"], ["S21", "MY"]]},
        [["model", "country_of_origin"], ["S19", "CN"], ["S21", "MY"]],
    ],
)
def test_every_form(tmp_path: Path, data: Any) -> None:
    path = tmp_path / "fleet.json"
    path.write_text(json.dumps(data, indent=1))
    table = opened(path)
    assert native(table) == ROWS
    assert table.notes[0] == "fleet.json: is a table by its columns, or rows without names, and was read as records."


@pytest.mark.parametrize(
    "data",
    [
        {},
        [],
        {"model": "S19", "tags": ["a"]},
        {"model": [], "country_of_origin": []},
        {"model": ["S19"], "country_of_origin": ["CN", "MY"]},
        {"model": [{"name": "S19"}]},
        {"model": {"name": "S19", "id": "5"}, "manufacturer": {"name": "Bitmain", "id": "3"}},
        {"animal": ["cat"]},
        {"columns": ["model", 1], "data": [["S19", 2]]},
        {"columns": ["model"], "data": [["S19", 2]]},
        {"columns": ["model"], "data": [[["S19"]]]},
        {"columns": ["model"], "data": ["S19"]},
        [["animal"], ["cat"]],
        [["model"]],
    ],
)
def test_what_is_no_such_table(data: Any) -> None:
    assert records(data) == []
