"""Where a unit stands, and who operates the place."""

from __future__ import annotations

from compliance.core.party import Known
from compliance.core.possible import UNKNOWN, one
from compliance.inventory.facts.base import KNOWN_ONLY, FactsRead, named
from compliance.inventory.sites import NOWHERE, Place
from tests.inventory.facts.reading import told_apart, value


def test_sites() -> None:
    assert value("site", site="NORTH range") == Place(frozenset({"north", "northrange"}))
    assert value("operator", site="north") == one(Known("foo"))
    assert value("site", site="Hall-9") == Place(frozenset({"hall9"}))
    assert value("site", site="tbd") == NOWHERE
    assert value("operator", site="tbd") == value("operator", site="Hall-9") == UNKNOWN


def test_sites_that_nobody_asks_about_mean_the_same() -> None:
    texts = ["Hall 1", "Hall 2", "North Range", "Old North", "tbd", "", "Cheyenne"]
    assert told_apart("site", texts, FactsRead({"site": KNOWN_ONLY})) == 5
    assert told_apart("site", texts, FactsRead({"site": named(("Cheyenne",))})) == 6
    assert told_apart("site", texts) == 7
