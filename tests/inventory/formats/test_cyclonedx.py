"""CycloneDX: devices in, with maker and seller kept apart; native rows out, and the same rows in again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compliance.inventory.facts import NATIVE
from compliance.inventory.formats import cyclonedx
from tests.inventory.formats.reading import DATA, as_it_stands, native, opened, problems, refused, rows_of


def wrote(folder: Path, *components: Any, **more: Any) -> Path:
    path = folder / "bom.json"
    bom = {"bomFormat": "CycloneDX", "specVersion": "1.6", "components": list(components), **more}
    path.write_text(json.dumps(bom, indent=1), "utf-8")
    return path


def device(name: str, *properties: tuple[str, str], **more: Any) -> dict[str, Any]:
    return {"type": "device", "name": name, "properties": [{"name": a, "value": b} for a, b in properties], **more}


def test_maker_and_seller_are_two_parties(tmp_path: Path) -> None:
    table = opened(
        wrote(
            tmp_path,
            device(
                "Antminer S21",
                ("cdx:device:quantity", "12"),
                ("cdx:device:serialNumber", "EXAMPLE-1"),
                ("cdx:device:countryOfOrigin", "MY"),
                ("cdx:device:deviceType", "miner"),
                ("compliance:purchase_date", "2025-01-02"),
                ("colour", "red"),
                version="200T",
                **{"bom-ref": "m1"},
                manufacturer={"name": "Bitmain", "address": {"country": "CN"}},
                supplier={"name": "Example Trading", "address": {"country": "HK"}},
                description="a miner",
            ),
        )
    )
    assert table.format == "CycloneDX 1.6"
    assert native(table) == [
        {
            "asset_id": "m1", "model": "Antminer S21", "variant": "200T", "quantity": "12", "serial_number": "EXAMPLE-1",
            "country_of_origin": "MY", "kind": "miner", "purchase_date": "2025-01-02", "manufacturer": "Bitmain",
            "supplier": "Example Trading", "supplier_country": "HK",
        }
    ]  # fmt: skip
    assert set(table.layout.unread) == {
        "colour", "cdx:device:deviceType", "cyclonedx.description", "manufacturer.address.country",
    }  # fmt: skip


def test_parts_point_to_their_machine(tmp_path: Path) -> None:
    board = device("CB", ("cdx:device:function", "control_board"), **{"bom-ref": "b1"})
    firmware = {"type": "firmware", "name": "LuxOS", "version": "1.2"}
    library = {"type": "library", "name": "x", "components": [device("hidden", **{"bom-ref": "h"})]}
    table = opened(wrote(tmp_path, device("S19", **{"bom-ref": "m1"}, components=[board, firmware]), library))
    assert native(table) == [
        {"asset_id": "m1", "model": "S19", "firmware": "LuxOS 1.2"},
        {"asset_id": "b1", "parent_id": "m1", "model": "CB", "kind": "control_board"},
        {"asset_id": "h", "model": "hidden"},
    ]
    assert [number for number, _ in table.chunks()] == [1, 2, 3]
    assert table.notes == (
        "bom.json: rows are counted as records, several stand on one line.",
        "bom.json: 2 components were ignored: they are not devices.",
    )


def test_the_device_that_the_bom_describes_is_one(tmp_path: Path) -> None:
    whole = {"component": {"type": "device", "name": "S19", "bom-ref": "whole"}}
    table = opened(wrote(tmp_path, device("CB"), metadata=whole))
    assert native(table) == [{"asset_id": "whole", "model": "S19"}, {"parent_id": "whole", "model": "CB"}]
    assert len(native(opened(wrote(tmp_path, device("CB"), metadata={"component": {"type": "application"}})))) == 1
    assert len(native(opened(wrote(tmp_path, device("CB"), metadata=3)))) == 1


def test_a_property_said_twice(tmp_path: Path) -> None:
    name = "cdx:device:macAddress"
    assert native(opened(wrote(tmp_path, device("S19", (name, "aa"), (name, "bb"), (name, "bb")))))[0] == {
        "model": "S19",
        "mac_address": "aa; bb; bb",
    }
    (found,) = problems(
        wrote(tmp_path, device("S19", ("cdx:device:countryOfOrigin", "MY"), ("compliance:country_of_origin", "CN")))
    )
    assert found.what == "country_of_origin has two values: 'MY' and 'CN'"


def test_what_is_refused(tmp_path: Path) -> None:
    found = problems(
        wrote(
            tmp_path,
            3,
            device("a", components=4),
            {"type": "device", "name": "b", "properties": [1]},
            {"type": "device", "name": "c", "supplier": "x"},
        )
    )
    assert [problem.what for problem in found] == [
        "a component is not an object",
        "components is not a list",
        "properties is not a list of objects",
        "supplier is not an object",
    ]
    assert [problem.row for problem in found] == sorted(problem.row or 0 for problem in found)
    assert refused(wrote(tmp_path)).what == "holds no component of type device"
    assert refused(wrote(tmp_path, components={"a": 1})).what == "components is not a list"
    assert "needs no --map" in refused(wrote(tmp_path, device("a")), {"model": "name"}).what
    assert "no column names" in refused(wrote(tmp_path, {"type": "device"})).what


def test_a_real_bom_of_a_board() -> None:
    if not DATA.is_dir():
        pytest.skip("the real inventories are not here")
    table = opened(DATA / "15_cyclonedx_hbom_bom.json")
    first, second = native(table)[:2]
    assert first["model"] == "pcie-sata-adaptor-board"
    assert second["supplier"] == "Samtec"
    assert second["parent_id"] == "pcie-sata-adaptor-board"
    assert "manufacturer" not in table.layout.index
    assert list(rows_of(table))[:2] == [6, 17]


CELL = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=6)
ROW = st.dictionaries(st.sampled_from((*NATIVE, "model_as_written")), CELL, max_size=12)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(ROW, min_size=1, max_size=4))
def test_what_was_written_is_read(tmp_path: Path, rows: list[dict[str, str]]) -> None:
    rows = [{"model": "S19", **rows[0]}, *rows]
    if not any(row.get("model") or row.get("manufacturer") for row in rows):
        rows[0]["model"] = "S19"
    path = tmp_path / "bom.json"
    path.write_text(cyclonedx.write(rows), "utf-8")
    assert cyclonedx.write(rows) == path.read_text("utf-8")
    found = [{name: cell for name, cell in row.items() if cell} for row in _all(path)]
    assert found == [{name: cell for name, cell in row.items() if cell} for row in rows]


def _all(path: Path) -> list[dict[str, str]]:
    table = opened(path)
    return [dict(zip(table.layout.header, row, strict=True)) for _, chunk in as_it_stands(table) for row in chunk]


def test_what_a_written_bom_looks_like() -> None:
    bom = json.loads(cyclonedx.write([{"model": "S19", "supplier_country": "HK", "quantity": "2", "site": "A"}]))
    assert (bom["specVersion"], bom["version"]) == ("1.6", 1)
    assert bom["components"] == [
        {
            "type": "device", "bom-ref": "row-1", "supplier": {"address": {"country": "HK"}}, "name": "S19",
            "properties": [
                {"name": "cdx:device:quantity", "value": "2"},
                {"name": "compliance:site", "value": "A"},
                {"name": "compliance:asset_id", "value": ""},
            ],
        }
    ]  # fmt: skip
