"""Who made a machine, and of which family it is."""

from __future__ import annotations

import pytest

from compliance.core.errors import ComplianceError
from compliance.core.party import Known, Unlisted
from compliance.core.possible import one
from compliance.inventory.facts.base import FactsRead
from tests.inventory.facts.reading import normalised, told_apart, value


def test_maker_and_family() -> None:
    assert value("manufacturer", manufacturer="比特大陆") == one(Known("bitmain"))
    assert value("manufacturer", manufacturer="Foo Ltd", model="Foo 9") == one(Known("foo"))
    assert value("manufacturer", manufacturer="Who Ltd", model="Foo 9") == one(Unlisted("Who Ltd"))
    assert value("family") == "Bitmain Antminer S19"
    assert not value("manufacturer", model="Foo 9").known


@pytest.mark.parametrize(
    "row", [{"model": "", "owner": "a"}, {"model": "Total"}, {"model": "Model", "manufacturer": "Brand"}]
)
def test_a_row_that_describes_no_machine_is_refused(row: dict[str, str]) -> None:
    with pytest.raises(ComplianceError):
        normalised([row])


def test_machines_mean_the_same_where_all_that_is_recognised_is() -> None:
    models = ["S19 104T", "Antminer S19", "Antminer S19 x12345", "Mode 1", "Mode 2"]
    assert told_apart("model", models, FactsRead()) < told_apart("model", [*models, "Antminer S21"], FactsRead()) <= 4
    makers = ["Maker 1", "Maker 2", "Bitmain", "Foo Ltd", "Listed Ltd"]
    assert told_apart("manufacturer", makers) == 5
    assert told_apart("manufacturer", makers, FactsRead()) == 4
