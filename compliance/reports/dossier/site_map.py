"""A site and the installations around it, drawn to scale: no tiles, no network, the rings that matter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import cos, radians

from markupsafe import Markup

from compliance.policies.constraints.site_proximity import Nearness
from compliance.reports.page import render
from compliance.workflows.diligence.dossier import SiteView

SIZE = 420
MAX_INSTALLATIONS = 4
_FARTHEST = 160
"""Miles beyond which an installation is not drawn."""
_WIDE = 25
"""Miles from the middle of an installation to its outer ring beyond which it would dwarf the others."""
_MILES_PER_DEGREE = 69.05


@dataclass(frozen=True, slots=True)
class Place:
    """An installation on the map: its middle, and how far its boundary and what is near it reach, in pixels."""

    near: Nearness
    x: float
    y: float
    extent: float
    limit: float


def drawings(view: SiteView) -> Iterator[Markup]:
    """The maps of a site: one of what is small around it, one of what is wide; none where nothing has a place.

    The dashed ring is where near ends, if the boundary is where the full line shows: as far out as it may be.
    """
    around = [near for near in view.near if near.extent and near.least <= _FARTHEST]
    for wide in (False, True):
        installations = [near for near in around if (_ring(near)[1] > _WIDE) == wide][:MAX_INSTALLATIONS]
        if installations:
            yield _drawing(view, installations)


def _drawing(view: SiteView, installations: list[Nearness]) -> Markup:
    offsets = [_offset(view, near) for near in installations]
    rings = [_ring(near) for near in installations]
    reach = max(max(abs(east), abs(north)) + limit for (east, north), (_, limit) in zip(offsets, rings, strict=True))
    scale, middle = SIZE / 2 / (reach * 1.08), SIZE / 2
    site = view.site.name or view.site.id
    miles = _round(reach / 2)
    return render(
        "site_map.svg",
        title=f"{site} and the installations near it",
        site=site,
        places=[
            Place(near, middle + east * scale, middle - north * scale, extent * scale, limit * scale)
            for near, (east, north), (extent, limit) in zip(installations, offsets, rings, strict=True)
        ],
        size=SIZE,
        middle=middle,
        miles=f"{miles:g}",
        scale_bar=miles * scale,
    )


def _offset(view: SiteView, near: Nearness) -> tuple[float, float]:
    """How far east and north of the site the installation's point is, in miles; flat, which is enough to draw."""
    here, there = view.site.point, near.installation.point
    assert here is not None
    assert there is not None
    east = float(there.longitude - here.longitude) * _MILES_PER_DEGREE * cos(radians(float(here.latitude)))
    return east, float(there.latitude - here.latitude) * _MILES_PER_DEGREE


def _ring(near: Nearness) -> tuple[float, float]:
    """How far from its point the boundary may be, and how far near reaches from there."""
    assert near.extent is not None
    most = float(near.extent.maximum)
    return most, most + float(near.limit)


def _round(miles: float) -> float:
    """A round number of miles, at most ``miles``."""
    return max((size for size in (0.5, 1, 2, 5, 10, 20, 50, 100) if size <= miles), default=0.1)
