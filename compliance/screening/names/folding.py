"""Normalises names of companies for comparison by equality.

Folding unifies letter case, accents, punctuation and the spellings of a legal form; it never changes a word, so
*Technology* and *Technologies* stay two words.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from itertools import product

from compliance.core.text import normal


def _spellings(*words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(" ".join, product(*words)))


_CLASSES: dict[str, tuple[str, ...]] = {
    "ltd": ("ltd", "limited"),
    "co": ("co", "company"),
    "co ltd": _spellings(("co", "company"), ("ltd", "limited")),
    "corp": ("corp", "corporation"),
    "corp ltd": _spellings(("corp", "corporation"), ("ltd", "limited")),
    "inc": ("inc", "incorporated"),
    "pte ltd": _spellings(("pte", "pvt", "private"), ("ltd", "limited")),
    "co pte ltd": _spellings(("co", "company"), ("pte", "pvt", "private"), ("ltd", "limited")),
    "pty ltd": ("pty ltd", "pty limited", "proprietary limited"),
    "sdn bhd": ("sdn bhd",),
    "llc": ("llc", "l l c", "limited liability company", "ooo", "ооо", "obshchestvo s ogranichennoi otvetstvennostyu"),
    "llp": ("llp", "l l p", "limited liability partnership"),
    "lp": ("lp", "l p", "limited partnership"),
    "plc": ("plc", "p l c", "public limited company"),
    "jsc": ("jsc", "joint stock company", "ао", "aktsionernoe obshchestvo"),
    "pjsc": ("pjsc", "public joint stock company", "пао", "pao"),
    "gmbh": ("gmbh", "gesellschaft mit beschrankter haftung"),
    "ag": ("ag", "a g", "aktiengesellschaft"),
    "sa": ("sa", "s a", "sociedad anonima", "societe anonyme"),
    "srl": ("srl", "s r l"),
    "sro": ("sro", "s r o"),
    "bv": ("bv", "b v"),
    "nv": ("nv", "n v"),
    "ou": ("ou", "osauhing"),
    "kk": ("kk", "k k", "kabushiki kaisha"),
}
_CLASS_OF = {spelling: name for name, spellings in _CLASSES.items() for spelling in spellings}
_LONGEST_FORM = max(len(spelling.split()) for spelling in _CLASS_OF)
_UNSPACED_IN_FRONT = ("株式会社", "주식회사")
_UNSPACED = ("股份有限公司", "有限责任公司", "有限責任公司", "有限公司", *_UNSPACED_IN_FRONT)
"""Legal forms in scripts that need no space before them; each is a class of its own."""
_IN_FRONT = [spelling for name in ("llc", "jsc", "pjsc") for spelling in _CLASSES[name]]

_BRACKETED = re.compile(r"(.*\S)\s*[(（][^()（）]*[)）]\s*")
_SIGNS = str.maketrans({**dict.fromkeys("™®©℠", " "), **dict.fromkeys("'’ʼ‘`´", None), "&": " and "})
_SEPARATORS = re.compile("[^a-z0-9]+")
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "ı": "i"})
_GENERIC_WORD = (
    "(electronic|semiconductor|technolog|holding|group|international|trading|system|service|company)(s|y|ies)?"
)


@cache
def _forms() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Patterns of legal forms at the end and in front, compiled on first use because that is slow."""
    end = f"(.+?)(?: ({'|'.join(_CLASS_OF)})| ?({'|'.join(_UNSPACED)}))"
    front = f"(?:({'|'.join(_IN_FRONT)}) |({'|'.join(_UNSPACED_IN_FRONT)}) ?)(.+)"
    return re.compile(end), re.compile(front)


def fold(text: str) -> str:
    """``text`` in the form in which two spellings of one name are equal.

    Small letters without accents, words between single spaces, and at the end the class of the legal form
    (``ltd``, ``co ltd``, ``llc`` …). Empty where nothing of the text is a letter or a number.
    Folding a folded name changes nothing.
    """
    core, form = _split_form(text)
    return f"{core} {form}" if form else core


@lru_cache(maxsize=1 << 13)
def keys(name: str) -> tuple[str, ...]:
    """The keys under which ``name`` can be looked up: the folded name, then its shorter forms.

    A shorter form lacks the legal form, or an explanation in brackets at the end (``… Corporation (SMIC)``); it is a key
    only where two words or one distinctive word of five letters remain. An empty name has no key.
    """
    lookup_keys: dict[str, None] = {}
    bracketed = _BRACKETED.fullmatch(name)
    for text in (name, bracketed[1]) if bracketed else (name,):
        core, form = _split_form(text)
        for key in (f"{core} {form}" if form else core, core):
            if key and (not lookup_keys or _is_distinctive(key)):
                lookup_keys.setdefault(key)
    return tuple(lookup_keys)


def _is_distinctive(core: str) -> bool:
    return " " in core or (len(core) >= 5 and not re.fullmatch(_GENERIC_WORD, core))


def _split_form(text: str) -> tuple[str, str]:
    """The folded name without its legal form, and that form's class; one form at most, the last one first."""
    folded = plain(text)
    at_end, in_front = _forms()
    if tail := at_end.fullmatch(folded):
        return tail[1], _CLASS_OF[tail[2]] if tail[2] else tail[3]
    if head := in_front.fullmatch(folded):
        return head[3], _CLASS_OF[head[1]] if head[1] else head[2]
    return folded, ""


def has_legal_form(text: str) -> bool:
    """Whether the name says what sort of company it is of (``Ltd.``, ``GmbH``, ``L.P.``)."""
    return _split_form(text)[1] != ""


def folded_words(text: str) -> list[str]:
    """The words of ``text`` as in a folded name: every spelling of a legal form is its class, wherever it stands."""
    words = plain(text).split()
    folded: list[str] = []
    position = 0
    while position < len(words):
        lengths = range(min(_LONGEST_FORM, len(words) - position), 1, -1)
        length = next((n for n in lengths if " ".join(words[position : position + n]) in _CLASS_OF), 1)
        spelled = " ".join(words[position : position + length])
        folded.append(_CLASS_OF.get(spelled, spelled))
        position += length
    return folded


def plain(text: str) -> str:
    """The words of ``text`` in small letters without accents, between single spaces; nothing else of it is changed."""
    if text.isascii():
        return _SEPARATORS.sub(" ", text.translate(_SIGNS).lower()).strip()
    bare = _unaccented(normal("NFKC", text.translate(_SIGNS)).casefold()).translate(_LETTERS)
    bare = normal("NFKC", bare).casefold().translate(_SIGNS)
    return " ".join("".join(sign if unicodedata.category(sign)[0] in "LNM" else " " for sign in bare).split())


def _unaccented(text: str) -> str:
    """``text`` with the accents of its Latin letters taken off; other scripts' marks make other letters."""
    if text.isascii():
        return text
    signs: list[str] = []
    latin = False
    for sign in normal("NFD", text):
        if not unicodedata.combining(sign):
            latin = unicodedata.name(sign, "").startswith("LATIN ")
        elif latin:
            continue
        signs.append(sign)
    return normal("NFC", "".join(signs))
