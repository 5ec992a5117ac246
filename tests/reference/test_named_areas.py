"""Points inside and outside of outlines."""

from __future__ import annotations

from decimal import Decimal

import pytest

from compliance.reference.geodesy import Point
from compliance.reference.installations import Installation
from compliance.reference.named_areas import Area, Corner

SQUARE = ((40.0, -100.0), (41.0, -100.0), (41.0, -101.0), (40.0, -101.0))
NOTCHED = ((40.0, -100.0), (41.0, -100.0), (40.5, -100.5), (41.0, -101.0), (40.0, -101.0))


def point(latitude: str, longitude: str) -> Point:
    return Point(Decimal(latitude), Decimal(longitude))


@pytest.mark.parametrize(
    ("latitude", "longitude", "inside"),
    [
        ("40.5", "-100.5", True),
        ("40.5", "-99.5", False),
        ("40.5", "-101.5", False),
        ("41.5", "-100.5", False),
        ("39.5", "-100.5", False),
        ("40.01", "-100.5", None),
        ("39.99", "-100.5", None),
        ("40.5", "-100.01", None),
    ],
)
def test_a_whole_area(latitude: str, longitude: str, inside: bool | None) -> None:
    area = Area(place="Square", covers="whole", outline=SQUARE)
    assert area.covers_point(point(latitude, longitude)) is inside
    part = area.model_copy(update={"covers": "part"})
    assert part.covers_point(point(latitude, longitude)) is (False if inside is False else None)


def test_a_notch_is_outside() -> None:
    area = Area(place="Notched", covers="whole", outline=NOTCHED)
    assert area.covers_point(point("40.9", "-100.5")) is False
    assert area.covers_point(point("40.2", "-100.5")) is True


def test_how_far_an_area_is() -> None:
    area = Area(place="Square", covers="whole", outline=SQUARE)
    assert area.miles_to(point("40.5", "-100.5")) == 0
    assert area.miles_to(point("39.99", "-100.5")) == 0
    assert area.miles_to(point("42", "-100.5")) == pytest.approx(68, abs=0.5)
    twice = Area(place="Twice", covers="whole", outline=(*SQUARE, SQUARE[-1]))
    assert twice.miles_to(point("42", "-100.5")) == pytest.approx(68, abs=0.5)


@pytest.mark.parametrize(
    ("latitude", "longitude", "covered"),
    [
        ("40.8", "-100.8", True),
        ("40.2", "-100.2", True),
        ("40.2", "-100.8", False),
        ("40.5", "-100.8", None),
        ("40.2", "-100.5", None),
        ("40.8", "-100.5", True),
        ("42", "-100.5", False),
    ],
)
def test_a_corner_that_the_law_leaves_out(latitude: str, longitude: str, covered: bool | None) -> None:
    corner = Corner(south_of=(40.45, 40.55), west_of=(-100.55, -100.45))
    area = Area(place="Square", covers="part", outline=SQUARE, excluded=corner)
    assert area.covers_point(point(latitude, longitude)) is covered


def test_a_point_or_areas() -> None:
    area = Area(place="Square", covers="whole", outline=SQUARE)
    with pytest.raises(ValueError, match="either a point or areas"):
        Installation(name="x", part=3, latitude=Decimal(1), longitude=Decimal(1), areas=(area,), source="notice")
