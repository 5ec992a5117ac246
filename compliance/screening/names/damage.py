"""Names that are damaged or in disguise: read in a wrong encoding, letters of another alphabet or figures for letters."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from itertools import islice, product

_ENCODINGS = ("cp1252", "latin-1", "cp1251")
"""As which UTF-8 is read by mistake."""
_LOOKALIKES = str.maketrans(
    "АВЕКМНОРСТУХІЅЈавекморстухіѕјһԁΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEKMHOPCTYXISJabekmopctyxisjhdABEZHIKMNOPTYXo"
)
"""Cyrillic and Greek letters that look like Latin ones."""
_MIXED = re.compile(r"\b(?=\w*[A-Za-z])(?=\w*[\u0370-\u03ff\u0400-\u052f])\w+")
_MASKS = {
    "0": "o",
    "1": "il",
    "3": "e",
    "4": "a",
    "5": "s",
    "7": "t",
    "8": "b",
    "9": "g",
    "$": "s",
    "@": "a",
    "€": "e",
    "!": "i",
    "|": "il",
}
"""Figures and signs, and the letters that they stand for in a disguise."""
_WORD = re.compile(r"[^\s,.;()/&-]+")
_MIN_WORD = 5
DISGUISE = "disguise"
_MAX_TRIES = 64


@lru_cache(maxsize=1 << 12)
def repaired(text: str) -> str:
    """``text`` as it was before it was read in a wrong encoding (*ÐœÐ¸ÐºÑ€Ð¾Ð½* is *Микрон*); "" where it seems undamaged."""
    if text.isascii():
        return ""
    for encoding in _ENCODINGS:
        with suppress(UnicodeError):
            return text.encode(encoding).decode("utf-8")
    return ""


def in_one_script(text: str) -> str:
    """``text`` with Latin letters for those of other alphabets that stand among Latin ones in a word and look like them."""
    return text if text.isascii() else _MIXED.sub(lambda word: word[0].translate(_LOOKALIKES), text)


def unmasked(text: str, known: Callable[[str], bool]) -> tuple[str, dict[str, str]]:
    """``text`` with letters for figures and signs, where the word is ``known`` then (*H1kv1510n*), and ``DISGUISE`` for each."""
    changed: dict[str, str] = {}

    def plain(word: re.Match[str]) -> str:
        meant = _unmasked_word(word[0].casefold(), known)
        if meant:
            changed[meant] = DISGUISE
        return meant or word[0]

    return _WORD.sub(plain, text), changed


def _unmasked_word(word: str, known: Callable[[str], bool]) -> str:
    if len(word) < _MIN_WORD or not any(map(str.isalpha, word)) or not _MASKS.keys() & set(word):
        return ""
    tries = map("".join, product(*(_MASKS.get(sign, sign) for sign in word)))
    return next((plain for plain in islice(tries, _MAX_TRIES) if known(plain)), "")
