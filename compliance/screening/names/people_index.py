"""An index of the names of natural persons on one list: finds every name that may be one's without comparing all of them.

It misses none: two words can only be paired if they have a key in common, and a name is only similar if two of its words
are paired, or its only one.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from zlib import crc32

from compliance.screening.names.index import Table
from compliance.screening.names.likeness import abjad
from compliance.screening.names.people import (
    MIN_LIKENESS,
    PersonLikeness,
    PersonName,
    parse_person,
    person_likeness,
)
from compliance.screening.names.person_words import given_name_keys, skeleton, sound, without_servant

_MAX_JOINED = 3


@dataclass(frozen=True, slots=True)
class PeopleIndex:
    """The index of ``names``, each with its ``positions`` on the list. ``by_key``: key of a word -> readings;
    ``name_of`` and ``reading_of``: reading -> its name, and its number among the readings of that name; ``loose``: whether
    the reading has an initial or is of one word, so that one word in common is enough to compare it.
    """

    names: tuple[str, ...]
    positions: array[int]
    name_of: array[int]
    reading_of: array[int]
    loose: array[int]
    by_key: Table

    @classmethod
    def of(cls, names: Sequence[tuple[int, str]]) -> PeopleIndex:
        """The index of these names with their positions."""
        name_of, reading_of, loose = (array("I") for _ in range(3))
        keys: list[tuple[int, int]] = []
        for number, (_, text) in enumerate(names):
            for order, name in enumerate(parse_person.__wrapped__(text)):
                keys += [(key, len(name_of)) for word_keys in _keys(name) for key in word_keys]
                name_of.append(number)
                reading_of.append(order)
                loose.append(_is_loose(name))
        return cls(
            tuple(text for _, text in names), array("I", [position for position, _ in names]), name_of, reading_of, loose, Table.of(keys)
        )  # fmt: skip

    def similar(self, text: str) -> dict[int, PersonLikeness]:
        """The positions of the names similar to ``text``, each with its best likeness."""
        similar: dict[int, PersonLikeness] = {}
        for ours in parse_person(text):
            for reading in self._possible_readings(ours):
                number = self.name_of[reading]
                theirs = parse_person(self.names[number])[self.reading_of[reading]]
                like = person_likeness(ours, theirs)
                position = self.positions[number]
                if like.score >= MIN_LIKENESS and (position not in similar or like.score > similar[position].score):
                    similar[position] = like
        return similar

    def _possible_readings(self, name: PersonName) -> list[int]:
        hits: Counter[int] = Counter()
        for word_keys in _keys(name):
            hits.update({reading for key in word_keys for reading in self.by_key.lookup(key)})
        if _is_loose(name):
            return sorted(hits)
        return sorted(reading for reading, count in hits.items() if count > 1 or self.loose[reading])


def _is_loose(name: PersonName) -> bool:
    return len(name.words) == 1 or any(word.initial for word in name.words)


def _keys(name: PersonName) -> Iterator[set[int]]:
    """The keys of each word, and twice those of neighbouring words as one, which stand for two."""
    words = name.words
    for word in words:
        if not word.initial:
            yield set(map(_hash, _word_keys(word.text)))
    for first in range(len(words)):
        run = words[first].text
        for word in words[first + 1 : first + _MAX_JOINED]:
            run += word.text
            joined = {_hash(run), _hash(f"~{skeleton(run)}")}
            yield joined
            yield joined


def _word_keys(word: str) -> Iterable[str]:
    """Texts that two words have in common if one may be paired with the other (``people.word_likeness``)."""
    yield from {word, without_servant(word)}
    heard = sound(word)
    yield f"~{skeleton(word)}"
    yield f"^{abjad(word)}"
    yield from (f"={number}" for number in given_name_keys(word))
    for spelled in {word, heard}:
        yield f"-{spelled}"
        yield from (f"-{spelled[:place]}{spelled[place + 1 :]}" for place in range(len(spelled)))


def _hash(text: str) -> int:
    return crc32(text.encode("utf-8", "surrogatepass"))
