"""One unit, every rule: found by its name or its row, and told with facts, sources and history."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command_line import CHINA, CLEAN, EVIL, HEADER, MINEONE, OPEN, Compliance, fleet


def words(text: str) -> str:
    return " ".join(text.split())


def test_everything_is_told_of_one_unit(compliance: Compliance) -> None:
    fleet(CLEAN, CHINA, OPEN)
    ran = compliance("check", "fleet.csv", *MINEONE, "--explain", "A-2")
    assert (ran.code, ran.err) == (1, "")
    said = words(ran.out)
    assert said.startswith(
        "A-2 (fleet.csv, row 3, 2 units): violation on 2026-11-22 asset_id: A-2 manufacturer: Bitmain"
    )
    assert "cleanspark-mineone/origin: No hardware produced in China" in said
    assert "Reads: status = not recorded; kind = miner (written: Antminer S21); site = not recorded;" in said
    assert "VIOLATION: the recorded country of origin is China, which this rule forbids." in said
    assert "Evidence: country_of_origin CN (fleet.csv:3:country_of_origin)" in said
    assert "COMPLIANT: the origin is documented by customs entry" in said
    assert "From 2024-09-12: in_force = true (by north-range-closing)" in said
    assert "[cleanspark-article, secondary]" in said
    assert "A-1" not in said
    assert "A-3" not in said
    assert max(map(len, ran.out.splitlines())) <= 80


def test_what_to_do_next_is_told(compliance: Compliance) -> None:
    ran = compliance("check", fleet(CLEAN, OPEN), *MINEONE, "--explain", "A-3")
    assert "site = not recorded; country_of_origin = not known" in words(ran.out)
    assert "Do next: Record the origin from the customs entry (CBP 7501)" in words(ran.out)


@pytest.mark.parametrize("unit", ["S-2", " S-2 ", "hall.csv:3", "sub/hall.csv:3", "{here}/sub/hall.csv:3"])
def test_a_unit_is_found(unit: str, compliance: Compliance) -> None:
    fleet(CLEAN, CLEAN, name="fleet.csv")
    header = "Made in,S/N,Miner Type,Inventory number"
    fleet("Malaysia,S-1,Antminer S21,", "PRC,S-2,Antminer S21,", header=header, name="sub/hall.csv")
    path = unit.format(here=Path.cwd())
    ran = compliance("check", "fleet.csv", str(Path("sub/hall.csv").absolute()), *MINEONE, "--explain", path)
    assert ran.code == 1
    assert ran.out.startswith("S-2 (sub/hall.csv, row 3): violation on ")
    assert "country_of_origin (Made in): PRC" in ran.out
    assert "country_of_origin = CN (written: PRC)" in words(ran.out)


def test_a_party_is_called_by_its_name(compliance: Compliance) -> None:
    Path("fleet.csv").write_text("model,owner,supplier\nS21,Foo Ltd,Bar name: Inc\n", "utf-8")
    ran = compliance("check", "fleet.csv", "--policy=us-ofac", "--explain=fleet.csv:2")
    assert "; owner = Foo Ltd;" in words(ran.out)
    assert "; supplier = Bar name: Inc; " in words(ran.out)


def test_the_seat_of_a_party_that_no_file_describes_stands_behind_its_name(compliance: Compliance) -> None:
    Path("fleet.csv").write_text("model,supplier,supplier_country\nS21,Foo Trading Ltd,China\n", "utf-8")
    ran = compliance("check", "fleet.csv", "--policy=us-ofac", "--explain=fleet.csv:2")
    assert "supplier = Foo Trading Ltd (CN) (written: Foo Trading Ltd)" in words(ran.out)
    assert "name[" not in ran.out


def test_a_row_without_a_name(compliance: Compliance) -> None:
    fleet(CHINA.replace("A-2", ""))
    assert compliance("check", "fleet.csv", *MINEONE, "--explain=fleet.csv:2").out.startswith(
        "fleet.csv#2 (fleet.csv, row 2,"
    )


def test_many_rows_of_one_name(compliance: Compliance) -> None:
    ran = compliance("check", fleet(*[CHINA] * 7), *MINEONE, "--explain=A-2")
    assert ran.out.count(": violation on ") == 5
    assert ran.out.endswith("2 more rows bear the name A-2.\n")


@pytest.mark.parametrize(
    ("unit", "advice"),
    [("A-22", "Did you mean 'A-2'?"), ("fleet.csv:9", "Give its asset id"), ("other.csv:2", "Give its"), ("", "Give its"),
     ("fleet.csv:" + "9" * 5000, "Give its"), (EVIL, "Give its")],
)  # fmt: skip
def test_a_unit_that_is_not_there(unit: str, advice: str, compliance: Compliance) -> None:
    ran = compliance("check", fleet(CLEAN, CHINA), *MINEONE, "--explain", unit)
    assert (ran.code, ran.out) == (4, "")
    assert "stands in the inventories" in ran.err
    assert advice in ran.err
    assert "\x1b" not in ran.err


def test_rules_on_the_fleet_and_on_sites(compliance: Compliance) -> None:
    Path("compliance.toml").write_text(
        '[parameters."supply-concentration/maker"]\nlimit = 60\n[parameters."supply-concentration/origin"]\nlimit = 50\n'
    )
    fleet(CHINA, CLEAN, header=HEADER)
    ran = compliance("check", "fleet.csv", "--policy=supply-concentration", "--explain=A-1")
    assert "VIOLATION (said of the whole fleet): " in words(ran.out)
    fleet("S21,North Range,A-1", "S21,Elsewhere,A-2", header="model,site,asset_id")
    Path("sites.yaml").write_text("sites: [{id: north-range, latitude: 41.128, longitude: -104.900}]")
    near, far = (
        compliance("check", "fleet.csv", "--policy=us-cfius-real-estate", f"--explain={unit}")
        for unit in ("A-1", "A-2")
    )
    assert "(said of the site north-range): " in words(near.out)
    assert "north-range" not in far.out


def test_nothing_runs_in_a_terminal_and_it_can_be_written(compliance: Compliance) -> None:
    fleet(f"A-1,Bitmain,S21 {EVIL},CN,,,{EVIL},,,1", header=HEADER.replace("asset_id", "\x1b[31masset id"))
    ran = compliance("check", "fleet.csv", *MINEONE, "--explain=fleet.csv:2", "--output=a.txt")
    assert (ran.code, ran.out) == (1, ""), ran.err
    text = Path("a.txt").read_text("utf-8")
    assert not any(char in text for char in "\x1b\x07\u202e\x9b")
    assert compliance("check", "fleet.csv", *MINEONE, "--explain=A-1", "--format=json").code == 2
