"""What is known of the words that names of companies are made of: legal forms, places, trades, brands, rarity.

The tables lie in ``rules/names/``; how each was made stands in the README there. A word is looked up folded (see
``names.fold``), in Latin letters; Chinese words are looked up as they are written, in simplified characters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain
from typing import Literal, cast

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
"""Where a legal form may stand: anywhere, and what follows is noise (``closes``); at the end only; at either end."""
_LONG = 7
"""Letters of a word of the tables that is still known with one slip in it."""


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


@dataclass(frozen=True, slots=True)
class Lexeme:
    """What a spelling stands for: words of one kind; of a legal form its class, its group and where it may stand."""

    kind: Kind
    words: tuple[str, ...]
    group: str = ""
    where: Where = "any"


@dataclass(frozen=True)
class Lexicon:
    """``spelled``: folded spelling -> meaning; ``longest``: its first word -> the most words of such a spelling.

    ``han``: Chinese (or Korean, Japanese) spelling -> the same in Latin letters, and its kind;
    ``families``: word -> families of companies that bear it, where they are more than one.
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
        meant = Lexeme("form", (form,), group, cast(Where, where))
        for spelling in dict.fromkeys(glued for each in (form, *spellings.split(";")) for glued in _glued(each)):
            spelled.setdefault(spelling, meant)
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


@cache
def _words() -> frozenset[str]:
    return frozenset(word for spelling in lexicon().spelled for word in spelling.split(" "))


@cache
def _by_ends() -> dict[str, list[str]]:
    """The long words of the tables by their first and by their last letters: a slip leaves one of both as it was."""
    found: dict[str, list[str]] = {}
    spelled = (spelling for spelling, meant in lexicon().spelled.items() if meant.kind != "place")
    words = {word for spelling in spelled for word in spelling.split(" ")}
    for word in sorted(word for word in words if len(word) >= _LONG and not is_pinyin(word)):
        found.setdefault(f"{word[:3]}-", []).append(word)
        found.setdefault(f"-{word[-3:]}", []).append(word)
    return found


@lru_cache(maxsize=1 << 13)
def mended(word: str) -> str:
    """``word``, or the long word of the tables that it is but for one slip, where nobody knows it as a word itself."""
    table = lexicon()
    if len(word) < _LONG - 1 or word in table.families or word in _words() or not word.isascii():
        return word
    ends = _by_ends()
    near = chain(ends.get(f"{word[:3]}-", ()), ends.get(f"-{word[-3:]}", ()))
    return next((each for each in near if one_slip(word, each)), word)


def one_slip(one: str, other: str) -> bool:
    """Whether one letter more, less or else, or two exchanged, make one word of the other."""
    more = len(one) - len(other)
    if not -1 <= more <= 1:
        return False
    at = next(
        (at for at, (mine, its) in enumerate(zip(one, other, strict=False)) if mine != its), min(len(one), len(other))
    )
    if more > 0:
        return one[at + 1 :] == other[at:]
    if more < 0:
        return one[at:] == other[at + 1 :]
    return one[at + 1 :] == other[at + 1 :] or (one[at + 2 :], one[at + 1 : at + 2], one[at]) == (
        other[at + 2 :],
        other[at],
        other[at + 1 : at + 2],
    )


def _glued(spelling: str) -> list[str]:
    """``spelling``, and its long words run together in every way."""
    first, _, rest = spelling.partition(" ")
    if not rest:
        return [spelling]
    after = _glued(rest)
    return [f"{first} {each}" for each in after] + [f"{first}{each}" for each in after if len(first) > 4]


@cache
def simplified() -> dict[int, str]:
    """Traditional Chinese characters -> simplified ones, for ``str.translate``."""
    traditional, simple = _lines("simplified.txt")
    return dict(zip(map(ord, traditional), simple, strict=True))


def _lines(name: str) -> list[str]:
    return (RULES / "names" / name).read_text("utf-8").splitlines()


def _rows(name: str) -> list[list[str]]:
    return [line.split(",") for line in _lines(f"{name}.csv")[1:]]
