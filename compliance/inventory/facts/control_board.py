"""Which control board a unit carries: the recorded one, else the one that its model is, else those that its model may carry."""

from __future__ import annotations

from collections.abc import Hashable
from functools import partial

from compliance.core.possible import Possible
from compliance.core.text import is_empty
from compliance.inventory.facts.base import ByValue, Canonical, Column, Comparison, Fact, Reading, Row, written_alike
from compliance.inventory.facts.machine import recognised, shapes_of_boards
from compliance.reference.hardware.catalogue import Board


def _board(row: Row) -> Possible[Board]:
    catalogue, text = row.reader.catalogue, row.text("control_board")
    named_by_model = catalogue.boards(row.text("model"), None)
    if is_empty(text) and named_by_model.values and named_by_model.recorded:
        return named_by_model.possible
    boards = catalogue.boards(text, row.once(recognised).family.only)
    if boards.unknown:
        row.doubt(f"control board {boards.text.strip()!r} is not known")
    return boards.possible


def _canonical(comparison: Comparison) -> Canonical:
    def value(text: str) -> Hashable:
        boards = comparison.reader.catalogue.boards(text, None)
        return written_alike(boards.values), boards.recorded

    return ByValue(partial(shapes_of_boards, comparison), value)


CONTROL_BOARD = Reading(
    (
        Column(
            "control_board",
            headers="controlboard, controller, control board version, controller board, soc, 控制板, плата управления, steuerplatine, kontrollplatine, placa de control, ctrl board, cb version, 控制板型号, контрольная плата, контроллер, controllerplatine, steuereinheit, tarjeta de control, cb, cb type, control board type, control board model, 控制板类型",
            second="asked",
        ),
    ),
    (Fact("control_board", ("control_board", "manufacturer", "model"), _board),),
    _canonical,
)
