"""When two names are one person's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.screening.names.people import (
    MIN_LIKENESS,
    PersonLikeness,
    looks_like_person,
    may_be_person,
    parse_person,
    person_likeness,
)
from compliance.screening.names.person_words import skeleton, sound, word_likeness


def likeness(ours: str, theirs: str) -> PersonLikeness:
    return max(
        (person_likeness(one, other) for one in parse_person(ours) for other in parse_person(theirs)),
        key=lambda like: like.score,
    )


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("Arkady Tarnov", "TARNOV, Arkady Viktorovich"),
        ("Tarnov Arkady", "TARNOV, Arkady"),
        ("A. Tarnov", "TARNOV, Arkady"),
        ("Arkady V. Tarnov", "TARNOV, Arkady Viktorovich"),
        ("Mr. Arkady Tarnov", "TARNOV, Arkady"),
        ("Arkadiy Tarnow", "TARNOV, Arkady"),
        ("Luis Quirogade", "QUIROGADE MOLINA, Luis"),
        ("Bill Wrenfield", "WRENFIELD, William"),
        ("Yousef Al-Qadiri", "AL-KADIRI, Yusuf"),
        ("Sheikh Abdul Rahman al-Tawil", "TAWIL, Abdulrahman"),
        ("Abu Bakr Tawil", "TAWIL, Abubakr"),
        ("ArkadyTarnov", "TARNOV, Arkady"),
        ("Kang Myong-chol", "KANG, Myongchol"),
        ("Аркадий Тарнов", "TARNOV, Arkady"),
        ("习近平", "XI, Jinping"),
        ("欧阳明", "OUYANG, Ming"),
        ("김정은", "KIM, Jeongeun"),
        ("Ark4dy Tarn0v", "TARNOV, Arkady"),
        ("JC Wrenfield", "WRENFIELD, Jean-Claude"),
        ("Tarnovich", "TARNOVICH, Arkady"),
        ("Arkady Tarnovv", "TARNOV, Arkady"),
        ("4rk4dy T4rn0v", "TARNOV, Arkady"),
        ("General Arkady Tarnov", "TARNOV, Arkady"),
        ("Si Jinpin", "XI, Jinping"),
        ("Sergejs Tarnovs", "TARNOV, Sergey Viktorovich"),
        ("Din Mohammad Abdul Tawil", "Din Mohammad Tawil"),
        ("bin Tarnov Arkady", "Arkady bin Tarnov"),
        ("Haji Ssad Khan Wrenfield", "Haji Asad Khan Wrenfield"),
        ("习近平", "習近平"),
        ("Wrenfield", "Arkady Wrenfield"),
    ],
)
def test_one_person(ours: str, theirs: str) -> None:
    assert likeness(ours, theirs).score >= MIN_LIKENESS
    assert likeness(ours, theirs).score == pytest.approx(likeness(theirs, ours).score)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("Arkady Petrovich Tarnov", "TARNOV, Arkady Viktorovich"),
        ("Boris Tarnov", "TARNOV, Arkady"),
        ("Arkady", "TARNOV, Arkady"),
        ("Kim Il", "KIM, Un"),
        ("Zhang Wei", "WEI, Long"),
        ("Ahmad bin Hasan", "Hasan bin Ahmad"),
        ("A. T.", "TARNOV, Arkady"),
        ("Smith", "SMITH, John"),
        ("习近朋", "习近平"),
        ("김종은", "김정은"),
        ("Arkadiel", "Arkadiel Tarnov"),
        ("Din Abdul Tawil", "Din Shah Tawil"),
        ("Arkady Tarnov", "TARNOV, Arkady Quill Wren Star"),
        ("Haji Ssad Khan", "Haji Qurb Khan"),
    ],
)
def test_two_persons(ours: str, theirs: str) -> None:
    assert likeness(ours, theirs).score < MIN_LIKENESS


def test_the_reasons_are_kept() -> None:
    like = likeness("Arkadiy B. Tarnov", "TARNOV, Arkady Viktorovich")
    assert [pair.how for pair in like.pairs] == ["a form of the same name", "same"]
    assert [word.text for word in like.ours] == ["b"]
    assert [word.text for word in like.theirs] == ["viktorovich"]
    assert likeness("Ahmad bin Hasan", "Hasan bin Ahmad").exchanged


def test_words_that_sound_the_same() -> None:
    assert sound("shchukin") == sound("schukin")
    assert skeleton("muhammad") == skeleton("mohamed")
    assert word_likeness("khodorkovsky", "hodorkovskij")[0] > 0.8
    assert word_likeness("quillstarina", "quallstarima")[0] == 0.7
    assert word_likeness("wang", "wong") == (0.0, "")


def test_who_may_be_a_person() -> None:
    assert may_be_person("Arkady Tarnov")
    assert not may_be_person("Tarnov Trading LLC")
    assert not may_be_person("Tarnov 17")
    assert may_be_person("T4rn0v Arkady")
    assert may_be_person("General Arkady Tarnov")
    assert not may_be_person("General")
    assert not may_be_person("...")
    assert looks_like_person("TARNOV, Arkady")
    assert looks_like_person("Alexander Tarnov")
    assert not looks_like_person("Tarnweld Quillstar")
    assert not looks_like_person("Tarnweld")
    assert parse_person("Sheikh")
    assert parse_person("abd")


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_can_be_compared(ours: str, theirs: str) -> None:
    for one in parse_person(ours):
        for other in parse_person(theirs):
            assert 0 <= person_likeness(one, other).score <= 1


def test_a_word_written_apart_is_counted_once() -> None:
    like = likeness("Jian Guo Tarnov", "Jianguo Jianguo Tarnov")
    assert [pair.how for pair in like.pairs] == ["written apart", "same"]
    assert not like.ours
    assert [word.text for word in like.theirs] == ["jianguo"]
