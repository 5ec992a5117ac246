"""The index of persons finds what comparing all names finds."""

from __future__ import annotations

from random import Random

from compliance.screening.names.people import MIN_LIKENESS, parse_person, person_likeness
from compliance.screening.names.people_index import PeopleIndex

FAMILIES = [
    "Tarnov",
    "Quillstar",
    "Al-Qadiri",
    "Zhang",
    "Wei",
    "Kim",
    "Hussein",
    "Oyelaran",
    "Nguyen",
    "Petrov",
    "Ivanova",
    "de.la.Cruz",
    "bin.Salim",
    "Wrenfield",
]
GIVEN = [
    "Arkady",
    "Boris",
    "Yousef",
    "Yusuf",
    "Abdul.Rahman",
    "Wei",
    "Jong-un",
    "William",
    "Bill",
    "Maria",
    "Mariya",
    "Luis",
    "A.",
    "J.C.",
    "Ming",
    "Khodor",
    "Hodor",
]


def names(chance: Random, count: int) -> list[str]:
    made = []
    for _ in range(count):
        family, given = chance.choice(FAMILIES), " ".join(chance.sample(GIVEN, chance.choice((1, 1, 2, 3))))
        text = f"{family.upper()}, {given}" if chance.random() < 0.5 else f"{given} {family}"
        if chance.random() < 0.3:
            place = chance.randrange(len(text) - 1)
            text = text[:place] + text[place + 1 :]
        made.append(text.replace(".", " ") if chance.random() < 0.5 else text)
    return made


def test_nothing_is_lost_against_comparing_all() -> None:
    chance = Random(7)
    listed, asked = names(chance, 250), names(chance, 60)
    index = PeopleIndex.of([(2 * number, name) for number, name in enumerate(listed)])
    for query in asked:
        scores = {
            2 * number: max(
                person_likeness(ours, theirs).score for ours in parse_person(query) for theirs in parse_person(name)
            )
            for number, name in enumerate(listed)
        }
        expected = {position for position, score in scores.items() if score >= MIN_LIKENESS}
        assert index.similar(query).keys() == expected, query
