"""Compares names of natural persons, word by word, with the reasons.

The order of family and given names does not matter, nor do titles, particles and accents. A middle name, a patronymic or a
second family name that only one side has costs little, one that differs on both sides speaks against. Words are the
same if they are spelled so, if they are forms of one given name (*Bill*, *William*), if they sound the same however they are
transliterated (*Yusuf*, *Youssef*), or if they differ by a slip; an initial stands for a word that begins with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from compliance.screening.names.folding import plain
from compliance.screening.names.lexicon import people_words, simplified
from compliance.screening.names.likeness import edits
from compliance.screening.names.person_words import (
    SERVANT_LEFT_OUT,
    SOUND,
    TWO_SLIPS,
    given_name_keys,
    is_patronymic,
    is_rare_name,
    skeleton,
    sound,
    word_likeness,
)
from compliance.screening.names.romanising import person_readings
from compliance.screening.names.tokens import parse

INITIAL = "an initial"
MIN_LIKENESS = 0.6
"""The lowest score of names that may be one person's."""
MAX_WORDS = 10
"""The most words that the name of a person has."""

_COMMA = re.compile(r"^([^,]+),\s*([^,]+)$")
_WORDS = re.compile(r"[^\W_]+(?:['’ʼ‘`´][^\W_]+)*")
_CAPITAL = re.compile(r"(?<=[a-z]{3})(?=[A-Z][a-z]{2})")
"""Between two words that are run together."""
_WITHOUT_LETTERS = re.compile("[\u4e00-\u9fff]+|[\uac00-\ud7a3]+")
_DIGITS = str.maketrans("0134579", "oieasgg")
"""What figures within a word stand for: a scanner, or somebody who hides a name, put them there."""
_FIGURE_IN_WORD = re.compile(r"(?=\w*[^\W\d_]\w*[^\W\d_])\w+")
"""A word of two letters or more, whatever figures it has."""
_VOWEL_LETTERS = frozenset("AEIOUY")
_JOINING = re.compile(r"(?<=\w)[-‐‑–](?=\w)")
_SERVANT = re.compile(r"^(?:abd|abdul|abdal|abdel|abdol|abdoul|abdu|abdur|abdus|abdul-)$")
_PREFIXES = frozenset(("abu", "abou", "umm", "um"))
_INITIALS_OF = {
    "y": "yj",
    "j": "jyi",
    "i": "iyj",
    "e": "ey",
    "k": "kcq",
    "c": "cks",
    "s": "sc",
    "v": "vw",
    "w": "wv",
    "g": "gh",
    "h": "hgk",
}
"""Letters with which another transliteration of a name may begin."""
_LAST_SLIP, _INITIAL = 0.65, 0.5
_ALONE = 0.62
"""The score of a rare family name alone."""
_ONE_SIDED = 0.93
"""The factor for each word that only one of the names has."""
_MANY, _MANY_ONE_SIDED = 3, 0.7
"""From how many such words on the names are hardly one person's, where fewer than that are shared; and the factor for it."""
_CONFLICT = 0.55
"""The factor for each word that differs on both sides."""


class PersonWord(NamedTuple):
    """One word of a name: as it is compared, how it sounds, and whether it is an initial, a patronymic or a family name."""

    text: str
    sound: str
    initial: bool = False
    patronymic: bool = False
    family: bool = False


class PersonName(NamedTuple):
    """One reading of a name; ``ordered`` where the order of its words is part of it (*A bin B*); ``written`` are its
    characters, where it is written in Chinese or in Korean ones.
    """

    words: tuple[PersonWord, ...]
    ordered: bool = False
    written: str = ""


_SERVANT_ALONE = PersonWord("abd", "abd")


class PersonPair(NamedTuple):
    """Words of both names that were paired, how, and how surely (from 0 to 1)."""

    ours: str
    theirs: str
    how: str
    likeness: float
    family: bool = False


class PersonLikeness(NamedTuple):
    """``score``, the pairs, the words left over on either side, and whether the words of an ordered name are exchanged."""

    score: float
    pairs: tuple[PersonPair, ...]
    ours: tuple[PersonWord, ...]
    theirs: tuple[PersonWord, ...]
    exchanged: bool = False


@lru_cache(maxsize=1 << 13)
def parse_person(text: str) -> tuple[PersonName, ...]:
    """Every reading of ``text`` as the name of a person; empty where it holds no word."""
    names: dict[PersonName, None] = {}
    written = text.translate(simplified()).strip()
    written = written if _WITHOUT_LETTERS.fullmatch(written) else ""
    for reading in person_readings(text):
        comma = _COMMA.match(reading.strip())
        family, given = (comma[1], comma[2]) if comma else ("", reading)
        family_words, family_ordered = _words(family)
        given_words, ordered = _words(given)
        words = (*(word._replace(family=True) for word in family_words), *given_words)
        if words:
            names.setdefault(PersonName(words, not comma and (ordered or family_ordered), written))
    return tuple(names)


def _words(text: str) -> tuple[tuple[PersonWord, ...], bool]:
    """The words without titles and particles, and whether a particle gives them an order."""
    titles, particles = people_words("title"), people_words("particle")
    connectors = people_words("connector")
    words: list[PersonWord] = []
    prefix = ""
    ordered = False
    parts = [
        word
        for part in _WORDS.findall(_CAPITAL.sub(" ", _JOINING.sub(" ", text)))
        for word in _parts(part, shouted=text.isupper())
    ]
    for position, part in enumerate(parts):
        if _SERVANT.match(part):
            prefix = "abd"
        elif part in _PREFIXES:
            prefix = "abu"
        elif part in connectors:
            # A connector that stands first or last connects nothing.
            ordered = ordered or (bool(words) and position + 1 < len(parts))
        elif part in particles or (part in titles and len(parts) > 1) or part.isdigit():
            continue
        else:
            word = f"{prefix}{part}"
            prefix = ""
            initial = len(part) == 1 and part.isascii() and len(parts) > 1
            patronymic = position > 0 and is_patronymic(part)
            words.append(PersonWord(_joined(word), sound(_joined(word)), initial, patronymic))
    if prefix:
        words.append(PersonWord(prefix, sound(prefix)))
    return tuple(words), ordered


def _parts(written: str, *, shouted: bool) -> list[str]:
    """The folded words of a run of letters; figures that a scanner put for letters are letters, capitals are initials."""
    if any(map(str.isdigit, written)) and any(map(str.isalpha, written)):
        written = written.translate(_DIGITS)
    if not shouted and 1 < len(written) <= 3 and written.isupper() and not _VOWEL_LETTERS & set(written):
        return list(written.casefold())
    return plain(written).split()


_SERVANT_WORD = re.compile(r"^abd(?:ul|al|el|ol|oul|ur|us|ar|u|a)?(?=[a-z]{4})")


def _joined(word: str) -> str:
    """*Abdulrahman*, *Abdurrahman* and *Abd al-Rahman* as one word; *Saifuddin* as it sounds apart."""
    return _SERVANT_WORD.sub("abd", word) if word.startswith("abd") else word


def person_likeness(ours: PersonName, theirs: PersonName) -> PersonLikeness:
    """The likeness of two names of persons."""
    pairs: list[tuple[int, int, PersonPair]] = []
    left = dict(enumerate(ours.words))
    right = dict(enumerate(theirs.words))
    for i, j, pair in sorted(_possible(left, right), key=lambda item: (-item[2].likeness, item[0], item[1])):
        if i in left and j in right:
            del left[i], right[j]
            pairs.append((i, j, pair))
    if left and right:
        for our_places, their_places, pair in list(_run_together(left, right)):
            if our_places <= left.keys() and their_places <= right.keys():
                for place in our_places:
                    del left[place]
                for place in their_places:
                    del right[place]
                pairs.append((min(our_places), min(their_places), pair))
    if len(left) == len(right) == 1 and sum(pair.likeness == 1 for *_, pair in pairs) > 1:
        (i, mine), (j, other) = *left.items(), *right.items()
        if _may_be_slip(mine.text, other.text):
            pairs.append((i, j, PersonPair(mine.text, other.text, "a spelling slip beside equal names", _LAST_SLIP)))
            left, right = {}, {}
    for side, is_longer in ((left, True), (right, False)):
        # *Abd* is a word of its own where the other name has another one in its place.
        side |= {
            -1 - place: _SERVANT_ALONE
            for place, (*_, pair) in enumerate(pairs)
            if pair.how == SERVANT_LEFT_OUT and (len(pair.ours) > len(pair.theirs)) is is_longer
        }
    exchanged = (
        ours.ordered
        and theirs.ordered
        and [i for i, *_ in sorted(pairs)] != [i for i, _, _ in sorted(pairs, key=lambda item: item[1])]
    )
    kept = tuple(pair for _, _, pair in sorted(pairs))
    score = _score(kept, tuple(left.values()), tuple(right.values())) * (_CONFLICT if exchanged else 1.0)
    if ours.written and theirs.written and ours.written != theirs.written and _is_korean(ours) is _is_korean(theirs):
        # Other characters of the same sound are another name.
        score *= _CONFLICT
    if len(pairs) == 1 and (left or right):
        i, j, pair = pairs[0]
        longer, place = (ours.words, i) if left else (theirs.words, j)
        # A family name alone is a question, a given name alone is none.
        is_family = pair.family or (place == len(longer) - 1 and not any(word.family for word in longer))
        score = _ALONE if is_family and not (left and right) and _is_rare(pair) else 0.0
    return PersonLikeness(score, kept, tuple(left.values()), tuple(right.values()), exchanged)


def _is_korean(name: PersonName) -> bool:
    return name.written > "\uac00"


def _may_be_slip(ours: str, theirs: str) -> bool:
    """Whether the only word that differs may be a slip, where two others are equal: looser than ``word_likeness``."""
    shorter = min(len(ours), len(theirs))
    return shorter >= 4 and edits(ours, theirs, 2) <= (2 if shorter >= 6 and ours[0] == theirs[0] else 1)


def _possible(left: dict[int, PersonWord], right: dict[int, PersonWord]) -> Iterator[tuple[int, int, PersonPair]]:
    for (i, ours), (j, theirs) in product(left.items(), right.items()):
        if ours.initial or theirs.initial:
            if ours.text == theirs.text or _may_begin(ours.text, theirs.text):
                yield i, j, PersonPair(ours.text, theirs.text, INITIAL, _INITIAL)
            continue
        likeness, how = word_likeness(ours.text, theirs.text)
        if likeness:
            yield i, j, PersonPair(ours.text, theirs.text, how, likeness, ours.family or theirs.family)


def _may_begin(ours: str, theirs: str) -> bool:
    initial, word = sorted((ours, theirs), key=len)
    return word[0] in _INITIALS_OF.get(initial, initial)


def _run_together(
    left: dict[int, PersonWord], right: dict[int, PersonWord]
) -> Iterator[tuple[frozenset[int], frozenset[int], PersonPair]]:
    """Two or three neighbouring words of one name that are one word of the other."""
    for flipped, words, others in ((False, left, right), (True, right, left)):
        runs = list(_runs(words))
        for place, other in others.items() if runs else ():
            for run, joined in runs:
                heard = skeleton(joined)
                if joined == other.text or (len(joined) > 5 and len(heard) > 2 and heard == skeleton(other.text)):
                    pair = PersonPair(joined, other.text, "written apart", SOUND)
                    sides = run, frozenset((place,))
                    yield (sides[1], sides[0], pair) if flipped else (*sides, pair)


def _runs(words: dict[int, PersonWord]) -> Iterator[tuple[frozenset[int], str]]:
    """Two or three neighbouring words: their positions, and what they are as one."""
    for first, word in words.items():
        joined = word.text
        for position in (first + 1, first + 2):
            if position not in words:
                break
            joined += words[position].text
            yield frozenset(range(first, position + 1)), joined


def _score(pairs: Sequence[PersonPair], ours: Sequence[PersonWord], theirs: Sequence[PersonWord]) -> float:
    """1 for the same words; a family name or two words must be in common, and an initial alone is nothing."""
    whole = [pair for pair in pairs if pair.how != INITIAL and pair.likeness > TWO_SLIPS]
    if not whole:
        return 0.0
    score = 1.0
    for pair in pairs:
        score *= 0.9 if pair.how == INITIAL else pair.likeness
    both = min(len(ours), len(theirs))
    one_sided = max(len(ours), len(theirs)) - both
    if one_sided - sum(word.patronymic for word in (*ours, *theirs)) >= _MANY > len(pairs):
        score *= _MANY_ONE_SIDED
    return score * _CONFLICT**both * _ONE_SIDED**one_sided


def _is_rare(pair: PersonPair) -> bool:
    return pair.likeness == 1.0 and len(pair.ours) > 5 and is_rare_name(pair.ours)


def _without_title(text: str) -> str:
    """``text`` without the titles at its beginning, which may be words of companies as well (*General*)."""
    titles = people_words("title")
    words = text.split()
    while len(words) > 1 and plain(words[0]).strip() in titles:
        del words[0]
    return " ".join(words)


@lru_cache(maxsize=1 << 13)
def may_be_person(text: str) -> bool:
    """Whether ``text`` may be the name of a person: few words, no figure, no legal form, no trade."""
    if any(map(str.isdigit, _FIGURE_IN_WORD.sub("", text))):
        return False
    names = parse_person(text)
    if not any(1 <= len(name.words) <= MAX_WORDS for name in names):
        return False
    readings = parse(_without_title(text))
    return not any(reading.forms for reading in readings) and any(
        all(token.kind in ("word", "small", "place", "common") for token in reading.tokens) for reading in readings
    )


@lru_cache(maxsize=1 << 13)
def looks_like_person(text: str) -> bool:
    """Whether ``text`` is the name of a person by its shape: two to four words, no trade or place, and a given name."""
    if not may_be_person(text) or not any(2 <= len(name.words) <= 4 for name in parse_person(text)):
        return False
    if any(token.kind != "word" for reading in parse(text)[:1] for token in reading.tokens if len(token.raw) > 3):
        return False
    return any(given_name_keys(word.text) for name in parse_person(text) for word in name.words if len(word.text) > 2)
