"""The index finds what comparing every pair finds."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from compliance.screening.names.folding import fold, keys
from compliance.screening.names.index import NameIndex
from compliance.screening.names.likeness import MIN_LIKENESS, likeness
from compliance.screening.names.spans import spans
from compliance.screening.names.tokens import parse
from tests.bench.texts import TEXTS
from tests.effort import examples

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


def similar(text: str, index: NameIndex, *, initials: bool = True) -> dict[int, float]:
    """The names similar to the text, by comparing it with every one."""
    found = {}
    readings = list(index.readings(text, initials=initials))
    for place, name in enumerate(index.names):
        scores = (likeness(ours, theirs, systems).score for ours, systems in readings for theirs in parse(name))
        best = max(scores, default=0.0)
        if best >= MIN_LIKENESS:
            found[place] = best
    return found


def test_it_loses_nothing_against_comparing_every_part_of_a_text_with_every_name() -> None:
    """40 texts and 400 names with every change, 200 and 5,000 once a week."""
    numbers = random.Random(4)
    index = NameIndex.of([made(numbers) for _ in range(400 if examples(40) == 40 else 5000)])
    disguises = (spoilt, *TEXTS.values())
    hits = 0
    for number in range(examples(40)):
        text = disguises[number % len(disguises)](numbers.choice(index.names), numbers)
        for part in ("", *(spans(text) if text else ())):
            found = index.similar(part or text or "", initials=not part)
            assert {place: like.score for place, like in found.items()} == similar(
                part or text or "", index, initials=not part
            )
            hits += len(found)
    assert hits > examples(50)


@given(st.lists(st.text(max_size=12), max_size=6), st.text(max_size=12))
def test_it_never_fails_and_an_equal_name_is_found(names: list[str], text: str) -> None:
    index = NameIndex.of([*names, text])
    assert {place: like.score for place, like in index.similar(text).items()} == similar(text, index)
    assert (len(names) in index.equal(keys(text)[0])) if fold(text) else not keys(text)


def test_nobody_is_on_an_empty_list() -> None:
    assert NameIndex.of([]).similar("Sophgo") == {}
    assert list(NameIndex.of([]).equal("sophgo")) == []


def test_a_name_is_found_by_its_initials() -> None:
    index = NameIndex.of(["Tarnweld Metal Casting Works", "TMCW Ltd"])
    assert index.similar("Tarnweld Metal Casting Works").keys() == {0, 1}
    assert index.similar("Tarnweld Metal Casting Works", initials=False).keys() == {0}
