"""Names are equal but for spelling, or they are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.screening.names.folding import fold, folded_words, keys

WORDS = (
    "co ltd limited company corp corporation private pte pvt l c p ooo ооо jsc public joint stock liability foo "
    "partnership 有限公司 股份 算能 株式会社 inc s r o a ( ) . ' &"
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Xiamen Sophgo Technologies Limited", "XIAMEN SOPHGO TECHNOLOGIES LTD."),
        ("Sophon Technology (Beijing) Co., Ltd.", "sophon technology - beijing company limited"),
        ("PowerAir Pte. Ltd.", "PowerAir Private Limited"),
        ("SUEX OTC, S.R.O.", "Suex OTC s. r. o."),
        ("Garantex Europe OÜ", "GARANTEX EUROPE OU"),
        ("OOO Bitriver Rus", "Bitriver Rus L.L.C."),
        ("ООО «Битривер»", "Битривер, ООО"),
        ("株式会社ビット", "ビット 株式会社"),
        ("北京算能科技有限公司", "北京算能科技 有限公司"),
        ("ＳＯＰＨＧＯ", "Sophgo™"),
        ("Xi'an Xae", "Xian Xae"),
        ("Smith & Sons Incorporated", "Smith and Sons, Inc."),
        ("Łódź Ærø", "Lodz Aero"),
        ("MineOne Cloud Computing Investment I L.P.", "MineOne Cloud Computing Investment I Limited Partnership"),
        ("Loongson Technology Corporation Limited", "Loongson Technology Corp. Ltd"),
    ],
)
def test_spellings_of_one_name_are_equal(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sophgo Technology Ltd", "Sophgo Technologies Ltd"),
        ("Sophgo Technologies Ltd.", "Sophgo Technologies Pte. Ltd."),
        ("Foo Co., Ltd.", "Foo Limited"),
        ("北京算能科技有限公司", "北京算能科技股份有限公司"),
        ("Й", "И"),
        ("ガ", "カ"),
    ],
)
def test_what_a_name_says_stays(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Sophgo Technologies Ltd.", ("sophgo technologies ltd", "sophgo technologies")),
        ("SMIC Ltd", ("smic ltd",)),
        ("Bitmain Ltd", ("bitmain ltd", "bitmain")),
        ("Technology Co., Ltd.", ("technology co ltd",)),
        ("Sophgo", ("sophgo",)),
        ("A7", ("a7",)),
        ("北京算能科技有限公司", ("北京算能科技 有限公司", "北京算能科技")),
        ("HiSilicon AG (HiSil)", ("hisilicon ag hisil", "hisilicon ag", "hisilicon")),
        ("SMIC (SMSC)", ("smic smsc",)),
        ("(SMIC)", ("smic",)),
        ("", ()),
        ("…!", ()),
        ("Ltd.", ("ltd",)),
    ],
)
def test_keys(name: str, found: tuple[str, ...]) -> None:
    assert keys(name) == found


@given(st.text())
def test_folding_a_folded_name_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.lists(st.sampled_from(WORDS.split()), max_size=8), st.sampled_from([" ", ""]))
def test_folding_legal_forms_twice_changes_nothing(words: list[str], space: str) -> None:
    text = space.join(words)
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_the_first_key_is_the_folded_name(text: str) -> None:
    assert keys(text)[:1] == ((fold(text),) if fold(text) else ())


def test_words_of_a_text_with_its_legal_forms_as_classes() -> None:
    assert folded_words("SHIPPER: Tinwave Company Limited, Perm") == ["shipper", "tinwave", "co ltd", "perm"]
    assert folded_words("") == []
