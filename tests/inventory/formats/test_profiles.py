"""Tools are known by their headers, and mean by them what they mean."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from compliance.inventory.facts import NATIVE
from compliance.inventory.formats.profiles import PROFILES, profile_of
from tests.inventory.formats.reading import DATA, native, opened, refused, rows_of


def test_a_profile_means_native_columns() -> None:
    for profile in PROFILES:
        assert profile.known_by
        assert set(profile.means.values()) <= {*NATIVE, ""}
    assert profile_of(["Model", "Qty"]) is None


@pytest.mark.parametrize(
    ("text", "tool", "expected"),
    [
        (
            "IP,Status,Type,Working Mode,Hash Rate RT,Hash Rate avg,Firmware,Hardware,MAC Address\n1,ok,S19,N,95,94,f,h,aa\n",
            "BTC Tools export",
            {"model": "S19", "status": "ok", "firmware": "f", "mac_address": "aa"},
        ),
        ("IP,状态,类型,工作模式,MAC地址\n1,ok,S19,N,aa\n", "BTC Tools export", {"model": "S19", "status": "ok", "mac_address": "aa"}),
        (
            "IP,MinerType,MACAddr,THSRT,VersionInfo\n1,M30S,aa,95,v\n",
            "WhatsMinerTool export",
            {"model": "M30S", "mac_address": "aa", "firmware": "v"},
        ),
        (
            "name,role,manufacturer,device_type,serial,asset_tag,site,location,status,owner,tenant\nn,switch,Cisco,C9300,s,a,A,L,active,ops,T\n",
            "NetBox export",
            {"kind": "switch", "manufacturer": "Cisco", "model": "C9300", "serial_number": "s", "asset_id": "a", "site": "A", "location": "L", "status": "active", "hosting_client": "T"},
        ),
        (
            "Name,Status,Site,Rack,Role,Manufacturer,Type\nn,active,A,R,asic,Bitmain,S19\n",
            "NetBox export",
            {"status": "active", "site": "A", "location": "R", "kind": "asic", "manufacturer": "Bitmain", "model": "S19"},
        ),
        (
            "Company,Name,Asset Tag,Category,Supplier,Manufacturer,Model,Model Number\nExample LLC,n,a,ASIC,Sup,Bitmain,S19,240-1\n",
            "Snipe-IT export",
            {"owner": "Example LLC", "asset_id": "a", "kind": "ASIC", "supplier": "Sup", "manufacturer": "Bitmain", "model": "S19"},
        ),
        (
            "part,model,miner model,serial num,mac,status,location\nhashboard,BHB,S19,s,m,ok_repaired,L\n",
            "MiningOS parts",
            {"kind": "hashboard", "model": "BHB", "serial_number": "s", "mac_address": "m", "status": "ok_repaired", "location": "L"},
        ),
        (
            "Asset Code,Model,MAC,Serial,Acquisition Date,Supplier,Hosting Client\nAM-1,S19,m,s,2024-01-02,Sup,C\n",
            "Luxor Commander export",
            {"asset_id": "AM-1", "model": "S19", "mac_address": "m", "serial_number": "s", "purchase_date": "2024-01-02", "supplier": "Sup", "hosting_client": "C"},
        ),
    ],
)  # fmt: skip
def test_exports(tmp_path: Path, text: str, tool: str, expected: dict[str, str]) -> None:
    path = tmp_path / "f.csv"
    path.write_text(text, "utf-8")
    table = opened(path)
    assert table.format.startswith(f"{tool}, text table (")
    assert native(table) == [expected]


def test_an_export_without_models_is_refused_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text("Code,Container,POS,SN,MAC\nAM-1,C,1,s,m\n")
    assert refused(path).what == "is a MiningOS miners table, which names no manufacturer or model of its machines"
    assert native(opened(path, {"model": "Code"}))[0]["model"] == "AM-1"


TOOLS = {
    "BTC Tools (Bitmain/btccom)": "BTC Tools export",
    "WhatsMinerTool (MicroBT)": "WhatsMinerTool export",
    "MiningOS (Tether) bulk parts": "MiningOS parts",
    "MiningOS miners table": "MiningOS miners table",
    "HashInsight hosting (en)": "HashInsight hosting template",
    "HashInsight hosting (zh)": "HashInsight hosting template",
    "HashInsight calculator": "HashInsight calculator template",
    "Foreman API /api/miners": "Foreman export",
    "Foreman API miner types": "Foreman miner types",
    "NetBox device bulk import": "NetBox export",
    "Snipe-IT assets (current sample)": "Snipe-IT export",
    "Ralph back-office asset": "Ralph export",
    "pyasic MinerData.as_csv": "pyasic export",
}


@pytest.mark.skipif(not DATA.is_dir(), reason="the real inventories are not here")
def test_every_known_header_row_is_known_as_its_tool() -> None:
    with (DATA / "tool_templates.csv").open(encoding="utf-8", newline="") as handle:
        found = {row["tool"]: profile_of(row["header_row"].split(",")) for row in csv.DictReader(handle)}
    assert {tool: profile.name for tool, profile in found.items() if profile} == TOOLS
    assert set(found) == set(TOOLS)


@pytest.mark.skipif(not DATA.is_dir(), reason="the real inventories are not here")
@pytest.mark.parametrize(
    ("name", "form", "rows"),
    [
        ("01_snipeit_assets_blanks.csv", "Snipe-IT export, text table (comma, mac_roman)", 200),
        ("03_hashinsight_import_template_en.csv", "HashInsight calculator template, text table (comma, utf-8-sig)", 3),
        ("05_hashinsight_catalog.csv", "text table (comma, utf-8)", 25),
        ("06_hashinsight_upload_5000.csv", "text table (comma, utf-8)", 5000),
        ("11_solar_bitcoin_miners.csv", "text table (comma, utf-8)", 3),
        ("sec_purchase_schedules.csv", "text table (comma, utf-8)", 16),
    ],
)
def test_real_inventories(name: str, form: str, rows: int) -> None:
    table = opened(DATA / name)
    assert (table.format, len(rows_of(table))) == (form, rows)


@pytest.mark.skipif(not DATA.is_dir(), reason="the real inventories are not here")
@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("02_hashinsight_html_saved_as.csv", "is a web page"),
        ("14_cbeci_countries_fips.csv", "is not an inventory"),
        ("headerless_semicolon_ip_worker.csv", "is not an inventory"),
        ("tool_templates.csv", "is not an inventory"),
    ],
)
def test_real_files_that_are_no_inventory(name: str, what: str) -> None:
    assert what in refused(DATA / name).what
