"""Numbers that stand in nothing known are any number: so a text is understood once for all its numbers.

Most of what makes cells differ are numbers, in names as in models. A number of four digits or more that is a part of no
name, model or country that is known can decide nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from compliance.core.text import squeeze

_LEAST = 4
_NUMBER = re.compile(f"([1-9][0-9]{{{_LEAST - 1},}})")
_PLAIN = "79642"
"""Digits that are mistaken for no letter: of one of them any number is written, as long as the number."""
_LONGEST_NUMBER = 12
"""So many digits of a number are looked at."""
_FIGURES = str.maketrans("olisbe", "011583")
"""Letters for which figures are mistaken."""


class AnyNumber:
    """Writes any number in place of each that is a part of none of the ``spellings``."""

    def __init__(self, spellings: Iterable[str]) -> None:
        self._known = _numbers_in(spellings)
        self._digit = next((digit for digit in _PLAIN if digit * _LEAST not in self._known), "")
        self._of_length = [self._digit * length for length in range(_LONGEST_NUMBER + 1)]

    def shapes(self, texts: list[str]) -> list[str]:
        """The texts, every number of theirs that means nothing as any number. Where every digit is taken, as they are."""
        return rewrite_each(self._rewritten, texts) if self._digit else texts

    def _rewritten(self, lines: str) -> str:
        parts = _NUMBER.split(lines)
        numbers = parts[1::2]
        lengths = list(map(len, numbers))
        if max(lengths, default=0) <= _LONGEST_NUMBER and self._known.isdisjoint(numbers):
            parts[1::2] = map(self._of_length.__getitem__, lengths)
        else:
            parts[1::2] = [
                number if number[:_LONGEST_NUMBER] in self._known else self._digit * len(number) for number in numbers
            ]
        return "".join(parts)


def rewrite_each(rewrite: Callable[[str], str], texts: list[str]) -> list[str]:
    """Plain texts rewritten, all at once if each is one line; others as they are."""
    lines = "\n".join(texts)
    rewritten = rewrite(lines).split("\n") if lines.isascii() else []
    if len(rewritten) == len(texts):
        return rewritten
    return [rewrite(text) if text.isascii() else text for text in texts]


def _numbers_in(spellings: Iterable[str]) -> frozenset[str]:
    """Every number that may be meant by a part of these texts, also where letters stand for figures."""
    figures = "\n".join(map(squeeze, spellings)).translate(_FIGURES)
    return frozenset(
        number[start:end]
        for number in set(re.findall(f"[0-9]{{{_LEAST},}}", figures))
        for start in range(len(number))
        for end in range(start + _LEAST, min(len(number), start + _LONGEST_NUMBER) + 1)
    )
