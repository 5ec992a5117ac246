"""Where a unit stands, and who operates the place."""

from __future__ import annotations

import pytest

from compliance.core.errors import ComplianceError
from compliance.core.party import Known, Unlisted
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


def test_the_operator_is_the_owner_unless_the_site_says_otherwise() -> None:
    owner = one(Unlisted("Bar Ltd"))
    assert value("operator", site="north", owner="Bar Ltd") == one(Known("foo"))
    assert value("operator", site="south", owner="Bar Ltd") == owner
    assert value("operator", site="Hall-9", owner="Bar Ltd") == owner
    assert value("operator", owner="Bar Ltd") == owner


def test_the_owner_of_the_site_is_recorded_or_nobody() -> None:
    assert value("site_owner", site="south", owner="Bar Ltd") == one(Known("foo"))
    assert value("site_owner", site="north", owner="Bar Ltd") == value("site_owner", owner="Bar Ltd") == UNKNOWN


def test_a_text_that_names_two_sites_is_refused() -> None:
    with pytest.raises(ComplianceError, match=r"f\.csv:2:site: site 'Yard' could be south or west\. Give each site"):
        value("site", site="Yard")


def test_sites_that_nobody_asks_about_mean_the_same() -> None:
    texts = ["Hall 1", "Hall 2", "North Range", "Old North", "tbd", "", "Cheyenne"]
    assert told_apart("site", texts, FactsRead({"site": KNOWN_ONLY})) == 5
    assert told_apart("site", texts, FactsRead({"site": named(("Cheyenne",))})) == 6
    assert told_apart("site", texts) == 7
