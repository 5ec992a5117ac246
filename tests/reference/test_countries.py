"""The country table, its grammar, and the country sets."""

import csv
import re
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.core.errors import ComplianceError
from compliance.reference.countries import MAX_LETTERS, UNKNOWN, CountryTable, load_table
from compliance.reference.country_sets import load_set
from compliance.reference.country_texts import normalised, words_of
from tests.command_line import ROOT

FOLDER = ROOT / "rules" / "countries"
SPELLINGS = ROOT.parent / "shared" / "data" / "spellings.csv"
TABLE = load_table(FOLDER / "table.csv")


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def one(code: str) -> frozenset[str]:
    return frozenset({code})


def read(text: str) -> str:
    found = TABLE.resolve(text)
    return "|".join(sorted(found.values)) if found.values else found.doubt or ("unknown" if found.recorded else "blank")


def fold(text: str) -> str:
    return words_of(normalised(text))


# The files


def test_every_country_of_iso_3166_is_there() -> None:
    table = rows("table.csv")
    countries = [row for row in table if re.fullmatch("[A-Z]{2}", row["alpha2"])]
    assert len(countries) == 249 + 1
    for row in countries:
        codes = [row["alpha2"], row["alpha3"], *filter(None, [row["numeric"]])]
        assert all(re.fullmatch(r"[A-Z]{2}|[A-Z]{3}|\d{3}", code) for code in codes)
        for code in codes[1:]:
            assert read(code) == row["alpha2"]
        assert read(row["alpha2"]) == ("blank" if row["alpha2"] == "NA" else row["alpha2"])
    assert [row["alpha2"] for row in table[250:]] == ["UA-43", "UA-14", "UA-09"]


def test_no_spelling_means_two_countries() -> None:
    owners: dict[str, str] = {}
    for row in rows("table.csv"):
        codes = [fold(row["alpha2"]), row["alpha3"].lower(), row["numeric"]]
        for spelling in filter(None, [*codes, *row["spellings"].split("|")]):
            assert owners.setdefault(spelling, row["alpha2"]) == row["alpha2"], spelling
    words = [row["word"] for row in rows("words.csv")]
    assert len(words) == len(set(words))
    assert set(words) & set(owners) == {"na", "no"}


def test_no_fips_code_means_two_countries() -> None:
    codes = [code for row in rows("table.csv") for code in row["fips"].split("|") if code]
    assert len(codes) == len(set(codes)) > 245


def test_what_is_looked_up_is_stored_folded() -> None:
    cells = [spelling for row in rows("table.csv") for spelling in row["spellings"].split("|") if spelling]
    cells += [row["word"] for row in rows("words.csv")]
    cells += [place for row in rows("places.csv") for key in ("alone", "with_country") for place in row[key].split("|")]
    for cell in cells:
        assert fold(cell) == cell, f"write {fold(cell)!r}"


def test_a_place_that_stands_for_itself_is_of_one_country_and_no_country() -> None:
    alone = [place for row in rows("places.csv") for place in row["alone"].split("|") if place]
    assert len(alone) == len(set(alone))
    assert not set(alone) & set(TABLE.names)
    assert {row["country"] for row in rows("places.csv")} <= set(TABLE.english)


def test_every_english_name_is_a_spelling() -> None:
    for code, name in TABLE.english.items():
        assert read(name) in (code, "ambiguous"), name
    assert [code for code, name in TABLE.english.items() if read(name) == "ambiguous"] == ["GE"]


# The classes of texts


@pytest.mark.parametrize(
    ("codes", "texts"),
    {
        "CN": """CN;CHN;156;cn;PRC;P.R.C.;P.R. China;P.R.China;China, People's Republic of;People's Republic of China
            Made in China;MADE IN CHINA.;Made-in-China;Product of the PRC;CN-GD;CN-44;中国(广东);中国（广东）;广东省深圳市;中国广东省深圳市
            Shenzhen;Guangdong Province;Shenzhen, Guangdong, P.R. China;Dongguan, China;深圳制造;中国制造;中國製造;原产地：中国;中国製;在中国生产
            Китай;КНР;Сделано в Китае;Страна происхождения: Китай;Hecho en China;Fabriqué en Chine;Hergestellt in China;VR China
            Fabricado en la República Popular China;Feito na China;Fabbricato in Cina;الصين;중국;中国産;China CN;CN - China;China (PRC)
            China/China;Mainland China;中国大陆;Chinese;Chinese origin;of Chinese origin;China-made;Country of Origin: CN;COO: China;中华人民共和国""",
        "HK": "HK;Hong Kong;Hong Kong SAR;Hong Kong, China;China, Hong Kong;Hong Kong, PRC;香港;中国香港;Гонконг;CN-HK;Kowloon, Hong Kong",
        "MO": "MO;Macau;Macao SAR, China;澳门;中国澳门;CN-MO",
        "TW": """TW;Taiwan;Taiwan, Province of China;Republic of China (Taiwan);R.O.C.;Taiwan, R.O.C.;Chinese Taipei;臺灣;中国台湾;台湾製造
            Taipei, Taiwan;Hsinchu, Taiwan;Сделано на Тайване;Hecho en Taiwán;台湾省台北市;CN-TW;China (Taiwan);Designed and manufactured in Taiwan""",
        "KR": "KR;KOR;410;Republic of Korea;Korea (Rep.);Korea, Republic of;South Korea;韩国;한국;Südkorea;Corée du Sud;Seoul, South Korea",
        "KP": "KP;DPRK;D.P.R.K.;Korea, North;North Korea;朝鲜;Северная Корея;Korea, Democratic People's Republic of;Nordkorea",
        "GE": "GE;GEO;Republic of Georgia;Грузия;Georgien;格鲁吉亚;Tbilisi",
        "US": """US;USA;U.S.A.;U. S. A.;United States;the United States of America;Made in the USA;США;美国;美國製造;États-Unis;EE.UU.
            manufactured by MicroBT in the United States;Texas, USA;Austin, Texas, USA;Georgia, USA;Atlanta, Georgia, United States
            all of which will be manufactured by MicroBT in the United States;Hergestellt in den USA;Fabriqué aux États-Unis;US-TX;US-CA""",
        "MY": """MY;Malaysia;Malasia;Penang, Malaysia;Johor Bahru, Malaysia;马来西亚槟城;马来西亚制造;Сделано в Малайзии;Malaysia (MY)
            manufactured in Malaysia by Bitmain or its affiliates;made in Malaysia""",
        "TH": "Thailand;Tailandia;泰国;Bangkok, Thailand;manufactured in Thailand by MicroBT or its affiliates;タイ製",
        "ID": "Indonesia;印尼;Batam, Indonesia;Сделано в Индонезии",
        "VN": "Việt Nam;Viet Nam;越南;Bac Ninh, Vietnam;Сделано во Вьетнаме;Sản xuất tại Việt Nam",
        "MM": "Burma;Myanmar;Myanmar (Burma);缅甸",
        "CD": "DR Congo;Congo, Democratic Republic of the;Congo-Kinshasa;Demokratische Republik Kongo",
        "CG": "Congo-Brazzaville;Republic of the Congo",
        "GB": "UK;U.K.;Great Britain;England",
        "CH": "CH;Schweiz;Hergestellt in der Schweiz;Suisse",
        "NO": "NO;Norway;Norge",
        "CI": "Côte d’Ivoire;Cote d'Ivoire;Ivory Coast",
        "TR": "Türkiye;TÜRKİYE;Turkey",
        "UA-43": "UA-43;UA-40;Crimea;Crimea Region of Ukraine;Crimea, Ukraine;Крым;Sevastopol",
        "UA-14": "UA-14;Donetsk;DNR;ДНР",
        "UA-09": "UA-09;Luhansk;LNR;ЛНР",
        "UA": "UA;Ukraine;Kyiv, Ukraine;UA-30",
        "BA": "Bosnia & Herzegovina;Bosnia and Herzegovina",
        "IR": "Iran;Iran, Islamic Republic of;Иран;ایران;伊朗",
    }.items(),
)
def test_definite(codes: str, texts: str) -> None:
    assert {text: read(text) for text in re.split(r";|\n\s*", texts) if text} == dict.fromkeys(
        (text for text in re.split(r";|\n\s*", texts) if text), codes
    )


@pytest.mark.parametrize(
    ("said", "texts"),
    {
        "ambiguous": """CN/MY~China & Indonesia~China or Malaysia~China, Malaysia~CN MY~CN;MY~CN-MY~China + USA~中国、马来西亚
            中国和马来西亚~中国马来西亚~Designed in China, Made in Malaysia~Designed in California, made in China~US (chips: TW)
            PCB: China / Assembly: USA~Various~Asia~ASEAN~EU~Made in the EU~Korea~Made in Korea~Georgia~made in Georgia~Congo
            Foreign~AMBIGUOUS~US and foreign~Assembled in the USA with foreign components~Made in USA with imported parts
            China/Hong Kong~China - Hong Kong~Hong Kong & China~China и Малайзия~Made in China and Vietnam~Taipei, China
            Lebanon, IN~ASIC made in Taiwan, miner assembled in Malaysia~Made in China\nMade in Malaysia~Verschiedene~разные~多国""",
        "claim": """Non-China~China-free~Not China~not made in China~Non-Chinese origin~without China parts~非中国~非中国制造
            中国以外~nicht aus China~chinafrei~Не Китай~pas de Chine~no China content~NDAA compliant""",
        "blank": """ ~-~?~N/A~#N/A~#REF!~null~None~nan~TBD~see label~See Invoice~未知~XX~ZZ~00~Yes~OK~NA~na~No~unknown~неизвестно
            Country of origin: unknown~not stated~to be confirmed~k.A.~\u200b""",
        "unknown": """China Lake, CA~China Lake~Lake Mariner~德州数据中心-01~Bitmain Technologies Georgia Limited~FCA Hong Kong~DDP Texas
            Shipped from Hong Kong~China Construction Bank~China?~≠China~!China~Probably China~New Mexico~QZ~NCO~CN-QQ~Foo, Malaysia
            Bitmain (China)~Malaysia (not China)~Designed in Taiwan~Dallas, Texas~Packed in China~manufactured by us~China & ~US$
            manufactured by Bitmain in China for delivery in Malaysia~assembled in Narnia~Сhina~deutschland ist schön""",
    }.items(),
)
def test_indefinite(said: str, texts: str) -> None:
    cells = re.split(r"~|\n {8,}", texts)
    assert {text: read(text) for text in cells} == dict.fromkeys(cells, said)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Assembled in Malaysia", "MY"),
        ("Assembled in China", "CN"),
        ("Assembled and tested in Penang, Malaysia", "MY"),
        ("Final assembly: USA", "US"),
        ("Ensamblado en México", "MX"),
        ("泰国组装", "TH"),
        ("Собрано в России", "RU"),
        ("Montiert in Deutschland", "DE"),
        ("Assembled in China / Assembled in PRC", "CN"),
    ],
)
def test_assembly_is_not_origin(text: str, code: str) -> None:
    found = TABLE.resolve(text)
    assert (found.values, found.assembly) == (frozenset({code}), True)


def test_made_and_assembled_is_origin() -> None:
    assert not TABLE.resolve("Made and assembled in Malaysia").assembly
    assert not TABLE.resolve("Made in China, assembled in China").assembly
    assert TABLE.resolve("Assembled in Asia").assembly is False


def test_what_means_the_same_is_equal_and_the_text_is_kept() -> None:
    assert TABLE.resolve("CN") == TABLE.resolve("cn") == TABLE.resolve("China") == TABLE.either(" China ")
    assert [TABLE.resolve(text).text for text in ("CN", " China ", "MY|TH")] == ["CN", " China ", "MY|TH"]
    assert TABLE.either(" China ").text == " China "


def test_notes() -> None:
    assert "Namibia" in TABLE.resolve("NA").note
    assert "North or South" in TABLE.resolve("Korea").note


def test_a_text_that_is_too_long_is_unknown() -> None:
    assert TABLE.resolve("China" * MAX_LETTERS).unknown


def test_several() -> None:
    both = TABLE.resolve("MY | Thailand")
    assert (both.values, both.doubt, both.assembly) == (frozenset({"MY", "TH"}), None, False)
    assert TABLE.resolve("MY|Asia").values is TABLE.resolve("MY|").values is TABLE.resolve("Atlantis|MY").values is None
    assert TABLE.resolve("Assembled in MY|Assembled in TH").assembly
    assert "Namibia" in TABLE.resolve("NA|US").note


# FIPS 10-4


@pytest.mark.parametrize(
    ("fips", "iso"),
    [
        pair.split()
        for pair in [
            "CH CN",
            "KN KP",
            "RS RU",
            "BO BY",
            "BM MM",
            "KS KR",
            "SN SG",
            "SZ CH",
            "AU AT",
            "AS AU",
            "GM DE",
            "VM VN",
            "MC MO",
            "GG GE",
        ]
    ]
    + [[code, code] for code in ("HK", "TW", "MY", "IR", "CU", "SY", "VE", "NO")]
    + [["UK", "GB"], ["GZ", "PS"], ["WE", "PS"]],
)
def test_fips(fips: str, iso: str) -> None:
    assert TABLE.resolve(fips, codes="fips").values == one(iso)


def test_fips_changes_only_two_letters() -> None:
    assert TABLE.resolve("China", codes="fips").values == TABLE.resolve("CHN", codes="fips").values == one("CN")
    assert TABLE.resolve("QQ", codes="fips") == TABLE.resolve("CN-GD", codes="fips") == UNKNOWN
    assert TABLE.resolve("CH/GM", codes="fips").doubt == "ambiguous"


@pytest.mark.parametrize("column", [["CH"], ["RS", "MY"], ["kn"], ["US", "KS"], ["MY|VM"], ["CH", "KS", "CN"]])
def test_suspicious(column: list[str]) -> None:
    assert "--country-codes" in TABLE.suspicious(column)


@pytest.mark.parametrize(
    "column", [[], ["CH", "CN"], ["RS", "ru"], ["US", "MY", "UK", "NA", "EU", "XX"], ["China", "Schweiz"], ["QQ"]]
)
def test_unsuspicious(column: list[str]) -> None:
    assert TABLE.suspicious(column) == ""


def test_suspicion_names_what_was_seen() -> None:
    assert "CH (China), KS (South Korea)" in TABLE.suspicious(["CH", "KS", "MY"])


def test_either() -> None:
    found = TABLE.either("ch")
    assert (found.values, found.doubt) == (frozenset({"CN", "CH"}), "ambiguous")
    assert "Switzerland" in found.note
    assert TABLE.either("CH|MY").values == frozenset({"CN", "CH", "MY"})
    assert TABLE.either("CH|MY").doubt == "ambiguous"
    assert TABLE.either("MY|TH").doubt is None
    for text in ("MY", "China", "KS", "NA", "QQ", "Asia", "CH/MY", "CHE"):
        assert TABLE.either(text) == TABLE.resolve(text)


def test_name() -> None:
    assert (TABLE.name("CN"), TABLE.name("UA-43"), TABLE.name("Q1")) == ("China", "Crimea (Ukraine)", "Q1")


# Whatever the text


def vocabulary(table: CountryTable) -> set[str]:
    return {word for key in [*table.names, *table.places] for word in key.split(" ")}


WORDS = vocabulary(TABLE)


@given(st.text(max_size=MAX_LETTERS + 10))
def test_any_text_is_read_and_none_invented(text: str) -> None:
    found = TABLE.resolve(text)
    TABLE.resolve(text, codes="fips")
    TABLE.either(text)
    TABLE.suspicious([text])
    if found.values:
        assert set(fold(text.replace("|", " ").replace("/", " ")).split()) & WORDS or not fold(text).isascii()


@given(st.sampled_from(sorted(TABLE.names)), st.from_regex("[qx]{4,9}", fullmatch=True))
def test_a_foreign_word_makes_a_name_indefinite(name: str, word: str) -> None:
    for text in (
        f"{name} {word}",
        f"{word} {name}",
        f"{name}/{word}",
        f"{name} ({word})",
        f"{word}: {name}",
        f"{name}|{word}",
    ):
        assert TABLE.resolve(text).values is None


@given(st.lists(st.sampled_from([code for code in TABLE.english if code != "NA"]), min_size=2, max_size=5))
def test_joined_codes_are_all_possible(codes: list[str]) -> None:
    found = TABLE.resolve("|".join(codes))
    assert found.values == frozenset(codes)
    assert found.doubt is None


@given(st.lists(st.sampled_from(["China", "Malaysia", "US", "Тайвань", "泰国", "Vietnam"]), min_size=2, unique=True))
def test_no_other_joiner_gives_a_country(names: list[str]) -> None:
    for joiner in ("/", " / ", ", ", "; ", " & ", " and ", " or ", " + ", "\n", " - ", " -> "):
        assert TABLE.resolve(joiner.join(names)).doubt == "ambiguous"


def test_the_spellings_collected_from_real_fleets() -> None:
    if not SPELLINGS.exists():
        pytest.skip("the collection is not part of the repository")
    wrong = []
    with SPELLINGS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if not row["kind"].startswith("country") and row["kind"] != "not_an_origin":
                continue
            found = TABLE.resolve(row["raw"], codes="fips" if row["kind"] == "country_fips" else "iso")
            said = "AMBIGUOUS" if found.doubt == "ambiguous" else "|".join(found.values or ["UNKNOWN"])
            assembly = row["kind"] == "country_assembled" and found.values is not None
            if (said, found.assembly) != (row["canonical"], assembly):
                wrong.append((row, found))
    assert wrong == []


# Reading the files


def test_the_table_needs_no_pydantic() -> None:
    code = "import sys, compliance.reference.countries; sys.exit('pydantic' in sys.modules or 'yaml' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_loading_is_fast() -> None:
    def once() -> float:
        start = time.perf_counter()
        load_table(FOLDER / "table.csv")
        return time.perf_counter() - start

    assert min(once() for _ in range(5)) < 0.03


def test_a_missing_or_ragged_table_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ComplianceError, match=r"table\.csv: cannot be read"):
        load_table(tmp_path / "table.csv")
    (tmp_path / "table.csv").write_text("alpha2,alpha3,numeric,fips,name,spellings\nCN,CHN\n", encoding="utf-8")
    with pytest.raises(ComplianceError, match=r"table\.csv:2: has 2 columns, not 6"):
        load_table(tmp_path / "table.csv")


# The sets

DAY = timedelta(days=1)
SETS = {path.stem: load_set(path) for path in sorted(FOLDER.glob("*.yaml"))}


@pytest.mark.parametrize("name", SETS)
def test_a_set_is_named_as_its_file_and_holds_known_codes(name: str) -> None:
    found = SETS[name]
    assert found.id == name
    assert found.title
    assert set(found.members) <= set(TABLE.english)
    assert all(source.verify for source in found.sources if source.confidence == "recalled")


def test_comprehensive_embargoes() -> None:
    found = SETS["us-ofac-comprehensive"]
    regions = {"UA-43", "UA-14", "UA-09"}
    assert found.on(date(2025, 6, 30)) == {"CU", "IR", "KP", "SY"} | regions
    assert found.on(date(2025, 7, 1)) == found.on(date(2026, 11, 22)) == {"CU", "IR", "KP"} | regions
    assert found.on(date(2022, 2, 20)) & regions == {"UA-43"}
    assert found.on(date(2022, 2, 21)) & regions == regions
    assert "UA-43" not in found.on(date(2014, 12, 18))
    assert "UA-43" in found.on(date(2014, 12, 19))
    assert found.changes() == tuple(
        map(date.fromisoformat, ["1963-07-08", "1995-05-07", "1997-11-04", "2011-08-17", "2014-12-19", "2017-10-12", "2022-02-21", "2025-07-01"])
    )  # fmt: skip
    assert [stay.confidence for stay in found.members["SY"]] == ["verified"]


def test_programmes_that_bar_goods() -> None:
    regions = {"UA-43", "UA-14", "UA-09"}
    barred = SETS["us-ofac-import-bans"]
    assert barred.on(date(2017, 10, 11)) == {"CU", "IR", "KP", "SD", "UA-43"}
    assert barred.on(date(2026, 11, 22)) == {"CU", "IR", "KP"} | regions
    assert not {source.confidence for source in barred.sources} & {"recalled"}


def test_programmes() -> None:
    found = SETS["us-ofac-programmes"]
    now = found.on(date(2026, 11, 22))
    assert {"RU", "BY", "VE", "HK", "SY", "MM", "AF", "YE", "UA-43"} <= now
    assert not {"CN", "MO", "TW", "KZ", "MY", "TH", "ID", "SG", "AE", "ZW", "PS", "US"} & now
    assert "ZW" in found.on(date(2024, 3, 3))
    assert "ZW" not in found.on(date(2024, 3, 4))
    assert "PS" in found.on(date(2025, 1, 19))
    assert "PS" not in found.on(date(2025, 1, 20))
    assert [("MM" in found.on(day)) for day in (date(2016, 10, 6), date(2016, 10, 7), date(2021, 2, 10))] == [
        True,
        False,
        True,
    ]
    assert SETS["us-ofac-comprehensive"].on(date(2026, 11, 22)) <= now
    assert {stay.confidence for stay in found.members["RU"]} == {"secondary"}


def test_adversaries_and_countries_of_concern() -> None:
    six = {"CN", "CU", "IR", "KP", "RU", "VE"}
    assert SETS["foreign-adversaries"].on(date(2025, 2, 3)) == six | {"HK"}
    assert SETS["foreign-adversaries"].on(date(2025, 2, 4)) == six | {"HK", "MO"}
    assert SETS["foreign-adversaries"].on(date(2021, 3, 21)) == frozenset()
    assert SETS["countries-of-concern"].on(date(2025, 4, 7)) == frozenset()
    assert SETS["countries-of-concern"].on(date(2025, 4, 8)) == six


@pytest.mark.parametrize("name", SETS)
def test_changes_are_the_days_that_differ_from_their_eve(name: str) -> None:
    found = SETS[name]
    for day in found.changes():
        assert found.on(day) != found.on(day - DAY)


HEAD = """\
id: a
title: A
confidence: secondary
sources: [{id: law, title: Law}]
members:
"""


def test_stays_that_meet_are_no_change(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    stays = "[{from: 2020-01-01, until: 2020-12-31, source: law}, {from: 2021-01-01, source: law}]"
    path.write_text(f"{HEAD}  CU: {stays}\n", encoding="utf-8")
    found = load_set(path)
    assert found.changes() == (date(2020, 1, 1),)
    assert {stay.confidence for stay in found.members["CU"]} == {"secondary"}


@pytest.mark.parametrize(
    ("member", "message"),
    [
        ("  CU:\n    - {source: law}\n    - {source: lore}\n", r"a\.yaml:8:\d+: CU cites 'lore'"),
        (
            "  CU: [{from: 2021-01-02, until: 2021-01-01, source: law}]\n",
            r"a\.yaml:6:\d+: CU ends on 2021-01-01 before",
        ),
        ("  CU: [{from: 2021-01-02, unti: 2021-01-05, source: law}]\n", r"a\.yaml:6:\d+: unknown field"),
        ("  CU: []\nextra: 1\n", r"a\.yaml:7:\d+: unknown field 'extra'"),
    ],
)
def test_a_wrong_set_is_an_error_with_its_line(tmp_path: Path, member: str, message: str) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(HEAD + member, encoding="utf-8")
    with pytest.raises(ComplianceError, match=message):
        load_set(path)


@pytest.mark.parametrize("text", ["MY|", "|MY", "ZZ|MY", "MY|n/a"])
def test_an_empty_part_beside_a_country_is_no_empty_cell(text: str) -> None:
    found = TABLE.resolve(text)
    assert (found.unknown, found.doubt) == (True, None)
