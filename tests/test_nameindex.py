"""The index finds what comparing every pair finds."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from compliance.likeness import ALIKE, likeness
from compliance.nameindex import NameIndex
from compliance.names import fold, keys
from compliance.tokens import parse

SYLLABLES = [
    "hua",
    "wei",
    "xin",
    "da",
    "tong",
    "suan",
    "neng",
    "zhong",
    "ke",
    "bo",
    "rui",
    "sheng",
    "jin",
    "long",
    "fu",
    "tai",
    "heng",
    "feng",
    "yuan",
    "gao",
]
TRADES = [
    "Technology",
    "Electronics",
    "Semiconductor",
    "Trading",
    "Microelectronics",
    "Research",
    "Institute",
    "Group",
    "Communication",
]
PLACES = ["Beijing", "Shanghai", "Wuhan", "Xiamen", "Shenzhen", "Moscow", "Dubai", "Hong Kong"]
FORMS = ("Co., Ltd.", "Limited", "LLC", "JSC", "", "GmbH")


def made(numbers: random.Random) -> str:
    word = "".join(numbers.choices(SYLLABLES, k=numbers.randint(1, 3)))
    parts = [
        word.title(),
        *numbers.sample(TRADES, numbers.randint(0, 3)),
        *numbers.sample(PLACES, numbers.randint(0, 1)),
    ]
    if numbers.random() < 0.2:
        parts.append(str(numbers.randint(1, 40)))
    if numbers.random() < 0.3:
        numbers.shuffle(parts)
    return " ".join((*parts, numbers.choice(FORMS))).strip()


def spoilt(name: str, numbers: random.Random) -> str:
    at = numbers.randrange(len(name))
    return numbers.choice(
        (name, name[:at] + name[at + 1 :], f"{name[:at]} {name[at:]}", name[:at] + "0" + name[at + 1 :])
    )


def alike(text: str, names: list[str]) -> dict[int, float]:
    found = {}
    for place, name in enumerate(names):
        best = max((likeness(ours, theirs).score for ours in parse(text) for theirs in parse(name)), default=0.0)
        if best >= ALIKE:
            found[place] = best
    return found


def test_it_loses_nothing_against_comparing_every_pair() -> None:
    numbers = random.Random(4)
    names = [made(numbers) for _ in range(1000)]
    index = NameIndex.of(names)
    asked = [spoilt(numbers.choice(names), numbers) for _ in range(40)]
    found = [{place: like.score for place, like in index.alike(text).items()} for text in asked]
    assert found == [alike(text, names) for text in asked]
    assert sum(map(len, found)) >= 30


@given(st.lists(st.text(max_size=12), max_size=6), st.text(max_size=12))
def test_it_never_fails_and_an_equal_name_is_found(names: list[str], text: str) -> None:
    index = NameIndex.of([*names, text])
    assert {place: like.score for place, like in index.alike(text).items()} == alike(text, [*names, text])
    assert (len(names) in index.equal(keys(text)[0])) if fold(text) else not keys(text)


def test_nobody_is_on_an_empty_list() -> None:
    assert NameIndex.of([]).alike("Sophgo") == {}
    assert list(NameIndex.of([]).equal("sophgo")) == []
