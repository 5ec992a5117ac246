"""What a person says of columns is a map that ``--map`` reads."""

from __future__ import annotations

from pathlib import Path

import pytest

from compliance.core.errors import ComplianceError
from compliance.inventory.column_map import ColumnMap
from compliance.workflows.column_mapping import Choice, write_map
from compliance.workflows.inputs import read_mapping


def test_what_is_written_is_read(here: Path) -> None:
    path = here / "map.yaml"
    path.write_text("columns: {}\nsheet: Units\nskip_rows: 3\n")
    write_map(path, [Choice('A "B": c', "model"), Choice("x", "ignore"), Choice("y", "")])
    assert read_mapping(path) == ColumnMap({"model": 'A "B": c'}, ("x",), "Units", 3)
    write_map(path, [Choice("y", "")])
    assert read_mapping(path) == ColumnMap({}, (), "Units", 3)
    (here / "new.yaml").unlink(missing_ok=True)
    write_map(here / "new.yaml", [Choice("M", "model")])
    assert read_mapping(here / "new.yaml") == ColumnMap({"model": "M"})


@pytest.mark.parametrize(
    ("choices", "what"),
    [
        ([Choice("a", "colour")], "'colour' is not a native column"),
        ([Choice("a", "model"), Choice("b", "model")], "'a' and 'b' are both said to be model"),
    ],
)
def test_what_cannot_be_meant(choices: list[Choice], what: str, here: Path) -> None:
    with pytest.raises(ComplianceError, match=what):
        write_map(here / "map.yaml", choices)
    assert not (here / "map.yaml").exists()
