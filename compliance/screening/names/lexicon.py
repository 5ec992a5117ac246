"""Tables of the words in names of companies: legal forms, places, trades, brands, rarity.

The tables are in ``rules/names/``; the README there says how each was made. Words are looked up folded (see
``folding.fold``) in Latin letters; Chinese words as they are written, in simplified characters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain
from typing import Literal, NamedTuple, cast

from compliance.io.resources import RULES

Kind = Literal["word", "common", "trade", "place", "number", "series", "form", "small"]

_UNITS = (
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
)
_ORDINALS = (
    "zeroth",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
)
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}  # fmt: skip
NUMBERS = {word: value for words in (_UNITS, _ORDINALS) for value, word in enumerate(words)} | _TENS
TENS = frozenset(_TENS)
ROMAN = {word: str(value) for value, word in enumerate(
    ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi", "xvii", "xviii", "xix", "xx"), 1)}  # fmt: skip

_KINDS: tuple[Kind, ...] = ("place", "trade", "common", "small")
Where = Literal["any", "closes", "end", "ends"]
"""Where a legal form may occur: anywhere, anywhere with only noise behind it (``closes``), at the end, at either end."""
_MIN_LONG_WORD = 7
"""The fewest letters of a word that is recognised despite one slip."""


_SYLLABLE = (
    "a|ai|an|ang|ao|e|en|er|ou"
    "|[bpm](?:a|ai|an|ang|ao|ei|en|eng|i|ian|iao|ie|in|ing|o|u)|[mf]ou|me|miu|f(?:a|an|ang|ei|en|eng|o|u)"
    "|[dt](?:a|ai|an|ang|ao|e|eng|i|ian|iao|ie|ing|ong|ou|u|uan|ui|un|uo)|dei|diu"
    "|[nl](?:a|ai|an|ang|ao|e|ei|eng|i|ian|iang|iao|ie|in|ing|iu|ong|ou|u|uan|uo|v|ve|ue)|nen|lia|lun"
    "|[gkh](?:a|ai|an|ang|ao|e|ei|en|eng|ong|ou|u|ua|uai|uan|uang|ui|un|uo)"
    "|[jqx](?:i|ia|ian|iang|iao|ie|in|ing|iong|iu|u|uan|ue|un)"
    "|(?:[zcs]h?|r)(?:a|ai|an|ang|ao|e|ei|en|eng|i|ong|ou|u|ua|uai|uan|uang|ui|un|uo)"
    "|y(?:a|an|ang|ao|e|i|in|ing|ong|ou|u|uan|ue|un)|w(?:a|ai|an|ang|ei|en|eng|o|u)"
)
_PINYIN = re.compile(f"(?:{_SYLLABLE}){{2,}}")
_ONE_SYLLABLE = re.compile(_SYLLABLE)


@dataclass(frozen=True, slots=True)
class Lexeme:
    """The meaning of a spelling: words of one kind; of a legal form its class, its group and where it may occur."""

    kind: Kind
    words: tuple[str, ...]
    group: str = ""
    where: Where = "any"


@dataclass(frozen=True)
class Lexicon:
    """``spelled``: folded spelling -> meaning; ``longest``: its first word -> the most words of such a spelling.

    ``han``: Chinese (or Korean, Japanese) spelling -> the same in Latin letters, and its kind;
    ``families``: word -> families of companies that use it, where there are several.
    """

    spelled: dict[str, Lexeme]
    longest: dict[str, int]
    han: dict[str, tuple[str, Kind]]
    families: dict[str, int]


@cache
def lexicon() -> Lexicon:
    """The tables, read once."""
    spelled: dict[str, Lexeme] = {}
    han: dict[str, tuple[str, Kind]] = {}
    for form, group, where, spellings in _rows("forms"):
        lexeme = Lexeme("form", (form,), group, cast(Where, where))
        for spelling in dict.fromkeys(
            variant for text in (form, *spellings.split(";")) for variant in _run_together(text)
        ):
            spelled.setdefault(spelling, lexeme)
            if not spelling.isascii():
                han[spelling] = (form, "form")
    for kind in _KINDS:
        for word, spellings, written in _rows(f"{kind}s"):
            meaning = Lexeme(kind, tuple(word.split()))
            for spelling in (word, *spellings.split(";")):
                spelled.setdefault(spelling, meaning)
            for spelling in filter(None, written.split(";")):
                han[spelling] = (word, kind)
    for brand, written in _rows("brands"):
        for spelling in written.split(";"):
            han[spelling] = (brand, "word")
    longest: dict[str, int] = {}
    for spelling in spelled:
        first, *rest = spelling.split(" ")
        longest[first] = max(longest.get(first, 0), 1 + len(rest))
    families = {word: int(count) for word, count in _rows("families")}
    return Lexicon(spelled, longest, han, families)


@lru_cache(maxsize=1 << 13)
def is_pinyin(word: str) -> bool:
    """Whether ``word`` may be two or more Chinese syllables."""
    return _PINYIN.fullmatch(word) is not None


def is_syllable(word: str) -> bool:
    """Whether ``word`` is one Chinese syllable in pinyin."""
    return _ONE_SYLLABLE.fullmatch(word) is not None


def syllable_rows() -> list[list[str]]:
    """System, syllable in it, and the syllables in pinyin that it may stand for."""
    return _rows("syllables")


@cache
def _words() -> frozenset[str]:
    return frozenset(word for spelling in lexicon().spelled for word in spelling.split(" "))


@cache
def _by_ends() -> dict[str, list[str]]:
    """The long words of the tables by their first and by their last letters: one slip leaves one of the two intact."""
    by_ends: dict[str, list[str]] = {}
    spelled = (spelling for spelling, lexeme in lexicon().spelled.items() if lexeme.kind != "place")
    words = {word for spelling in spelled for word in spelling.split(" ")}
    for word in sorted(word for word in words if len(word) >= _MIN_LONG_WORD and not is_pinyin(word)):
        by_ends.setdefault(f"{word[:3]}-", []).append(word)
        by_ends.setdefault(f"-{word[-3:]}", []).append(word)
    return by_ends


@lru_cache(maxsize=1 << 13)
def corrected(word: str) -> str:
    """``word``, or where it is not a known word, the long word of the tables that differs from it by one slip."""
    table = lexicon()
    if len(word) < _MIN_LONG_WORD - 1 or word in table.families or word in _words() or not word.isascii():
        return word
    ends = _by_ends()
    candidates = chain(ends.get(f"{word[:3]}-", ()), ends.get(f"-{word[-3:]}", ()))
    return next((candidate for candidate in candidates if differ_by_one_slip(word, candidate)), word)


def differ_by_one_slip(first: str, second: str) -> bool:
    """Whether one letter added, dropped or changed, or two exchanged, turn one word into the other."""
    difference = len(first) - len(second)
    if not -1 <= difference <= 1:
        return False
    position = next(
        (
            position
            for position, (letter, other_letter) in enumerate(zip(first, second, strict=False))
            if letter != other_letter
        ),
        min(len(first), len(second)),
    )
    if difference > 0:
        return first[position + 1 :] == second[position:]
    if difference < 0:
        return first[position:] == second[position + 1 :]
    return first[position + 1 :] == second[position + 1 :] or (
        first[position + 2 :],
        first[position + 1 : position + 2],
        first[position],
    ) == (
        second[position + 2 :],
        second[position],
        second[position + 1 : position + 2],
    )


def _run_together(spelling: str) -> list[str]:
    """``spelling``, and every variant with long words run together."""
    first, _, rest = spelling.partition(" ")
    if not rest:
        return [spelling]
    variants = _run_together(rest)
    return [f"{first} {variant}" for variant in variants] + [
        f"{first}{variant}" for variant in variants if len(first) > 4
    ]


@cache
def cut_words(kind: str) -> tuple[str, ...]:
    """The words of this kind (``role``, ``agent``, ``contact``) at which a text is cut, in all languages."""
    return tuple(word for row_kind, _, words in _rows("cuts") if row_kind == kind for word in words.split(";"))


@cache
def ordinary_words() -> dict[str, int]:
    """Word -> companies that bear it among those that are on no list, where they are two or more."""
    return {word: int(count) for word, count in _rows("ordinary")}


@cache
def everyday_words() -> frozenset[str]:
    """Words of which companies everywhere make their names."""
    return frozenset(word for _, words in _rows("everyday") for word in words.split(";"))


def ordinary_bearers(word: str) -> int:
    """How many unrelated companies are known to bear this word, those on lists and others."""
    return lexicon().families.get(word, 0) + ordinary_words().get(word, 0)


def weight_rows() -> list[list[str]]:
    """Model, feature, weight, and the words for it, of each feature that a probability rests on."""
    return _rows("weights")


@cache
def given_names() -> tuple[tuple[str, ...], ...]:
    """The spellings and short forms of each given name."""
    return tuple((name, *spellings.split(";")) for name, spellings in _rows("given"))


@cache
def people_words(kind: str) -> frozenset[str]:
    """The words of this kind (``title``, ``particle``, ``connector``) in names of persons, in all languages."""
    return frozenset(word for row_kind, _, words in _rows("people") if row_kind == kind for word in words.split(";"))


@cache
def written_names() -> dict[str, str]:
    """Names of persons in scripts that write no vowels -> the same in Latin letters."""
    rows = (words for kind, _, words in _rows("people") if kind == "written")
    return dict(entry.split("=") for words in rows for entry in words.split(";"))


@cache
def common_surnames() -> dict[str, int]:
    """Family name -> how many people bear it, as a class from 1 (many) to 3 (tens of millions)."""
    return {word: int(level) for level, words in _rows("surnames") for word in words.split(";")}


@cache
def person_bearers() -> dict[str, int]:
    """Word -> listed persons that bear it, where they are several."""
    return {word: int(count) for word, count in _rows("persons")}


class Registered(NamedTuple):
    """The name in English of a company with a Chinese one; whether a source for it was read."""

    name: str
    is_sourced: bool


@cache
def registered_names() -> dict[str, Registered]:
    """Registered Chinese name, in simplified characters without brackets -> the name in English."""
    rows = (line.split(",", 3) for line in _lines("registered.csv")[1:])
    return {chinese: Registered(name, confidence != "recalled") for chinese, confidence, _, name in rows}


@cache
def simplified() -> dict[int, str]:
    """Traditional Chinese characters -> simplified ones, for ``str.translate``."""
    traditional, simple = _lines("simplified.txt")
    return dict(zip(map(ord, traditional), simple, strict=True))


def _lines(name: str) -> list[str]:
    return (RULES / "names" / name).read_text("utf-8").splitlines()


def _rows(name: str) -> list[list[str]]:
    return [line.split(",") for line in _lines(f"{name}.csv")[1:]]
