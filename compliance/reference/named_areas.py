"""Counties and states that a law names as the place of an installation, with simplified outlines of them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from math import cos, hypot, radians
from typing import Annotated, Literal

from pydantic import Field

from compliance.core.possible import Answer, all_of
from compliance.core.record import Record, Text
from compliance.reference.geodesy import Point

_MILES_PER_DEGREE = 69.0
"""Of latitude; flat, which is enough beside the tolerance of an outline."""

Latitude = Annotated[float, Field(ge=-90, le=90)]
Longitude = Annotated[float, Field(ge=-180, le=180)]


class Corner(Record):
    """The part of an area that the law leaves out: south of one survey line and west of another.

    Each line is given by the two degrees between which it runs: survey lines are not quite straight.
    """

    south_of: tuple[Latitude, Latitude]
    west_of: tuple[Longitude, Longitude]

    def contains(self, point: Point) -> Answer:
        """Whether a point lies in it; None between the two degrees of a line."""
        return all_of(
            None if least < degrees < most else degrees <= least
            for degrees, (least, most) in (
                (float(point.latitude), self.south_of),
                (float(point.longitude), self.west_of),
            )
        )


class Area(Record):
    """A county or a state of which the law names the ``whole`` or a ``part``.

    ``outline`` is a ring of latitudes and longitudes; a point within ``margin_miles`` of it may be on either side.
    """

    place: Text
    covers: Literal["whole", "part"]
    outline: Annotated[tuple[tuple[Latitude, Longitude], ...], Field(min_length=3)]
    margin_miles: Annotated[float, Field(gt=0)] = 1
    excluded: Corner | None = None

    def covers_point(self, point: Point) -> Answer:
        """Whether the installation covers this point, as far as the area says."""
        near_the_line = self._miles_to_outline(point) < self.margin_miles
        inside: Answer = None if near_the_line else self._contains(point)
        if inside is False:
            return False
        if self.excluded is None:
            return inside if self.covers == "whole" else None
        left_out = self.excluded.contains(point)
        return all_of((inside, None if left_out is None else not left_out))

    def miles_to(self, point: Point) -> float:
        """How far a point is from the area at least; 0 within its margin."""
        return 0.0 if self._contains(point) else max(0.0, self._miles_to_outline(point) - self.margin_miles)

    def _contains(self, point: Point) -> bool:
        """Whether the ring encloses the point: a line to the east crosses it an odd number of times."""
        north, east = float(point.latitude), float(point.longitude)
        crossed = 0
        for (south, one), (other_north, other) in self._edges():
            if (south > north) != (other_north > north):
                crossed += east < one + (north - south) / (other_north - south) * (other - one)
        return crossed % 2 == 1

    def _miles_to_outline(self, point: Point) -> float:
        north, east = float(point.latitude), float(point.longitude)
        narrower = cos(radians(north))
        return min(
            _miles_to_line(
                ((one_east - east) * narrower, one_north - north), ((other_east - east) * narrower, other_north - north)
            )
            for (one_north, one_east), (other_north, other_east) in self._edges()
        )

    def _edges(self) -> Iterable[tuple[tuple[float, float], tuple[float, float]]]:
        return pairwise((*self.outline, self.outline[0]))


def _miles_to_line(start: tuple[float, float], end: tuple[float, float]) -> float:
    """The distance from the origin to a line between two points, all in degrees of latitude."""
    (x, y), (dx, dy) = start, (end[0] - start[0], end[1] - start[1])
    length = dx * dx + dy * dy
    along = 0.0 if length == 0 else min(1.0, max(0.0, -(x * dx + y * dy) / length))
    return hypot(x + along * dx, y + along * dy) * _MILES_PER_DEGREE
