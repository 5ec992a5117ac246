"""How words sound that are transliterated in different ways: English, German, French, Polish and scholarly spellings of one word."""

from __future__ import annotations

import re
from functools import lru_cache

_MIN_WORD, _MIN_SOUND = 5, 5
"""The fewest letters of a word, and of how it sounds: shorter ones sound like too many others."""
_LONG_WORD = 10
"""The letters from which on *c* and *x* may be any sound; in shorter words they tell words apart."""
_SIBILANTS = "schtsch|chtch|szcz|shch|tsch|tch|tsh|sch|sh|zh|cz|sz|ts|tz|s|z"
_SAME = (("ou", "u"), ("ph", "f"), ("th", "t"), ("ck", "k"), ("q", "k"), ("x", "ks"), ("w", "v"), ("kh", "h"))
_ENGLISH = (("ch", "s"), ("j", "s"), ("c", "k"))
"""How letters sound that languages read in different ways; so it is in French as well."""
_GERMAN = (("ch", "h"), ("j", "y"), ("c", "s"))
"""The same in German, Polish and scholarly transliteration."""
_CLUSTER = re.compile(f"{_SIBILANTS}")
_GLIDE = re.compile("(?<=[aeou])[iy]+|[iy]+(?=[aeou])")
_REPEATED = re.compile("ss+")
"""German and French write one *s* between vowels twice; any other letter twice is a slip."""


@lru_cache(maxsize=1 << 14)
def transliterated(word: str) -> frozenset[str]:
    """How the word may sound: the same for *Stroygazmontazh*, *Stroigasmontasch*, *Strojgazmontaž*. Empty for short ones."""
    if len(word) < _MIN_WORD or not word.isalpha() or not word.isascii():
        return frozenset()
    heard = {_heard(word, readings) for readings in (_ENGLISH, _GERMAN)}
    return frozenset(sound for sound in heard if len(sound) >= _MIN_SOUND)


def _heard(word: str, readings: tuple[tuple[str, str], ...]) -> str:
    is_long = len(word) >= _LONG_WORD
    word = _CLUSTER.sub("s", word.replace("dj", "ds") if readings is _ENGLISH else word)
    for letters, letter in (*_SAME, *readings):
        if is_long or letters not in ("c", "x"):
            word = word.replace(letters, letter)
    word = re.sub("f+$", "v", _GLIDE.sub("", word).replace("y", "i"))
    return _REPEATED.sub("s", word)
