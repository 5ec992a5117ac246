"""The index finds what comparing every pair finds."""

from __future__ import annotations

import random
from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from compliance.screening.names.folding import fold, keys
from compliance.screening.names.index import NameIndex
from compliance.screening.names.likeness import MIN_LIKENESS, likeness, runs, slip_keys
from compliance.screening.names.tokens import parse

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
TRADES = (
    "Technology",
    "Electronics",
    "Semiconductor",
    "Trading",
    "Microelectronics",
    "Institute",
    "Group",
    "Communication",
    "Software",
    "Network",
    "Optics",
    "Laser",
    "Machinery",
    "Chemical",
    "Energy",
    "Battery",
    "Medical",
    "Logistics",
    "Shipping",
    "Aviation",
    "Steel",
    "Textile",
    "Security",
    "Instruments",
    "Robotics",
)
PLACES = (
    *[
        "Beijing",
        "Shanghai",
        "Wuhan",
        "Xiamen",
        "Shenzhen",
        "Moscow",
        "Dubai",
        "Suzhou",
        "Hefei",
        "Chengdu",
        "Qingdao",
        "Tehran",
        "Ankara",
        "Minsk",
        "Delhi",
    ],
    "Hong Kong",
)
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


def similar(text: str, names: list[str], places: Iterable[int] | None = None) -> dict[int, float]:
    found = {}
    for place in range(len(names)) if places is None else places:
        name = names[place]
        best = max((likeness(ours, theirs).score for ours in parse(text) for theirs in parse(name)), default=0.0)
        if best >= MIN_LIKENESS:
            found[place] = best
    return found


def shared(text: str) -> frozenset[object]:
    """All that names must share a piece of to be compared at all: words, their slips, words run together, initials."""
    names = parse(text)
    words = [word for name in names for token in name.tokens for word in (token.text, token.raw)]
    together = [run for name in names for run in (*(run for run, _ in runs(name.tokens)), *name.initials)]
    return frozenset((*words, *together, *(number for word in words for number in slip_keys(word))))


def test_it_loses_nothing_against_comparing_every_pair() -> None:
    numbers = random.Random(4)
    names = [made(numbers) for _ in range(5000)]
    index = NameIndex.of(names)
    pieces = [(place, shared(name)) for place, name in enumerate(names)]
    hits = compared = 0
    for _ in range(200):
        text = spoilt(numbers.choice(names), numbers)
        mine = shared(text)
        near = [place for place, theirs in pieces if not mine.isdisjoint(theirs)]
        compared += len(near)
        expected = similar(text, names, near)
        assert {place: like.score for place, like in index.similar(text).items()} == expected
        hits += len(expected)
        far = numbers.sample(sorted(set(range(len(names))) - set(near)), 5)
        assert not similar(text, names, far), "names that share nothing are not alike"
    assert compared > 20_000
    assert hits > 200


@given(st.lists(st.text(max_size=12), max_size=6), st.text(max_size=12))
def test_it_never_fails_and_an_equal_name_is_found(names: list[str], text: str) -> None:
    index = NameIndex.of([*names, text])
    assert {place: like.score for place, like in index.similar(text).items()} == similar(text, [*names, text])
    assert (len(names) in index.equal(keys(text)[0])) if fold(text) else not keys(text)


def test_nobody_is_on_an_empty_list() -> None:
    assert NameIndex.of([]).similar("Sophgo") == {}
    assert list(NameIndex.of([]).equal("sophgo")) == []
