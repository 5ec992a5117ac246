"""A name taken apart: its words, what kind each is and how much it tells, its legal forms, its initials.

A word weighs by how many families of companies bear it (a family counted once, however many entries a list has of
it); trades and places weigh little, small words nothing.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import NamedTuple

from compliance.screening.names.folding import plain
from compliance.screening.names.lexicon import NUMBERS, ROMAN, TENS, Kind, Lexeme, lexicon, mended, one_slip
from compliance.screening.names.romanising import readings

LONGEST = 400
"""Characters of a name that are read; no company has a longer one."""

WEIGHTS: dict[Kind, float] = {"common": 0.9, "trade": 0.4, "place": 0.5, "number": 1.2, "series": 0.3, "small": 0.05}
_WORD = 2.0
_COMMON = 0.28
"""What each e-fold more families takes from a word's weight."""
_SHORT = {1: 0.4, 2: 1.0, 3: 1.5}
_LEAST = 0.6
_BEHIND = 0.25
"""What a word is worth that stands behind the legal form: branch, address."""

_ALSO = re.compile(
    r"(?i)[\s,;(]+(?:a\.?k\.?a\.?|f\.?k\.?a\.?|d\.?b\.?a\.?|d/b/a|t/a|formerly(?: known as)?|also known as|previously|trading as|doing business as|aka|曾用名|又名)[\s,:.]+"
)
_SUCCESSORS = re.compile(r"(?i)[;,]?\s*and any (?:successor|sub-?unit|subsidiar).*")
_BRACKETED = re.compile(r"[(（\[【]([^()（）\[\]【】]*)[)）\]】]")
_ACADEMY = re.compile(
    r"(?i:(?:chinese|russian) academy of sciences(?:['’]s?)?)|\b(?:CAS|RAS)\b|中国科学院|中國科學院|中科院"
)
"""A body whose institutes are written with and without it."""
_UNDER = re.compile(r"(?i)\b(?:institution|subsidiary|branch|division)\s*:\s*")
_WITHIN = re.compile(r",\s+")
"""What stands between a parent and its company that is meant."""
_BROKEN = re.compile(r"\s*(?:[,;\n|]|\s[-–—]\s)\s*")
_GLUED = re.compile(r"(?<=[a-z])(?=(?:AG|GmbH|LLC|Ltd|LTD|Inc|INC|Corp|OOO|JSC|Co)\b)")
_INITIALS = re.compile(r"\b[A-Z]{4,10}\b")
_FIGURES = (str.maketrans("01583", "olsbe"), str.maketrans("01583", "oisbe"))
_ORDINAL = re.compile(r"0*(\d+)(?:st|nd|rd|th|go|ya|yy)?")


class Token(NamedTuple):
    """One word: in the form that is compared, as it is spelled (folded), its kind, and how much it tells."""

    text: str
    raw: str
    kind: Kind
    weight: float


class Name(NamedTuple):
    """One reading of a name. ``groups`` are those of its legal forms; ``initials`` what it may be abbreviated to;
    ``shorts`` those of its words that are written like an abbreviation."""

    tokens: tuple[Token, ...]
    forms: tuple[str, ...]
    groups: frozenset[str]
    initials: frozenset[str]
    shorts: frozenset[str]


@lru_cache(maxsize=1 << 13)
def parse(text: str) -> tuple[Name, ...]:
    """Every way to read ``text``: scripts, former names, what stands in brackets. Empty where it names nothing."""
    found: dict[Name, None] = {}
    for part in _parts(text[:LONGEST]):
        for reading in readings(part):
            name = _parse(reading)
            if name.tokens:
                # Whoever writes another script abbreviates in it.
                found.setdefault(name if reading == part else name._replace(initials=frozenset()))
    return tuple(found)


def _parts(text: str) -> list[str]:
    found = []
    for part in _ALSO.split(_SUCCESSORS.sub("", text)):
        found.append(part)
        for inside in _BRACKETED.findall(part):
            if any(token.kind == "word" for reading in readings(inside) for token in _parse(reading).tokens):
                found += [_BRACKETED.sub(" ", part), inside]
        found += _UNDER.split(part)[1:]
        for company in _WITHIN.split(part, 1)[1:]:
            name = _parse(company)
            if name.forms and any(token.kind == "word" for token in name.tokens):
                found.append(company)
        without = _ACADEMY.sub(" ", part)
        if without != part and any(len(_parse(reading).tokens) > 3 for reading in readings(without)):
            found.append(without)
        head, *rest = _BROKEN.split(part, 1)
        if rest and any(map(str.isdigit, rest[0])):
            found.append(head)
    return found


def _parse(text: str) -> Name:
    words = _read(_words(plain(_GLUED.sub(" ", text))))
    tokens: list[Token] = []
    forms: list[str] = []
    groups: set[str] = set()
    initials: list[str] = []
    noise = 1.0
    place = 0
    while place < len(words):
        word = words[place]
        length, known = _known(words, place)
        spelled = " ".join(words[place : place + length])
        if known and known.kind == "form" and _stands(known, words, place, length, begun=bool(tokens)):
            forms.append(known.words[0])
            groups.add(known.group)
            initials.append("C" if known.group == "company" else "")
            if known.where == "closes" and tokens:
                noise = _BEHIND
        elif known and known.kind != "form":
            for each in known.words:
                raw = spelled if len(known.words) == 1 else each
                tokens.append(Token(each, raw, known.kind, WEIGHTS[known.kind] * noise))
            initials += [f".{each[0]}" if known.kind == "small" else each[0] for each in spelled.split()]
        else:
            length = 1
            token = _token(word, begins=not place)
            tokens.append(token._replace(weight=token.weight * noise) if noise != 1 else token)
            initials.append(word[0] if token.kind != "small" else f".{word[0]}")
        place += length
    return Name(tuple(tokens), tuple(forms), frozenset(groups), _initials(initials), _shorts(text))


def _known(words: list[str], place: int) -> tuple[int, Lexeme | None]:
    """The longest spelling of the tables that begins at this word."""
    table = lexicon()
    for length in range(min(table.longest.get(words[place], 0), len(words) - place), 0, -1):
        known = table.spelled.get(" ".join(words[place : place + length]))
        if known:
            return length, known
    return 1, None


def _read(words: list[str]) -> list[str]:
    """The words, those put right that a scanner tore apart or took letters for figures in, if they are then known."""
    table = lexicon().spelled
    found: list[str] = []
    merged = False
    for before, word, after in zip(("", *words), words, (*words[1:], ""), strict=False):
        whole = before + word if not merged and min(len(word), len(before)) > 1 else ""
        merged = whole in table and not (word in table and before in table)
        if merged:
            found[-1] = whole
        elif after == "stock" and one_slip(word, "joint"):
            found.append("joint")
        elif found[-1:] == ["joint"] and one_slip(word, "stock"):
            found.append("stock")
        elif word.isalpha() or word.isdigit():
            found.append(mended(word))
        else:
            seen = (word.translate(figures) for figures in _FIGURES)
            found.append(next((each for each in seen if each in table), word))
    return found


def _stands(form: Lexeme, words: list[str], place: int, length: int, *, begun: bool) -> bool:
    """Whether the spelling of a legal form is one at this place; behind the last one there may be places and branches."""
    if form.where in ("any", "closes"):
        return begun or place + length < len(words)
    if form.where == "ends" and place == 0:
        return any(map(_names, words[length:]))
    place += length
    while place < len(words):
        length, known = _known(words, place)
        if known is None or known.kind not in ("place", "small"):
            return False
        place += length
    return begun


def _names(word: str) -> bool:
    """Whether the word is more than a trade, a place or a form: *KK International Traders* begins with its name."""
    known = lexicon().spelled.get(word)
    return known is None or known.kind == "common"


def _words(folded: str) -> list[str]:
    """The words, single letters that follow each other joined: ``s r o`` is ``sro``; numbers in figures."""
    words: list[str] = []
    run = ""
    for read in folded.split():
        word = read
        if len(word) == 1 and word.isalpha():
            run += word
            continue
        words += _run(run)
        run = ""
        if words and words[-1] in TENS and (word in NUMBERS or word in "123456789"):
            word = str(NUMBERS[words.pop()] + int(NUMBERS.get(word, word)))
        words.append(word)
    return words + _run(run)


def _run(letters: str) -> list[str]:
    """Single letters that follow each other: one word, but for a legal form at the end (*X L.P.*)."""
    spelled = lexicon().spelled
    if len(letters) > 2 and letters not in spelled and letters[1:] in spelled:
        return [letters[0], letters[1:]]
    return [letters] if letters else []


@lru_cache(maxsize=1 << 13)
def _token(word: str, *, begins: bool) -> Token:
    if word in ROMAN and not begins:
        return Token(ROMAN[word], word, "series", WEIGHTS["series"])
    if word in NUMBERS:
        return Token(str(NUMBERS[word]), word, "number", WEIGHTS["number"])
    if (number := _ORDINAL.fullmatch(word)) and word.isascii():
        return Token(number[1], word, "number", WEIGHTS["number"])
    return Token(word, word, "word", weight(word))


def weight(word: str) -> float:
    """How much a word tells that is neither trade nor place."""
    told = _WORD - _COMMON * math.log(lexicon().families.get(word, 1))
    return min(max(told, _LEAST), _SHORT.get(len(word), told))


def _initials(letters: list[str]) -> frozenset[str]:
    """What the words may be abbreviated to: with and without legal form (capitals here) and small words (with a dot)."""
    bare = formed = small = ""
    for letter in letters:
        if letter.islower():
            small += letter[-1]
        if len(letter) == 1:
            formed += letter.lower()
            bare += letter if letter.islower() else ""
    return frozenset(each for each in (bare, formed, small) if 4 <= len(each) <= 10)


def _shorts(text: str) -> frozenset[str]:
    found = _INITIALS.findall(text)
    if text.upper() == text and found != [text.strip()]:
        found = [each for each in found if len(each) > 5 or sum(map(each.count, "AEIOU")) <= 1]
    return frozenset(map(str.casefold, found))
