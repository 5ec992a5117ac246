"""Measures how similar two names are, from 0 to 1, word by word, with the reasons.

Every word of one name is paired with at most one of the other: the same word, one written apart, one with a wrong
letter, an abbreviation. The score of a side is the weight of its paired words against that of the words left over. Words
left over on both sides (another place, another trade) count more than words that one side merely omits. The likeness is
the product of both sides, so that words missing on either count, and it is the same in both directions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple
from zlib import crc32

from compliance.screening.names.damage import DISGUISE
from compliance.screening.names.lexicon import Kind, differ_by_one_slip, is_pinyin
from compliance.screening.names.sounds import transliterated
from compliance.screening.names.syllables import WADE_GILES
from compliance.screening.names.tokens import Name, Token

MIN_LIKENESS = 0.72
"""The lowest score of similar names: chosen on half of the Entity List, measured on the other (docs/screening-quality.md)."""

_SLIP_COST = 0.87
"""What one wrong letter costs, as a factor of its share of the word."""
_SYNONYM_COST = 0.2
"""What another word of the same meaning costs."""
_GENERIC_KINDS = frozenset(("trade", "place", "small"))
_INITIALS_COST = 0.15
"""What an abbreviation to initials costs."""
_PINYIN_FACTOR = 2.0
"""Factor for a slip where both words are pinyin: a slip rarely gives another syllable; another company has one."""
_OCR_COST = 0.03
_FORM_CONFLICT_FACTOR = 0.92
"""Factor for the score where the legal forms belong to two groups."""
LEFT_OUT = {"trade": 0.35, "place": 0.35, "series": 0.6, "small": 1.0, "number": 1.0, "word": 1.0, "common": 0.8}
"""The part of a word's weight that counts against the likeness where the other name has no word of that kind."""
AGAINST = {"trade": 1.0, "place": 1.0, "series": 0.6, "small": 1.0, "number": 1.0, "word": 1.0, "common": 1.0}
"""The same where the other name has a different word of that kind."""
_MISREAD = str.maketrans("01583", "olsbe")
_SHAPES = (("rn", "m"), ("vv", "w"), ("i", "l"))
_VOWELS = re.compile("[aeiouy]+")
_SOUNDS = (("kh", "h"), ("zh", "z"), ("ts", "c"), ("tz", "c"), ("ph", "f"), ("ck", "k"), ("q", "k"), ("x", "ks"), ("w", "v"))  # fmt: skip
_ABJAD_SOUNDS = (("shch", "s"), ("sch", "s"), ("sh", "s"), ("kh", "h"), ("gh", "g"), ("ch", "c"), ("zh", "z"), ("th", "t"), ("dh", "d"), ("ph", "f"), ("ck", "k"), ("q", "k"), ("x", "ks"), ("p", "b"), ("v", "f"), ("j", "g"))  # fmt: skip
_WITHOUT_VOWELS = re.compile("[aeiouyw]+")
_ABJAD_COST = 0.12
"""What it costs that only the consonants of two words are known to be the same."""
_DIALECT_COST = 0.02
"""What it costs that a syllable of Cantonese or Hokkien stands for several in pinyin."""
SLIP, TRANSLITERATED = "a spelling slip", "transliterated in another way"
"""How words are paired that are not the same letter by letter."""
_MAX_JOINED = 3
"""The most words that are tried as one."""


class Pair(NamedTuple):
    """Words of both names that were paired, and how; their weight, what pairing them costs, and their kind."""

    ours: str
    theirs: str
    how: str
    weight: float = 0.0
    cost: float = 0.0
    kind: Kind = "word"


Left = dict[int, Token]
"""Words of a name by their positions."""


class Likeness(NamedTuple):
    """``score``, the pairs, and the words left over on either side."""

    score: float
    pairs: tuple[Pair, ...]
    ours: tuple[Token, ...]
    theirs: tuple[Token, ...]


@lru_cache(maxsize=1 << 13)
def ocr_shape(word: str) -> str:
    """``word`` as a poor scanner reads it: digits and letters that look the same become one."""
    if not word.isalnum() or word.isdigit():
        return word
    word = word.translate(_MISREAD)
    for misread, letter in _SHAPES:
        word = word.replace(misread, letter)
    return word


@lru_cache(maxsize=1 << 13)
def slip_keys(word: str) -> frozenset[int]:
    """Hashes that two words share if one may be a slip of the other: of their letters less one, of their consonants.

    Words of fewer than four letters have only the hash of their shape: a slip there makes another word.
    """
    if len(word) < 4 or not word.isalpha():
        return frozenset((crc32(ocr_shape(word).encode()),)) if len(word) > 1 and not word.isdigit() else frozenset()
    spellings = {word, ocr_shape(word), *(word[:position] + word[position + 1 :] for position in range(len(word)))}
    if len(bare := abjad(word)) >= 4:
        spellings.add(f"^{bare}")
    consonants = _consonants(word)
    if len(consonants) >= 3:
        spellings.add(f"~{consonants}")
    if len(consonants) >= 5:
        spellings.update(f"~{consonants[:position]}{consonants[position + 1 :]}" for position in range(len(consonants)))
    spellings.update(f"={heard}" for heard in transliterated(word))
    return frozenset(crc32(text.encode()) for text in spellings)


@lru_cache(maxsize=1 << 13)
def abjad(word: str) -> str:
    """``word`` as a script without vowels writes it, as far as that can be said: its consonants, and a vowel that it begins with."""
    for sound, letter in _ABJAD_SOUNDS:
        if sound in word:
            word = word.replace(sound, letter)
    first = "a" if word[:1] in "aeiou" else word[:1]
    return re.sub(r"(.)\1+", r"\1", first + _WITHOUT_VOWELS.sub("", word[1:]).removesuffix("h"))


def is_abjad(word: str) -> bool:
    """Whether the word may come from a script without vowels: three consonants or more, and no vowel but the first."""
    return len(word) >= 3 and not _WITHOUT_VOWELS.search(word[1:])


def _consonants(word: str) -> str:
    for sound, letter in _SOUNDS:
        word = word.replace(sound, letter)
    consonants = word[0] + _VOWELS.sub("", word[1:])
    return re.sub(r"(.)\1+", r"\1", consonants)


@lru_cache(maxsize=1 << 13)
def substitution_cost(first: str, second: str) -> float:
    """The cost of treating one word as the other: 0 where they are equal or two transliterations, 1 where they are not similar."""
    if first == second:
        return 0.0
    shorter = min(len(first), len(second))
    if ocr_shape(first) == ocr_shape(second):
        return _OCR_COST
    if shorter < 4 or not slip_keys(first) & slip_keys(second):
        return 1.0
    if is_abjad(first) != is_abjad(second) and abjad(first) == abjad(second) and len(abjad(first)) >= 4:
        return _ABJAD_COST
    is_chinese = is_pinyin(first) and is_pinyin(second)
    if not is_chinese and transliterated(first) & transliterated(second):
        return 0.0
    allowed = 1 if shorter < 8 else 2 if shorter < 13 else 3
    distance = edits(first, second, allowed)
    if distance > allowed:
        return 1.0
    cost = _SLIP_COST * distance / shorter
    return cost * _PINYIN_FACTOR if is_chinese else cost


def _is_form_of(first: str, second: str) -> bool:
    """Whether one of two words of the same meaning is a form of the other, or short for it."""
    shorter, longer = sorted((first, second), key=len)
    if shorter[:4] == longer[:4]:
        return True
    letters = iter(longer)
    return shorter[0] == longer[0] and all(letter in letters for letter in shorter)


def edits(first: str, second: str, limit: int) -> int:
    """The edit distance, with exchanged neighbours as one edit; every distance above ``limit`` is ``limit + 1``."""
    if abs(len(first) - len(second)) > limit:
        return limit + 1
    if limit == 1:
        return int(first != second) + int(not differ_by_one_slip(first, second))
    same = next((place for place, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), None)
    if same is None:
        return abs(len(first) - len(second))
    first, second = first[same:], second[same:]
    before: list[int] = []
    row = list(range(len(second) + 1))
    for i, a in enumerate(first, 1):
        last, row, older = row, [i], before
        before = last
        for j, b in enumerate(second, 1):
            best = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == second[j - 2] and first[i - 2] == b:
                best = min(best, older[j - 2] + 1)
            row.append(best)
        if min(row) > limit:
            return limit + 1
    return min(row[-1], limit + 1)


def likeness(ours: Name, theirs: Name, systems: Mapping[str, str] = MappingProxyType({})) -> Likeness:
    """The likeness of two names; ``systems`` says how words of ``ours`` were written that are in pinyin now."""
    pairing = _Pairing(ours, theirs)
    pairing.pair_same_words()
    if pairing.left and pairing.right:
        for our_positions, their_positions in _written_apart(pairing.left, pairing.right):
            pairing.pair(our_positions, their_positions, 0.0, "written apart")
        pairing.pair_slips()
        for our_positions, their_positions in _initialisms(ours, theirs, pairing.left, pairing.right):
            pairing.pair(our_positions, their_positions, _INITIALS_COST, "initials")
    score = pairing.score() * (1.0 if forms_compatible(ours, theirs) else _FORM_CONFLICT_FACTOR)
    pairs = tuple(_respelled(pair, systems) for pair in pairing.pairs) if systems else tuple(pairing.pairs)
    return Likeness(score, pairs, tuple(pairing.left.values()), tuple(pairing.right.values()))


def _respelled(pair: Pair, systems: Mapping[str, str]) -> Pair:
    """The pair, with the system that its word was written in; what may be other words as well costs something."""
    system = systems.get(pair.ours)
    if system is None or pair.kind in _GENERIC_KINDS:
        return pair
    return pair._replace(
        how=f"written in {system}", cost=max(pair.cost, 0.0 if system in (WADE_GILES, DISGUISE) else _DIALECT_COST)
    )


class _Pairing:
    """The words of two names being paired: ``left`` and ``right`` are left over, by place."""

    def __init__(self, ours: Name, theirs: Name) -> None:
        self.left: Left = dict(enumerate(ours.tokens))
        self.right: Left = dict(enumerate(theirs.tokens))
        self.pairs: list[Pair] = []
        self._has_distinctive_pair = False
        """Whether a pair has more than trades, places and short words."""
        self._only_generic_pairs = True
        """Whether all pairs are trades and places."""
        self._paired_weights = [0.0, 0.0]
        self._costs = [0.0, 0.0]

    def pair(self, our_positions: Sequence[int], their_positions: Sequence[int], cost: float, how: str) -> None:
        """Pairs the words at these positions; words that differ count with the lower weight of both."""
        our_tokens, their_tokens = (
            [self.left.pop(position) for position in our_positions],
            [self.right.pop(position) for position in their_positions],
        )
        weights = [sum(token.weight for token in our_tokens), sum(token.weight for token in their_tokens)]
        if cost:
            weights = [min(weights)] * 2
        for side in (0, 1):
            self._paired_weights[side] += weights[side]
            self._costs[side] += weights[side] * cost
        self._has_distinctive_pair = self._has_distinctive_pair or any(
            token.kind not in (*_GENERIC_KINDS, "common") and len(token.raw) > 3
            for token in (*our_tokens, *their_tokens)
        )
        self._only_generic_pairs = self._only_generic_pairs and all(
            token.kind in _GENERIC_KINDS for token in (*our_tokens, *their_tokens)
        )
        heaviest = max((*our_tokens, *their_tokens), key=lambda token: (token.kind not in _GENERIC_KINDS, token.weight))
        our_words, their_words = (" ".join(token.raw for token in tokens) for tokens in (our_tokens, their_tokens))
        self.pairs.append(Pair(our_words, their_words, how, min(weights), cost, heaviest.kind))

    def pair_same_words(self) -> None:
        """Pairs words of the same meaning, those of the same spelling first."""
        for spelled in (True, False):
            positions: dict[str, list[int]] = {}
            for position in _heaviest_first(self.right):
                token = self.right[position]
                positions.setdefault(token.raw if spelled else token.text, []).append(position)
            for position in _heaviest_first(self.left):
                token = self.left[position]
                if partners := positions.get(token.raw if spelled else token.text):
                    partner = partners.pop(0)
                    if self.right[partner].text == token.text:
                        # A number is the same in words and in figures.
                        other = token.raw if token.kind == "number" else self.right[partner].raw
                        self.pair([position], [partner], *_compare_spellings(token.raw, other))

    def pair_slips(self) -> None:
        """Pairs words that differ by a slip, the most similar first; of two known words neither is a slip of the other."""
        candidates = (
            (substitution_cost(a.raw, b.raw), sorted((a.raw, b.raw)), i + j, i, j)
            for i, a in self.left.items()
            for j, b in self.right.items()
            if a.kind not in _GENERIC_KINDS or b.kind not in _GENERIC_KINDS
        )
        for cost, _, _, i, j in sorted(candidate for candidate in candidates if candidate[0] < 1.0):
            if i in self.left and j in self.right:
                self.pair([i], [j], cost, _how(cost))

    def score(self) -> float:
        """The score: for both sides, the paired weight against the costs and the words left over."""
        kinds = {token.kind for token in self.left.values()} & {token.kind for token in self.right.values()}
        if not self._has_distinctive_pair:
            kinds.add("trade")
        if self._only_generic_pairs and "place" in {over[0].kind for over in (self.left, self.right) if 0 in over}:
            kinds.add("place")
        score = 1.0
        for paired, lost, over in zip(self._paired_weights, self._costs, (self.left, self.right), strict=True):
            if not paired:
                return 0.0
            lacking = sum(
                token.weight * (AGAINST if token.kind in kinds else LEFT_OUT)[token.kind] for token in over.values()
            )
            score *= paired / (paired + lost + lacking)
        return score


def _how(cost: float) -> str:
    if not cost:
        return TRANSLITERATED
    return SLIP if cost > _OCR_COST else "looks the same"


def _heaviest_first(words: Left) -> list[int]:
    """The positions of the words, the heaviest first, in an order that does not depend on the side."""
    return sorted(words, key=lambda position: (-words[position].weight, words[position].raw, position))


def _compare_spellings(ours: str, theirs: str) -> tuple[float, str]:
    """The cost of one spelling of a word for another, and the description of the pair."""
    if ours == theirs:
        return 0.0, "same"
    return (0.0, "another spelling of it") if _is_form_of(ours, theirs) else (_SYNONYM_COST, "the same in other words")


def runs(tokens: Sequence[Token]) -> Iterator[tuple[str, range]]:
    """Two or three neighbouring words as one word, and their positions."""
    raws = [token.raw for token in tokens]
    for first in range(len(raws) - 1):
        run = raws[first]
        for after in range(first + 1, min(first + _MAX_JOINED, len(raws))):
            run += raws[after]
            yield run, range(first, after + 1)


def forms_compatible(ours: Name, theirs: Name) -> bool:
    """Whether the legal forms may belong to one company."""
    our_groups, their_groups = ours.groups - {"company"}, theirs.groups - {"company"}
    return not our_groups or not their_groups or bool(our_groups & their_groups)


def _written_apart(left: Left, right: Left) -> Iterator[tuple[Sequence[int], Sequence[int]]]:
    """Positions where one word on one side is two or three neighbouring words on the other."""
    for flipped, words, other_words in ((False, left, right), (True, right, left)):
        positions = {token.raw: position for position, token in other_words.items()}
        used: set[int] = set()
        for first in list(words):
            for count in range(2, _MAX_JOINED + 1):
                run = range(first, first + count)
                if not all(position in words and position not in used for position in run):
                    break
                partner = positions.pop("".join(words[position].raw for position in run), None)
                if partner is not None:
                    used.update(run)
                    yield ([partner], run) if flipped else (run, [partner])
                    break


def _initialisms(ours: Name, theirs: Name, left: Left, right: Left) -> Iterator[tuple[Sequence[int], Sequence[int]]]:
    """Positions of a word that is written like an abbreviation and equals the initials of the whole other name."""
    for flipped, words, other_words, short_name, long_name in (
        (False, left, right, ours, theirs),
        (True, right, left, theirs, ours),
    ):
        if len(other_words) == len(long_name.tokens) > 2:
            for position, token in words.items():
                if token.raw in short_name.abbreviations and token.raw in long_name.initials:
                    yield (list(other_words), [position]) if flipped else ([position], list(other_words))
                    return
