"""Which control board a unit carries: the recorded one, else those that its model may carry."""

from __future__ import annotations

import re
from collections.abc import Hashable

from compliance.core.possible import Possible
from compliance.inventory.facts.base import ByValue, Canonical, Column, Comparison, Fact, Reading, Row, written_alike
from compliance.inventory.facts.machine import recognised
from compliance.reference.hardware.catalogue import Board


def _board(row: Row) -> Possible[Board]:
    boards = row.reader.catalogue.boards(row.text("control_board"), row.once(recognised).family.only)
    if boards.unknown:
        row.doubt(f"control board {boards.text.strip()!r} is not known")
    return boards.possible


def _canonical(comparison: Comparison) -> Canonical:
    catalogue = comparison.reader.catalogue
    beginnings = re.compile("|".join(map(re.escape, sorted(catalogue.beginnings(), reverse=True))) or "(?!)")

    def begun(text: str) -> list[tuple[int, str]]:
        return [(match.start(), match[0]) for match in beginnings.finditer(text.lower())]

    def shapes(texts: list[str]) -> list[str]:
        general = comparison.numbers.shapes(texts)
        # Of some boards the beginning tells, and it may be the beginning of a number.
        if begun("\n".join(texts)) == begun("\n".join(general)):
            return general
        pairs = zip(texts, general, strict=True)
        return [shape if begun(text) == begun(shape) else text for text, shape in pairs]

    def value(text: str) -> Hashable:
        boards = catalogue.boards(text, None)
        return written_alike(boards.values), boards.recorded

    return ByValue(shapes, value)


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
