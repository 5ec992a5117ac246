"""The hardware catalogue: its files, its control boards, its assembly sites."""

from __future__ import annotations

import csv
import re
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from compliance.core.dates import Period
from compliance.core.errors import ComplianceError
from compliance.core.party import Known, Unlisted
from compliance.reference.hardware.catalogue import parse_hashrate
from compliance.reference.hardware.file import load_catalogue
from tests.command_line import ROOT

FOLDER = ROOT / "rules" / "hardware"
SHARED = ROOT.parent / "shared" / "data"
CATALOGUE = load_catalogue(FOLDER)

MAKER = """
id: acme
name: Acme
names: [Acme]
brands: {Zapper: {families: [Z900, Z901]}}
sources: [{id: memory, title: Recalled}]
"""


def boards(token: str, family: str | None = None) -> set[str] | None:
    values = CATALOGUE.boards(token, family).values
    return None if values is None else {board.id for board in values}


@pytest.mark.parametrize(
    ("token", "expected"),
    [
        ("CVCtrl_BHB42XXX", {"cv1835"}),
        ("cv183x-t19", {"cv1835"}),
        ("CVITek", {"cv1835"}),
        ("CV1835", {"cv1835"}),
        ("AMLCtrl_BHB68xxx", {"amlogic-a113d"}),
        ("AMLogic A113D", {"amlogic-a113d"}),
        ("am3-s21pro", {"amlogic-a113d"}),
        ("BBCtrl_BHB42XXX", {"beaglebone"}),
        ("BeagleBoneBlack", {"beaglebone"}),
        ("am2-s19j", {"zynq-am2"}),
        ("C71", {"zynq-am2"}),
        ("Xilinx", {"zynq-am1", "zynq-am2"}),
        ("Xilinx Zynq-7010", {"zynq-am1"}),
        ("AML / CVITEK", {"amlogic-a113d", "cv1835"}),
        ("H6OS", {"allwinner-h6"}),
        ("Ｈ６１６", {"allwinner-h616"}),
        ("BRAIINS", {"braiins-stm32mp1"}),
        ("K230", {"kendryte-k230"}),
    ],
)
def test_recorded_boards(token: str, expected: set[str]) -> None:
    assert boards(token, "Bitmain Antminer S9") == expected


@pytest.mark.parametrize("token", ["foo", "not CVITEK", "non-cvitek", "CVITEK?", "was AML"])
def test_an_unknown_board_may_be_any(token: str) -> None:
    board = CATALOGUE.boards(token, "Bitmain Antminer S9")
    assert (board.unknown, board.text) == (True, token)


@pytest.mark.parametrize("blank", ["", "  ", "-", "N/A", "unknown"])
def test_without_a_record_the_family_tells_the_boards(blank: str) -> None:
    assert boards(blank, "Bitmain Antminer S19j Pro") == {"zynq-am2", "beaglebone", "amlogic-a113d", "cv1835"}
    assert boards(blank, "Bitmain Antminer S21 Hyd") is None
    assert boards(blank) is None


def test_a_family_without_data_may_carry_anything() -> None:
    for family in (
        "Bitmain Antminer S21 Imm",
        "Bitmain Antminer S19a",
        "MicroBT Whatsminer M50",
        "Canaan Avalon A1566",
    ):
        assert CATALOGUE.recognise("", family).family.only == family
        assert boards("", family) is None


VENDORS = {"AMD/Xilinx": "amd-xilinx", "CVITEK->Sophgo": "cvitek", "Amlogic": "amlogic", "Canaan": "canaan",
           "Texas Instruments": "texas-instruments", "STMicroelectronics": "stmicroelectronics", "Allwinner": "allwinner"}  # fmt: skip
BRANDS = {"BMM100": "Braiins BMM 100", "101": "Braiins BMM 101", "WhatsMiner M-series": "MicroBT Whatsminer M50",
          "AvalonMiner": "Canaan Avalon A1566", "T9+": "Bitmain Antminer T9+"}  # fmt: skip
COLLECTED = SHARED / "hardware" / "control_boards.csv"


def collected_boards() -> list[tuple[str, str, str]]:
    """Of each line the SoC's vendor, the texts by which devices name the board, and a model: one each."""
    with COLLECTED.open(encoding="utf-8", newline="") as file:
        return [
            (VENDORS[row["soc_vendor"]], row["platform_or_subtype"], without_remark(model).removeprefix("Antminer "))
            for row in csv.DictReader(file)
            for model in row["models"].split("/")
        ]


def without_remark(text: str) -> str:
    return re.sub(r"\(.*?\)", "", text).strip()


@pytest.mark.skipif(not COLLECTED.exists(), reason="collected data is not here")
def test_every_collected_board_is_known_by_its_tokens_and_possible_for_its_families() -> None:
    for vendor, tokens, model in collected_boards():
        written = CATALOGUE.boards(tokens, None).values or ()
        assert {board.vendor for board in written} == {vendor}, tokens
        if model == "Braiins BCB100":  # a control board by itself
            continue
        family = BRANDS.get(model, f"Bitmain Antminer {model.replace('Hydro', 'Hyd')}")
        assert CATALOGUE.recognise("", family).family.only == family
        carried = CATALOGUE.boards("", family).values
        assert carried is None or vendor in {board.vendor for board in carried}, family


def test_releases() -> None:
    release = CATALOGUE.released("Bitmain Antminer S21")
    assert release is not None
    assert (release.when, release.confidence) == (Period(date(2024, 2, 1), date(2024, 2, 29)), "secondary")
    assert release.source.id == "asicminervalue"
    undated = "MicroBT Whatsminer M20P"
    assert CATALOGUE.released(undated) is None
    assert CATALOGUE.released("") is None


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("Bitmain Antminer S21,188T", "Bitmain Antminer S20,188T", "variants.csv: Bitmain Antminer S20 is not known"),
        (",asicminervalue,secondary", ",nowhere,secondary", "variants.csv: source 'nowhere' is not declared"),
    ],
)
def test_variants_are_of_known_families_and_sources(tmp_path: Path, old: str, new: str, message: str) -> None:
    shutil.copytree(FOLDER, tmp_path, dirs_exist_ok=True)
    table = tmp_path / "variants.csv"
    table.write_text(table.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ComplianceError, match=re.escape(message)):
        load_catalogue(tmp_path)


def test_assembly_by_date() -> None:
    sites = {site.country: site for site in CATALOGUE.assembly(Known("bitmain"))}
    # Production in the United States was announced; an announcement is no fact.
    assert sites.keys() == {"CN", "MY", "ID", "TH"}
    assert sites["MY"].since == date(2018, 1, 1)
    assert {site.country for site in CATALOGUE.assembly(Known("canaan"))} == {"CN", "MY", "US"}
    # What nobody read of is left out.
    assert CATALOGUE.assembly(Known("innosilicon")) == CATALOGUE.assembly(Known("proto")) == ()
    assert CATALOGUE.assembly(Known("bitdeer")) == CATALOGUE.assembly(Unlisted("Foo")) == ()


def test_titles_and_sources() -> None:
    assert (CATALOGUE.title(Known("microbt")), CATALOGUE.title(Known("name:Foo"))) == ("MicroBT", "name:Foo")
    assert {source.id for source in CATALOGUE.sources(Known("microbt"))} >= {"riot-po3"}
    assert CATALOGUE.sources(Unlisted("Foo Corp")) == ()


def changed(folder: Path, **files: str) -> str:
    shutil.copytree(FOLDER, folder, dirs_exist_ok=True)
    for name, content in files.items():
        (folder / f"{name.replace('_', '-')}.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(ComplianceError) as error:
        load_catalogue(folder)
    return str(error.value)


def test_a_maker_is_one_file(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path, dirs_exist_ok=True)
    (tmp_path / "acme.yaml").write_text(MAKER, encoding="utf-8")
    found = load_catalogue(tmp_path).recognise("", "Z900")
    assert (found.makers.only, found.family.only) == (Known("acme"), "Acme Zapper Z900")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (MAKER.replace("names: [Acme]", "names: [Bitmain]"), "the name 'Bitmain' belongs to two makers or sellers"),
        (MAKER.replace("Z901", "Z-900"), "'z900' means both Acme Zapper Z900 and Acme Zapper Z-900"),
        (MAKER.replace("id: acme", "id: bitmain"), "maker bitmain is defined in two files"),
        (MAKER + "assembly: [{country: CN, source: nowhere}]", "acme: source 'nowhere' is not declared"),
        (MAKER.replace("[Z900, Z901]", "[Z900], aliases: {Z1: [Z2]}"), "acme: aliases of the unknown family 'Z1'"),
        (MAKER + "assembly: [{country: China, source: memory}]", "assembly.0.country"),
        (MAKER + "colour: blue", "unknown field 'colour'"),
    ],
)
def test_what_cannot_be_true_is_an_error(tmp_path: Path, content: str, message: str) -> None:
    assert message in changed(tmp_path, acme=content)


def test_boards_of_unknown_families_are_an_error(tmp_path: Path) -> None:
    content = (FOLDER / "control-boards.yaml").read_text(encoding="utf-8")
    broken = content.replace("Bitmain Antminer S9:", "Bitmain Antminer S8:").replace(
        "[zynq-am2]\n  Bitmain Antminer S17 ", "[am9]\n  Bitmain Antminer S17 "
    )
    message = changed(tmp_path, control_boards=broken)
    assert "Bitmain Antminer S8" in message
    assert "am9" in message


def test_missing_files_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(ComplianceError, match=r"control-boards\.yaml is missing") as error:
        load_catalogue(tmp_path)
    assert len(error.value.problems) == 3


@pytest.mark.skipif(not SHARED.exists(), reason="collected data is not here")
def test_collected_hashrates() -> None:
    with (SHARED / "spellings.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["kind"] == "hashrate_th":
                expected = None if row["canonical"] == "UNKNOWN" else Decimal(row["canonical"])
                assert parse_hashrate(row["raw"]) == expected
