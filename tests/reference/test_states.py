"""In which state an address lies."""

from __future__ import annotations

import pytest

from compliance.reference.states import STATES, state_of


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("635 Logistics Drive, Cheyenne, WY 82009", "WY"),
        ("635 Logistics Drive, Cheyenne, WY 82009-1234, USA", "WY"),
        ("DeWitt, Arkansas", "AR"),
        ("DeWitt, arkansas 72042", "AR"),
        ("1 Texas Avenue, Shreveport, LA", "LA"),
        ("Washington, AR", "AR"),
        ("Louisiana", "LA"),
        ("Shreveport, LA., USA", "LA"),
        ("Almaty, KZ", None),
        ("635 Logistics Drive", None),
        ("", None),
        ("EXAMPLE Way 1, Cheyenne, WY and EXAMPLE Road 9, Odessa, TX", None),
        ("Odessa, TX / Cheyenne, WY 82009", None),
        ("Cheyenne, Wyoming or Odessa, Texas", None),
        ("EXAMPLE Way 1, Wyoming, MI 49509", "MI"),
    ],
)
def test_addresses(address: str, expected: str | None) -> None:
    assert state_of(address) == expected


def test_there_are_fifty_and_a_district() -> None:
    assert len(STATES) == len(set(STATES.values())) == 51
