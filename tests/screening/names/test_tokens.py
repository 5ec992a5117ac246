"""A name is taken apart into words that tell and words that do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.screening.names.tokens import parse, weight


def kinds(text: str) -> list[str]:
    return [f"{token.text}:{token.kind}" for token in parse(text)[0].tokens]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Sophon Technology (Beijing) Co., Ltd.", ["sophon:word", "technology:trade", "beijing:place"]),
        ("武汉算能科技有限公司", ["wuhan:place", "suanneng:word", "technology:trade"]),
        ("OOO Bitriver Rus", ["bitriver:word", "russia:place"]),
        ("L.X.C. Aviation", ["lxc:word", "aviation:trade"]),
        ("Brigade Forty-Four", ["army:trade", "44:number"]),
        ("16th Institute II", ["16:number", "institute:trade", "2:series"]),
        ("SiemensAG", ["siemens:word"]),
        (
            "Internati onal Techn ology Mach1nes S0phgo",
            ["international:trade", "technology:trade", "machine:trade", "s0phgo:word"],
        ),
        ("Limitd Liability Copmany Foo", ["foo:word"]),
        ("KK Foobar", ["foobar:word"]),
        ("KK International Traders", ["kk:word", "international:trade", "trade:trade"]),
        ("The Star of India", ["the:small", "star:common", "of:small", "india:place"]),
        ("AS Foo", ["as:word", "foo:word"]),
        ("PT Foo", ["foo:word"]),
        ("Ltd.", ["ltd:word"]),
    ],
)
def test_words_and_their_kinds(text: str, found: list[str]) -> None:
    assert kinds(text) == found


def test_what_stands_behind_the_legal_form_tells_little() -> None:
    name, *_ = parse("Huawei Co., Ltd. Bantian")
    assert name.tokens[1].weight == name.tokens[0].weight / 4 or name.tokens[1].weight < 0.6
    assert name.forms == ("co ltd",)
    assert name.groups == {"limited"}


def test_a_rare_word_tells_more_than_a_common_one_and_a_short_one_little() -> None:
    assert weight("sophgo") > weight("ali") > weight("x")
    assert weight("sophgo") > weight("abc") > weight("ab")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("HiSilicon AG (HiSil)", ["hisilicon ag hisil", "hisilicon", "hisil"]),
        ("Sophon (Beijing)", ["sophon beijing"]),
        ("Foo Bar, JSC (a.k.a. NIIP Baz)", ["foo bar", "niip baz"]),
        ("Foo Bar; and any successor, sub-unit, or subsidiary thereof", ["foo bar"]),
        ("Baz Corporation, Foo Bar LLC", ["baz foo bar", "foo bar"]),
        ("Baz Institute, Foo Bar", ["baz institute foo bar"]),
        ("Institute of Optics, CAS", ["institute of optical cas"]),
        ("Foo Bar, 12 Main Street, Springfield", ["foo bar 12 main address springfield", "foo bar"]),
    ],
)
def test_a_name_may_be_several(text: str, parts: list[str]) -> None:
    assert [" ".join(token.text for token in name.tokens) for name in parse(text)] == parts


def test_initials_and_words_written_like_them() -> None:
    (name,) = parse("Semiconductor Manufacturing International Corporation")
    assert name.initials == {"smic"}
    assert parse("SMIC Ltd")[0].abbreviations == {"smic"}
    assert parse("ACER INC")[0].abbreviations == set(), "a word that can be spoken is none where all is in capitals"
    assert parse("University of Posts and Telecommunications in Beijing")[0].initials == {"uptb", "uopatib"}


@given(st.text())
def test_any_text_can_be_taken_apart(text: str) -> None:
    assert parse(text) == parse(text)
