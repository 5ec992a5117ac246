"""JSON records: native rows one per line, snapshots of fleet tools, any list of objects with a model."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compliance.core.errors import ComplianceError
from tests.inventory.formats.reading import DATA, native, opened, problems, refused, rows_of


def wrote(folder: Path, content: Any, name: str = "fleet.json") -> Path:
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content, indent=1), "utf-8")
    return path


@pytest.mark.parametrize("name", ["fleet.jsonl", "fleet.ndjson", "fleet.json"])
def test_one_native_row_per_line(tmp_path: Path, name: str) -> None:
    table = opened(wrote(tmp_path, '{"model": "S19", "quantity": 2}\n\n{"model": "S21", "site": "A"}\n', name))
    assert table.format == "native JSON rows"
    assert rows_of(table) == {
        1: {"model": "S19", "quantity": "2", "site": ""},
        3: {"model": "S21", "quantity": "", "site": "A"},
    }
    assert list(table.chunks()) == list(table.chunks())


def test_every_wrong_line_is_named(tmp_path: Path) -> None:
    found = problems(wrote(tmp_path, '{"model": "S19"}\n{"model": }\n{"model": "S19", "model": 2}\nx\n', "f.jsonl"))
    assert [problem.row for problem in found] == [2, 3, 4]
    assert len(problems(wrote(tmp_path, "x\n" * 100, "f.csv"))) == 1
    assert len(problems(wrote(tmp_path, "{}\n" + "{x\n" * 100, "f.jsonl"))) == 50
    single = refused(wrote(tmp_path, '{"model": 1}\n"x"\n', "f.jsonl"))
    assert (single.row, single.what) == (2, "is not an object")


def test_a_snapshot_of_a_scan(tmp_path: Path) -> None:
    miner = {
        "schema_version": 1, "ip": "10.0.0.1", "mac": "aa:bb", "hostname": "m1", "serial_number": "EXAMPLE-1",
        "device_info": {"make": "AntMiner", "model": "S19j Pro", "firmware": "Stock", "hardware": {"chips": 126}},
        "control_board_version": "AMLogic", "firmware_version": "2024-01", "expected_hashrate": {"value": 104.0, "unit": "TH/s"},
        "hashrate": {"rate": 99, "unit": {"suffix": "TH/s", "value": 10}}, "hashboards": [{"chips": 126}], "messages": [],
    }  # fmt: skip
    table = opened(wrote(tmp_path, [miner, {**miner, "mac": "cc"}]))
    assert table.format == "pyasic-rs snapshot, JSON records"
    assert native(table)[0] == {
        "manufacturer": "AntMiner", "model": "S19j Pro", "mac_address": "aa:bb", "serial_number": "EXAMPLE-1",
        "control_board": "AMLogic", "firmware": "2024-01", "hashrate_ths": "104.0 TH/s",
    }  # fmt: skip
    assert rows_of(table)[2]["hashrate"] == "99 TH/s"
    assert rows_of(table)[2]["hashboards"] == '[{"chips": "126"}]'
    one = opened(wrote(tmp_path, miner))
    assert native(one) == native(table)[:1]


@pytest.mark.parametrize(
    ("record", "tool", "expected"),
    [
        (
            {"make": "AntMiner", "model": "S19", "hostname": "a", "fw_ver": "1", "hashrate": 90, "device_info": {"make": "x", "model": "y"}},
            "pyasic snapshot",
            {"manufacturer": "AntMiner", "model": "S19", "firmware": "1"},
        ),
        (
            {"device_info": {"make": "WhatsMiner", "model": "M50"}, "fw_ver": "2", "mac": "a"},
            "pyasic snapshot",
            {"manufacturer": "WhatsMiner", "model": "M50", "firmware": "2", "mac_address": "a"},
        ),
        (
            {"id": 7, "apiIp": "1", "apiPort": 2, "mac": "a", "name": "m", "platform": "p", "minerType": {"manufacturer": "Bitmain", "name": "S19", "category": "x"}},
            "Foreman export",
            {"asset_id": "7", "mac_address": "a", "manufacturer": "Bitmain", "model": "S19"},
        ),
        (
            {"id": 7, "apiIp": "1", "mac": "a", "platform": "p", "minerType": {"slug": "antminer-s19", "name": "S19"}},
            "Foreman export",
            {"asset_id": "7", "mac_address": "a", "model": "S19"},
        ),
        (
            {"device_info": {"make": "AntMiner", "model": "S19j Pro"}, "control_board_version": {"name": "CVCtrl", "known": False}},
            "pyasic-rs snapshot",
            {"manufacturer": "AntMiner", "model": "S19j Pro", "control_board": "CVCtrl"},
        ),
        (
            {"id": "u", "code": "AM-1", "type": "miner-am-s19xp_h", "info": {"serialNum": "s", "macAddress": "m", "site": "A", "status": "ok"}},
            "MiningOS snapshot",
            {"asset_id": "AM-1", "model": "miner-am-s19xp_h", "serial_number": "s", "mac_address": "m", "site": "A", "status": "ok"},
        ),
        (
            {"id": 1, "name": "tx-1", "asset_tag": "7", "serial": "s", "model": {"id": 3, "name": "S19"}, "model_number": "x",
             "status_label": {"id": 2, "name": "Deployed"}, "category": {"id": 1, "name": "ASIC"}, "company": {"name": "LLC"},
             "purchase_date": {"date": "2024-05-17", "formatted": "17/05/24"},
             "custom_fields": {"Country of origin": {"field": "_x_1", "value": "MY"}}},
            "Snipe-IT web service",
            {"asset_id": "7", "serial_number": "s", "model": "S19", "status": "Deployed", "kind": "ASIC", "owner": "LLC",
             "purchase_date": "2024-05-17", "country_of_origin": "MY"},
        ),
        (
            {"name": "m-1", "device_type": {"manufacturer": {"name": "MicroBT", "slug": "microbt"}, "model": "M50S"}, "role": {"name": "asic"},
             "serial": "s", "asset_tag": "7", "site": {"name": "A", "slug": "a"}, "rack": {"name": "R"}, "position": 1.0,
             "status": {"value": "active", "label": "Active"}, "custom_fields": {"country_of_origin": "TH"}},
            "NetBox web service",
            {"manufacturer": "MicroBT", "model": "M50S", "kind": "asic", "serial_number": "s", "asset_id": "7", "site": "A",
             "status": "active", "country_of_origin": "TH", "location": "R"},
        ),
        (
            {"make": "Bitaxe", "model": "Gamma", "hostname": "h"},
            "miner snapshot",
            {"manufacturer": "Bitaxe", "model": "Gamma"},
        ),
    ],
)  # fmt: skip
def test_tools_are_known_by_their_fields(
    tmp_path: Path, record: dict[str, Any], tool: str, expected: dict[str, str]
) -> None:
    table = opened(wrote(tmp_path, [record]))
    assert table.format == f"{tool}, JSON records"
    assert native(table) == [expected]


def test_records_within_an_answer(tmp_path: Path) -> None:
    table = opened(wrote(tmp_path, {"total": 2, "data": [{"model": "S19"}, {"model": "S21"}], "links": []}))
    assert [row["model"] for row in native(table)] == ["S19", "S21"]
    assert table.notes == ("fleet.json: fields beside 'data' were ignored: total, links.",)
    assert opened(wrote(tmp_path, {"data": [{"model": "S19"}]})).notes == ()
    found = refused(wrote(tmp_path, {"a": [{"model": "S19"}], "b": [{"make": "x"}]}))
    assert found.what == "holds several lists: a, b"
    assert "no column names" in refused(wrote(tmp_path, {"a": [{"x": 1}]})).what
    assert opened(wrote(tmp_path, {"model": "S19", "pools": [{"url": "x"}]})).layout.unread == ("pools",)


def test_records_deep_within_an_answer(tmp_path: Path) -> None:
    answer = {"page": 1, "data": {"total": 2, "items": [{"Model": "S19", "Qty": 2}, {"Model": "S21"}], "tags": [{}]}}
    table = opened(wrote(tmp_path, answer))
    assert [row["Model"] for row in rows_of(table).values()] == ["S19", "S21"]
    assert table.notes[0] == "fleet.json: fields beside 'data.items' were ignored: page, data.total, data.tags."


def test_records_by_their_names(tmp_path: Path) -> None:
    table = opened(wrote(tmp_path, {"10.0.0.1": {"model": "S19"}, "10.0.0.2": {"model": "S21", "mac": "02:00"}}))
    assert rows_of(table) == {
        2: {"key": "10.0.0.1", "model": "S19", "mac": ""},
        5: {"key": "10.0.0.2", "model": "S21", "mac": "02:00"},
    }
    assert "their names are the column 'key'" in table.notes[0]


def test_records_on_one_line_are_counted(tmp_path: Path) -> None:
    table = opened(wrote(tmp_path, '[{"model": "S19"}, {"model": "S21"}]'))
    assert list(rows_of(table)) == [1, 2]
    assert table.notes == ("fleet.json: rows are counted as records, several stand on one line.",)


def test_equal_names_are_both_kept(tmp_path: Path) -> None:
    table = opened(wrote(tmp_path, [{"model": "S19", "a": {"b": 1}, "a.b": 2}]))
    assert rows_of(table)[2] == {"model": "S19", "a.b": "1", "a.b (again)": "2"}


def test_a_map_and_a_unit(tmp_path: Path) -> None:
    table = opened(wrote(tmp_path, [{"t": "S19", "Hashrate (GH/s)": 95000}]), {"model": "t"})
    assert native(table) == [{"model": "S19", "hashrate_ths": "95000 GH/s"}]


def test_real_quotes_of_resellers() -> None:
    if not DATA.is_dir():
        pytest.skip("the real inventories are not here")
    table = opened(DATA / "07_asics_tools_reseller_quotes.json")
    assert len(rows_of(table)) == 753
    assert native(table)[0] == {"supplier": "Kaboomracks", "model": "Antminer S19j Pro 100T", "power_w": "3250"}
    assert "'vendor' was read as the seller" in table.notes[0]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ("model", "lots", "bomFormat", "components", "type", "properties", "supplier", "metadata", "x")
            ),
            inner | st.sampled_from(("CycloneDX", "device")),
            max_size=4,
        )
    ),
    max_leaves=20,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=JSON, cut=st.integers(0, 10), bom=st.booleans())
def test_any_json_is_read_or_refused(tmp_path: Path, content: Any, cut: int, bom: bool) -> None:
    if bom and isinstance(content, dict):
        content["bomFormat"] = "CycloneDX"
    text = json.dumps(content)
    path = wrote(tmp_path, text[: len(text) - cut if cut > 7 else len(text)])
    with suppress(ComplianceError):
        assert any(rows for _, rows in opened(path).chunks())


@pytest.mark.parametrize("nothing", [None, "", [], False, 0])
@pytest.mark.parametrize("order", [1, -1])
def test_null_beside_an_object_records_nothing(tmp_path: Path, nothing: Any, order: int) -> None:
    records = [
        {"model": "Antminer S19", "supplier": {"id": 4, "name": "Example Chip Ltd."}, "tenant": nothing},
        {"model": "Antminer S21", "supplier": nothing, "tenant": {"name": "Client A"}},
        {"model": "Antminer S21", "tenant": nothing},
    ]
    table = opened(wrote(tmp_path, records[::order]), {"supplier": "supplier.name", "hosting_client": "tenant.name"})
    assert native(table)[::order] == [
        {"model": "Antminer S19", "supplier": "Example Chip Ltd."},
        {"model": "Antminer S21", "hosting_client": "Client A"},
        {"model": "Antminer S21"},
    ]
    assert "supplier" not in table.layout.header


def test_null_in_a_deeper_object(tmp_path: Path) -> None:
    whole = {"model": "S21", "asset": {"maker": {"name": "Bitmain"}}}
    for other in ({"model": "S19", "asset": {"maker": None}}, {"model": "S19", "asset": None}, {"model": "S19"}):
        table = opened(wrote(tmp_path, [whole, other]), {"manufacturer": "asset.maker.name"})
        assert native(table) == [{"model": "S21", "manufacturer": "Bitmain"}, {"model": "S19"}]


def test_a_text_beside_objects_is_the_name(tmp_path: Path) -> None:
    records = [{"model": "S19", "seller": "Example Ltd."}, {"model": "S21", "seller": {"id": 1, "name": "Other Ltd."}}]
    table = opened(wrote(tmp_path, records), {"supplier": "seller.name"})
    assert [row["supplier"] for row in native(table)] == ["Example Ltd.", "Other Ltd."]
    nameless = [{"model": "S19", "seller": "Example Ltd."}, {"model": "S21", "seller": {"id": 1}}]
    assert opened(wrote(tmp_path, nameless)).layout.header == ("model", "seller", "seller.id")


def test_a_field_that_is_always_null_stays_a_column(tmp_path: Path) -> None:
    assert opened(wrote(tmp_path, [{"model": "S19", "supplier": None}])).layout.header == ("model", "supplier")
