"""What kind of unit it is."""

from __future__ import annotations

from tests.inventory.facts.reading import doubts, told_apart, value


def test_kinds() -> None:
    assert (value("kind", kind="ASIC"), value("kind", kind="PSUs"), value("kind", kind="thing")) == ("miner", "psu", "")
    assert doubts(kind="thing") == ["kind of unit 'thing' is unknown, so every rule is applied to it"]


def test_words_for_the_same_kind_mean_the_same() -> None:
    assert told_apart("kind", ["ASIC", "miner", "thing 1", "thing 2", "psu"]) == 3
