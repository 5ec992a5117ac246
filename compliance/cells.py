"""What one cell of an inventory means: quantities, days, kinds, statuses, serial numbers, prices. Exact, never guessed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal, get_args

EMPTY = {
    "", "-", "--", "?", "n/a", "na", "n.a.", "#n/a", "#ref!", "#value!", "null", "none", "nan", "tbd", "tba", "unknown",
    "not stated", "not recorded", "to be confirmed", "see label", "see invoice", "see sticker", "未知", "无", "неизвестно",
}  # fmt: skip
"""Words that people write where nothing is known."""

RUN = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What a formula begins with."""

HARD_SPACE = "\N{NO-BREAK SPACE}"

SHOWN = 80
"""So much of a cell is shown in a message."""

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_OTHER_MONTHS: Mapping[str, int] = {
    word: number
    for words in (
        "januar februar märz april mai juni juli august september oktober november dezember",
        "jänner februar maerz april mai juni juli august september oktober november dezember",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "enero febrero marzo abril mayo junio julio agosto setiembre octubre noviembre diciembre",
        "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
        "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
    )
    for number, word in enumerate(words.split(), 1)
}
"""Months in German, Spanish and Russian, written out."""
FIRST_YEAR, LAST_YEAR = 2000, 2099
"""Years that a date may have: 1900, 1904 and 1970 are where computers begin to count, not when machines were bought."""
_ISO = re.compile(
    r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?)?)?"
)
_CHINESE = re.compile(r"(\d{4})年(?:(\d{1,2})月(?:(\d{1,2})[日号])?)?")
_NUMERIC = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})")
_MONTH_OF_YEAR = re.compile(r"(\d{1,2})[/.-](\d{4})")
_WORDS = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th|\.)?[ -](?:de )?)?([^\W\d_]{3,10})\.?,?[ -](?:del? )?"
    r"(?:(\d{1,2})(?:st|nd|rd|th)?,? )?(\d{4})(?: ?(?:г|года)\.?)?"
)
_PLAIN_COUNT = re.compile(r"\d{1,12}(?:\.0{1,2})?|\d{1,3}(?:([, '])\d{3})(?:\1\d{3}){0,2}")
_SPELLED_COUNT = r"(?i)[a-z][a-z ,-]*\((\d{1,12}|\d{1,3}(?:,\d{3}){1,3})\)"

Kind = Literal["miner", "control_board", "hashboard", "psu", "cooling", "container", "network", "other"]
KINDS: tuple[Kind, ...] = get_args(Kind)
_KIND_WORDS: Mapping[str, str] = {
    **{kind: kind for kind in KINDS},
    "asic": "miner", "asicminer": "miner", "device": "miner", "machine": "miner", "矿机": "miner",
    "controller": "control_board", "controlboard": "control_board", "hashboard": "hashboard", "hashingboard": "hashboard",
    "powersupply": "psu", "powersupplyunit": "psu", "switch": "network", "router": "network", "fan": "cooling",
}  # fmt: skip
DISPOSED = {"disposed", "scrapped", "scrap", "sold", "writtenoff", "destroyed"}
"""Out of the house for good. Who is *retired*, *decommissioned* or *returned* may still stand in the hall."""


# Left to the cache of re: few starts need them.
_DAMAGED = r"\d(?:[.,]\d+)?[eE]\+\d+"
_NUMBER = r"(\d{1,15}(?:\.\d{1,6})?|\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,6})?)"
_PRICE = rf"(?i)(?:(?:us|usd)?\s*\$\s*|usd\s*)?{_NUMBER}(?:\s*(?:usd|us\$|\$))?"
_WATTS = rf"(?i){_NUMBER}\s*(k?)(?:w|watts?|вт|瓦)?"

How = Literal["exact", "folded", "brand", "none", "empty"]
"""As it stands; understood and rewritten; only the maker is known; not understood; says that nothing is known."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell in the native form: its value, the text that stands in the file, and how the one came from the other.

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


@dataclass(frozen=True, slots=True)
class Period:
    """The days on which something may have happened, both ends included; None is open."""

    earliest: date | None = None
    latest: date | None = None

    @property
    def known(self) -> bool:
        """Whether anything is recorded."""
        return self.earliest is not None

    @property
    def day(self) -> date | None:
        """The one day, or None."""
        return self.earliest if self.earliest == self.latest else None


NEVER_RECORDED = Period()
_NO_WORD = {place: None for place in range(128) if not chr(place).isalnum()}
_NO_WORD_ON_A_LINE = {place: None for place in _NO_WORD if place != ord("\n")}


def squeeze(text: str) -> str:
    """Letters and digits of ``text``, case folded: how words of a small vocabulary are compared."""
    if text.isascii():
        return text.lower().translate(_NO_WORD)
    return "".join(char for char in unicodedata.normalize("NFKC", text).casefold() if char.isalnum())


def squeeze_all(texts: list[str]) -> list[str]:
    """``squeeze`` of each, quicker for many."""
    together = "\n".join(texts)
    names = together.lower().translate(_NO_WORD_ON_A_LINE).split("\n") if together.isascii() else []
    return names if len(names) == len(texts) else list(map(squeeze, texts))


def one_line(text: str) -> str:
    """``text`` on one line, with single spaces."""
    return " ".join(text.split())


def tidy(text: str) -> str:
    """``text`` with full-width forms and non-breaking spaces made plain, spaces collapsed."""
    return one_line(unicodedata.normalize("NFKC", text))


def inert(text: str) -> str:
    """``text`` so that a spreadsheet shows it instead of running it."""
    return f"'{text}" if text.startswith(RUN) else text


def is_empty(text: str) -> bool:
    """Whether a cell says only that nothing is known."""
    return tidy(text).casefold() in EMPTY


def quoted(text: str) -> str:
    """``text`` as a message shows it: in quotes, on one line, not endless."""
    return repr(text) if len(text) <= SHOWN else f"{text[:SHOWN]!r}…"


def count(text: str) -> int:
    """The number of units; an empty cell is one unit.

    Raises ValueError for what is not a whole number of at least one. ``1,000``, ``1 000``, ``10.0`` and ``ten (10)`` are read;
    ``1.000`` is not: it is one machine or a thousand.
    """
    plain = tidy(text)
    if not plain:
        return 1
    spelled = re.fullmatch(_SPELLED_COUNT, plain) if plain.endswith(")") else None
    digits = spelled[1] if spelled else plain
    if not _PLAIN_COUNT.fullmatch(digits) or any(char.isdigit() and not char.isdecimal() for char in text):
        raise ValueError(f"quantity {quoted(text)} is not a whole number of units")
    number = int(re.sub("[, ']", "", digits.split(".")[0]))
    if number < 1:
        raise ValueError("quantity is zero")
    return number


def period(text: str, day_first: bool | None = None) -> Period:
    """The days that a date cell leaves possible: ``2024-02-23``, ``2024-02``, ``2024``, ``23 Feb 2024``, ``April 2025``,
    ``3. Mai 2024``, ``02/2024``.

    ``4/5/2024`` needs ``day_first``. Raises ValueError for a day that is not in the calendar or an unclear text.
    """
    plain = tidy(text)
    if plain.casefold() in EMPTY:
        return NEVER_RECORDED
    if found := _ISO.fullmatch(plain) or _CHINESE.fullmatch(plain):
        return _span(int(found[1]), found[2], found[3], text)
    if found := _MONTH_OF_YEAR.fullmatch(plain):
        return _span(int(found[2]), found[1], None, text)
    if found := _NUMERIC.fullmatch(plain):
        first, second, year = int(found[1]), int(found[3]), int(found[4])
        year += 2000 if year < 100 else 0
        if day_first is None and found[2] != "." and first <= 12 and second <= 12 and first != second:
            raise ValueError(f"{quoted(text)} could be two days: is the month first or the day")
        european = found[2] == "." or first > 12 or (day_first is True and second <= 12)
        day, month = (first, second) if european else (second, first)
        return _span(year, str(month), str(day), text)
    found = _WORDS.fullmatch(plain)
    if found and (month := _month(found[2].casefold())) and not (found[1] and found[3]):
        return _span(int(found[4]), str(month), found[1] or found[3], text)
    raise ValueError(f"{quoted(text)} is no date")


def _month(word: str) -> int:
    english = next((number for number, name in enumerate(_MONTHS, 1) if name.startswith(word)), 0)
    return english or _OTHER_MONTHS.get(word, 0)


def day_orders(texts: Iterable[str]) -> set[bool]:
    """What dates such as ``23/5/2024`` show of their order: the day comes first (True), the month does (False)."""
    seen = [found for found in (_NUMERIC.fullmatch(tidy(text)) for text in texts) if found and found[2] != "."]
    return {True for found in seen if int(found[1]) > 12} | {False for found in seen if int(found[3]) > 12}


def settles_day_first(texts: Iterable[str]) -> bool | None:
    """Whether a column of dates such as ``4/5/2024`` shows by its other cells that the day comes first; None if not."""
    orders = day_orders(texts)
    return orders.pop() if len(orders) == 1 else None


def _span(year: int, month: str | None, day: str | None, text: str) -> Period:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"{quoted(text)} is not a date between {FIRST_YEAR} and {LAST_YEAR}")
    try:
        if month is None:
            return Period(date(year, 1, 1), date(year, 12, 31))
        if day is None:
            first = date(year, int(month), 1)
            return Period(first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))
        return Period(date(year, int(month), int(day)), date(year, int(month), int(day)))
    except ValueError:
        raise ValueError(f"{quoted(text)} is no day of the calendar") from None


def native_period(text: str, day_first: bool | None = None) -> Cell:
    """A date cell as ``2025-04-30``, or as far as it is known: ``2025-04``, ``2025``. Raises ValueError as ``period``."""
    found = period(text, day_first)
    if found.earliest is None or found.latest is None:
        return Cell("", text, "empty")
    first, last = found.earliest.isoformat(), found.latest.isoformat()
    whole = first if first == last else first[:7] if first[:7] == last[:7] else first[:4]
    return rewritten(whole, text)


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
    """A price in US dollars as a plain decimal; other currencies and decimal commas are not understood."""
    found = re.fullmatch(_PRICE, tidy(text))
    if found:
        return rewritten(str(Decimal(found[1].replace(",", ""))), text)
    return Cell("", text, "empty") if is_empty(text) else as_written(text, f"{quoted(text)} is no price in US dollars")


def watts(text: str) -> Cell:
    """An electric power as plain watts: ``3250W``, ``3.25 kW``."""
    found = re.fullmatch(_WATTS, tidy(text))
    if found:
        number = Decimal(found[1].replace(",", "")) * (1000 if found[2] else 1)
        return rewritten(f"{number.normalize():f}", text)
    return Cell("", text, "empty") if is_empty(text) else as_written(text, f"{quoted(text)} is no power in watts")


def unit_kind(text: str) -> str:
    """One of KINDS, ``miner`` for an empty cell, or "" for a word that nobody knows."""
    word = squeeze(text)
    if not word:
        return "miner"
    return _KIND_WORDS.get(word) or _KIND_WORDS.get(word.removesuffix("s"), "")


def unit_status(text: str) -> str:
    """``disposed`` for the words that mean it, else the status as written, folded."""
    return "disposed" if squeeze(text) in DISPOSED else tidy(text).casefold()
