"""The words of names of persons: how they sound, which are forms of one given name, which are rare, which are one word."""

from __future__ import annotations

import math
import re
from functools import cache, lru_cache

from compliance.screening.names.lexicon import common_surnames, given_names, is_pinyin, person_bearers
from compliance.screening.names.likeness import abjad, edits, is_abjad

_BEGINNINGS = (("ks", "s"), ("x", "s"))
"""Letters at the beginning of a word that stand for a sound there only (*Xi*, *Xenia*)."""
_ENDINGS = ("s", "as", "is", "us", "ius")
"""What Latvian and Lithuanian put behind a given name."""
_MIN_ENDED = 6
"""The fewest letters of a given name with such an ending."""
_SOUNDS = (
    ("shch", "s"), ("sch", "s"), ("tsch", "c"), ("tch", "c"), ("dzh", "j"), ("tzs", "c"), ("kh", "h"), ("gh", "g"), ("sh", "s"), ("zh", "z"),
    ("ch", "c"), ("dj", "j"), ("ph", "f"), ("th", "t"), ("dh", "d"), ("ck", "k"), ("ts", "c"), ("tz", "c"), ("cz", "c"), ("sz", "s"), ("hs", "s"),
    ("qu", "k"), ("q", "k"), ("x", "ks"), ("w", "v"), ("y", "i"),
)  # fmt: skip
_VOWEL_CLASSES = str.maketrans({"e": "i", "o": "u"})
_VOWELS = re.compile("[aiu]+")
_REPEATED = re.compile(r"(.)\1+")
SERVANT_LEFT_OUT = "with and without Abd"
_PATRONYMIC = re.compile(
    r"(?:[oeiy]v(?:ich|ic|itch|yc|yč)|[oeiy]v(?:na|n)|ichna|ovych|evych|ivna|ovici|uly|kyzy|ogly|oglu|ovics)$"
)
_RARITY_OF_LEVEL = {3: 0.0, 2: 0.1, 1: 0.3}
"""How rare the family names of a class of ``surnames.csv`` are."""
_RARITY_OF_GIVEN, _RARITY_OF_PINYIN, _RARITY_OF_SHORT = 0.25, 0.4, 0.3
"""How rare a given name is at most, a word of Chinese syllables, a word of up to three letters."""
_MANY_BEARERS = 200
"""About as many listed persons as bear the commonest name."""
_SLIP, TWO_SLIPS, SOUND, _FORM = 0.85, 0.7, 0.95, 0.93
"""How sure it is that words are one name that differ by a slip, by two, only in spelling, or as forms of it."""


@lru_cache(maxsize=1 << 14)
def sound(word: str) -> str:
    """``word`` as it sounds: the same for the usual transliterations of one word."""
    for letters, letter in _BEGINNINGS:
        if word.startswith(letters):
            word = letter + word[len(letters) :]
    for letters, letter in _SOUNDS:
        if letters in word:
            word = word.replace(letters, letter)
    return _REPEATED.sub(r"\1", word.translate(_VOWEL_CLASSES))


@lru_cache(maxsize=1 << 14)
def skeleton(word: str) -> str:
    """The consonants of a word as it sounds, with the vowel that it begins with."""
    heard = sound(word)
    return _REPEATED.sub(r"\1", heard[:1] + _VOWELS.sub("", heard[1:]))


@cache
def _given_classes() -> dict[str, frozenset[int]]:
    """Spelling -> the given names that it is a form of."""
    classes: dict[str, set[int]] = {}
    for number, spellings in enumerate(given_names()):
        for spelling in spellings:
            classes.setdefault(spelling.replace(" ", ""), set()).add(number)
    return {spelling: frozenset(numbers) for spelling, numbers in classes.items()}


def given_name_keys(word: str) -> frozenset[int]:
    """The numbers of the given names that the word is a form of."""
    classes = _given_classes()
    if word in classes or len(word) < _MIN_ENDED:
        return classes.get(word, frozenset())
    stems = (word.removesuffix(ending) for ending in _ENDINGS if word.endswith(ending))
    return next((classes[stem] for stem in stems if stem in classes), frozenset())


def without_servant(word: str) -> str:
    """*Hanif* of *Abdul Hanif*: what a list or a person may leave out."""
    return word[3:] if word.startswith("abd") and len(word) > _MIN_ENDED else word


@lru_cache(maxsize=1 << 15)
def word_likeness(ours: str, theirs: str) -> tuple[float, str]:
    """How sure it is that both words are one name, and how they are; 0 where they are two."""
    if ours == theirs:
        return 1.0, "same"
    if given_name_keys(ours) & given_name_keys(theirs):
        return _FORM, "a form of the same name"
    if without_servant(ours) == without_servant(theirs):
        return _FORM, SERVANT_LEFT_OUT
    our_sound, their_sound = sound(ours), sound(theirs)
    if our_sound == their_sound:
        return SOUND, "sounds the same"
    shorter, longer = sorted((len(our_sound), len(their_sound)))
    if longer - shorter <= 2 and shorter >= 5 and skeleton(ours) == skeleton(theirs) and len(skeleton(ours)) >= 3:
        return SOUND - 0.05, "sounds the same"
    if is_abjad(ours) != is_abjad(theirs) and abjad(ours) == abjad(theirs):
        return SOUND - 0.05, "the same consonants"
    if min(len(ours), len(theirs)) >= 4:
        limit = 2 if min(len(ours), len(theirs)) >= 9 else 1
        distance = min(edits(ours, theirs, limit), edits(our_sound, their_sound, limit))
        if distance == 1 and max(len(ours), len(theirs)) >= 5:
            return _SLIP, "a spelling slip"
        if distance == limit == 2:
            return TWO_SLIPS, "two spelling slips"
    return 0.0, ""


def is_patronymic(word: str) -> bool:
    """Whether the word is a father's name with an ending (*Ivanovich*, *oglu*)."""
    return _PATRONYMIC.search(word) is not None


@lru_cache(maxsize=1 << 13)
def name_rarity(word: str) -> float:
    """How rare a word of names of persons is: from 0 (borne by tens of millions) to 1 (by few, as far as is known)."""
    rarity = 1 - min(math.log(1 + person_bearers().get(word, 0)) / math.log(_MANY_BEARERS), 1.0)
    if word in common_surnames():
        rarity = min(rarity, _RARITY_OF_LEVEL[common_surnames()[word]])
    if given_name_keys(word) or is_patronymic(word):
        rarity = min(rarity, _RARITY_OF_GIVEN)
    if is_pinyin(word):
        rarity = min(rarity, _RARITY_OF_PINYIN)
    return min(rarity, _RARITY_OF_SHORT) if len(word) <= 3 else rarity


@lru_cache(maxsize=1 << 13)
def is_rare_name(word: str) -> bool:
    """Whether the word is no known given name and no family name that many people or several listed persons bear."""
    return word not in common_surnames() and word not in person_bearers() and not given_name_keys(word)
