"""How publishers of lists write names, addresses, countries, citations, dates and numbers: read once, for every format."""

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

_SUCCESSOR = re.compile(
    r"[;,]?\s*(?:and\s+)?any\s+successors?,?\s+sub-?units?,?\s+or\s+subsidiar(?:y|ies)\s+thereof\.?", re.I
)
_CITED = re.compile(r"(\d{1,3})\s*F\.?\s?R\.?\s*(\d{1,6})(?:[,\s]+(\d{1,2}/\d{1,2}/\d{2,4}))?")
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
"""A legal form that stands behind a comma: the name goes on."""
_NO_END = {"co", "company", "corp", "corporation", "joint stock company", "as", "ag", "ao", "est"}
"""Legal forms behind which the name of a division may follow."""
_LONGEST_NAME, _LONGEST_ENTRY = 1000, 5000
"""Characters after which no name ends, and of a name with addresses: what is looked at is bounded, however long the text."""
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
"""What the exact table leaves open, because elsewhere it may mean something else: Georgia is no US state on a list."""


@cache
def _table() -> CountryTable:
    return load_table(RULES / "countries" / "table.csv")


@lru_cache(20_000)
def country(text: str) -> str:
    """The ISO 3166-1 alpha-2 code of a country as lists write it, or "" where it is unknown or not one country."""
    if known := _COUNTRIES.get(one_line(text).casefold()):
        return known
    return (_table().resolve(text).only or "")[:2]


def countries(texts: Iterable[str]) -> tuple[str, ...]:
    """The codes of these country texts, each once; unknown ones are left out."""
    return tuple(dict.fromkeys(filter(None, map(country, texts))))


def ends_in(address: str) -> str:
    """The code of the country at the end of an address, or "": ``…, Hebei, China.``, ``…, Guizhou 550000, China``, ``…, CN``."""
    last = address.rstrip(" .;)").rpartition(",")[2].strip()
    return country(last) or country(re.sub(r"[\d-]+", " ", last))


def is_name(text: str) -> bool:
    """Whether ``text`` could name somebody: it has a letter or a number."""
    return any(map(str.isalnum, text))


def entry_id(name: str, seen: Counter[str]) -> str:
    """An id for an entry whose publisher gives none: the folded name, counted on in ``seen`` where it occurs again."""
    slug = fold(name).replace(" ", "-")
    seen[slug] += 1
    return slug if seen[slug] == 1 else f"{slug}-{seen[slug]}"


def party_name(text: str) -> tuple[str, str]:
    """A party's name without the words that reach beyond it (*and any successor, sub-unit, or subsidiary thereof*), and these."""
    name = one_line(text)
    if not (found := _SUCCESSOR.search(name)):
        return name.strip(" ;,"), ""
    return f"{name[: found.start()]}{name[found.end() :]}".strip(" ;,"), re.sub(r"^and\s+", "", found[0].strip(" ;,."))


def unleaked(alias: str) -> tuple[str, str]:
    """An alias without the address that ran into it, and that address or ""."""
    if len(alias) > _LONGEST_ENTRY:
        return alias, ""
    for found in re.finditer(r"[.,] ", alias[:_LONGEST_NAME]):
        head, rest = alias[: found.start()], alias[found.end() :]
        if rest.count(",") and len(head) > 3 and not _FORM.match(rest) and _is_street(rest) and ends_anywhere(rest):
            return f"{head}." if found[0] == ". " and _FORM.fullmatch(head.split()[-1]) else head, rest
    return alias, ""


def split_entry(text: str) -> tuple[str, str]:
    """Name and addresses of an entry that writes them in one line: ``Huawei Technologies Co., Ltd., Bantian, Shenzhen, China``.

    The name ends behind its legal form, or before the first part that looks like an address; without either, before the
    place and country at the end. Legal forms and words in brackets go on the name.
    """
    commas = [
        found
        for found in re.finditer(r",\s+|(?<=\w\w)(?<!\bNo)\.\s+(?=\S)", text[:_LONGEST_NAME])
        if _depth(text[: found.start()]) == 0
    ]
    for found in commas:
        rest = text[found.end() :]
        *words, last = re.split(r"[ ,]+", text[: found.start()])
        formed = found[0].startswith(",") and _FORM.fullmatch(last) and last.casefold() not in _NO_END
        whole = words or found[0].startswith(",") or _STREET.match(rest)
        if whole and not _FORM.match(rest) and not rest.startswith("(") and (formed or _is_street(rest)):
            return text[: found.start()], rest
    for found in commas:
        rest = text[found.end() :]
        if found[0].startswith(",") and not _FORM.match(rest) and not rest.startswith("(") and ends_anywhere(rest):
            return text[: found.start()], rest
    return text, ""


def _depth(text: str) -> int:
    return text.count("(") - text.count(")")


def _is_street(text: str) -> bool:
    """Whether the first part of ``text`` has a number or a word of addresses in it."""
    return _STREET.search(text.partition(",")[0]) is not None


def ends_anywhere(address: str) -> bool:
    """Whether the last part of some address in ``address`` is a country, perhaps with a postal code."""
    parts = re.split(r";\s*(?:and\s+)?", address)
    return any(ends_in(part) for part in parts) or any(
        country(re.sub(r"[\d.-]+", " ", bit)) for bit in address.split(",")
    )


def addresses(text: str) -> tuple[str, ...]:
    """The addresses in a text that joins them with ``; and`` or ``;``."""
    parts = re.split(r"\s*;\s*(?:and\s+)?", one_line(text))
    return tuple(dict.fromkeys(part.strip(" .;") for part in parts if part.strip(" .;")))


def citation(text: str) -> tuple[str, date | None]:
    """The Federal Register citations in ``text`` as ``90 FR 4622; 91 FR 17``, and the day of the first publication."""
    found = list(_CITED.finditer(text))
    days = [day for each in found if each[3] and (day := us_day(each[3]))]
    cited = "; ".join(dict.fromkeys(f"{each[1]} FR {each[2]}" for each in found))
    return cited or one_line(text), min(days, default=None)


def us_day(text: str) -> date | None:
    """The day written month first, ``1/16/25`` or ``08/24/2022``; two-digit years from 70 on are of the last century."""
    found = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{2}|\d{4})", text.strip())
    if not found:
        return None
    year = int(found[3])
    return _day(year if year > 99 else year + (1900 if year >= 70 else 2000), int(found[1]), int(found[2]))


def written_day(text: str) -> date | None:
    """The day written ``03 Jun 2021`` or ``June 21, 2022``."""
    found = _DAY_FIRST.search(text) or _MONTH_FIRST.search(text)
    return _day(int(found["year"]), _MONTHS.get(found["month"].casefold(), 0), int(found["day"])) if found else None


def iso_day(text: str) -> date | None:
    """The day at the beginning of ``2021-06-03`` or ``2021-06-03T00:00:00``."""
    found = re.match(r"(\d{4})-(\d\d)-(\d\d)", text)
    return _day(int(found[1]), int(found[2]), int(found[3])) if found else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def identifier(kind: str, number: str, place: str = "") -> str:
    """An identifier as a listing holds it: ``Tax ID No. 7744001497 (RU)``. A number in the form of an LEI is one."""
    called = _KINDS.get(kind.casefold(), kind)
    if called.casefold() in _LEI_KINDS and _LEI.fullmatch(number):
        called = "LEI"
    where = country(place) if place else ""
    return f"{called} {number} ({where})" if where and called != "LEI" else f"{called} {number}"


def remarks(text: str) -> Iterator[str]:
    """The statements that a remark joins with ``;``, without the final stop."""
    for part in re.split(r";\s+", one_line(text)):
        if said := part.strip().removesuffix("."):
            yield said
