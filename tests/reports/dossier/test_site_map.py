"""The map of a site: to scale, and only where there is something to draw."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from xml.etree import ElementTree

from compliance.reference.installations import Extent
from compliance.reports.dossier.site_map import drawings
from tests.dossiers import northgate

SVG = "{http://www.w3.org/2000/svg}"


def test_rings_are_to_scale() -> None:
    view = northgate().sites[0]
    only = replace(view, near=tuple(each for each in view.near if each.installation.part == 1)[:1])
    (drawn,) = drawings(only)
    circles = [each.attrib for each in ElementTree.fromstring(drawn).iter(f"{SVG}circle")]
    boundary, ring, point = (float(each["r"]) for each in circles)
    assert round(ring / boundary, 2) == round(4.5 / 3.5, 2)
    assert point == 2
    # The middle of the base lies some 2.8 miles north and 1.9 east of the site.
    miles = boundary / 3.5
    assert round((210 - float(circles[0]["cy"])) / miles, 1) == 2.8
    assert round((float(circles[0]["cx"]) - 210) / miles, 1) == 1.9
    assert ">2 mi</text>" in drawn


def test_without_a_place_there_is_no_map() -> None:
    view = northgate().sites[0]
    assert [*drawings(replace(view, near=()))] == []
    assert [*drawings(northgate().sites[1])] == []
    lost = tuple(replace(each, extent=None) for each in view.near)
    assert [*drawings(replace(view, near=lost))] == []


def test_what_is_wide_has_a_map_of_its_own() -> None:
    view = northgate().sites[0]
    (near,) = (near for near in view.near if near.extent and near.least == 0)
    named = near.installation.model_copy(update={"name": "Wide Range"})
    reaching = replace(near, installation=named, extent=Extent(maximum=Decimal(90)))
    small, wide = drawings(replace(view, near=(near, reaching)))
    assert "Wide Range" in wide
    assert "Wide Range" not in small
    assert "Air Force Base<" in small


def test_a_very_small_map_has_a_scale_too() -> None:
    view = northgate().sites[0]
    base = view.near[0]
    there = base.installation.model_copy(update={"latitude": view.site.latitude, "longitude": view.site.longitude})
    close = replace(base, limit=Decimal("0.1"), installation=there, extent=Extent(maximum=Decimal("0.1")))
    (drawn,) = drawings(replace(view, near=(close,), site=view.site.model_copy(update={"name": ""})))
    assert "0.1 mi" in drawn
    assert "northgate and the installations" in drawn
