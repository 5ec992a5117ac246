"""How a text report is laid out: its width, its lines, and whether it may have colours.

Colours come from rich, which is loaded only for a terminal. Lines are wrapped here and not by rich: a report that goes
into a file or a pipe must have the same bytes under any version, and rich measures characters by tables of its own.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

MIN_WIDTH = 40


@dataclass(frozen=True, slots=True)
class Style:
    """``width`` in columns; ``colour`` only for a terminal that wants it; ``brief``: only verdict, counts and next steps.

    ``paper`` is what printed formats are for; ``annex``: with all findings behind the first pages. ``templates`` is a folder
    of one's own whose templates of pages stand before those of the program.
    """

    width: int = 80
    colour: bool = False
    brief: bool = False
    paper: Literal["letter", "a4"] = "letter"
    annex: bool = False
    templates: Path | None = None

    def paint(self, text: str, look: str) -> str:
        """``text`` in a look that rich knows, such as ``bold red``, where there may be colours."""
        if not self.colour:
            return text
        from rich.style import Style as Look

        return Look.parse(look).render(text)

    def wrap(self, text: str, first: str = "", rest: str | None = None) -> list[str]:
        """``text``, made plain, in lines that fit; ``first`` begins the first line, ``rest`` (else blanks) the others."""
        rest = " " * columns(first) if rest is None else rest
        room = max(self.width, MIN_WIDTH)
        lines, line = [], first
        empty = True
        for word in plain(text).split():
            remainder = word
            while True:
                gap = "" if empty else " "
                if columns(line) + len(gap) + columns(remainder) <= room:
                    line, empty = line + gap + remainder, False
                    break
                if empty:
                    head = _head(remainder, room - columns(line))
                    line, remainder = line + head, remainder[len(head) :]
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
