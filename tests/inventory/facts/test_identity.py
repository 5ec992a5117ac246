"""What a unit is called by: as it is written, and never merged."""

from __future__ import annotations

from compliance.inventory.facts import FACTS
from compliance.inventory.facts.base import FactsRead, named
from tests.inventory.facts.reading import told_apart, value


def test_it_is_what_is_written() -> None:
    for fact in ("asset_id", "serial_number", "purchase_lot", "entry_number"):
        assert FACTS[fact].verbatim
        assert value(fact, **{fact: " A 1 "}) == "A 1"
        assert told_apart(fact, ["a", "A", "a", "b"]) == 3


def test_only_what_a_waiver_names_is_picked_out() -> None:
    picked = FactsRead({"serial_number": named(("S1", "S2"))})
    assert told_apart("serial_number", ["S1", " S1", "S2", "S3", "S4"], picked) == 3
