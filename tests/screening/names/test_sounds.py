"""Two transliterations of one word are one word."""

from __future__ import annotations

import pytest

from compliance.screening.names.index import NameIndex
from compliance.screening.names.sounds import transliterated


@pytest.mark.parametrize(
    "spellings",
    [
        "uralvagonzavod uralvagonsawod ouralvagonzavod",
        "stroygazmontazh stroigasmontasch strojgazmontaz stroigazmontaj",
        "vnesheconombank wneschekonombank vnechekonombank vnesekonombank wnieszekonombank",
        "chernomorneftegaz tschernomorneftegas tchernomorneftegaz cernomorneftegaz",
        "kurganmashzavod kurganmaschsawod kourganmachzavod kurganmaszavod",
        "izhmash ishmash ischmasch ijmach",
        "molniya molnija",
        "rosneft rossneft",
    ],
)
def test_spellings_of_one_word_sound_the_same(spellings: str) -> None:
    first, *others = map(transliterated, spellings.split())
    assert all(first & other for other in others)


@pytest.mark.parametrize(
    ("one", "other"), [("vicor", "vikor"), ("dynamics", "dynamix"), ("rosneft", "rosseti"), ("visa", "viza")]
)
def test_other_words_do_not(one: str, other: str) -> None:
    assert not transliterated(one) & transliterated(other)


@pytest.mark.parametrize("word", ["moskva1", "москва", "zis"])
def test_nothing_is_said_of_short_words_and_figures(word: str) -> None:
    assert not transliterated(word)


def test_the_index_finds_them_and_says_so_but_no_other_chinese_syllables() -> None:
    index = NameIndex.of(["JSC Kurganmashzavod", "Zhongsheng Trading Ltd"])
    (found,) = index.similar("Kourganmachzavod").values()
    assert (found.score, found.pairs[0].how) == (1.0, "transliterated in another way")
    assert not index.similar("Songsheng Trading Ltd")
