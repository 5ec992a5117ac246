"""What the command line knows of where a report goes: its width, and whether it may have colours."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

NARROWEST = 40


@dataclass(frozen=True, slots=True)
class Style:
    """``width`` in columns; ``colour`` only for a terminal that wants it."""

    width: int = 80
    colour: bool = False

    def wrap(self, text: str, first: str = "", rest: str | None = None) -> list[str]:
        """``text``, made plain, in lines that fit; ``first`` begins the first line, ``rest`` (else blanks) the others."""
        rest = " " * columns(first) if rest is None else rest
        room = max(self.width, NARROWEST)
        lines, line = [], first
        empty = True
        for word in plain(text).split():
            whole = word
            while True:
                gap = "" if empty else " "
                if columns(line) + len(gap) + columns(whole) <= room:
                    line, empty = line + gap + whole, False
                    break
                if empty:
                    head = _head(whole, room - columns(line))
                    line, whole = line + head, whole[len(head) :]
                lines.append(line)
                line, empty = rest, True
        return [*lines, line]


def columns(text: str) -> int:
    """How many columns of a terminal ``text`` takes: Chinese characters take two, accents that combine none."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


def plain(text: str) -> str:
    """``text`` on one line without anything that a terminal would obey."""
    if text.isprintable():
        return text
    return "".join(
        char if char.isprintable() else " " if char in "\t\r\n" else "\N{REPLACEMENT CHARACTER}" for char in text
    )


def is_address(url: str) -> bool:
    """Whether ``url`` is an address on the web, and nothing besides."""
    return url.startswith(("https://", "http://")) and url.isprintable() and not set(url) & set(' <>"')


def _head(word: str, room: int) -> str:
    """As much of a word that is too long as fits, one character at least."""
    end, taken = 1, columns(word[0])
    while end < len(word) and (taken := taken + columns(word[end])) <= room:
        end += 1
    return word[:end]
