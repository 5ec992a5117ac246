"""The board that is recorded, else those that the model may carry."""

from __future__ import annotations

from tests.inventory.facts.reading import doubts, told_apart, value


def test_the_recorded_board() -> None:
    assert {board.id for board in value("control_board", control_board="CV1835").values} == {"cv1835"}
    assert len(value("control_board").values) > 1
    assert value("control_board", control_board="board 1").values is None
    assert doubts(control_board="board 1") == ["control board 'board 1' is not known"]


def test_boards_that_nobody_knows_mean_the_same() -> None:
    assert told_apart("control_board", ["cb12345", "cb 2", "x", "CV1835", "CV1835 24680", "n/a", ""]) == 4
