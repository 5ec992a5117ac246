"""Which texts are the labels of totals."""

from __future__ import annotations

import pytest

from compliance.inventory.totals import _GLUED, _LAST, _WORDS, MAX_LETTERS, holds_total, is_bare_total, is_total


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("Total", True), ("TOTAL:", True), ("Grand Total", True), ("Sub-total", True), ("Sous-total", True), ("Итого", True),
        ("合计", True), ("Celkem", True), ("Summa", True), ("Yhteensä", True), ("총계", True), ("Genel Toplam", True), ("Zwischensumme", True), ("Total general", True),
        ("Subtotal BLDG-A", False), ("S19 Total", False), ("S19 Ergebnis", False), ("Total units: 40", False),
        ("总计 40 台", False), ("Hall B Count", False), ("Summe Halle 3", False),
    ],
)  # fmt: skip
def test_labels(text: str, bare: bool) -> None:
    assert is_total(text)
    assert is_bare_total(text) is bare
    assert holds_total(f"a\n{text}\nb")


@pytest.mark.parametrize(
    "text", ["", "S19", "Antminer", "Count", "Summit Mining", "Totaline", "7", "T" + "otal" * MAX_LETTERS]
)
def test_other_texts(text: str) -> None:
    assert is_total(text) is (text == "Count")
    assert not is_bare_total(text)
    assert not holds_total("Antminer S19\nBitmain")


def test_every_label_is_found_among_many() -> None:
    assert [word for word in (*_WORDS, *_LAST, *_GLUED) if not holds_total(f"a\n{word.upper()} 7\nb")] == []
