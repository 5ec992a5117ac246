"""A site and the installations around it, drawn to scale: no tiles, no network, the rings that matter."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from math import cos, radians

from compliance.policies.constraints.site_proximity import Nearness
from compliance.reports.page import Markup
from compliance.reports.style import plain
from compliance.workflows.diligence.dossier import SiteView

SIZE = 420
MAX_INSTALLATIONS = 4
_FARTHEST = 160
"""Miles beyond which an installation is not drawn."""
_WIDE = 25
"""Miles from the middle of an installation to its outer ring beyond which it would dwarf the others."""
_MILES_PER_DEGREE = 69.05


def drawings(view: SiteView) -> Iterator[Markup]:
    """The maps of a site: one of what is small around it, one of what is wide; none where nothing has a place.

    The dashed ring is where near ends, if the boundary is where the full line shows: as far out as it may be.
    """
    around = [each for each in view.near if each.extent and each.least <= _FARTHEST]
    for wide in (False, True):
        near = [each for each in around if (_ring(each)[1] > _WIDE) == wide][:MAX_INSTALLATIONS]
        if near:
            yield _drawn(view, near)


def _drawn(view: SiteView, near: list[Nearness]) -> Markup:
    placed = [(each, *_offset(view, each)) for each in near]
    reach = max(max(abs(x), abs(y)) + _ring(each)[1] for each, x, y in placed)
    scale = SIZE / 2 / (reach * 1.08)
    middle = SIZE / 2
    title = escape(plain(f"{view.site.name or view.site.id} and the installations near it"))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE + 24}" width="{SIZE}" role="img" '
        f'aria-label="{title}" font-family="system-ui, sans-serif" font-size="11"><title>{title}</title>',
        f'<rect x="0.5" y="0.5" width="{SIZE - 1}" height="{SIZE - 1}" fill="none" stroke="currentColor" opacity="0.4"/>',
    ]
    for each, x, y in placed:
        across, down = middle + x * scale, middle - y * scale
        extent, limit = _ring(each)
        told = escape(plain(str(each)))
        place = f'cx="{across:.1f}" cy="{down:.1f}" stroke="currentColor" fill="none"'
        parts.append(f'<circle {place} r="{extent * scale:.1f}"><title>{told}</title></circle>')
        parts.append(f'<circle {place} r="{limit * scale:.1f}" stroke-dasharray="4 4"><title>{told}</title></circle>')
        parts.append(f'<circle cx="{across:.1f}" cy="{down:.1f}" r="2" fill="currentColor"/>')
        name = escape(plain(each.installation.name))
        parts.append(
            f'<text x="{across:.1f}" y="{down - 6:.1f}" text-anchor="middle" fill="currentColor">{name}</text>'
        )
    parts.append(f'<path d="M{middle:.1f} {middle - 7:.1f}l6 12h-12z" fill="#c8372d"><title>{title}</title></path>')
    site = escape(plain(view.site.name or view.site.id))
    parts.append(f'<text x="{middle + 9:.1f}" y="{middle + 4:.1f}" font-weight="600" fill="currentColor">{site}</text>')
    bar = _round(reach / 2)
    parts.append(f'<path d="M10 {SIZE + 14}h{bar * scale:.1f}" stroke="currentColor" stroke-width="2"/>')
    parts.append(f'<text x="{16 + bar * scale:.1f}" y="{SIZE + 18}" fill="currentColor">{bar:g} mi</text></svg>')
    return Markup("".join(parts))


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
