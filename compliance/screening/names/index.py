"""An index of the names of one list: finds every name similar to a query without comparing the query with all of them.

The index misses none. Two words can only be paired if they share a hash (``likeness.slip_keys``), so a look-up of those
hashes finds every such word; a name can only be similar if the words that it shares weigh enough, and these are known
before the names are compared. All tables are flat arrays, quick to load and small.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

from compliance.screening.names.damage import unmasked
from compliance.screening.names.folding import folded_words, keys, plain
from compliance.screening.names.lexicon import lexicon
from compliance.screening.names.likeness import (
    LEFT_OUT,
    MIN_LIKENESS,
    Likeness,
    likeness,
    runs,
    slip_keys,
    substitution_cost,
)
from compliance.screening.names.syllables import respellings
from compliance.screening.names.tokens import Name, Token, parse

_EMPTY = array("I")
_MAX_NAME_WORDS = 16
"""The most words of a listed name that is found within a text."""
_MIN_CUT = 22
"""The fewest characters of a text that may be the beginning of a longer name."""
_HALF = (1 << 32) - 1
_ROUNDING = 1e-9
"""The rounding error that the order of additions may cause."""


@dataclass(frozen=True, slots=True)
class Table:
    """A multimap from numbers to numbers, sorted by key."""

    numbers: array[int]
    values: array[int]

    @classmethod
    def of(cls, pairs: Iterable[tuple[int, int]]) -> Table:
        """The table of these pairs, each once."""
        ordered = sorted({number << 32 | value for number, value in pairs})
        return cls(array("I", [pair >> 32 for pair in ordered]), array("I", [pair & _HALF for pair in ordered]))

    def lookup(self, number: int) -> array[int]:
        """All values of ``number``."""
        numbers = self.numbers
        start = bisect_left(numbers, number)
        if start == len(numbers) or numbers[start] != number:
            return _EMPTY
        return self.values[start : bisect_left(numbers, number + 1, start)]


@dataclass(frozen=True, slots=True)
class NameIndex:
    """The index of ``names``; a name has one or more readings, and every distinct word has a number.

    ``by_key``: hash of a key (``folding.keys``) -> names. ``by_plain``: names in the order of their plain spellings. ``name_of`` and ``reading_of``: reading -> its name, and its
    number among the readings of that name. ``first_word``: reading -> its first word in ``texts``, ``raws`` (numbers of
    words), ``weights`` and ``missing_weights`` (what a word counts if the other name lacks it). ``by_slip``: hash of
    ``slip_keys`` -> words. ``by_word``: word -> readings. ``by_run``: hash of neighbouring words as one word, or of initials
    -> readings.
    """

    names: tuple[str, ...]
    words: dict[str, int]
    word_texts: tuple[str, ...]
    by_key: Table
    by_plain: array[int]
    name_of: array[int]
    reading_of: array[int]
    first_word: array[int]
    texts: array[int]
    raws: array[int]
    weights: array[float]
    missing_weights: array[float]
    by_slip: Table
    by_word: Table
    by_run: Table

    @classmethod
    def of(cls, names: Sequence[str], people: frozenset[int] = frozenset()) -> NameIndex:
        """The index of these names; those at the positions ``people`` only count for ``names``."""
        words: dict[str, int] = {}
        by_key, by_word, by_run = [], [], []
        name_of, reading_of, first_word, texts, raws = (array("I") for _ in range(5))
        weights, missing_weights = array("d"), array("d")
        for number, text in enumerate(names):
            if number in people:
                continue
            by_key += [(_hash(key), number) for key in keys.__wrapped__(text)]
            # Each name and word occurs once here, so the caches that serve queries would only take memory.
            for order, name in enumerate(parse.__wrapped__(text)):
                reading = len(name_of)
                name_of.append(number)
                reading_of.append(order)
                first_word.append(len(texts))
                for token in name.tokens:
                    texts.append(words.setdefault(token.text, len(words)))
                    raws.append(words.setdefault(token.raw, len(words)))
                    weights.append(token.weight)
                    missing_weights.append(token.weight * LEFT_OUT[token.kind])
                    by_word += [(texts[-1], reading), (raws[-1], reading)]
                by_run += [(_hash(run), reading) for run in (*(run for run, _ in runs(name.tokens)), *name.initials)]
        first_word.append(len(texts))
        spellings = ["" if number in people else plain(text) for number, text in enumerate(names)]
        by_plain = array("I", sorted(set(range(len(names))) - people, key=lambda number: (spellings[number], number)))
        by_slip = (
            (number, word_number) for word, word_number in words.items() for number in slip_keys.__wrapped__(word)
        )
        return cls(
            tuple(names), words, tuple(words), Table.of(by_key), by_plain, name_of, reading_of, first_word, texts, raws, weights, missing_weights,
            Table.of(by_slip), Table.of(by_word), Table.of(by_run),
        )  # fmt: skip

    def runs(self) -> Iterator[str]:
        """The words of each reading as one string."""
        for begin, end in pairwise(self.first_word):
            yield "".join(self.word_texts[word] for word in self.raws[begin:end])

    def equal(self, key: str) -> Iterator[int]:
        """The positions of the names that have this key (``folding.keys``)."""
        return (position for position in self.by_key.lookup(_hash(key)) if key in keys(self.names[position]))

    def standing_in(self, text: str) -> Iterator[tuple[int, str]]:
        """The positions of the names that stand anywhere in ``text``, with or without their legal form, and the words there."""
        for key, number in _parts(text):
            if self.by_key.lookup(number):
                yield from ((position, key) for position in self.equal(key) if _stands_out(self.names[position]))

    def beginning_with(self, text: str) -> Iterator[int]:
        """The positions of the names that ``text`` is the beginning of, if it is long enough to be a name that was cut."""
        beginning = plain(text)
        if len(beginning) < _MIN_CUT:
            return
        start = bisect_left(self.by_plain, beginning, key=lambda position: plain(self.names[position]))
        for position in self.by_plain[start:]:
            if not plain(self.names[position]).startswith(beginning):
                return
            yield position

    def similar(self, text: str, *, initials: bool = True) -> dict[int, Likeness]:
        """The positions of the names similar to ``text``, each with its best likeness.

        Without ``initials`` no abbreviation of ``text``, and none in it, is compared with a name.
        """
        similar: dict[int, Likeness] = {}
        for ours, systems in self.readings(text, initials=initials):
            for reading in self._possible_readings(ours):
                position = self.name_of[reading]
                like = likeness(ours, parse(self.names[position])[self.reading_of[reading]], systems)
                if like.score >= MIN_LIKENESS and (position not in similar or like.score > similar[position].score):
                    similar[position] = like
        return similar

    def readings(self, text: str, *, initials: bool = True) -> Iterator[tuple[Name, Mapping[str, str]]]:
        """Every reading of ``text``, and the systems in which words were written that are in pinyin there."""
        for name in parse(text):
            yield name if initials else name._replace(initials=frozenset(), abbreviations=frozenset()), {}
        plain_text, masks = unmasked(text, self._knows)
        if masks:
            yield from ((name, masks) for name in parse(plain_text))
        for respelling in respellings(text, self._knows):
            for name in parse(respelling.text):
                yield name._replace(initials=frozenset(), abbreviations=frozenset()), respelling.systems

    def _knows(self, word: str) -> bool:
        return word in self.words or word in lexicon().spelled

    def _possible_readings(self, name: Name) -> list[int]:
        """The readings that can be similar to ``name``, by the words that they share with it."""
        tokens = name.tokens
        needed = _needed_words(tokens)
        reach: dict[int, int] = {}
        """Word -> the words of ``name`` that it can be paired with, as bits."""
        readings: set[int] = set()
        certain: set[int] = set()
        """Readings whose words may be paired by runs or initials, which the bound does not cover."""
        for position, token in enumerate(tokens):
            for word in {token.text, token.raw}:
                for word_number in self._similar_words(word):
                    reach[word_number] = reach.get(word_number, 0) | 1 << position
                certain.update(self.by_run.lookup(_hash(word)))
        for run, positions in runs(tokens):
            if run in self.words:
                word_number = self.words[run]
                reach[word_number] = reach.get(word_number, 0) | sum(1 << position for position in positions)
        for initials in name.initials:
            if initials in self.words:
                certain.update(self.by_word.lookup(self.words[initials]))
        for word_number, mask in reach.items():
            if mask & needed:
                readings.update(self.by_word.lookup(word_number))
        return [
            reading
            for reading in sorted(readings | certain)
            if reading in certain or self._upper_bound(tokens, reading, reach) >= MIN_LIKENESS
        ]

    def _upper_bound(self, tokens: Sequence[Token], reading: int, reach: dict[int, int]) -> float:
        """An upper bound of the likeness: every word that can be paired is, at no cost."""
        paired = lacking = 0.0
        mask = 0
        for position in range(self.first_word[reading], self.first_word[reading + 1]):
            ours = reach.get(self.texts[position], 0) | reach.get(self.raws[position], 0)
            if ours:
                mask |= ours
                paired += self.weights[position]
            else:
                lacking += self.missing_weights[position]
        theirs = paired / (paired + lacking) if paired else 0.0
        if theirs + _ROUNDING < MIN_LIKENESS:
            return 0.0
        paired = lacking = 0.0
        for position, token in enumerate(tokens):
            if mask >> position & 1:
                paired += token.weight
            else:
                lacking += token.weight * LEFT_OUT[token.kind]
        return theirs * paired / (paired + lacking) + _ROUNDING if paired else 0.0

    def _similar_words(self, word: str) -> Iterator[int]:
        if word in self.words:
            yield self.words[word]
        candidates = {word_number for number in slip_keys(word) for word_number in self.by_slip.lookup(number)}
        yield from (
            word_number for word_number in candidates if substitution_cost(word, self.word_texts[word_number]) < 1
        )


def _needed_words(tokens: Sequence[Token]) -> int:
    """The fewest words (as bits), the heaviest first, such that a name with none of them cannot be similar."""
    ordered = sorted(
        range(len(tokens)), key=lambda position: -tokens[position].weight * LEFT_OUT[tokens[position].kind]
    )
    rest = sum(token.weight for token in tokens)
    missing = 0.0
    needed = 0
    for position in ordered:
        if rest + _ROUNDING < MIN_LIKENESS * (rest + missing):
            break
        rest -= tokens[position].weight
        missing += tokens[position].weight * LEFT_OUT[tokens[position].kind]
        needed |= 1 << position
    return needed


@lru_cache(maxsize=1 << 12)
def _parts(text: str) -> tuple[tuple[str, int], ...]:
    """Every run of words of ``text`` but all of them, as a key with its hash."""
    words = folded_words(text)
    runs = (
        " ".join(words[first:end])
        for first in range(len(words))
        for end in range(first + 1, min(first + _MAX_NAME_WORDS, len(words)) + 1)
        if end - first < len(words)
    )
    return tuple((key, _hash(key)) for key in dict.fromkeys(runs))


@lru_cache(maxsize=1 << 12)
def _stands_out(name: str) -> bool:
    """Whether a name within a text is more than an everyday word: it has a rare word, or two that are no trade or place."""
    for reading in parse(name):
        words = [token for token in reading.tokens if token.kind == "word"]
        rarity = sum(token.weight for token in words)
        if len(words) > 1 and rarity >= 3.0:
            return True
        if any(token.weight >= 2.0 and len(token.text) > 5 for token in words) and len(reading.tokens) > 1:
            return True
    return False


def _hash(text: str) -> int:
    return crc32(text.encode("utf-8", "surrogatepass"))
