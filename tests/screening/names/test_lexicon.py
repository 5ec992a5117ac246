"""The tables of words are whole and say what they should."""

from __future__ import annotations

import pytest

from compliance.screening.names.lexicon import corrected, lexicon, simplified


def test_every_table_is_read() -> None:
    known = lexicon()
    assert known.spelled["tech"].words == ("technology",)
    assert known.spelled["hong kong"].kind == "place"
    assert known.spelled["l l c"].group == "limited"
    assert known.spelled["jointstock company"].words == ("jsc",), "long words run together"
    assert known.longest["joint"] >= 3
    assert known.han["有限公司"] == ("co ltd", "form")
    assert known.han["武汉"] == ("wuhan", "place")
    assert known.han["科技"] == ("technology", "trade")
    assert known.han["海康威视"] == ("hikvision", "word")
    assert "漢電廈門".translate(simplified()) == "汉电厦门"
    assert known.families["ali"] > 10 > known.families["huawei"], "a family counts once"


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("limitd", "limited"),
        ("copmany", "company"),
        ("technolgoy", "technology"),
        ("technology", "technology"),
        ("sophgo", "sophgo"),
        ("limit", "limit"),
        ("算能", "算能"),
    ],
)
def test_a_slip_in_a_long_word_of_the_tables_is_put_right(word: str, meant: str) -> None:
    assert corrected(word) == meant
