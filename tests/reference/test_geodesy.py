"""Distances against published ones."""

from __future__ import annotations

from decimal import Decimal

import pytest

from compliance.reference.geodesy import METRES, Point, miles


def point(latitude: str, longitude: str) -> Point:
    return Point(Decimal(latitude), Decimal(longitude))


@pytest.mark.parametrize(
    ("one", "other", "metres"),
    [
        # Karney 2013, table 4 and the degrees of WGS 84.
        (point("40.64", "-73.78"), point("1.36", "103.99"), 15347512.94),
        (point("0", "0"), point("0", "1"), 111319.491),
        (point("0", "0"), point("1", "0"), 110574.389),
        (point("41", "-104"), point("41", "-104"), 0.0),
    ],
)
def test_known_geodesics(one: Point, other: Point, metres: float) -> None:
    assert miles(one, other) * METRES == pytest.approx(metres, abs=1)
    assert miles(one, other) == pytest.approx(miles(other, one))
