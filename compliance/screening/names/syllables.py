"""Chinese words that are not written in pinyin: Wade-Giles (*Suan-neng K'o-chi*), Cantonese and Hokkien (*Wah Wai*).

A syllable of one system may be several ones in pinyin, so nothing is converted that is not a known word then.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import chain, product
from typing import NamedTuple

from compliance.screening.names.lexicon import is_pinyin, is_syllable, syllable_rows

WADE_GILES = "Wade-Giles"
UNMARKED = "Wade-Giles?"
"""Wade-Giles without hyphens and apostrophes, which other words look like as well."""
_SYSTEMS = (UNMARKED, "Cantonese", "Hokkien")
_LONGEST = 7
"""The most letters of a syllable."""
_MAX_SYLLABLES = 3
_MAX_TEXTS = 6
"""The most respellings of one text."""
_WORDS = re.compile(r"[^\s,.()/&]+")
_HYPHENS = re.compile("[-‐‑–]")
_ASPIRATIONS = str.maketrans("‘ʻʼ’`´", "''''''")
_BARE = str.maketrans({"'": None, "ü": "u", "ê": "e", "ŭ": "u"})
_INITIALS = (
    "", "b", "p", "m", "f", "d", "t", "n", "l", "g", "k", "h", "j", "q", "x", "zh", "ch", "sh", "r", "z", "c", "s", "y", "w",
)  # fmt: skip
_FINALS = (
    "a", "ai", "an", "ang", "ao", "e", "ei", "en", "eng", "er", "i", "ia", "ian", "iang", "iao", "ie", "in", "ing", "iong", "iu", "o", "ong", "ou",
    "u", "ua", "uai", "uan", "uang", "ue", "ui", "un", "uo",
)  # fmt: skip
_WADE_INITIALS = {
    "b": "p", "p": "p'", "d": "t", "t": "t'", "g": "k", "k": "k'", "j": "ch", "q": "ch'", "x": "hs", "zh": "ch", "ch": "ch'", "r": "j", "z": "ts",
    "c": "ts'",
}  # fmt: skip
_WADE_FINALS = {"ian": "ien", "ie": "ieh", "ue": "üeh", "ong": "ung", "iong": "iung", "er": "erh"}
_WADE_WHOLE = {
    "zhi": "chih", "chi": "ch'ih", "shi": "shih", "ri": "jih", "zi": "tzu", "ci": "tz'u", "si": "ssu", "er": "erh", "e": "o", "ge": "ko", "ke": "k'o",
    "he": "ho", "gui": "kuei", "kui": "k'uei", "guo": "kuo", "kuo": "k'uo", "huo": "huo", "shuo": "shuo", "yan": "yen", "ye": "yeh", "you": "yu",
    "yu": "yü", "yong": "yung", "yi": "i", "yue": "yüeh", "yuan": "yüan", "yun": "yün",
}  # fmt: skip


class Respelling(NamedTuple):
    """A text with words in pinyin, and the system that each of these was written in."""

    text: str
    systems: Mapping[str, str]


class _Part(NamedTuple):
    """A word, or what stands between the hyphens of one, with the number of the whole."""

    text: str
    word: int


def respellings(text: str, known: Callable[[str], bool]) -> Iterator[Respelling]:
    """``text`` with Chinese words in pinyin, where they were written in another system and what they are then is ``known``."""
    if not text.isascii():
        text = text.translate(_ASPIRATIONS)
    words = _WORDS.findall(text.casefold())
    parts = [_Part(part, number) for number, word in enumerate(words) for part in _HYPHENS.split(word) if part]
    if not any(_systems(part.text) for part in parts):
        return
    choices = list(_choices(parts, known, precise="'" in text))
    for chosen in list(product(*choices))[:_MAX_TEXTS]:
        systems = {word: system for word, system in chosen if system}
        if systems:
            yield Respelling(" ".join(word for word, _ in chosen), systems)


def _choices(parts: Sequence[_Part], known: Callable[[str], bool], *, precise: bool) -> Iterator[list[tuple[str, str]]]:
    """For each run of syllables the known words that it may be, each with its system; else the word as it is, with none."""
    position = 0
    while position < len(parts):
        for length in range(min(_MAX_SYLLABLES, len(parts) - position), 0, -1):
            run = parts[position : position + length]
            is_known = length == 1 and known(run[0].text)
            words = [] if is_known else list(dict.fromkeys(_known_words(run, known, precise=precise)))
            if words:
                break
        yield words[:_MAX_SYLLABLES] or [(parts[position].text, "")]
        position += length


def _known_words(run: Sequence[_Part], known: Callable[[str], bool], *, precise: bool) -> Iterator[tuple[str, str]]:
    """What the run may be as one word, if that is known."""
    written = "".join(part.text for part in run).translate(_BARE)
    is_hyphenated = len(run) > 1 and run[0].word == run[-1].word
    is_marked = is_hyphenated or any("'" in part.text for part in run)
    for system in _systems(run[0].text):
        readings = [_readings(part.text, system, precise=precise) for part in run]
        for chosen in product(*readings):
            word = "".join(chain.from_iterable(chosen))
            if (word != written or is_hyphenated) and is_pinyin(word) and known(word):
                yield word, WADE_GILES if is_marked and system == UNMARKED else system


@lru_cache(maxsize=1 << 12)
def _systems(word: str) -> tuple[str, ...]:
    """The systems that the word may be written in."""
    return tuple(system for system in _SYSTEMS if _readings(word, system, precise=False))


@lru_cache(maxsize=1 << 12)
def _readings(word: str, system: str, *, precise: bool) -> tuple[tuple[str, ...], ...]:
    """The syllables in pinyin that a word of one to three syllables of a system may be."""
    table = _table(system, precise=precise)
    return tuple(_split(word if precise else word.translate(_BARE), table, _MAX_SYLLABLES))


def _split(word: str, table: Mapping[str, tuple[str, ...]], most: int) -> Iterator[tuple[str, ...]]:
    if not word:
        yield ()
    elif most:
        for end in range(1, min(len(word), _LONGEST) + 1):
            for syllable in table.get(word[:end], ()):
                yield from ((syllable, *rest) for rest in _split(word[end:], table, most - 1))


@cache
def _table(system: str, *, precise: bool) -> Mapping[str, tuple[str, ...]]:
    """Syllable of the system -> what it may be in pinyin."""
    if system != UNMARKED:
        return {
            romanised: tuple(syllables.split(";")) for name, romanised, syllables in syllable_rows() if name == system
        }
    table: dict[str, list[str]] = {}
    for initial, final in product(_INITIALS, _FINALS):
        if is_syllable(f"{initial}{final}"):
            spelled = _wade_giles(initial, final)
            table.setdefault(spelled if precise else spelled.translate(_BARE), []).append(f"{initial}{final}")
    return {spelled: tuple(syllables) for spelled, syllables in table.items()}


def _wade_giles(initial: str, final: str) -> str:
    syllable = initial + final
    if syllable in _WADE_WHOLE:
        return _WADE_WHOLE[syllable]
    if final == "uo":
        final = "o"
    if final.startswith("u") and initial in ("j", "q", "x"):
        final = {"ue": "üeh"}.get(final, f"ü{final[1:]}")
    return _WADE_INITIALS.get(initial, initial) + _WADE_FINALS.get(final, final)
