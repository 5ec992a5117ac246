"""Words and measures of texts that name machines."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.reference.hardware.model_text import joinable, key_of, parse_hashrate, tokenise


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("110T", "110"),
        ("104TH", "104"),
        ("104 Ths", "104"),
        ("0.104 PH/s", "104"),
        ("0.05 EH/s", "50000"),
        ("104000 GH/s", "104"),
        ("9500 MH", "0.0095"),
        ("81000000000000 H/s", "81"),
        ("81000000000000", "81"),
        ("1,040.5", "1040.5"),
        ("1.040,5 TH", "1040.5"),
        ("1,040", "1040"),
        ("1 040", "1040"),
        ("104,5", "104.5"),
        ("234.00 ±10%", "234"),
        ("110 ±5% TH/s", "110"),
        ("(13.5Th)", "13.5"),
        ("~100T", "100"),
        ("１０４ＴＨ", "104"),
        ("104 ТХ/с", "104"),
        ("0", "0"),
    ],
)
def test_hashrate_in_terahashes(text: str, expected: str) -> None:
    assert parse_hashrate(text) == Decimal(expected)


@pytest.mark.parametrize(
    "text",
    ["", "?", "N/A", "-5", "abc", "100-110T", "1e5", "1.2.3", ". T", "T", "∞", "9" * 80, "51.0 Ph/s (total)", "1,04,0"],
)
def test_nonsense_is_no_hashrate(text: str) -> None:
    assert parse_hashrate(text) is None


@given(st.text())
def test_hashrate_never_raises(text: str) -> None:
    rate = parse_hashrate(text)
    assert rate is None or rate >= 0


@given(st.decimals(min_value=0, max_value=100_000, places=2))
def test_units_agree(rate: Decimal) -> None:
    assert (
        parse_hashrate(f"{rate} TH/s") == parse_hashrate(f"{rate}T") == parse_hashrate(f"{rate / 1000:f} PH/s") == rate
    )


def test_words_are_folded() -> None:
    assert [t.word for t in tokenise("Ｓ１９ Pro + Hydro, M30SPlusPlus plus 13.5 Th 31J/TH")] == [
        *("s19", "pro+", "hyd", "m30s+++", "13.5th", "31j/th")
    ]
    assert key_of("plus ++ Whats-Miner M30S ++") == "whatsminerm30s++"
    assert key_of("95T +") == "95t"


def test_digits_and_measures_are_never_joined() -> None:
    assert joinable(tokenise("S19 j Pro"))
    assert not joinable(tokenise("S19 95"))
    assert not joinable(tokenise("S19 95T"))
