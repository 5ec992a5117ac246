"""The names of one list, compiled: every name that is like a given one is found without comparing it with all.

Nothing is lost. Two words can only be taken for each other if they share a number (``likeness.slips``), so looking
those numbers up finds every such word; a name can only be alike if the words that it shares weigh enough, and what it
shares is known before it is compared. All tables are flat arrays, quick to load and small.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from zlib import crc32

from compliance.screening.names.folding import keys
from compliance.screening.names.likeness import ALIKE, LEFT_OUT, Likeness, likeness, loss, runs, slips
from compliance.screening.names.tokens import Name, Token, parse

_NOTHING = array("L")
_HALF = (1 << 32) - 1
_ROUNDING = 1e-9
"""So much may a bound lose by the order in which numbers are added."""


@dataclass(frozen=True, slots=True)
class Table:
    """Numbers and what each leads to, sorted by number."""

    numbers: array[int]
    values: array[int]

    @classmethod
    def of(cls, pairs: Iterable[tuple[int, int]]) -> Table:
        """The table of these pairs, each once."""
        ordered = sorted({number << 32 | value for number, value in pairs})
        return cls(array("L", [pair >> 32 for pair in ordered]), array("L", [pair & _HALF for pair in ordered]))

    def at(self, number: int) -> array[int]:
        """Everything that ``number`` leads to."""
        numbers = self.numbers
        first = bisect_left(numbers, number)
        if first == len(numbers) or numbers[first] != number:
            return _NOTHING
        return self.values[first : bisect_left(numbers, number + 1, first)]


@dataclass(frozen=True, slots=True)
class NameIndex:
    """``names`` as they were given; every way to read one is a reading, and every distinct word has a number.

    ``keyed``: key of ``names.keys`` -> names. ``place`` and ``which``: reading -> name and which of its readings.
    ``first``: reading -> its first word in ``texts``, ``raws`` (words' numbers), ``told`` (weights) and ``lacking``
    (what the word counts if the other name lacks it). ``slipped``: number of ``slips`` -> words. ``bearing``: word ->
    readings. ``joined``: neighbouring words as one, and initials -> readings.
    """

    names: tuple[str, ...]
    words: dict[str, int]
    spelled: tuple[str, ...]
    keyed: Table
    place: array[int]
    which: array[int]
    first: array[int]
    texts: array[int]
    raws: array[int]
    told: array[float]
    lacking: array[float]
    slipped: Table
    bearing: Table
    joined: Table

    @classmethod
    def of(cls, names: Sequence[str]) -> NameIndex:
        """The index of these names."""
        words: dict[str, int] = {}
        keyed, bearing, joined = [], [], []
        place, which, first, texts, raws = (array("L") for _ in range(5))
        told, lacking = array("d"), array("d")
        for number, text in enumerate(names):
            keyed += [(_number(key), number) for key in keys.__wrapped__(text)]
            # Each name and word is met once here: what is remembered for queries would only take room.
            for nth, name in enumerate(parse.__wrapped__(text)):
                reading = len(place)
                place.append(number)
                which.append(nth)
                first.append(len(texts))
                for token in name.tokens:
                    texts.append(words.setdefault(token.text, len(words)))
                    raws.append(words.setdefault(token.raw, len(words)))
                    told.append(token.weight)
                    lacking.append(token.weight * LEFT_OUT[token.kind])
                    bearing += [(texts[-1], reading), (raws[-1], reading)]
                joined += [
                    (_number(each), reading) for each in (*(run for run, _ in runs(name.tokens)), *name.initials)
                ]
        first.append(len(texts))
        slipped = ((number, at) for word, at in words.items() for number in slips.__wrapped__(word))
        return cls(
            tuple(names), words, tuple(words), Table.of(keyed), place, which, first, texts, raws, told, lacking,
            Table.of(slipped), Table.of(bearing), Table.of(joined),
        )  # fmt: skip

    def runs(self) -> Iterator[str]:
        """The words of each reading, run together."""
        for begin, end in pairwise(self.first):
            yield "".join(self.spelled[word] for word in self.raws[begin:end])

    def equal(self, key: str) -> Iterator[int]:
        """The places of the names that have this key (``names.keys``)."""
        return (place for place in self.keyed.at(_number(key)) if key in keys(self.names[place]))

    def alike(self, text: str) -> dict[int, Likeness]:
        """The places of the names that are alike to ``text``, with the best likeness each."""
        found: dict[int, Likeness] = {}
        for ours in parse(text):
            for reading in self._possible(ours):
                place = self.place[reading]
                like = likeness(ours, parse(self.names[place])[self.which[reading]])
                if like.score >= ALIKE and (place not in found or like.score > found[place].score):
                    found[place] = like
        return found

    def _possible(self, name: Name) -> list[int]:
        """The readings that can be alike to ``name``, by the words that they share with it."""
        tokens = name.tokens
        needed = _needed(tokens)
        reach: dict[int, int] = {}
        """Word -> which of our words it can be paired with, as bits."""
        readings: set[int] = set()
        sure: set[int] = set()
        """Readings whose words may be paired otherwise than one by one."""
        for at, token in enumerate(tokens):
            for word in {token.text, token.raw}:
                for each in self._alike_words(word):
                    reach[each] = reach.get(each, 0) | 1 << at
                sure.update(self.joined.at(_number(word)))
        for run, ats in runs(tokens):
            if run in self.words:
                each = self.words[run]
                reach[each] = reach.get(each, 0) | sum(1 << at for at in ats)
        for initials in name.initials:
            if initials in self.words:
                sure.update(self.bearing.at(self.words[initials]))
        for reached, mask in reach.items():
            if mask & needed:
                readings.update(self.bearing.at(reached))
        return [each for each in sorted(readings | sure) if each in sure or self._bound(tokens, each, reach) >= ALIKE]

    def _bound(self, tokens: Sequence[Token], reading: int, reach: dict[int, int]) -> float:
        """A number that the likeness cannot exceed: all words that can be paired are, at no cost."""
        paired = lacking = 0.0
        mask = 0
        for at in range(self.first[reading], self.first[reading + 1]):
            ours = reach.get(self.texts[at], 0) | reach.get(self.raws[at], 0)
            if ours:
                mask |= ours
                paired += self.told[at]
            else:
                lacking += self.lacking[at]
        theirs = paired / (paired + lacking) if paired else 0.0
        if theirs + _ROUNDING < ALIKE:
            return 0.0
        paired = lacking = 0.0
        for at, token in enumerate(tokens):
            if mask >> at & 1:
                paired += token.weight
            else:
                lacking += token.weight * LEFT_OUT[token.kind]
        return theirs * paired / (paired + lacking) + _ROUNDING if paired else 0.0

    def _alike_words(self, word: str) -> Iterator[int]:
        if word in self.words:
            yield self.words[word]
        found = {each for number in slips(word) for each in self.slipped.at(number)}
        yield from (each for each in found if loss(word, self.spelled[each]) < 1)


def _needed(tokens: Sequence[Token]) -> int:
    """The fewest words (as bits), the heaviest first, such that a name with none of them cannot be alike."""
    ordered = sorted(range(len(tokens)), key=lambda at: -tokens[at].weight * LEFT_OUT[tokens[at].kind])
    rest = sum(token.weight for token in tokens)
    missing = 0.0
    needed = 0
    for at in ordered:
        if rest + _ROUNDING < ALIKE * (rest + missing):
            break
        rest -= tokens[at].weight
        missing += tokens[at].weight * LEFT_OUT[tokens[at].kind]
        needed |= 1 << at
    return needed


def _number(text: str) -> int:
    return crc32(text.encode("utf-8", "surrogatepass"))
