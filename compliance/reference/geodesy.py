"""Distances on the earth's ellipsoid (WGS 84), in statute miles."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

METRES = 1609.344
"""A statute mile."""


@dataclass(frozen=True, slots=True)
class Point:
    """A point in degrees, north and east positive."""

    latitude: Decimal
    longitude: Decimal


def miles(one: Point, other: Point) -> float:
    """The length of the geodesic between two points."""
    from geographiclib.constants import Constants
    from geographiclib.geodesic import Geodesic

    earth = Geodesic(Constants.WGS84_a, Constants.WGS84_f)
    geodesic = earth.Inverse(
        float(one.latitude), float(one.longitude), float(other.latitude), float(other.longitude), Geodesic.DISTANCE
    )
    return float(geodesic["s12"]) / METRES
