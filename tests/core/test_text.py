"""Texts as people write them."""

from __future__ import annotations

import time
import unicodedata

import pytest

from compliance.core.text import MAX_MARKS, normal, squeeze, tidy


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
@pytest.mark.parametrize(
    "text", ["plain" * 20, "é" * 100, "Côte d’Ivoire" * 9, "a" + "\u0301\u0316" * 15, "각" * 50, "ｆｕｌｌ" * 20]
)
def test_a_normal_form_is_that_of_unicode(form: str, text: str) -> None:
    assert normal(form, text) == unicodedata.normalize(form, text)  # type: ignore[arg-type]


@pytest.mark.parametrize("marks", ["\u0300\u0316", "\u0f73", "\u0344\u0316"])
def test_very_many_marks_on_one_letter_take_no_time(marks: str) -> None:
    begun = time.process_time()
    text = tidy(f"a{marks * 100_000}b")
    assert time.process_time() - begun < 2
    assert text[0] in "aàạä"
    assert text.endswith("b")
    assert len(text) <= 3 * MAX_MARKS + 2
    assert squeeze(f"a{marks * 100_000}b").endswith("b")
