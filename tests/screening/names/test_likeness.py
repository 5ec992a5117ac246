"""What makes two names alike, in both directions the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.screening.names.likeness import MIN_LIKENESS, abjad, is_abjad, likeness, ocr_shape, substitution_cost
from compliance.screening.names.tokens import parse

WORDS = [
    "sophgo",
    "sopgho",
    "suan",
    "neng",
    "suanneng",
    "technology",
    "tech",
    "wuhan",
    "xiamen",
    "co",
    "ltd",
    "llc",
    "gmbh",
    "16th",
    "ii",
    "huawei",
    "hauwei",
    "smic",
    "SMIC",
    "star",
]


def score(one: str, other: str) -> float:
    return max((likeness(a, b).score for a in parse(one) for b in parse(other)), default=0.0)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Wuhan Suanneng Tech Co Ltd", "Wuhan Suanneng Technology Co., Ltd."),
        ("Suan Neng Technology Wuhan", "Wuhan Suanneng Technology Co., Ltd."),
        ("武漢算能科技", "Wuhan Suanneng Technology Co., Ltd."),
        ("Sopgho Technologies", "Sophgo Technologies Ltd."),
        ("S0phgo Techno1ogies", "Sophgo Technologies Ltd."),
        ("Power Air Pte Ltd", "PowerAir Pte. Ltd."),
        ("SMIC", "Semiconductor Manufacturing International Corporation"),
        ("Smith & Sons Trading", "Smith and Sons Trdg"),
        ("ООО Битривер Рус", "OOO Bitriver Rus"),
        ("Foobar Series V", "V Foobar Series 5"),
        ("Brigade Forty 4", "Forty-fourth Brigade"),
        ("Joint Sotck Company Foobar", "Jiont Stock Company Foobar"),
        ("Foobar S.A., Hong Kong Branch", "Foobar S.A."),
        ("Xian Foobar", "Xi'an Foobar Ltd."),
        ("Huawei Technologies Co., Ltd. Shenzhen Branch", "Huawei Technologies Co., Ltd."),
        ("United Aircraft Corporation, Hong Kong Branch", "PJSC United Aircraft Corporation"),
        (
            "Foobar Institute of Microsystem & Information Technology, CAS",
            "Chinese Academy of Sciences' Foobar Institute of Microsystem and Information Technology",
        ),
        ("中国科学院宁波材料技术与工程研究所", "Ningbo Institute of Materials Technology and Engineering"),
        ("天津航天中为数据系统科技有限公司", "Tianjin Aerospace Zhongwei Data System Technology Co., Ltd."),
        ("图木舒克市公安局", "Tumushuke Municipal Public Security Bureau"),
        (
            "North China Integrated Circuit Corp",
            "Foo Institute (Foo 13) subordinate institution: North China Integrated Circuit Corporation",
        ),
        ("Zvezda-Strela LLC", "Tactical Missile Corporation, Zvezda-Strela Limited Liability Company"),
        ("Foobar Refrigeration & Airconditioning", "Foobar Refrigeration and Air-conditioning"),
    ],
)
def test_alike(one: str, other: str) -> None:
    assert score(one, other) >= MIN_LIKENESS


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Beijing Technology", "Shanghai Technology"),
        ("CETC 16th Research Institute", "CETC 45th Research Institute"),
        ("Innosilicon Technology", "HiSilicon Technologies"),
        ("Acer Inc", "Aerospace Component Engineering Research"),
        ("Bank of China Hong Kong", "Bank of China Singapore"),
        ("Institute of Technology", "Beijing Institute of Technology"),
        ("Machine Building Plant", "JSC Perm Machine-Building Plant"),
        ("International Trading Company", "KK International Traders (KKIT)"),
        ("Beijing Technology Co Ltd", "Shangyi Technology (Beijing) Co., Ltd."),
        ("Star Electronics", "JSC Star"),
        ("", "Sophgo"),
        ("Sophgo", "…"),
    ],
)
def test_not_alike(one: str, other: str) -> None:
    assert score(one, other) < MIN_LIKENESS


def test_legal_forms_of_two_kinds_speak_against_it() -> None:
    assert score("Foobar GmbH", "Foobar Ltd") == 1.0 > score("Foobar AG", "Foobar GmbH") >= MIN_LIKENESS


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("sophgo", "sopgho", True), ("sophgo", "sphgo", True), ("sophgo", "s0phgo", True), ("abc", "abd", False),
        ("abcd", "abed", True), ("abcd", "abef", False), ("xiangxun", "xiangxu", True), ("mckesson", "mckenton", False),
        ("elektronprom", "electronprom", True), ("2024", "2025", False), ("rn1", "ml", True),
    ],
)  # fmt: skip
def test_words_that_may_be_taken_for_each_other(one: str, other: str, alike: bool) -> None:
    assert (substitution_cost(one, other) < 1) is alike
    assert substitution_cost(one, other) == substitution_cost(other, one)


@given(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=6), st.lists(st.sampled_from(WORDS), min_size=1, max_size=6)
)
def test_it_is_the_same_in_both_directions(one: list[str], other: list[str]) -> None:
    assert score(" ".join(one), " ".join(other)) == pytest.approx(score(" ".join(other), " ".join(one)))


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_two_texts_have_a_likeness(one: str, other: str) -> None:
    assert 0 <= score(one, other) <= 1


@given(st.text())
def test_a_name_is_like_itself(text: str) -> None:
    if parse(text):
        assert score(text, text) == pytest.approx(1.0)


@given(st.text())
def test_a_shape_has_its_own_shape(word: str) -> None:
    assert ocr_shape(ocr_shape(word)) == ocr_shape(word)


def test_a_word_is_the_slip_of_one_word_only() -> None:
    assert score("Canaane Zorvex", "Canaan Canaane2 Zorvex") < score("Canaane Zorvex", "Canaan Zorvex")
    assert score("Sophgoo Zorvex", "Sophgo Sophgoa Zorvex") < score("Sophgoo Zorvex", "Sophgo Zorvex")


def test_consonants_of_scripts_without_vowels() -> None:
    assert (abjad("rosneft"), abjad("shahid"), abjad("ansar")) == ("rsnft", "shd", "ansr")
    assert is_abjad("rsnft")
    assert not is_abjad("rosneft")
    assert substitution_cost("bzrgn", "bazargan") == 0.12
    assert substitution_cost("bzrgn", "bazargad") == 1.0
    assert substitution_cost("bazargen", "bazargan") != 0.12
