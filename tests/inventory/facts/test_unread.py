"""Columns of which no fact is made."""

from __future__ import annotations

from compliance.inventory.facts import READINGS, unread
from compliance.inventory.facts.base import Reading
from tests.inventory.facts.reading import told_apart


def test_they_give_no_fact_and_tell_nothing_apart() -> None:
    silent = [reading for reading in vars(unread).values() if isinstance(reading, Reading)]
    assert set(map(id, silent)) == {id(reading) for reading in READINGS if not reading.facts} - {id(_SEAT)}
    assert told_apart("firmware", ["1", "2"]) == told_apart("location", ["a", "b"]) == 1
    assert told_apart("quantity", ["1", "2"]) == 2


_SEAT = next(reading for reading in READINGS if reading.columns[0].name == "supplier_country")
