"""Where a unit was made and put together."""

from __future__ import annotations

from compliance.core.possible import one
from tests.inventory.facts.reading import doubts, told_apart, value


def test_origin_and_assembly() -> None:
    assert value("country_of_origin", country_of_origin="China") == one("CN")
    assert value("country_of_assembly", country_of_origin="Assembled in Malaysia") == one("MY")
    assert not value("country_of_origin", country_of_origin="Assembled in Malaysia").known
    assert "names only where the unit was assembled" in doubts(country_of_origin="Assembled in Malaysia")[0]
    assert value("country_of_assembly", country_of_assembly="TH", country_of_origin="Assembled in Malaysia") == one(
        "TH"
    )


def test_countries_mean_the_same_whatever_they_are_called_but_for_two_letters() -> None:
    assert (
        told_apart(
            "country_of_origin", ["China", "PRC", "made in China", "CN", "MY", "Malaysia", "Landia 1", "Landia 2"]
        )
        == 5
    )
    assert told_apart("country_of_assembly", ["MY|TH", "TH|MY"]) == 2
