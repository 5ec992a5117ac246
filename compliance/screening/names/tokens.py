"""Splits a name into words with kinds and weights, legal forms, and initials.

The weight of a word falls with the number of company families that use it (a family counts once, however many entries
a list has of it); trades and places weigh little, small words almost nothing.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import NamedTuple

from compliance.screening.names.folding import plain
from compliance.screening.names.lexicon import (
    NUMBERS,
    ROMAN,
    TENS,
    Kind,
    Lexeme,
    corrected,
    differ_by_one_slip,
    lexicon,
)
from compliance.screening.names.romanising import readings

MAX_LENGTH = 400
"""Characters of a name that are read; no company name is longer."""

WEIGHTS: dict[Kind, float] = {"common": 0.9, "trade": 0.4, "place": 0.5, "number": 1.2, "series": 0.3, "small": 0.05}
_WORD_WEIGHT = 2.0
_RARITY_SCALE = 0.28
"""By how much a word's weight falls for each e-fold more families."""
_SHORT_WORD_WEIGHTS = {1: 0.4, 2: 1.0, 3: 1.5}
_MIN_WEIGHT = 0.6
_AFTER_FORM = 0.25
"""Factor for the weight of words behind the legal form: branch, address."""

_OTHER_NAME = re.compile(
    r"(?i)[\s,;(]+(?:a\.?k\.?a\.?|f\.?k\.?a\.?|d\.?b\.?a\.?|d/b/a|t/a|formerly(?: known as)?|also known as|previously|trading as|doing business as|aka|曾用名|又名)[\s,:.]+"
)
_SUCCESSORS = re.compile(r"(?i)[;,]?\s*and any (?:successor|sub-?unit|subsidiar).*")
_BRACKETED = re.compile(r"[(（\[【]([^()（）\[\]【】]*)[)）\]】]")
_ACADEMY = re.compile(
    r"(?i:(?:chinese|russian) academy of sciences(?:['’]s?)?)|\b(?:CAS|RAS)\b|中国科学院|中國科學院|中科院"
)
"""A parent body whose institutes are written with and without its name."""
_SUBUNIT = re.compile(r"(?i)\b(?:institution|subsidiary|branch|division)\s*:\s*")
_ANY_WORD = "quillstar"
_COMMA = re.compile(r",\s+")
"""Separates a parent from the company that is meant."""
_SEPARATOR = re.compile(r"\s*(?:[,;\n|]|\s[-–—]\s)\s*")
_GLUED_FORM = re.compile(r"(?<=[a-z])(?=(?:AG|GmbH|LLC|Ltd|LTD|Inc|INC|Corp|OOO|JSC|Co)\b)")
_INITIALS = re.compile(r"\b[A-Z]{4,10}\b")
_DIGITS_AS_LETTERS = (str.maketrans("01583", "olsbe"), str.maketrans("01583", "oisbe"))
_ORDINAL = re.compile(r"0*(\d+)(?:st|nd|rd|th|go|ya|yy)?")


class Token(NamedTuple):
    """One word: the form that is compared, the folded spelling, the kind, and the weight."""

    text: str
    raw: str
    kind: Kind
    weight: float


class Name(NamedTuple):
    """One reading of a name. ``groups`` are the groups of its legal forms, ``initials`` the abbreviations that it may have,
    ``abbreviations`` those of its words that are written like one.
    """

    tokens: tuple[Token, ...]
    forms: tuple[str, ...]
    groups: frozenset[str]
    initials: frozenset[str]
    abbreviations: frozenset[str]


@lru_cache(maxsize=1 << 13)
def parse(text: str) -> tuple[Name, ...]:
    """Every reading of ``text``: transliterations, former names, names in brackets. Empty where it holds no name."""
    names: dict[Name, None] = {}
    for part in _split_names(text[:MAX_LENGTH]):
        for reading in readings(part):
            name = _parse(reading)
            if name.tokens:
                # A name in another script is abbreviated in that script, so its transliteration has no initials.
                names.setdefault(name if reading == part else name._replace(initials=frozenset()))
    return tuple(names)


def is_only_form(text: str) -> bool:
    """Whether ``text`` is nothing but legal forms, such as *Co., Ltd.*: it names nobody."""
    return any(_are_forms(_words(plain(reading))) for reading in (text, *readings(text)))


def _are_forms(words: list[str]) -> bool:
    position = 0
    while position < len(words):
        length, lexeme = _longest_lexeme(words, position)
        if lexeme is None or lexeme.kind not in ("form", "small"):
            return False
        position += length
    return bool(words)


def _split_names(text: str) -> list[str]:
    parts = []
    for part in _OTHER_NAME.split(_SUCCESSORS.sub("", text)):
        parts.append(part)
        for bracketed in _BRACKETED.findall(part):
            if any(token.kind == "word" for reading in readings(bracketed) for token in _behind_a_word(reading)):
                parts += [_BRACKETED.sub(" ", part), bracketed]
        parts += _SUBUNIT.split(part)[1:]
        for company in _COMMA.split(part, 1)[1:]:
            name = _parse(company)
            if name.forms and any(token.kind == "word" for token in _behind_a_word(company)):
                parts.append(company)
        shortened = _ACADEMY.sub(" ", part)
        if shortened != part and any(len(_parse(reading).tokens) > 3 for reading in readings(shortened)):
            parts.append(shortened)
        head, *rest = _SEPARATOR.split(part, 1)
        if rest and any(map(str.isdigit, rest[0])):
            parts.append(head)
    return parts


def _behind_a_word(text: str) -> tuple[Token, ...]:
    """The words of a part of a name; what is only a legal form has none."""
    return _parse(f"{_ANY_WORD} {text}").tokens[1:]


def _parse(text: str) -> Name:
    words = _correct_words(_words(plain(_GLUED_FORM.sub(" ", text))))
    tokens: list[Token] = []
    forms: list[str] = []
    groups: set[str] = set()
    initials: list[str] = []
    factor = 1.0
    position = 0
    while position < len(words):
        word = words[position]
        length, lexeme = _longest_lexeme(words, position)
        spelled = " ".join(words[position : position + length])
        if lexeme and lexeme.kind == "form" and _is_legal_form(lexeme, words, position, length, has_name=bool(tokens)):
            forms.append(lexeme.words[0])
            groups.add(lexeme.group)
            initials.append("C" if lexeme.group == "company" else "")
            if lexeme.where == "closes" and tokens:
                factor = _AFTER_FORM
        elif lexeme and lexeme.kind != "form":
            for meaning in lexeme.words:
                raw = spelled if len(lexeme.words) == 1 else meaning
                tokens.append(Token(meaning, raw, lexeme.kind, WEIGHTS[lexeme.kind] * factor))
            initials += [f".{part[0]}" if lexeme.kind == "small" else part[0] for part in spelled.split()]
        else:
            length = 1
            token = _token(word, begins=not position)
            tokens.append(token._replace(weight=token.weight * factor) if factor != 1 else token)
            initials.append(word[0] if token.kind != "small" else f".{word[0]}")
        position += length
    return Name(tuple(tokens), tuple(forms), frozenset(groups), _initials(initials), _abbreviations(text))


def _longest_lexeme(words: list[str], position: int) -> tuple[int, Lexeme | None]:
    """The longest spelling in the tables that begins at this word: its number of words, and what it means."""
    table = lexicon()
    for length in range(min(table.longest.get(words[position], 0), len(words) - position), 0, -1):
        lexeme = table.spelled.get(" ".join(words[position : position + length]))
        if lexeme:
            return length, lexeme
    return 1, None


def _correct_words(words: list[str]) -> list[str]:
    """The words, with scanning errors (split words, digits for letters) corrected where the result is a known word."""
    table = lexicon().spelled
    corrected_words: list[str] = []
    merged = False
    for before, word, after in zip(("", *words), words, (*words[1:], ""), strict=False):
        whole = before + word if not merged and min(len(word), len(before)) > 1 else ""
        merged = whole in table and not (word in table and before in table)
        if merged:
            corrected_words[-1] = whole
        elif after == "stock" and differ_by_one_slip(word, "joint"):
            corrected_words.append("joint")
        elif corrected_words[-1:] == ["joint"] and differ_by_one_slip(word, "stock"):
            corrected_words.append("stock")
        elif word.isalpha() or word.isdigit():
            corrected_words.append(corrected(word))
        else:
            candidates = (word.translate(figures) for figures in _DIGITS_AS_LETTERS)
            corrected_words.append(next((candidate for candidate in candidates if candidate in table), word))
    return corrected_words


def _is_legal_form(form: Lexeme, words: list[str], position: int, length: int, *, has_name: bool) -> bool:
    """Whether this spelling is a legal form at this position; places and branches may follow the last one."""
    if form.where in ("any", "closes"):
        return has_name or position + length < len(words)
    if form.where == "ends" and position == 0:
        return any(map(_is_distinctive, words[length:]))
    position += length
    while position < len(words):
        length, lexeme = _longest_lexeme(words, position)
        if lexeme is None or lexeme.kind not in ("place", "small"):
            return False
        position += length
    return has_name


def _is_distinctive(word: str) -> bool:
    """Whether the word is not just a trade, a place or a form: *KK International Traders* begins with its name."""
    lexeme = lexicon().spelled.get(word)
    return lexeme is None or lexeme.kind == "common"


def _words(folded: str) -> list[str]:
    """The words, with consecutive single letters joined (``s r o`` is ``sro``) and numbers in figures."""
    words: list[str] = []
    run = ""
    for written in folded.split():
        word = written
        if len(word) == 1 and word.isalpha():
            run += word
            continue
        words += _join_letters(run)
        run = ""
        if words and words[-1] in TENS and (word in NUMBERS or word in "123456789"):
            word = str(NUMBERS[words.pop()] + int(NUMBERS.get(word, word)))
        words.append(word)
    return words + _join_letters(run)


def _join_letters(letters: str) -> list[str]:
    """Consecutive single letters as one word, except for a legal form at the end (*X L.P.*)."""
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
    """The weight of a word that is neither trade nor place."""
    by_rarity = _WORD_WEIGHT - _RARITY_SCALE * math.log(lexicon().families.get(word, 1))
    return min(max(by_rarity, _MIN_WEIGHT), _SHORT_WORD_WEIGHTS.get(len(word), by_rarity))


def _initials(letters: list[str]) -> frozenset[str]:
    """The possible abbreviations: with and without the legal form (capitals here) and small words (with a dot)."""
    without_forms = with_forms = with_small_words = ""
    for letter in letters:
        if letter.islower():
            with_small_words += letter[-1]
        if len(letter) == 1:
            with_forms += letter.lower()
            without_forms += letter if letter.islower() else ""
    return frozenset(text for text in (without_forms, with_forms, with_small_words) if 4 <= len(text) <= 10)


def _abbreviations(text: str) -> frozenset[str]:
    abbreviations = _INITIALS.findall(text)
    if text.upper() == text and abbreviations != [text.strip()]:
        abbreviations = [
            capitals for capitals in abbreviations if len(capitals) > 5 or sum(map(capitals.count, "AEIOU")) <= 1
        ]
    return frozenset(map(str.casefold, abbreviations))
