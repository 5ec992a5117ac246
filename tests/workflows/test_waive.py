"""A waiver that is written, or only said, without a command line."""

from __future__ import annotations

import pickle
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from compliance.core.errors import ComplianceError, ParameterError
from compliance.policies.waiver_file import read_waivers
from compliance.workflows.waive import waive
from tests.command_line import CHINA, CLEAN, fleet

DAY = date(2026, 11, 22)
WAIVER: dict[str, Any] = {
    "rule": "cleanspark-mineone/origin",
    "reason": "It is sold",
    "approved_by": "CCO",
    "approved_on": DAY,
    "expires": date(2026, 12, 31),
    "as_of": DAY,
}


def test_what_is_covered_and_written(here: Path) -> None:
    fleet(CHINA, CLEAN, name="hall/fleet.csv")
    said = waive("hall", subject={"asset": "A-2"}, **WAIVER, write=False)
    assert (said.written, [finding.units for finding in said.covered]) == (False, [2])
    assert not said.path.exists()
    result = pickle.loads(pickle.dumps(waive("hall", subject={"asset": "A-2"}, **WAIVER)))
    assert (result.path, result.written, result.covered) == (Path("hall/waivers.yaml"), True, said.covered)
    assert read_waivers(result.path, "w") == (result.waiver,)
    elsewhere = waive(subject={"asset": "A-3"}, **WAIVER, waivers="legal.yaml")
    assert read_waivers(Path("legal.yaml"), "w") == (elsewhere.waiver,)


def test_what_is_not_written(here: Path) -> None:
    fleet(CLEAN)
    with pytest.raises(ComplianceError, match="finds nothing to waive for asset 'A-9' in these inventories"):
        waive("fleet.csv", subject={"asset": "A-9"}, **WAIVER)
    with pytest.raises(ParameterError, match="is over before it can hold"):
        waive(subject={"asset": "A-2"}, **{**WAIVER, "as_of": date(2027, 1, 1)})
    with pytest.raises(ParameterError, match=r"--waivers \. is not a file"):
        waive(subject={"asset": "A-2"}, **WAIVER, waivers=".")
    assert not Path("waivers.yaml").exists()


def test_an_inventory_with_a_map(here: Path) -> None:
    Path("fleet.csv").write_text("Nummer X,Gerätschaft,Woher so\nA-2,S21,CH\n", "utf-8")
    Path("m.yaml").write_text(
        "columns: {asset_id: Nummer X, model: Gerätschaft, country_of_origin: Woher so}\n", "utf-8"
    )
    said = waive("fleet.csv", subject={"asset": "A-2"}, **WAIVER, mapping="m.yaml", country_codes="fips", write=False)
    assert [finding.units for finding in said.covered] == [1]
    with pytest.raises(ComplianceError, match="cannot be judged without a map"):
        waive("fleet.csv", subject={"asset": "A-2"}, **WAIVER, write=False)
