"""Shares: exact, open and closed ends, and how they are written."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.core.share import ONE, WHOLE, Share, Sum, total


@pytest.mark.parametrize(
    ("written", "expected", "again"),
    [
        (50, Share(50 * ONE, 50 * ONE), 50),
        ("25.5", Share(25_500_000, 25_500_000), "25.5"),
        (Decimal("16.67"), Share(16_670_000, 16_670_000), "16.67"),
        ("0.000001", Share(1, 1), "0.000001"),
        (" 100 ", Share(WHOLE, WHOLE), 100),
        (0, Share(0, 0), 0),
        (None, Share(), None),
        ({}, Share(), None),
        ({"minimum": 0, "maximum": "100"}, Share(), None),
        ({"minimum": 50, "maximum": 50}, Share(50 * ONE, 50 * ONE), 50),
        (
            {"exclusive_minimum": 25, "maximum": 50},
            Share(25 * ONE, 50 * ONE, low_open=True),
            {"exclusive_minimum": 25, "maximum": 50},
        ),
        ({"exclusive_maximum": 100}, Share(high_open=True), {"exclusive_maximum": 100}),
        ({"exclusive_minimum": 0}, Share(low_open=True), {"exclusive_minimum": 0}),
        ({"minimum": "36.5", "maximum": None}, Share(36_500_000), {"minimum": "36.5"}),
    ],
)
def test_written_and_read(written: Any, expected: Share, again: Any) -> None:
    share = Share.parse(written)
    assert share == expected
    assert share.written() == again
    assert Share.parse(again) == share


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("33.3333333", "more than six decimals. Write a range"),
        ("101", "more than 100"),
        (-1, "is not a percentage"),
        (True, "is not a percentage"),
        (50.0, "is not a percentage"),
        ("50,5", "is not a percentage"),
        ("1e1", "is not a percentage"),
        ("", "is not a percentage"),
        ({"minimum": 50, "exclusive_minimum": 50}, "at most one lower end"),
        ({"maximum": 50, "exclusive_maximum": 50}, "at most one upper end"),
        ({"minimum": 50, "maximum": 40}, "from a smaller to a larger"),
        ({"exclusive_minimum": 50, "maximum": 50}, "equal ends"),
        ({"least": 50}, "unknown end 'least'"),
    ],
)
def test_refused(written: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Share.parse(written)


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        (Share.exact("25.5"), "25.5 %"),
        (Share.unknown(), "an unknown share"),
        (Share.parse({"exclusive_minimum": 25, "maximum": 50}), "more than 25 % and at most 50 %"),
        (Share.parse({"minimum": 25, "exclusive_maximum": 50}), "at least 25 % and less than 50 %"),
        (Share.parse({"exclusive_minimum": 0}), "more than 0 %"),
        (Share.parse({"exclusive_maximum": 100}), "less than 100 %"),
    ],
)
def test_said(share: Share, expected: str) -> None:
    assert str(share) == expected


def test_sums_keep_open_ends() -> None:
    more_than_25 = Share.parse({"exclusive_minimum": 25, "exclusive_maximum": 30})
    whole = total([more_than_25, more_than_25, Share.exact(1)])
    assert whole == Sum(51 * ONE, 2, 61 * ONE, 2)
    whole.remove(more_than_25)
    assert whole == Sum(26 * ONE, 1, 31 * ONE, 1)


def test_too_much() -> None:
    assert not total([Share.exact("99.999999"), Share.exact("0.000001")]).exceeds_whole
    assert total([Share.exact(100), Share.exact("0.000001")]).exceeds_whole
    assert total([Share.exact(50), Share.parse({"exclusive_minimum": 50})]).exceeds_whole


@given(st.integers(0, WHOLE))
def test_every_share_survives_writing(micro: int) -> None:
    assert Share.parse(Share(micro, micro).written()) == Share(micro, micro)
