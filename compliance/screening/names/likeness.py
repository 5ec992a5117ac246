"""How like two names are, from 0 to 1, word by word, with the reasons.

Every word of one name is paired with at most one of the other: the same word, one written apart, one letter wrong,
an abbreviation. What is paired is set against what is left over on each side; what is left over on both sides
(another place, another trade) speaks against the likeness more than what one side merely leaves out. The likeness
is the product of both sides, so that what is missing on either counts, and it is the same in both directions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

from compliance.screening.names.lexicon import is_pinyin
from compliance.screening.names.tokens import Name, Token

ALIKE = 0.72
"""From here on two names are alike: chosen on half of the Entity List, measured on the other (docs/screening-quality.md)."""

_SLIP = 0.87
"""What one wrong letter costs, of the share of the word that it is."""
_MEANING = 0.2
"""What another word of the same meaning costs."""
_KNOWN = frozenset(("trade", "place", "small"))
_SHORTENED = 0.15
"""What an abbreviation to initials costs."""
_SYLLABLE = 2.0
"""How much more it costs where both words are pinyin: a slip rarely makes another syllable, another company has one."""
_OCR_LOSS = 0.03
_CONFLICT = 0.92
"""What is left where the legal forms are of two groups."""
LEFT_OUT = {"trade": 0.35, "place": 0.35, "series": 0.6, "small": 1.0, "number": 1.0, "word": 1.0, "common": 0.8}
"""The part of a word's weight that counts against the likeness where the other name has nothing in its place."""
AGAINST = {"trade": 1.0, "place": 1.0, "series": 0.6, "small": 1.0, "number": 1.0, "word": 1.0, "common": 1.0}
"""The same where the other name has something else there."""
_MISREAD = str.maketrans("01583", "olsbe")
_SHAPES = (("rn", "m"), ("vv", "w"), ("i", "l"))
_VOWELS = re.compile("[aeiouy]+")
_SOUNDS = (("kh", "h"), ("zh", "z"), ("ts", "c"), ("tz", "c"), ("ph", "f"), ("ck", "k"), ("q", "k"), ("x", "ks"), ("w", "v"))  # fmt: skip
_JOINED = 3
"""So many words are tried as one."""


class Pair(NamedTuple):
    """Words of one name and of the other that were found to be the same, and how."""

    ours: str
    theirs: str
    how: str


Left = dict[int, Token]
"""Words of a name by their places."""


class Likeness(NamedTuple):
    """``score``; what was paired; what is left over on either side."""

    score: float
    pairs: tuple[Pair, ...]
    ours: tuple[Token, ...]
    theirs: tuple[Token, ...]


@lru_cache(maxsize=1 << 13)
def shape(word: str) -> str:
    """``word`` as a poor scanner reads it: digits and letters that look alike are one."""
    if not word.isalnum() or word.isdigit():
        return word
    word = word.translate(_MISREAD)
    for seen, meant in _SHAPES:
        word = word.replace(seen, meant)
    return word


@lru_cache(maxsize=1 << 13)
def slips(word: str) -> frozenset[int]:
    """Numbers that two words share if they may be one word with a slip: their letters less one, their consonants.

    Words of less than four letters have none: a slip there makes another word.
    """
    if len(word) < 4 or not word.isalpha():
        return frozenset((crc32(shape(word).encode()),)) if len(word) > 1 and not word.isdigit() else frozenset()
    spelled = {word, shape(word), *(word[:place] + word[place + 1 :] for place in range(len(word)))}
    bones = _bones(word)
    if len(bones) >= 3:
        spelled.add(f"~{bones}")
    if len(bones) >= 5:
        spelled.update(f"~{bones[:place]}{bones[place + 1 :]}" for place in range(len(bones)))
    return frozenset(crc32(each.encode()) for each in spelled)


def _bones(word: str) -> str:
    for seen, meant in _SOUNDS:
        word = word.replace(seen, meant)
    bones = word[0] + _VOWELS.sub("", word[1:])
    return re.sub(r"(.)\1+", r"\1", bones)


@lru_cache(maxsize=1 << 13)
def loss(one: str, other: str) -> float:
    """What it costs to take one word for the other: 0 where they are equal, 1 where they are not alike."""
    if one == other:
        return 0.0
    shorter = min(len(one), len(other))
    if shape(one) == shape(other):
        return _OCR_LOSS
    if shorter < 4 or not slips(one) & slips(other):
        return 1.0
    allowed = 1 if shorter < 8 else 2 if shorter < 13 else 3
    distance = _edits(one, other, allowed)
    if distance > allowed:
        return 1.0
    cost = _SLIP * distance / shorter
    return cost * _SYLLABLE if is_pinyin(one) and is_pinyin(other) else cost


def _spells(one: str, other: str) -> bool:
    """Whether of two words of one meaning the one is a form of the other, or short for it."""
    short, long = sorted((one, other), key=len)
    if short[:4] == long[:4]:
        return True
    letters = iter(long)
    return short[0] == long[0] and all(letter in letters for letter in short)


def _edits(one: str, other: str, most: int) -> int:
    """Letters put in, left out, changed or exchanged with their neighbour; more than ``most`` is ``most + 1``."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        last, row, older = row, [i], before
        before = last
        for j, b in enumerate(other, 1):
            best = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                best = min(best, older[j - 2] + 1)
            row.append(best)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


def likeness(ours: Name, theirs: Name) -> Likeness:
    """How like the names are."""
    pairing = _Pairing(ours, theirs)
    pairing.same_words()
    if pairing.left and pairing.right:
        for mine, others in _apart(pairing.left, pairing.right):
            pairing.pair(mine, others, 0.0, "written apart")
        pairing.slips()
        for mine, others in _shortened(ours, theirs, pairing.left, pairing.right):
            pairing.pair(mine, others, _SHORTENED, "initials")
    score = pairing.score() * (1.0 if compatible(ours, theirs) else _CONFLICT)
    return Likeness(score, tuple(pairing.pairs), tuple(pairing.left.values()), tuple(pairing.right.values()))


class _Pairing:
    """The words of two names being paired: ``left`` and ``right`` are left over, by place."""

    def __init__(self, ours: Name, theirs: Name) -> None:
        self.left: Left = dict(enumerate(ours.tokens))
        self.right: Left = dict(enumerate(theirs.tokens))
        self.pairs: list[Pair] = []
        self._telling = False
        """Whether more than trades, places and a few letters is paired."""
        self._generic = True
        """Whether only trades and places are paired."""
        self._paired = [0.0, 0.0]
        self._lost = [0.0, 0.0]

    def pair(self, mine: Sequence[int], others: Sequence[int], cost: float, how: str) -> None:
        """Takes the words at these places for the same; words that differ tell no more than the lesser does."""
        here, there = [self.left.pop(place) for place in mine], [self.right.pop(place) for place in others]
        told = [sum(token.weight for token in here), sum(token.weight for token in there)]
        if cost:
            told = [min(told)] * 2
        for side in (0, 1):
            self._paired[side] += told[side]
            self._lost[side] += told[side] * cost
        self._telling = self._telling or any(
            token.kind not in (*_KNOWN, "common") and len(token.raw) > 3 for token in (*here, *there)
        )
        self._generic = self._generic and all(token.kind in _KNOWN for token in (*here, *there))
        self.pairs.append(Pair(" ".join(token.raw for token in here), " ".join(token.raw for token in there), how))

    def same_words(self) -> None:
        """Pairs words of one meaning, those of one spelling first."""
        for spelled in (True, False):
            places: dict[str, list[int]] = {}
            for place in _heaviest(self.right):
                token = self.right[place]
                places.setdefault(token.raw if spelled else token.text, []).append(place)
            for place in _heaviest(self.left):
                token = self.left[place]
                if same := places.get(token.raw if spelled else token.text):
                    other = same.pop(0)
                    if self.right[other].text == token.text:
                        self.pair([place], [other], *_how(token.raw, self.right[other].raw))

    def slips(self) -> None:
        """Pairs words that are one but for a slip, the likest first; two words that are known are no slip of each other."""
        slipped = (
            (loss(a.raw, b.raw), sorted((a.raw, b.raw)), i + j, i, j)
            for i, a in self.left.items()
            for j, b in self.right.items()
            if a.kind not in _KNOWN or b.kind not in _KNOWN
        )
        for cost, _, _, i, j in sorted(each for each in slipped if each[0] < 1.0):
            if i in self.left and j in self.right:
                self.pair([i], [j], cost, "a slip of the pen" if cost > _OCR_LOSS else "looks the same")

    def score(self) -> float:
        """What is paired, set against what was lost and what is left over, for both sides."""
        kinds = {token.kind for token in self.left.values()} & {token.kind for token in self.right.values()}
        if not self._telling:
            kinds.add("trade")
        if self._generic and "place" in {over[0].kind for over in (self.left, self.right) if 0 in over}:
            kinds.add("place")
        score = 1.0
        for paired, lost, over in zip(self._paired, self._lost, (self.left, self.right), strict=True):
            if not paired:
                return 0.0
            lacking = sum(
                token.weight * (AGAINST if token.kind in kinds else LEFT_OUT)[token.kind] for token in over.values()
            )
            score *= paired / (paired + lost + lacking)
        return score


def _heaviest(words: Left) -> list[int]:
    """The places of the words, the heaviest first, whichever name they stand in."""
    return sorted(words, key=lambda place: (-words[place].weight, words[place].raw, place))


def _how(mine: str, other: str) -> tuple[float, str]:
    """What it costs to take one spelling of a word for another, and how that is called."""
    if mine == other:
        return 0.0, "same"
    return (0.0, "another spelling of it") if _spells(mine, other) else (_MEANING, "the same in other words")


def runs(tokens: Sequence[Token]) -> Iterator[tuple[str, range]]:
    """Two or three neighbouring words as one word, and their places."""
    raws = [token.raw for token in tokens]
    for first in range(len(raws) - 1):
        run = raws[first]
        for after in range(first + 1, min(first + _JOINED, len(raws))):
            run += raws[after]
            yield run, range(first, after + 1)


def compatible(ours: Name, theirs: Name) -> bool:
    """Whether the legal forms may be those of one company."""
    mine, other = ours.groups - {"company"}, theirs.groups - {"company"}
    return not mine or not other or bool(mine & other)


def _apart(left: Left, right: Left) -> Iterator[tuple[Sequence[int], Sequence[int]]]:
    """One word on one side that is two or three neighbouring ones on the other."""
    for flipped, some, others in ((False, left, right), (True, right, left)):
        whole = {token.raw: place for place, token in others.items()}
        taken: set[int] = set()
        for first in list(some):
            for count in range(2, _JOINED + 1):
                run = range(first, first + count)
                if not all(place in some and place not in taken for place in run):
                    break
                one = whole.pop("".join(some[place].raw for place in run), None)
                if one is not None:
                    taken.update(run)
                    yield ([one], run) if flipped else (run, [one])
                    break


def _shortened(ours: Name, theirs: Name, left: Left, right: Left) -> Iterator[tuple[Sequence[int], Sequence[int]]]:
    """A word that is written like an abbreviation and holds the initials of the whole other name."""
    for flipped, some, others, short, long in ((False, left, right, ours, theirs), (True, right, left, theirs, ours)):
        if len(others) == len(long.tokens) > 2:
            for place, token in some.items():
                if token.raw in short.shorts and token.raw in long.initials:
                    yield (list(others), [place]) if flipped else ([place], list(others))
                    return
