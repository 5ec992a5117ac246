"""Who made a machine that is called so, and which family it is."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.core.party import Known, Unlisted
from compliance.reference.hardware.catalogue import Catalogue
from compliance.reference.hardware.file import load_catalogue
from tests.command_line import ROOT

CATALOGUE = load_catalogue(ROOT / "rules" / "hardware")
SPELLINGS = ROOT.parent / "shared" / "data" / "spellings.csv"


def makers(manufacturer: str, model: str = "", catalogue: Catalogue = CATALOGUE) -> set[str | Unlisted] | None:
    """Known makers by their ids."""
    values = catalogue.recognise(manufacturer, model).makers.values
    return None if values is None else {maker.id if isinstance(maker, Known) else maker for maker in values}


@pytest.mark.parametrize(
    ("model", "family", "variant", "how"),
    [
        ("Bitmain Antminer S19j Pro", "Bitmain Antminer S19j Pro", "", "exact"),
        ("S19j Pro", "Bitmain Antminer S19j Pro", "", "exact"),
        ("M30S++", "MicroBT Whatsminer M30S++", "", "exact"),
        ("AntminerS19jPro104T", "Bitmain Antminer S19j Pro", "104T", "folded"),
        ("S19JPRO-104", "Bitmain Antminer S19j Pro", "104", "folded"),
        ("Antminer S19 J Pro (104 TH/s) 3068W", "Bitmain Antminer S19j Pro", "104 TH/s 3068W", "folded"),
        ("Ａｎｔｍｉｎｅｒ　Ｓ１９", "Bitmain Antminer S19", "", "folded"),
        ("Bitmain S19 Pro Plus Hydro 198T", "Bitmain Antminer S19 Pro+ Hyd", "198T", "folded"),
        ("比特大陆蚂蚁矿机 S19 XP 水冷", "Bitmain Antminer S19 XP Hyd", "", "folded"),
        ("蚂蚁矿机S21 200T 二手", "Bitmain Antminer S21", "200T", "folded"),
        ("асик Antminer S19 95Т б/у", "Bitmain Antminer S19", "95Т", "folded"),
        ("ANTMINER BHB68601", "Bitmain Antminer S21", "", "folded"),
        ("U3S21EXPH", "Bitmain Antminer S21e XP Hyd 3U", "", "exact"),
        ("Hash Super Computing Server, T21", "Bitmain Antminer T21", "", "folded"),
        ("Bitmain T21 Triphasé", "Bitmain Antminer T21", "Triphasé", "folded"),
        ("Braiins OS+ Antminer S17+", "Bitmain Antminer S17+", "", "folded"),
        ("miner-am-s19xp_h", "Bitmain Antminer S19 XP Hyd", "", "folded"),
        ("miner-wm-m30spp", "MicroBT Whatsminer M30S++", "", "folded"),
        ("miner-wm-m56s", "MicroBT Whatsminer M56S", "", "folded"),
        ("miner-av-a1346", "Canaan Avalon A1346", "", "folded"),
        ("WhatsMiner M30S++ VH60", "MicroBT Whatsminer M30S++", "VH60", "folded"),
        ("M31SEV10", "MicroBT Whatsminer M31SE", "V10", "folded"),
        ("Whatsminer M30s ++ 104T 31J/th", "MicroBT Whatsminer M30S++", "104T 31J/th", "folded"),
        ("Whatsminer M66 (Immersion 240T)", "MicroBT Whatsminer M66", "Immersion 240T", "folded"),
        ("神马M30S++", "MicroBT Whatsminer M30S++", "", "folded"),
        ("AvalonMiner 1246 85T", "Canaan Avalon A1246", "85T", "folded"),
        ("Canaan Avalon Q home Bitcoin miner", "Canaan Avalon Q", "home", "folded"),
        ("Innosilicon T2T 30T", "Innosilicon T2 Turbo", "30T", "folded"),
        ("StrongU U8 46T", "StrongU STU-U8", "46T", "folded"),
        ("NerdQaxe++ ASIC Miner\n 4.8TH/s", "Nerdaxe NerdQaxe++", "4.8TH/s", "folded"),
        ("IceRiver KS3", "IceRiver KS3", "", "exact"),
        ("IceRiver KAS KS5M 15T", "IceRiver KS5M", "15T", "folded"),
        ("Jasminer X4-1U 520M", "Jasminer X4-1U", "520M", "folded"),
        ("Antminer S21 (188T) Dec batch", "Bitmain Antminer S21", "188T", "folded"),
        ("Antminer-S19j-Pro-104TH-s", "Bitmain Antminer S19j Pro", "104TH-s", "folded"),
        ("蚂蚁S19jpro 104T 带电源", "Bitmain Antminer S19j Pro", "104T", "folded"),
        ("Whatsminer M50 114TH/29J", "MicroBT Whatsminer M50", "114TH 29J", "folded"),
        ("Antminers S19", "Bitmain Antminer S19", "", "folded"),
        ("Mini-DOGE II 420M", "Goldshell Mini DOGE II", "420M", "folded"),
        ("Nerdaxe NerdQaxe++", "Nerdaxe NerdQaxe++", "", "exact"),
        ("M30SPlusPlusVH60", "MicroBT Whatsminer M30S++", "VH60", "folded"),
        ("M30S PlusPlus 110T", "MicroBT Whatsminer M30S++", "110T", "folded"),
        ("A5+ DashMaster", "Innosilicon A5+", "", "exact"),
    ],
)
def test_families(model: str, family: str, variant: str, how: str) -> None:
    found = CATALOGUE.recognise("", model)
    assert (found.family.only, found.variant, found.how) == (family, variant, how)
    assert isinstance(found.makers.only, Known)
    assert family.startswith(CATALOGUE.title(found.makers.only) + " ")


@pytest.mark.parametrize("maker", ["Not Bitmain", "Bitmain / other"])
def test_a_maker_that_is_denied_or_not_the_only_one_is_not_certain(maker: str) -> None:
    assert makers(maker) == {"bitmain", Unlisted(maker)}
    assert makers("Canaan U.S. Inc (SG)") == {"canaan"}


@pytest.mark.parametrize("model", ["10x Antminer S19", "(10) Antminer S19", "10 Antminer S19"])
def test_a_number_before_the_model_is_no_quantity_and_a_note_says_so(model: str) -> None:
    found = CATALOGUE.recognise("", model)
    assert found.family.only == "Bitmain Antminer S19"
    assert found.notes == (
        f"model {model!r} begins with a number, which is not taken as a quantity: use the column quantity",
    )
    assert CATALOGUE.recognise("Canaan", "1246 Pro 10").notes == ()


def test_every_family_is_recognised_by_its_own_names() -> None:
    families = {family for homonyms in CATALOGUE.recogniser.index.families.values() for family in homonyms}
    for family in families:
        assert CATALOGUE.recognise("", family.name).family.only == family.name
        for spelling in family.spellings:
            assert CATALOGUE.recognise(CATALOGUE.title(Known(family.maker)), spelling).family.only == family.name


@pytest.mark.parametrize("maker", ["Prototype Works", "Intelligent Mining", "Avalonia"])
def test_the_beginning_of_another_word_is_no_maker(maker: str) -> None:
    assert makers(maker) == {Unlisted(maker)}


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        ("Antminer S19XPro 141T", {"bitmain"}),
        ("ANTMINER S19X88", {"bitmain"}),
        ("Antminer model S17-Pro or newer", {"bitmain"}),
        ("Antminer S19 Max", {"bitmain"}),
        ("Antminer S19 hashboard", {"bitmain"}),
        ("Antminer S19 R2", {"bitmain"}),
        ("Antminer S19 etc.", {"bitmain"}),
        ("MicroBT M30S, M30S+ and M30S++", {"microbt"}),
        ("M30S, M30S+", {"microbt"}),
        ("S19 + M30S", {"bitmain", "microbt"}),
        ("Antminer M30S", {"bitmain", "microbt"}),
        ("KS3", {"bitmain", "iceriver"}),
        ("M57S++ 210T", None),
        ("Prototype Rig", None),
        ("Protocol rig 7", None),
        ("1246", None),
        ("Q", None),
        ("T1000 truck", None),
        ("T1 truck", None),
        ("D7 bulldozer", None),
        ("acct01.L3x8ax001", None),
        ("farm.S19", None),
        ("miner-xx-s19", None),
        ("HASH Super Computing Server", None),
        ("某某服务器", None),
        ("科技有限公司", None),
        ("", None),
    ],
)
def test_no_guess_of_the_family(model: str, expected: set[str] | None) -> None:
    found = CATALOGUE.recognise("", model)
    assert found.family.only is None
    assert found.variant == ""
    assert makers("", model) == expected
    assert found.how == ("brand" if expected else "none")


@pytest.mark.parametrize(
    ("manufacturer", "model", "expected"),
    [
        ("Bitmain", "T-21", {"bitmain"}),
        ("Various", "S9", {"bitmain"}),
        ("China", "S9", {"bitmain"}),
        ("N/A", "", None),
        ("OEM / generic", "", None),
        ("?", "123", None),
        ("IceRiver", "KS3", {"iceriver"}),
        ("Bitmain / MicroBT", "S19", {"bitmain"}),
        ("Bitmain / MicroBT", "", {"bitmain", "microbt"}),
        ("Canaan", "1246", {"canaan"}),
        ("Antminer S19", "", {"bitmain"}),
        ("Block", "Rig", {"proto"}),
        ("Proto (Block)", "", {"proto"}),
        ("Block Mining Inc", "", {Unlisted("Block Mining Inc")}),
        ("深圳市比特微电子科技有限公司", "", {"microbt"}),
        ("億邦國際控股有限公司", "", {"ebang"}),
        ("Канаан", "", {"canaan"}),
        ("Foo  Mining Corp", "Quux", {Unlisted("Foo Mining Corp")}),
        ("Foo Mining Corp", "S19j Pro", {Unlisted("Foo Mining Corp")}),
        ("Sophgo Technologies Ltd.", "Antminer S21", {Unlisted("Sophgo Technologies Ltd.")}),
        ("Ford", "T1 truck", {Unlisted("Ford")}),
        ("Canaan Partners", "", {"canaan", Unlisted("Canaan Partners")}),
        ("Bitmain", "M30S", {"bitmain", "microbt"}),
        ("Bitmain", "Antminer M30S", {"bitmain", "microbt"}),
    ],
)
def test_makers(manufacturer: str, model: str, expected: set[str] | None) -> None:
    assert makers(manufacturer, model) == expected


def test_a_contradiction_names_both() -> None:
    found = CATALOGUE.recognise("Foo Corp", "M30S")
    assert found.notes == ("manufacturer 'Foo Corp' and model 'M30S' name different makers: Foo Corp or MicroBT",)
    assert "KS3" in CATALOGUE.recognise("", "KS3").notes[0]
    assert CATALOGUE.recognise("", "Antminer M30S").notes == ("model 'Antminer M30S' names different makers",)


@pytest.mark.parametrize(
    ("text", "seller", "maker"),
    [
        ("BITMAIN TECHNOLOGIES DELAWARE LIMITED", "Bitmain Technologies Delaware Limited", "bitmain"),
        ("Bitmain Technologies Georgia Limited", "Bitmain Technologies Georgia Limited", "bitmain"),
        ("Bitmain Technologies Limited (“Bitmain”)", "Bitmain Technologies Limited", "bitmain"),
        ("Super Acme Technology (Hong Kong) Ltd.", "SuperAcme Technology (Hong Kong) Limited", "microbt"),
        ("SuperAcme, Inc. (“MBT USA”)", "SuperAcme, Inc.", "microbt"),
        ("Kaboomracks", "Kaboomracks", None),
    ],
)
def test_a_seller_is_not_a_maker(text: str, seller: str, maker: str | None) -> None:
    found = CATALOGUE.recognise(text, "")
    assert (found.seller, found.makers.only) == (seller, maker and Known(maker))
    assert found.notes == (f"{seller} is a seller, not a maker",)
    assert CATALOGUE.recognise(text, "S19").family.only == "Bitmain Antminer S19"


@given(st.text(), st.text())
def test_never_raises(manufacturer: str, model: str) -> None:
    CATALOGUE.recognise(manufacturer, model)


@given(
    st.lists(
        st.sampled_from(
            ["Antminer", "比特大陆", "S19", "+", "plus", "Pro", "1", " ", "T", "(", "miner-am-", "miner", "M30S", "vh"]
        )
    )
)
def test_no_order_of_known_pieces_raises(pieces: list[str]) -> None:
    CATALOGUE.recognise("".join(pieces), " ".join(pieces))


@pytest.mark.parametrize(
    "text", ["antminer" * 20_000, "比特大陆" * 20_000, "1 " * 50_000, "1" + " " * 200_000, "plus" * 50_000 + "1"]
)
def test_hostile_cells_are_read_quickly(text: str) -> None:
    assert CATALOGUE.recognise(text, text).family.only is None


RATE = st.builds("{}{}".format, st.integers(10, 999), st.sampled_from(["T", "TH", " TH/s", "Th", "T 31J/TH"]))


@given(
    st.sampled_from(["Antminer S19 Pro", "Whatsminer M30S++", "Avalon A1246", "S21 XP Hyd", "Sealminer A2 Pro Air"]),
    RATE,
)
def test_a_hashrate_does_not_change_the_family(model: str, rate: str) -> None:
    expected = CATALOGUE.recognise("", model).family
    assert expected.only
    for noisy in (f"{model} {rate}", f"{model} ({rate})", f"{model}-{rate}", f"new {model.upper()} {rate} BTC miner"):
        found = CATALOGUE.recognise("", noisy)
        assert (found.family, found.how) == (expected, "folded")


@pytest.mark.skipif(not SPELLINGS.exists(), reason="collected spellings are not here")
def test_collected_spellings() -> None:
    with SPELLINGS.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] in ("manufacturer", "model")]
    right = {"manufacturer": 0, "model": 0}
    for row in rows:
        made_by = row["kind"] == "manufacturer"
        found = CATALOGUE.recognise(row["raw"] if made_by else "", "" if made_by else row["raw"])
        maker = found.makers.only
        answer = str((maker if made_by else found.family.only) or "UNKNOWN")
        right[row["kind"]] += answer == row["canonical"]
        if row["canonical"] != "UNKNOWN" and maker:
            assert isinstance(maker, Known)
            title = CATALOGUE.title(maker)
            assert row["canonical"] == maker.id if made_by else row["canonical"].startswith(title)
    for kind, needed in (("manufacturer", 0.98), ("model", 0.95)):
        assert right[kind] >= needed * sum(row["kind"] == kind for row in rows)


@pytest.mark.parametrize(
    ("manufacturer", "model", "maker", "family"),
    [
        ("", "", False, False), ("n/a", "-", False, False), ("generic", "x", False, False), ("Bitmain", "", True, False),
        ("", "Quux 9000", True, True), ("-", "Antminer S19", True, True),
    ],
)  # fmt: skip
def test_what_nobody_recorded_is_blank(manufacturer: str, model: str, maker: bool, family: bool) -> None:
    found = CATALOGUE.recognise(manufacturer, model)
    assert (found.makers.recorded, found.family.recorded) == (maker, family)
    assert (found.makers.text, found.family.text) == (manufacturer if manufacturer == "Bitmain" else model, model)


def test_a_name_of_several_families_may_be_any_of_them() -> None:
    shared = next(
        key for key, families in CATALOGUE.recogniser.index.families.items()
        if len(families) > 1 and CATALOGUE.recognise("", key).notes
    )  # fmt: skip
    found = CATALOGUE.recognise("", shared)
    assert found.family.only is None
    assert found.family.values == frozenset(family.name for family in CATALOGUE.recogniser.index.families[shared])


@pytest.mark.parametrize(
    "text",
    ["x,1", "S,19", "M;30S", "L(3)", "x/1", "a:1", "1, X", "just,words", "A 1", "x 1", "K-1", "row S, 19", "(S) 19"],
)
def test_a_fragment_of_a_text_is_no_model(text: str) -> None:
    found = CATALOGUE.recognise("", text)
    assert found.makers.values is None
    assert found.family.values is None


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("S 19", "Bitmain Antminer S19"),
        ("S-19", "Bitmain Antminer S19"),
        ("Antminer L 3", "Bitmain Antminer L3"),
        ("Antminer, S19", "Bitmain Antminer S19"),
        ("Avalon,1246", "Canaan Avalon A1246"),
        ("Antminer S21 (Hyd)", "Bitmain Antminer S21 Hyd"),
    ],
)
def test_a_model_that_is_written_apart(text: str, family: str) -> None:
    assert [*(CATALOGUE.recognise("", text).family.values or ())] == [family]
