"""Days and periods as people write them: a text is all of the days that it leaves possible. Exact, never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

from compliance.core.text import EMPTY, quoted, squeeze, tidy

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
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
        "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
        "januari februari maart april mei juni juli augustus september oktober november december",
        "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
        "ledna února března dubna května června července srpna září října listopadu prosince",
        "januar februar mars april mai juni juli august september oktober november desember",
        "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
    )
    for number, word in enumerate(words.split(), 1)
}
"""Months in other languages, written out."""


FIRST_YEAR, LAST_YEAR = 2000, 2099
"""Years that a date may have: 1900, 1904 and 1970 are where computers begin to count, not when machines were bought."""


_ISO = re.compile(
    r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?)?)?"
)


_GLUED = re.compile(r"(20\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])")
"""A day as other programs write it, without a mark: ``20250304``."""


_CHINESE = re.compile(r"(\d{4})年(?:(\d{1,2})月(?:(\d{1,2})[日号])?)?")


_NUMERIC = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})")


_MONTH_OF_YEAR = re.compile(r"(\d{1,2})[/.-](\d{4})")


_WORDS = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th|\.)?[ -](?:de )?)?([^\W\d_]{3,10})\.?,?[ -](?:del? )?"
    r"(?:(\d{1,2})(?:st|nd|rd|th)?,? )?(\d{4})(?: ?(?:г|года)\.?)?"
)


_PARTS_OF_YEAR = (
    ("(?:q|кв|квартал|quarter|quartal|trimestre|kwartał|kwartaal|kvartal|季度|t)", 3),
    ("(?:h|half|halbjahr|semestre|semester|полугодие|полугодия)", 6),
)
_ORDINAL = "(?:st|nd|rd|th|й|ый|е|го|er|e|º|ª|o)?"
"""Quarters and halves of a calendar year, squeezed: ``q42023``, ``2023q4``, ``4thquarter2023``."""
_WEEK = re.compile(r"(\d{4})w(\d{2})|(?:kw|cw|week)(\d{1,2})(\d{4})")
_RANGE = re.compile(r"(.+?)(?: ?[–—] ?| - | to | bis | until | through | по | a | au | do )(.+)")
_EXCEL_DAY = re.compile(r"(\d{5})(?:\.\d+)?")
_EXCEL_EPOCH = date(1899, 12, 30)


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


def period(text: str, day_first: bool | None = None) -> Period:
    """The days that a date cell leaves possible: ``2024-02-23``, ``2024-02``, ``2024``, ``23 Feb 2024``, ``April 2025``,
    ``3. Mai 2024``, ``02/2024``, ``Q4 2023``, ``H1 2024``, ``45001`` (the days that Excel has counted).

    ``4/5/2024`` needs ``day_first``. Raises ValueError for a day that is not in the calendar or an unclear text.
    """
    plain = tidy(text)
    if plain.casefold() in EMPTY:
        return NEVER_RECORDED
    if match := _ISO.fullmatch(plain) or _GLUED.fullmatch(plain) or _CHINESE.fullmatch(plain):
        return _span(int(match[1]), match[2], match[3], text)
    if match := _MONTH_OF_YEAR.fullmatch(plain):
        return _span(int(match[2]), match[1], None, text)
    if match := _NUMERIC.fullmatch(plain):
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        year += 2000 if year < 100 else 0
        if day_first is None and match[2] != "." and first <= 12 and second <= 12 and first != second:
            raise ValueError(f"{quoted(text)} could be two dates: does the day or the month come first")
        european = match[2] == "." or first > 12 or (day_first is True and second <= 12)
        day, month = (first, second) if european else (second, first)
        return _span(year, str(month), str(day), text)
    if is_excel_day(plain):
        counted = _EXCEL_EPOCH + timedelta(days=int(plain[:5]))
        return Period(counted, counted)
    if part := _part_of_year(squeeze(plain), text):
        return part
    match = _WORDS.fullmatch(plain)
    if match and (month := _month(match[2].casefold())) and not (match[1] and match[3]):
        return _span(int(match[4]), str(month), match[1] or match[3], text)
    if (match := _RANGE.fullmatch(plain)) and not _RANGE.fullmatch(match[2]):
        begin, end = (period(part, day_first) for part in match.groups())
        if begin.earliest and end.latest and begin.earliest <= end.latest:
            return Period(begin.earliest, end.latest)
    raise ValueError(f"{quoted(text)} is not a date")


def is_excel_day(text: str) -> bool:
    """Whether a text is a number by which Excel counts the days since 1900, of this century: ``45001`` is 2023-03-16."""
    match = _EXCEL_DAY.fullmatch(text)
    if not match:
        return False
    return FIRST_YEAR <= (_EXCEL_EPOCH + timedelta(days=int(match[1]))).year <= LAST_YEAR


def _part_of_year(word: str, text: str) -> Period | None:
    """A quarter, a half or a week of a year, of a squeezed text; None where it is none of them."""
    for name, months in _PARTS_OF_YEAR:
        forms = (rf"{name}([1-4])(\d{{4}}|\d{{2}})", rf"([1-4]){_ORDINAL}{name}(?:of)?(\d{{4}}|\d{{2}})(?:г|года)?")
        match = next(filter(None, (re.fullmatch(form, word) for form in forms)), None)
        turned = (
            re.fullmatch(rf"(\d{{4}})年?第?{name}?([1-4]){name}?", word)
            if not match and re.search(name, word)
            else None
        )
        number, year = (match[1], match[2]) if match else (turned[2], turned[1]) if turned else ("", "")
        if number and int(number) * months <= 12:
            year = year if len(year) == 4 else f"20{year}"
            first = _span(int(year), str((int(number) - 1) * months + 1), None, text)
            return Period(first.earliest, _span(int(year), str(int(number) * months), None, text).latest)
    if week := _WEEK.fullmatch(word):
        year, number = (week[1], week[2]) if week[1] else (week[4], week[3])
        if FIRST_YEAR <= int(year) <= LAST_YEAR:
            with suppress(ValueError):
                monday = date.fromisocalendar(int(year), int(number), 1)
                return Period(monday, monday + timedelta(days=6))
    return None


def _month(word: str) -> int:
    english = next((number for number, name in enumerate(_MONTHS, 1) if name.startswith(word)), 0)
    return english or _OTHER_MONTHS.get(word, 0)


def day_orders(texts: Iterable[str]) -> set[bool]:
    """What dates such as ``23/5/2024`` show of their order: the day comes first (True), the month does (False)."""
    seen = [match for match in (_NUMERIC.fullmatch(tidy(text)) for text in texts) if match and match[2] != "."]
    return {True for match in seen if int(match[1]) > 12} | {False for match in seen if int(match[3]) > 12}


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
        raise ValueError(f"{quoted(text)} is not a day of the calendar") from None
