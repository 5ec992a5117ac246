"""Names in other scripts, in Latin letters, as lists write them: pinyin, and trade words in English.

北京算能科技有限公司 is *beijing suanneng technology co ltd*: place, trade words and legal form are split off as
anchored parts, what remains is the name proper and is written as one word. Readings, not translations: several
may be possible. Libraries are imported only when a script needs them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from compliance.screening.names.lexicon import lexicon, simplified

_CYRILLIC = dict(zip(
    "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґўјљњћђџѓќ",
    ("a", "b", "v", "g", "d", "e", "e", "zh", "z", "i", "y", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f", "kh", "ts", "ch", "sh", "shch", "", "y", "", "e", "yu", "ya", "i", "yi", "ye", "g", "u", "j", "lj", "nj", "c", "dj", "dz", "gj", "kj"),
    strict=True,
))  # fmt: skip
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")
_JAPANESE = re.compile("[\u3040-\u30ff]")
_ELSEWHERE = re.compile("[^\x00-\u024f\u1e00-\u1eff\u2000-\u206f\u3000-\u303f]+")
"""Runs of what is neither Latin nor punctuation."""
_NUMERAL = re.compile("第?([〇零一二三四五六七八九十百]+)(?=研究|设计|所|院|厂|局|部队|师|军|学)")
_DIGITS = {char: str(value) for value, char in enumerate("〇一二三四五六七八九")} | {"零": "0"}
_READ = {"长": "chang", "厦": "xia", "地": "di", "拓": "tuo", "埔": "pu", "都": "du", "仔": "zai", "盛": "sheng"}
"""Characters that have another reading in names than elsewhere."""
_LONGEST = 9
"""Characters of the longest Chinese word in the tables that is looked for."""


@lru_cache(maxsize=4096)
def readings(text: str) -> tuple[str, ...]:
    """``text`` in Latin letters, in every way in which it may be read, the likeliest first; plain Latin as it is."""
    if text.isascii() or not _ELSEWHERE.search(text):
        return (text,)
    if _HAN.search(text) and not _JAPANESE.search(text):
        simple = _NUMERAL.sub(_number, text.translate(simplified()).replace("与", " and "))
        branded = _HAN.sub(lambda run: f" {_split(run[0], brands=True)} ", simple)
        plain = _HAN.sub(lambda run: f" {_split(run[0], brands=False)} ", simple)
        parted = _HAN.sub(lambda run: f" {_split(run[0], brands=False, short=True)} ", simple)
        return tuple(dict.fromkeys(map(_letters, (branded, plain, parted))))
    return (_letters(_known(text)),)


def _letters(text: str) -> str:
    """``text`` with every other script letter by letter."""
    return _ELSEWHERE.sub(lambda run: _spelled(run[0]), text)


def _spelled(run: str) -> str:
    """Letter by letter; Chinese characters in pinyin, each as names of companies mostly mean it."""
    if all(char in _CYRILLIC for char in run.casefold()):
        return "".join(map(_CYRILLIC.__getitem__, run.casefold()))
    from anyascii import anyascii

    return "".join(_READ[char] if char in _READ else anyascii(char) for char in run).casefold()


def _known(text: str) -> str:
    """``text`` with the Japanese and Korean words of the tables in Latin letters."""
    table = lexicon().han
    return _ELSEWHERE.sub(lambda run: _parsed(run[0], table), text)


def _parsed(run: str, table: Mapping[str, tuple[str, str]]) -> str:
    found: list[str] = []
    place = 0
    while place < len(run):
        length = next((n for n in range(min(_LONGEST, len(run) - place), 1, -1) if run[place : place + n] in table), 0)
        if length:
            found.append(f" {table[run[place : place + length]][0]} ")
        else:
            found.append(run[place])
        place += length or 1
    return "".join(found)


def _split(run: str, *, brands: bool, short: bool = False) -> str:
    """One run of Chinese characters: places from its beginning, legal form and trade words from its end, the rest.

    ``short``: trade words are looked for in a short rest as well (航天中为 is *aerospace zhongwei*).
    """
    table = lexicon().han
    first: list[str] = []
    last: list[str] = []
    while taken := _taken(run, ("place",), brands=brands, front=True):
        first.append(table[taken][0])
        run = run[len(taken) :]
    while taken := _taken(run, ("form", "trade", "place"), brands=False, front=False):
        last.insert(0, table[taken][0])
        run = run[: -len(taken)]
    return " ".join((*first, *_middle(run, brands=brands, short=short), *last))


def _taken(run: str, kinds: tuple[str, ...], *, brands: bool, front: bool) -> str:
    """The longest word of these kinds that ``run`` begins (else ends) with, or ""."""
    table = lexicon().han
    for length in range(min(_LONGEST, len(run)), 0, -1):
        part = run[:length] if front else run[-length:]
        kind = table[part][1] if part in table else ""
        if kind in kinds or (brands and kind == "word"):
            return part
    return ""


def _middle(run: str, *, brands: bool, short: bool) -> list[str]:
    """What is left between: brands, in a long text (or a ``short`` one) also places and trade words, and what nobody knows as pinyin."""
    kinds = ("place", "trade", "form") if short or len(run) > 4 else ()
    found: list[str] = []
    unknown = ""
    while run:
        taken = _taken(run, kinds, brands=brands, front=True)
        if len(taken) > 1:
            found += [*_pinyin(unknown), lexicon().han[taken][0]]
            unknown = ""
        else:
            taken = run[0]
            unknown += taken
        run = run[len(taken) :]
    return [*found, *_pinyin(unknown)]


def _pinyin(run: str) -> list[str]:
    return [_spelled(run)] if run else []


def _number(found: re.Match[str]) -> str:
    digits = found[1]
    if "十" in digits and "百" not in digits:
        tens, ones = digits.split("十", 1)
        return f" {(_DIGITS.get(tens, '1'))}{_DIGITS.get(ones, '0')} "
    return f" {''.join(_DIGITS.get(char, '') for char in digits)} "
