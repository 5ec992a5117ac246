"""Other scripts are read as lists write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.io.resources import RULES
from compliance.screening.names.lexicon import registered_names, simplified
from compliance.screening.names.romanising import person_readings, readings, registered_in, unread_script


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Société Générale", ["Société Générale"]),
        ("北京算能科技有限公司", ["beijing suanneng technology co ltd"]),
        ("廈門算能科技有限公司", ["Xiamen Sophgo Technologies Limited", "xiamen suanneng technology co ltd"]),
        ("深圳市中兴微电子技术有限公司", ["shenzhen zte microelectronic technology co ltd", "shenzhen zhongxing microelectronic technology co ltd"]),
        ("上海微电子装备（集团）股份有限公司", ["smee ( group ) stock co ltd", "shanghai microelectronic equipment ( group ) stock co ltd"]),
        ("中国电子科技集团公司第十六研究所", ["china electronic technology group co 16 research institute"]),
        ("第二十五研究所", ["25 research institute"]),
        ("第二十研究所", ["20 research institute"]),
        ("第一〇一研究所", ["101 research institute"]),
        ("第一百研究所", ["1 research institute"]),
        ("Sophgo算能", ["Sophgo suanneng"]),
        ("ООО «Битривер»", ["ooo «bitriver»"]),
        ("株式会社ビット", ["kk bitto"]),
        ("삼성전자주식회사", ["samsung electronic korea co"]),
        ("Αλέξανδρος", ["alexandros"]),
        ("株式会社算", ["kk suan"]),
    ],
)  # fmt: skip
def test_readings(written: str, read: list[str]) -> None:
    assert [" ".join(reading.split()) for reading in readings(written)] == read


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    assert readings(text)


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("بنك ملي إيران", "bank melli iran"),
        ("شركة النفط الوطنية الإيرانية", "co oil national iran"),
        ("روسنفت", "rosneft"),
        ("الحوثي", "ht"),
        ("화웨이 기술", "huawei technology"),
        ("ファーウェイ", "huawei"),
        ("ООО Хуавэй", "ooo huawei"),
        ("כלבו", "klb"),
        ("نمونه", "nmn"),
    ],
)
def test_words_of_other_scripts(text: str, reading: str) -> None:
    assert " ".join(readings(text)[0].split()) == reading


def test_names_of_persons_in_other_scripts() -> None:
    assert person_readings("محمد العلي") == ("muhammad ali",)
    assert person_readings("الطارن") == ("trn",)
    assert [" ".join(text.split()) for text in person_readings("习近平")] == ["xi jinping"]
    assert [" ".join(text.split()) for text in person_readings("慕容雪 (X)")] == ["murong xue (X)"]
    assert [" ".join(text.split()) for text in person_readings("独")] == ["du"]
    assert [" ".join(text.split()) for text in person_readings("김정은")] == ["gim jeongeun"]
    assert person_readings("Arkady") == ("Arkady",)


def test_scripts_that_cannot_be_compared_are_named() -> None:
    assert unread_script("บริษัท") == "Thai"
    assert unread_script("ዐቢይ Ltd") == "Ethiopic"
    for text in ("Foo Ltd", "Société Générale", "北京", "Москва", "هواوي", "ファ", "Αθήνα", "ＡＢＣ", "№ 1ª"):
        assert unread_script(text) == "", text


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("三六零安全科技股份有限公司", "qihoo 360 technology co. ltd."),
        ("商湯集團有限公司", "sensetime group limited"),
        ("中芯国际集成电路制造（上海）有限公司", "semiconductor manufacturing international (shanghai) corporation"),
        ("收货人：国投智能（厦门）信息股份有限公司", "shouhuoren: xiamen meiya pico information co. ltd."),
    ],
)
def test_a_registered_chinese_name_is_read_as_the_name_in_english(text: str, reading: str) -> None:
    assert reading in [" ".join(each.casefold().split()) for each in readings(text)]


def test_no_registered_name_stands_in_other_texts() -> None:
    assert registered_in("北京某某科技有限公司") == registered_in("Sophgo") == ""


def test_a_registered_name_says_where_it_was_read_or_that_nobody_read_it() -> None:
    rows = [line.split(",", 3) for line in (RULES / "names/registered.csv").read_text("utf-8").splitlines()[1:]]
    assert len(rows) == len(registered_names()) > 60
    for chinese, confidence, source, name in rows:
        assert confidence in ("verified", "secondary", "recalled"), chinese
        assert bool(source) == (confidence != "recalled"), chinese
        assert name, chinese
        assert chinese == chinese.translate(simplified()), chinese
        assert not set("（）() ") & set(chinese), chinese


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("Γκαζπρόμ Νέφτ", "gazprom neft"),
        ("Μπαϊκάλ Ηλεκτρονικά", "baikal ilektronika"),
        ("Χουάουεϊ", "huawei"),
        ("Ουραλβαγκονζαβόντ", "uralvagonzavod"),
        ("칼라시니코프 그룹", "kalashnikov group"),
        ("ワグネル", "wagner"),
    ],
)
def test_greek_is_read_as_it_sounds_and_brands_in_every_script(text: str, reading: str) -> None:
    assert " ".join(readings(text)[0].split()) == reading
