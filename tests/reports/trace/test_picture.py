"""What pictures show."""

from __future__ import annotations

from compliance.reports.trace.picture import Picture
from tests.reports.trace.sample import traced


def test_owners_above_and_nothing_else() -> None:
    picture = Picture.of(traced("a"))
    assert list(picture.nodes) == ["a", "x"]
    assert [node.label for node in picture.nodes.values()] == ["A Ltd (a)", "Alpha Holding (x)"]
    assert [node.state for node in picture.nodes.values()] == ["restricted", "listed"]


def test_a_ring_and_what_is_held_on_the_day() -> None:
    picture = Picture.of(traced("h"))
    assert sorted(picture.nodes) == ["a", "g", "h", "m", "x", "z"]
    assert len(picture.interests) == 6
    assert picture.nodes["m"].state == "maybe-listed"
