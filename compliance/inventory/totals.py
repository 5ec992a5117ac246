"""Texts that stand in a row which adds the others up: ``Total``, ``Subtotal Hall B``, ``S19 Ergebnis``, ``合计``."""

from __future__ import annotations

import re

from compliance.core.text import tidy

MAX_LETTERS = 100
"""A longer text is no label of a total."""
_WORDS = frozenset(
    [
        "total",
        "totals",
        "subtotal",
        "subtotals",
        "sum",
        "sums",
        "grandtotal",
        "summe",
        "summen",
        "zwischensumme",
        "endsumme",
        "gesamt",
        "gesamtsumme",
        "gesamtergebnis",
        "insgesamt",
        "suma",
        "sumas",
        "subtotales",
        "totales",
        "somme",
        "soma",
        "somma",
        "totale",
        "totali",
        "subtotale",
        "totaux",
        "soustotal",
        "totaal",
        "subtotaal",
        "eindtotaal",
        "razem",
        "łącznie",
        "celkem",
        "součet",
        "mezisoučet",
        "totalt",
        "totalsum",
        "delsum",
        "toplam",
        "итого",
        "всего",
        "итог",
        "подытог",
        "сумма",
        "summa",
        "yhteensä",
        "jumlah",
        "tổng",
        "รวม",
        "총계",
        "합계",
        "소계",
    ]
)
_LAST = _WORDS | {"ergebnis", "count", "resultado"}
"""What follows the text that was summed up."""
_BESIDE = frozenset(
    [
        "grand",
        "sub",
        "sous",
        "overall",
        "general",
        "geral",
        "complessivo",
        "ara",
        "genel",
        "общий",
        "промежуточный",
        "końcowa",
        "celkový",
    ]
)
_GLUED = ("合计", "总计", "小计", "共计", "总数", "汇总", "合計", "總計", "小計", "總數", "彙總")
_HINT = re.compile(
    "tot|sum|som[am]|ges|erg|celk|souč|mezi|razem|łącz|del|topl|insg|zwi|end|count|res|ит|вс|под|су|yht|juml|tổ|รวม|총|합|소|"
    + "|".join(sorted({word[0] for word in _GLUED}))
)
"""How those words begin, or what they hold: quick to look for in very many texts."""


def is_total(text: str) -> bool:
    """Whether a cell is the label of a total: its first or its last word says so."""
    if not 1 < len(text) <= MAX_LETTERS or not holds_total(text):
        return False
    plain = tidy(text).casefold()
    words = re.findall(r"[^\W\d_]+", plain)
    return bool(words) and (
        words[0] in _WORDS or words[-1] in _LAST or words[0].startswith(_GLUED) or words[-1].endswith(_GLUED)
    )


def is_bare_total(text: str) -> bool:
    """Whether a cell is such a label and says nothing else: ``Grand total:``."""
    words = re.findall(r"[^\W\d_]+", tidy(text).casefold()) if len(text) <= MAX_LETTERS else []
    return is_total(text) and all(word in _WORDS or word in _BESIDE or word in _GLUED for word in words)


def holds_total(texts: str) -> bool:
    """Whether there may be such a label among many texts; quick."""
    return _HINT.search(texts.lower()) is not None
