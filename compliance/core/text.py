"""Texts as people write them: blank words, comparison of small words, one line, quoted for a message, inert for a spreadsheet."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Literal

EMPTY = {
    "", "-", "--", "?", "n/a", "na", "n.a.", "#n/a", "#ref!", "#value!", "null", "none", "nan", "tbd", "tba", "unknown",
    "not stated", "not recorded", "to be confirmed", "see label", "see invoice", "see sticker", "未知", "无", "неизвестно",
    "tbc", "tbd.", "t.b.c.", "t.b.d.", "t.b.a.", "to be determined", "to be advised", "to be announced", "to be assigned",
    "unassigned", "not assigned", "unallocated", "not known", "not available", "not applicable", "nil", "blank", "empty",
    "no data", "#name?", "#div/0!", "#null!", "#num!", "k.a.", "keine angabe", "unbekannt", "offen", "sin datos", "s/d",
    "desconocido", "por confirmar", "inconnu", "non renseigné", "à confirmer", "sconosciuto", "onbekend", "nieznane",
    "нет", "нет данных", "не указано", "н/д", "待定", "待确认", "不详", "暂无", "未分配", "不明", "未定", "なし", "미정",
}  # fmt: skip
"""Words that people write where nothing is known."""


_MARKS = " .…,;:()[]{}<>*_~-–—\"'?"
"""What people write around such a word."""


_DOUBTS = frozenset(
    [
        "maybe",
        "perhaps",
        "possibly",
        "probably",
        "presumably",
        "likely",
        "unsure",
        "uncertain",
        "unclear",
        "unconfirmed",
        "tbc",
        "tbc.",
        "(tbc)",
        "tbd",
        "(tbd)",
        "unverified",
        "allegedly",
        "supposedly",
        "vermutlich",
        "vielleicht",
        "evtl",
        "evtl.",
        "wohl",
        "quizás",
        "quizas",
        "probablemente",
        "peut-être",
        "возможно",
        "вероятно",
    ]
)


RUN = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What a formula begins with."""


HARD_SPACE = "\N{NO-BREAK SPACE}"


MAX_QUOTED = 80
"""So much of a cell is shown in a message."""


_NO_WORD = {code: None for code in range(128) if not chr(code).isalnum()}


_NO_WORD_ON_A_LINE = {code: None for code in _NO_WORD if code != ord("\n")}


MAX_MARKS = 30
"""So many marks may stand on one letter (UAX 15): to order more takes time that grows with their square."""


def normal(form: Literal["NFC", "NFD", "NFKC", "NFKD"], text: str) -> str:
    """A Unicode normal form of a text, in time that grows with its length: of very many marks on a letter some are left out."""
    if len(text) > MAX_MARKS and not text.isascii():
        marks = 0
        kept = []
        for char in text:
            marks = marks + 1 if _is_mark(char) else 0
            if marks <= MAX_MARKS:
                kept.append(char)
        text = "".join(kept)
    return unicodedata.normalize(form, text)


@lru_cache(maxsize=4096)
def _is_mark(char: str) -> bool:
    """Whether a character, or what it is made of, stands on the one before it."""
    return unicodedata.combining(unicodedata.normalize("NFKD", char)[0]) > 0


def squeeze(text: str) -> str:
    """Letters and digits of ``text``, case folded: how words of a small vocabulary are compared."""
    if text.isascii():
        return text.lower().translate(_NO_WORD)
    return "".join(char for char in normal("NFKC", text).casefold() if char.isalnum())


def squeeze_all(texts: list[str]) -> list[str]:
    """``squeeze`` of each, quicker for many."""
    together = "\n".join(texts)
    names = together.lower().translate(_NO_WORD_ON_A_LINE).split("\n") if together.isascii() else []
    return names if len(names) == len(texts) else list(map(squeeze, texts))


def one_line(text: str) -> str:
    """``text`` on one line, with single spaces."""
    return " ".join(text.split())


_SIGNS = dict.fromkeys(map(ord, "™℠®©¹²³⁰⁴⁵⁶⁷⁸⁹"))
"""Marks of a brand and of a footnote, which are no part of the word before them."""


def tidy(text: str) -> str:
    """``text`` with full-width forms and non-breaking spaces made plain, spaces collapsed, without ``™`` and the like."""
    return one_line(text if text.isascii() else normal("NFKC", text.translate(_SIGNS)))


def inert(text: str) -> str:
    """``text`` so that a spreadsheet shows it instead of running it."""
    return f"'{text}" if text.startswith(RUN) else text


def is_empty(text: str) -> bool:
    """Whether a cell says only that nothing is known, in brackets or not, or holds no more than dashes and dots."""
    word = tidy(text).casefold()
    return word in EMPTY or word.strip(_MARKS) in EMPTY


def is_doubtful(text: str) -> bool:
    """Whether a text bears a mark of doubt: a question mark, an asterisk, or a word such as *maybe* or *tbc*."""
    return any(mark in text for mark in "?？¿*≈~") or not _DOUBTS.isdisjoint(tidy(text).casefold().split())


def quoted(text: str) -> str:
    """``text`` as a message shows it: in quotes, on one line, not endless."""
    return repr(text if len(text) <= MAX_QUOTED else f"{text[:MAX_QUOTED]}…")


def counted(number: int, what: str) -> str:
    """``1 unit``, ``1,200 units``."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"
