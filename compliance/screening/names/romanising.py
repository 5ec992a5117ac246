"""Transliterates names in other scripts as lists write them: pinyin, with trade words in English.

北京算能科技有限公司 is *beijing suanneng technology co ltd*: place, trade words and legal form are split off as
anchored parts; the rest is the name proper and is written as one word. A name may have several readings.
Libraries are imported only when a script needs them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from compliance.screening.names.lexicon import lexicon, registered_names, simplified, written_names

_CYRILLIC = dict(zip(
    "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґўјљњћђџѓќ",
    ("a", "b", "v", "g", "d", "e", "e", "zh", "z", "i", "y", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f", "kh", "ts", "ch", "sh", "shch", "", "y", "", "e", "yu", "ya", "i", "yi", "ye", "g", "u", "j", "lj", "nj", "c", "dj", "dz", "gj", "kj"),
    strict=True,
))  # fmt: skip
_GREEK_PAIRS = (
    ("μπ", "b"), ("ντ", "d"), ("γκ", "g"), ("γγ", "ng"), ("τζ", "j"), ("ου", "u"), ("αυ", "av"), ("ευ", "ev"), ("αι", "e"), ("ει", "i"), ("οι", "i"),
)  # fmt: skip
"""Greek letters that are one sound together."""
_GREEK = dict(zip(
    "αβγδεζηθικλμνξοπρσςτυφχψωϊϋ",
    ("a", "v", "g", "d", "e", "z", "i", "th", "i", "k", "l", "m", "n", "x", "o", "p", "r", "s", "s", "t", "y", "f", "h", "ps", "o", "i", "y"),
    strict=True,
))  # fmt: skip
"""Greek letters as they sound today."""
_TONOS = str.maketrans("άέήίόύώΐΰ", "αεηιουωϊϋ")
_ABJAD = dict(zip(
    "بپتثجحخدذرزسشصضطظغفقكکگلمنهچژאבגדהזחטכךלמםנןסעפףצץקרשת",
    ("b", "b", "t", "t", "g", "h", "h", "d", "d", "r", "z", "s", "s", "s", "d", "t", "z", "g", "f", "k", "k", "k", "g", "l", "m", "n", "h", "c", "z",
     "", "b", "g", "d", "h", "z", "h", "t", "k", "k", "l", "m", "m", "n", "n", "s", "", "f", "f", "c", "c", "k", "r", "s", "t"),
    strict=True,
))  # fmt: skip
"""Letters of the Arabic, Persian and Hebrew scripts as their consonants; those that stand for vowels are left out."""
_ABJAD_RUN = re.compile("[\u0590-\u06ff\ufb1d-\ufdff\ufe70-\ufeff\u200c]+")
_FIRST = {"و": "v", "ي": "y", "ی": "y", "י": "y", "ו": "v"} | dict.fromkeys("اأإآعאע", "a")
_READABLE = ("LATIN", "CYRILLIC", "GREEK", "CJK", "HANGUL", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "ARABIC", "HEBREW", "FULLWIDTH", "HALFWIDTH", "IDEOGRAPHIC", "BOPOMOFO", "MODIFIER", "FEMININE", "MASCULINE", "MICRO", "SUPERSCRIPT", "SUBSCRIPT", "ANGSTROM", "KELVIN", "OHM", "ROMAN", "CIRCLED", "PARENTHESIZED", "MATHEMATICAL", "DOUBLE-STRUCK", "SCRIPT", "BLACK-LETTER")  # fmt: skip
"""How the names of letters begin whose scripts are compared."""
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")
_BETWEEN_HAN = re.compile("(?<=[\u3400-\u9fff])[\\s()（）]+(?=[\u3400-\u9fff])|[)）]$")
"""Spaces and brackets within a Chinese name."""
_JAPANESE = re.compile("[\u3040-\u30ff]")
_NON_LATIN = re.compile("[^\x00-\u024f\u1e00-\u1eff\u2000-\u206f\u3000-\u303f]+")
"""Runs of characters that are neither Latin nor punctuation."""
_NUMERAL = re.compile("第?([〇零一二三四五六七八九十百]+)(?=研究|设计|所|院|厂|局|部队|师|军|学)")
_DIGITS = {char: str(value) for value, char in enumerate("〇一二三四五六七八九")} | {"零": "0"}
_UNSPACED = re.compile("[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff]")
"""Letters of the scripts that are written without spaces between words."""
_NAME_READINGS = {
    "长": "chang",
    "厦": "xia",
    "地": "di",
    "拓": "tuo",
    "埔": "pu",
    "都": "du",
    "仔": "zai",
    "盛": "sheng",
}
"""Characters that are read differently in names."""
_MAX_WORD = 9
"""The most characters of a Chinese word that is looked up."""


@lru_cache(maxsize=4096)
def readings(text: str) -> tuple[str, ...]:
    """Every reading of ``text`` in Latin letters, the likeliest first; Latin text is its own reading."""
    if text.isascii() or not _NON_LATIN.search(text):
        return (text,)
    if _HAN.search(text) and not _JAPANESE.search(text):
        simple = _NUMERAL.sub(_numeral, text.translate(simplified()).replace("与", " and "))
        branded = _HAN.sub(lambda run: f" {_split_chinese(run[0], brands=True)} ", simple)
        plain = _HAN.sub(lambda run: f" {_split_chinese(run[0], brands=False)} ", simple)
        parted = _HAN.sub(lambda run: f" {_split_chinese(run[0], brands=False, short=True)} ", simple)
        chinese = registered_in(text)
        named = (
            [_BETWEEN_HAN.sub("", simple).replace(chinese, f" {registered_names()[chinese].name} ")] if chinese else []
        )
        return tuple(dict.fromkeys(map(_transliterate, (*named, branded, plain, parted))))
    return (_transliterate(_translate_known(text)),)


@lru_cache(maxsize=4096)
def registered_in(text: str) -> str:
    """The longest registered Chinese name whose English one is known that stands in ``text``, or ""."""
    if not _HAN.search(text):
        return ""
    joined = _BETWEEN_HAN.sub("", text.translate(simplified()))
    return max((name for name in registered_names() if name in joined), key=len, default="")


_SURNAMES = frozenset(
    (
        "欧阳",
        "司马",
        "诸葛",
        "上官",
        "司徒",
        "东方",
        "皇甫",
        "尉迟",
        "公孙",
        "慕容",
        "令狐",
        "独孤",
        "南宫",
        "夏侯",
        "端木",
    )
)
"""Chinese family names of two characters."""
_HANGUL = re.compile("[\uac00-\ud7a3]+")
_MAX_GIVEN = 4
"""The most characters of a name of a person that is written without spaces."""


@lru_cache(maxsize=4096)
def person_readings(text: str) -> tuple[str, ...]:
    """Every reading of the name of a person in Latin letters; a family name that is written first, without a space, is split off."""
    if text.isascii() or not _NON_LATIN.search(text):
        return (text,)
    simple = text.translate(simplified())
    if _HAN.search(simple) and not _JAPANESE.search(simple):
        return (_HAN.sub(lambda run: _split_person(run[0]), simple),)
    return (_transliterate(_HANGUL.sub(lambda run: _split_person(run[0]), simple)),)


def _split_person(run: str) -> str:
    """A run of Chinese or Korean characters as family name and given name."""
    family = 2 if run[:2] in _SURNAMES else 1
    if not 1 < len(run) <= _MAX_GIVEN:
        return f" {_transliterate_run(run)} "
    return f" {_transliterate_run(run[:family])} {_transliterate_run(run[family:])} "


def _transliterate(text: str) -> str:
    """``text`` with every other script transliterated letter by letter."""
    return _NON_LATIN.sub(lambda run: _transliterate_run(run[0]), text)


def unread_script(text: str) -> str:
    """The script of the first letters of ``text`` whose names nothing is known of, such as *Thai*; "" where all are read."""
    if text.isascii():
        return ""
    for letter in filter(str.isalpha, text):
        script = "" if letter.isascii() else unicodedata.name(letter, "UNKNOWN").split(" ")[0]
        if script and script not in _READABLE:
            return script.capitalize()
    return ""


def _consonants_of(run: str) -> str:
    """A run of Arabic, Persian or Hebrew letters as consonants; the article is left out."""
    words = written_names()
    if run in words:
        return words[run]
    if run.startswith("ال") and len(run) > 4:
        run = run[2:]
        if run in words:
            return words[run]
    first = _FIRST.get(run[:1], _ABJAD.get(run[:1], ""))
    return first + "".join(_ABJAD.get(letter, "") for letter in run[1:]).removesuffix("h" if run.endswith("ه") else "-")


def _transliterate_run(run: str) -> str:
    """``run`` letter by letter; Chinese characters in pinyin, with the reading that is usual in names of companies."""
    if all(char in _CYRILLIC for char in run.casefold()):
        return "".join(map(_CYRILLIC.__getitem__, run.casefold()))
    if _ABJAD_RUN.fullmatch(run):
        return _consonants_of(run)
    greek = run.casefold().translate(_TONOS)
    if all(letter in _GREEK for letter in greek):
        for pair, sound in _GREEK_PAIRS:
            greek = greek.replace(pair, sound)
        return "".join(_GREEK.get(letter, letter) for letter in greek)
    from anyascii import anyascii

    return "".join(_NAME_READINGS[char] if char in _NAME_READINGS else anyascii(char) for char in run).casefold()


def _translate_known(text: str) -> str:
    """``text`` with the Japanese and Korean words of the tables in Latin letters."""
    table = lexicon().han
    return _NON_LATIN.sub(lambda run: _translate_run(run[0], table), text)


def _translate_run(run: str, table: Mapping[str, tuple[str, str]]) -> str:
    if not _UNSPACED.search(run):
        # Words of scripts with spaces are looked up whole.
        word = run.casefold()
        return f" {table[word][0]} " if word in table else run
    parts: list[str] = []
    position = 0
    while position < len(run):
        length = next(
            (n for n in range(min(_MAX_WORD, len(run) - position), 1, -1) if run[position : position + n] in table), 0
        )
        if length:
            parts.append(f" {table[run[position : position + length]][0]} ")
        else:
            parts.append(run[position])
        position += length or 1
    return "".join(parts)


def _split_chinese(run: str, *, brands: bool, short: bool = False) -> str:
    """A run of Chinese characters split into places at its beginning, legal form and trade words at its end, and the rest.

    ``short``: trade words are looked up in a short rest as well (航天中为 is *aerospace zhongwei*).
    """
    table = lexicon().han
    prefix: list[str] = []
    suffix: list[str] = []
    while word := _longest_word(run, ("place",), brands=brands, front=True):
        prefix.append(table[word][0])
        run = run[len(word) :]
    while word := _longest_word(run, ("form", "trade", "place"), brands=False, front=False):
        suffix.insert(0, table[word][0])
        run = run[: -len(word)]
    return " ".join((*prefix, *_romanise_middle(run, brands=brands, short=short), *suffix))


def _longest_word(run: str, kinds: tuple[str, ...], *, brands: bool, front: bool) -> str:
    """The longest word of these kinds that ``run`` begins (else ends) with, or ""."""
    table = lexicon().han
    for length in range(min(_MAX_WORD, len(run)), 0, -1):
        part = run[:length] if front else run[-length:]
        kind = table[part][1] if part in table else ""
        if kind in kinds or (brands and kind == "word"):
            return part
    return ""


def _romanise_middle(run: str, *, brands: bool, short: bool) -> list[str]:
    """The rest between them: brands, in a long text (or with ``short``) also places and trade words; the remainder as pinyin."""
    kinds = ("place", "trade", "form") if short or len(run) > 4 else ()
    words: list[str] = []
    unknown = ""
    while run:
        word = _longest_word(run, kinds, brands=brands, front=True)
        if len(word) > 1:
            words += [*_pinyin(unknown), lexicon().han[word][0]]
            unknown = ""
        else:
            word = run[0]
            unknown += word
        run = run[len(word) :]
    return [*words, *_pinyin(unknown)]


def _pinyin(run: str) -> list[str]:
    return [_transliterate_run(run)] if run else []


def _numeral(match: re.Match[str]) -> str:
    digits = match[1]
    if "十" in digits and "百" not in digits:
        tens, ones = digits.split("十", 1)
        return f" {(_DIGITS.get(tens, '1'))}{_DIGITS.get(ones, '0')} "
    return f" {''.join(_DIGITS.get(char, '') for char in digits)} "
