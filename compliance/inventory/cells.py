"""What one cell of an inventory means: quantities, days, kinds, statuses, serial numbers, prices. Exact, never guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from compliance.core.dates import is_excel_day, period
from compliance.core.recognition import Recognition, blank, recognised
from compliance.core.text import is_doubtful, is_empty, quoted, squeeze, tidy

_PLAIN_COUNT = re.compile(r"\d{1,12}(?:\.0{1,2})?|\d{1,3}(?:([, '])\d{3})(?:\1\d{3}){0,2}")
_SPELLED_COUNT = r"(?i)[a-z][a-z ,-]*\((\d{1,12}|\d{1,3}(?:,\d{3}){1,3})\)"

DISPOSED = {"disposed", "scrapped", "scrap", "sold", "writtenoff", "destroyed"}
"""Gone for good. A unit that is *retired*, *decommissioned* or *returned* may still be in the hall."""
_HELD = frozenset(("not", "never", "no", "un", "unsold", "non", "to", "be", "for", "will", "yet", "planned"))
"""Words beside which *sold* and the like say the contrary."""


# Compiled on first use by the cache of re: few runs need them.
_DAMAGED = r"\d(?:[.,]\d+)?[eE]\+\d+"
_NUMBER = (
    r"(\d{1,15}(?:\.\d{1,6})?|\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,6})?"
    r"|\d{1,15},\d{1,2}|\d{1,3}(?:\.\d{3}){1,4},\d{1,6}|\d{1,3}(?:\.\d{3}){2,4}|\d{1,3}(?:[ '’]\d{3}){1,4}(?:[.,]\d{1,6})?)"
)
_EITHER = re.compile(r"[1-9]\d{0,2}\.\d{3}")
"""A number with three digits behind its only point: it may be a thousand times as much."""
_PRICE = rf"(?i)(?:(?:us|usd)?\s*\$\s*|usd\s*)?{_NUMBER}(?:\s*(?:usd|us\$|\$))?"
_WATTS = rf"(?i){_NUMBER}\s*(k?)(?:w|watts?|вт|瓦)?"

MAX_LETTERS = 2000
"""Of one cell; a longer text is no name, and to understand it would take too long."""
_LONGER = {"origin_evidence": 32_767, "origin_basis": 32_767}
"""A list of documents may be as long as a cell of a spreadsheet."""
_SAYS_SOMETHING = ("kind", "status", "site", "quantity", "model")
"""Columns in which an empty cell says something: a miner, in use, anywhere, one unit, no machine."""

How = Literal["exact", "folded", "brand", "none", "empty"]
"""As it is written; understood and rewritten; only the maker is known; not understood; nothing is recorded."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell in the native form: its value, the text in the file, and how the one came from the other.

    What is not understood (``none``, ``brand``) keeps its text. ``note``: a sentence for the report, or "".
    """

    value: str
    written: str
    how: How
    note: str = ""

    @property
    def changed(self) -> bool:
        """Whether the value is another text than the one in the file."""
        return self.value != self.written


def as_written(text: str, note: str = "") -> Cell:
    """A cell that keeps its text: there was nothing to understand, or, with a ``note``, it was not understood."""
    return Cell(text, text, "none" if note else "empty" if is_empty(text) else "exact", note)


def rewritten(value: str, text: str, note: str = "") -> Cell:
    """A cell that was understood as ``value``."""
    return Cell(value, text, "folded" if value != text else "empty" if is_empty(text) else "exact", note)


def is_too_long(column: str, text: str) -> bool:
    """Whether the text of a cell is longer than anything that the column can hold."""
    return len(text) > _LONGER.get(column, MAX_LETTERS)


def bounded(column: str, text: str) -> str:
    """The text of a cell; one that is too long is unknown."""
    if not is_too_long(column, text):
        return text
    return f"{len(text):,} characters" if column in _SAYS_SOMETHING else ""


def count(text: str) -> int:
    """The number of units; an empty cell is one unit.

    Raises ValueError for what is not a whole number of at least one. ``1,000``, ``1 000``, ``10.0`` and ``ten (10)`` are read;
    ``1.000`` is not: it is one machine or a thousand.
    """
    plain = tidy(text)
    if not text.strip():
        return 1
    spelled = re.fullmatch(_SPELLED_COUNT, plain) if plain.endswith(")") else None
    digits = spelled[1] if spelled else plain
    if not _PLAIN_COUNT.fullmatch(digits) or any(char.isdigit() and not char.isdecimal() for char in text):
        raise ValueError(f"quantity {quoted(text)} is not a whole number of units")
    number = int(re.sub("[, ']", "", digits.split(".")[0]))
    if number < 1:
        raise ValueError("quantity is zero")
    return number


def native_period(text: str, day_first: bool | None = None) -> Cell:
    """A date cell as ``2025-04-30``, or as far as it is known: ``2025-04``, ``2025``; another period, and what is no date,
    stay as they are written.
    """
    try:
        days = period(text, day_first)
    except ValueError as error:
        return as_written(text, f"{error}, so it counts as not recorded")
    if days.earliest is None or days.latest is None:
        return Cell("", text, "empty")
    first, last = days.earliest.isoformat(), days.latest.isoformat()
    whole = first if first == last else first[:7] if first[:7] == last[:7] else first[:4]
    if period(whole) != days:
        return Cell(text, text, "exact")
    note = (
        f"{quoted(text.strip())} is read as {first}, the day that Excel counts so" if is_excel_day(text.strip()) else ""
    )
    return rewritten(whole, text, note)


def serial(text: str) -> Cell:
    """A serial number without the marks (``'``, ``="…"``) that keep a spreadsheet from reading it as a number.

    One that became a number all the same (``6.37702E+15``) has lost its digits: it stays, with a note.
    """
    if text[-1:].isdigit() and text.isalnum():
        return Cell(text, text, "exact")  # most are, and there are many of them
    plain = _unmarked(text)
    if is_empty(plain):
        return Cell("", text, "empty")
    if damaged(plain):
        return as_written(text, f"{quoted(plain)} was destroyed by a spreadsheet: its last digits are lost")
    return rewritten(plain, text)


def damaged(text: str) -> bool:
    """Whether an identifier was turned into a rounded number (``5.02E+18``)."""
    return re.fullmatch(_DAMAGED, _unmarked(text)) is not None


def _unmarked(text: str) -> str:
    plain = text.strip()
    while True:
        formula = plain.startswith('="') and plain.endswith('"') and len(plain) > 3
        inner = plain[2:-1].strip() if formula else plain.removeprefix("'").strip()
        if inner == plain:
            return plain
        plain = inner


def price(text: str) -> Cell:
    """A price in US dollars as a plain decimal, also one with a decimal comma; other currencies are not understood."""
    match = re.fullmatch(_PRICE, tidy(text))
    if match and not _EITHER.fullmatch(match[1]):
        return rewritten(str(_decimal(match[1])), text)
    if is_empty(text):
        return Cell("", text, "empty")
    what = "is one number or a thousand times as much" if match else "is not a price in US dollars"
    return as_written(text, f"{quoted(text)} {what}")


def watts(text: str) -> Cell:
    """An electric power as plain watts: ``3250W``, ``3.25 kW``, ``3.250,5``."""
    match = re.fullmatch(_WATTS, tidy(text))
    if match and (match[2] or not _EITHER.fullmatch(match[1])):
        number = _decimal(match[1]) * (1000 if match[2] else 1)
        return rewritten(f"{number.normalize():f}", text)
    if is_empty(text):
        return Cell("", text, "empty")
    what = "is one number or a thousand times as much" if match else "is not a power in watts"
    return as_written(text, f"{quoted(text)} {what}")


def _decimal(number: str) -> Decimal:
    """A number with a decimal point or comma: the last of two marks is it, one that stands more than once is none."""
    plain = re.sub("[ '’]", "", number)
    comma, point = plain.rfind(","), plain.rfind(".")
    if comma > point and plain.count(",") == 1 and (point >= 0 or len(plain) - comma - 1 < 3):
        return Decimal(plain.replace(".", "").replace(",", "."))
    return Decimal(plain.replace(",", "") if plain.count(".") < 2 else plain.replace(".", ""))


Status = Literal["disposed", "held"]


def unit_status(text: str) -> Recognition[Status]:
    """``disposed`` for the words that mean it, it or ``held`` where something else stands beside such a word (``sold?``).

    Other words stay unknown.
    """
    if is_empty(text):
        return blank(text)
    if squeeze(text) in DISPOSED and not is_doubtful(text):
        return recognised(text, ("disposed",))
    words = re.findall(r"[^\W\d_]+", tidy(text).casefold())
    pairs = {f"{first}{second}" for first, second in pairwise(words)}
    if _HELD.isdisjoint(words) and not DISPOSED.isdisjoint({*words, *pairs, squeeze(text)}):
        return recognised(text, ("disposed", "held"))
    return recognised(text, ())
