"""Chinese words in other romanisations than pinyin are read where what they are then is known."""

from __future__ import annotations

import pytest

from compliance.screening.names.index import NameIndex
from compliance.screening.names.syllables import respellings

KNOWN = frozenset(
    (
        "suanneng",
        "shenzhen",
        "huawei",
        "keji",
        "haige",
        "guangzhou",
        "tianjin",
        "feiteng",
        "chengdu",
        "xin",
        "jinfu",
        "ying",
    )
)
NAMES = ["Wuhan Suanneng Technology Co., Ltd.", "Guangzhou Haige Communication Group Co., Ltd.", "Jinfu Trading Ltd"]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Shen-chen Suan-neng K'o-chi", "shenzhen suanneng keji"),
        ("T’ien-chin Fei-t‘eng", "tianjin feiteng"),
        ("Kuangchou Haiko Group", "guangzhou haige group"),
        ("Wah Wai (Shum Chun)", "huawei shenzhen"),
        ("Kim Hock Trading", "jinfu trading"),
    ],
)
def test_known_words_are_read(text: str, read: str) -> None:
    assert read in [respelling.text for respelling in respellings(text, KNOWN.__contains__)]


@pytest.mark.parametrize(
    "text", ["Example Holdings", "Wing Lok", "Ying Fat Electronics", "Opto-Electronics", "算能科技"]
)
def test_nothing_else_is_changed(text: str) -> None:
    assert not list(respellings(text, KNOWN.__contains__))


def test_marks_are_heeded() -> None:
    """An apostrophe says that the other syllables have none."""
    known = {"tianjin", "dianjin"}.__contains__
    assert [each.text for each in respellings("T'ien-chin", known)] == ["tianjin"]
    assert [each.text for each in respellings("Tien-chin", known)] == ["dianjin", "tianjin"]


@pytest.mark.parametrize(
    ("query", "how", "cost"),
    [
        ("Wu-han Suan-neng K'o-chi", "written in Wade-Giles", 0.0),
        ("Kwong Chow Hoi Kak Communications Group", "written in Cantonese", 0.02),
        ("Kim Hock Trading", "written in Hokkien", 0.02),
    ],
)
def test_the_index_finds_them_and_says_how_they_are_written(query: str, how: str, cost: float) -> None:
    (found,) = NameIndex.of(NAMES).similar(query).values()
    assert (how, cost) in [(pair.how, pair.cost) for pair in found.pairs]
