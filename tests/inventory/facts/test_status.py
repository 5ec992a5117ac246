"""In which state a unit is."""

from __future__ import annotations

import pytest

from compliance.inventory.facts.base import FactsRead, named
from compliance.inventory.facts.status import PERHAPS_DISPOSED, is_status
from tests.inventory.facts.reading import normalised, told_apart, value


def test_what_is_disposed_of_has_a_word_of_its_own() -> None:
    assert (value("status", status="Scrapped"), value("status", status=" In  Service")) == ("disposed", "in service")


def test_a_mark_of_doubt_leaves_it_open_and_is_reported() -> None:
    assert value("status", status="sold?") == PERHAPS_DISPOSED
    (text,) = normalised([{"model": "Antminer S19", "status": "sold?"}])[1].unknown
    assert (text.column, text.text) == ("status", "sold?")


@pytest.mark.parametrize(
    ("status", "answer"),
    [("Installed", True), ("in use", None), ("gone fishing", None), ("in storage", False), ("disposed", False)],
)
def test_a_status_that_nobody_knows_may_be_the_one_that_a_rule_names(status: str, answer: bool | None) -> None:
    assert is_status(status, ("installed",)) is answer


def test_a_rule_may_name_a_state_that_nobody_else_knows() -> None:
    assert is_status("in storage", ("gone fishing",)) is None


def test_states_that_no_rule_names_mean_the_same() -> None:
    texts = ["idle 1", "idle 2", "In service", "in_service", "sold", "", "n/a"]
    assert told_apart("status", texts, FactsRead({"status": named(("in service",))})) == 6
    assert told_apart("status", texts) == 7
