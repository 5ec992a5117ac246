"""Who sold a unit, who owns it, for whom it runs, who imported it, to whom it was sent."""

from __future__ import annotations

import pytest

from compliance.core.party import Known, Unlisted
from compliance.core.possible import UNKNOWN, one
from compliance.inventory.facts.base import KNOWN_ONLY, FactsRead, named
from tests.inventory.facts.reading import told_apart, value


def test_parties() -> None:
    assert value("supplier", supplier="Foo Ltd") == one(Known("foo"))
    assert value("supplier", supplier="Bar", supplier_country="China") == one(Unlisted("Bar", "CN"))
    assert value("supplier", supplier="eBay") == value("owner", owner="n/a") == UNKNOWN
    assert (
        value("owner", owner="Bar  Inc")
        == value("hosting_client", hosting_client="Bar Inc")
        == value("importer_of_record", importer_of_record="Bar Inc")
        == value("consignee", consignee="Bar Inc")
        == value("lender", lender="Bar Inc")
        == one(Unlisted("Bar Inc"))
    )


NAMES = ["Acme 1", "Acme 12345", "Listed Ltd", "Foo Ltd", "eBay", "Waived Ltd", "n/a", "Acme|Other"]


@pytest.mark.parametrize("fact", ["supplier", "owner", "hosting_client", "importer_of_record", "consignee", "lender"])
def test_names_that_nobody_knows_mean_the_same_where_a_rule_asks_only_who_is_known(fact: str) -> None:
    assert told_apart(fact, NAMES, FactsRead({fact: KNOWN_ONLY})) == 6
    assert told_apart(fact, NAMES, FactsRead({fact: named(("waived LTD.",))})) == 7
    assert told_apart(fact, NAMES) == 8


def test_a_name_in_a_script_that_nobody_compares_stands_for_itself() -> None:
    read = FactsRead({"supplier": KNOWN_ONLY})
    assert told_apart("supplier", ["Acme 1", "Acme 2"], read) == 1
    assert told_apart("supplier", ["Acme 1", "บริษัท หนึ่ง", "บริษัท สอง"], read) == 3
