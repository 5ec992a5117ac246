"""In which state a unit is."""

from __future__ import annotations

from compliance.inventory.facts.base import FactsRead, named
from tests.inventory.facts.reading import told_apart, value


def test_what_is_disposed_of_has_a_word_of_its_own() -> None:
    assert (value("status", status="Scrapped"), value("status", status=" In  Service")) == ("disposed", "in service")


def test_states_that_no_rule_names_mean_the_same() -> None:
    texts = ["idle 1", "idle 2", "In service", "in_service", "sold", "", "n/a"]
    assert told_apart("status", texts, FactsRead({"status": named(("in service",))})) == 6
    assert told_apart("status", texts) == 7
