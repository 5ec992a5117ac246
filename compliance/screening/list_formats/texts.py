"""Parses the names, addresses, countries, citations, dates and numbers of publishers, for all list formats."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache, lru_cache

from compliance.core.text import one_line
from compliance.io.resources import RULES
from compliance.reference.countries import CountryTable, load_table
from compliance.screening.names.folding import fold

_SUCCESSORS = re.compile(
    r"[;,]?\s*(?:and\s+)?any\s+successors?,?\s+sub-?units?,?\s+or\s+subsidiar(?:y|ies)\s+thereof\.?", re.I
)
_FR_CITATION = re.compile(r"(\d{1,3})\s*F\.?\s?R\.?\s*(\d{1,6})(?:[,\s]+(\d{1,2}/\d{1,2}/\d{2,4}))?")
_MONTHS = {name: number for number, name in enumerate(
    ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
)}  # fmt: skip
_DAY_FIRST = re.compile(r"(?P<day>\d{1,2}) (?P<month>[A-Za-z]{3})[a-z]* (?P<year>\d{4})")
_MONTH_FIRST = re.compile(r"(?P<month>[A-Za-z]{3})[a-z]* (?P<day>\d{1,2}), (?P<year>\d{4})")
_STREET = re.compile(
    r"\b(?:no|room|rm|unit|flat|suite|ste|floor|fl|building|bldg|block|tower|apt|office|p\.? ?o\.? box|street|st|road|rd|avenue"
    r"|ave|lane|highway|boulevard|blvd|district|dist|zone|city|province|plot|house|villa|prospekt|ulitsa|ul|mah|mh|cad|cd|str|sq"
    r"|square|plaza|park|hotel|airport|avenida|calle|rue|via|village|town|region|oblast|county|estate|mall|market|address)\b|\d",
    re.I,
)
_FORM = re.compile(
    r"(?:ltd|limited|inc|incorporated|llc|l\.l\.c|llp|l\.p|lp|corp|corporation|co|company|plc|gmbh|ag|jsc|pjsc|cjsc|ojsc|zao|oao|ao|pao"
    r"|ooo|s\.?a|s\.?a\.?s|s\.?r\.?l|s\.?p\.?a|b\.?v|n\.?v|pte|pty|pvt|sdn|fze|fzc|fzco|f\.?z\.?e|f\.?z|fsue|a\.?s|s\.?r\.?o|d\.?o\.?o"
    r"|oy|ab|as|kg|joint stock company|dmcc|est|bhd|sti|s\.?a\.?l)\b\.?",
    re.IGNORECASE,
)
"""A legal form that may follow a comma within a name."""
_FORMS_BEFORE_DIVISION = {"co", "company", "corp", "corporation", "joint stock company", "as", "ag", "ao", "est"}
"""Legal forms after which the name of a division may follow."""
_MAX_NAME, _MAX_ENTRY = 1000, 5000
"""The most characters that are searched for the end of a name, and the most of an alias with an address."""
_LEI = re.compile("[A-Z0-9]{18}[0-9]{2}")
_LEI_KINDS = {"legal entity number", "lei", "lei number", "legal entity identifier"}
_KINDS = {
    "unified social credit code (uscc)": "USCC",
    "unified social credit code": "USCC",
    "uscc": "USCC",
    "organization code": "Organization Code",
}
_COUNTRIES = {
    "georgia": "GE",
    "palestinian": "PS",
    "region: gaza": "PS",
    "region: crimea": "UA",
    "region: kafia kingi": "SD",
    "region: northern mali": "ML",
    "bahamas, the": "BS",
}
"""Texts that are ambiguous in the country table but not on a list: Georgia is never the US state there."""


@cache
def _table() -> CountryTable:
    return load_table(RULES / "countries" / "table.csv")


@lru_cache(20_000)
def country(text: str) -> str:
    """The ISO 3166-1 alpha-2 code of a country as lists write it, or "" where it is unknown or not one country."""
    if exact := _COUNTRIES.get(one_line(text).casefold()):
        return exact
    return (_table().resolve(text).only or "")[:2]


def countries(texts: Iterable[str]) -> tuple[str, ...]:
    """The codes of these country texts, each once, without the unknown ones."""
    return tuple(dict.fromkeys(filter(None, map(country, texts))))


def country_at_end(address: str) -> str:
    """The code of the country at the end of an address, or "": ``…, Hebei, China.``, ``…, Guizhou 550000, China``, ``…, CN``."""
    last = address.rstrip(" .;)").rpartition(",")[2].strip()
    return country(last) or country(re.sub(r"[\d-]+", " ", last))


def is_name(text: str) -> bool:
    """Whether ``text`` can be a name: it has a letter or a number."""
    return any(map(str.isalnum, text))


def entry_id(name: str, slugs: Counter[str]) -> str:
    """An id for an entry without one: the folded name, with a number from ``slugs`` where it occurs again."""
    slug = fold(name).replace(" ", "-")
    slugs[slug] += 1
    return slug if slugs[slug] == 1 else f"{slug}-{slugs[slug]}"


def party_name(text: str) -> tuple[str, str]:
    """A party's name without the words for its successors (*and any successor, sub-unit, or subsidiary thereof*), and these."""
    name = one_line(text)
    if not (match := _SUCCESSORS.search(name)):
        return name.strip(" ;,"), ""
    return f"{name[: match.start()]}{name[match.end() :]}".strip(" ;,"), re.sub(r"^and\s+", "", match[0].strip(" ;,."))


def split_leaked_address(alias: str) -> tuple[str, str]:
    """An alias without the address that leaked into it, and that address or ""."""
    if len(alias) > _MAX_ENTRY:
        return alias, ""
    for separator in re.finditer(r"[.,] ", alias[:_MAX_NAME]):
        head, rest = alias[: separator.start()], alias[separator.end() :]
        if (
            rest.count(",")
            and len(head) > 3
            and not _FORM.match(rest)
            and _begins_with_street(rest)
            and mentions_country(rest)
        ):
            return f"{head}." if separator[0] == ". " and _FORM.fullmatch(head.split()[-1]) else head, rest
    return alias, ""


def split_entry(text: str) -> tuple[str, str]:
    """Name and addresses of an entry that writes them in one line: ``Huawei Technologies Co., Ltd., Bantian, Shenzhen, China``.

    The name ends after its legal form, or before the first part that looks like an address; without either, before the
    place and country at the end. Legal forms and words in brackets continue the name.
    """
    commas = [
        comma
        for comma in re.finditer(r",\s+|(?<=\w\w)(?<!\bNo)\.\s+(?=\S)", text[:_MAX_NAME])
        if _depth(text[: comma.start()]) == 0
    ]
    for comma in commas:
        rest = text[comma.end() :]
        *words, last = re.split(r"[ ,]+", text[: comma.start()])
        ends_with_form = (
            comma[0].startswith(",") and _FORM.fullmatch(last) and last.casefold() not in _FORMS_BEFORE_DIVISION
        )
        is_complete = words or comma[0].startswith(",") or _STREET.match(rest)
        if (
            is_complete
            and not _FORM.match(rest)
            and not rest.startswith("(")
            and (ends_with_form or _begins_with_street(rest))
        ):
            return text[: comma.start()], rest
    for comma in commas:
        rest = text[comma.end() :]
        if comma[0].startswith(",") and not _FORM.match(rest) and not rest.startswith("(") and mentions_country(rest):
            return text[: comma.start()], rest
    return text, ""


def _depth(text: str) -> int:
    return text.count("(") - text.count(")")


def _begins_with_street(text: str) -> bool:
    """Whether the first part of ``text`` has a number or a word that is usual in addresses."""
    return _STREET.search(text.partition(",")[0]) is not None


def mentions_country(address: str) -> bool:
    """Whether the last part of some address in ``address`` is a country, perhaps with a postal code."""
    parts = re.split(r";\s*(?:and\s+)?", address)
    return any(country_at_end(part) for part in parts) or any(
        country(re.sub(r"[\d.-]+", " ", part)) for part in address.split(",")
    )


def addresses(text: str) -> tuple[str, ...]:
    """The addresses in a text that separates them with ``; and`` or ``;``."""
    parts = re.split(r"\s*;\s*(?:and\s+)?", one_line(text))
    return tuple(dict.fromkeys(part.strip(" .;") for part in parts if part.strip(" .;")))


def citation(text: str) -> tuple[str, date | None]:
    """The Federal Register citations in ``text`` as ``90 FR 4622; 91 FR 17``, and the day of the first publication."""
    matches = list(_FR_CITATION.finditer(text))
    days = [day for match in matches if match[3] and (day := us_day(match[3]))]
    citations = "; ".join(dict.fromkeys(f"{match[1]} FR {match[2]}" for match in matches))
    return citations or one_line(text), min(days, default=None)


def us_day(text: str) -> date | None:
    """The day written month first, ``1/16/25`` or ``08/24/2022``; two-digit years from 70 on are of the last century."""
    match = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{2}|\d{4})", text.strip())
    if not match:
        return None
    year = int(match[3])
    return _day(year if year > 99 else year + (1900 if year >= 70 else 2000), int(match[1]), int(match[2]))


def day_first(text: str) -> date | None:
    """The day written day first, ``05/08/2026``; None where a part of it is unknown (``00/00/1975``, ``dd/mm/1945``)."""
    match = re.match(r"(\d{1,2})/(\d{1,2})/(\d{4})\b", text.strip())
    return _day(int(match[3]), int(match[2]), int(match[1])) if match else None


def written_day(text: str) -> date | None:
    """The day written ``03 Jun 2021`` or ``June 21, 2022``."""
    match = _DAY_FIRST.search(text) or _MONTH_FIRST.search(text)
    return _day(int(match["year"]), _MONTHS.get(match["month"].casefold(), 0), int(match["day"])) if match else None


def iso_day(text: str) -> date | None:
    """The day at the beginning of ``2021-06-03`` or ``2021-06-03T00:00:00``."""
    match = re.match(r"(\d{4})-(\d\d)-(\d\d)", text)
    return _day(int(match[1]), int(match[2]), int(match[3])) if match else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def identifier(kind: str, number: str, country_text: str = "") -> str:
    """The text of an identifier of a listing: ``Tax ID No. 7744001497 (RU)``. A number in the form of an LEI becomes one."""
    label = _KINDS.get(kind.casefold(), kind)
    if label.casefold() in _LEI_KINDS and _LEI.fullmatch(number):
        label = "LEI"
    code = country(country_text) if country_text else ""
    return f"{label} {number} ({code})" if code and label != "LEI" else f"{label} {number}"


def remarks(text: str) -> Iterator[str]:
    """The statements that a remark separates with ``;``, without the final full stop."""
    for part in re.split(r";\s+", one_line(text)):
        if statement := part.strip().removesuffix("."):
            yield statement
