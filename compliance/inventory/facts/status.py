"""In which state a unit is: ``disposed`` for the words that mean it, else as it is written."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from compliance.core.text import EMPTY, squeeze, squeeze_all, tidy
from compliance.inventory.cells import DISPOSED, unit_status
from compliance.inventory.facts.base import Canonical, Column, Comparison, Fact, Reading, Row

OTHER = "not asked about"
"""Stands for every status that no rule names."""


def _status(row: Row) -> str:
    status = unit_status(row.text("status"))
    return status.only or tidy(status.text).casefold()


@dataclass(frozen=True, slots=True)
class _Named:
    """A status stands for itself where a rule names it, or nothing is known of it; the shape of all others is None."""

    words: frozenset[str]

    def shapes(self, texts: list[str]) -> list[Hashable]:
        return [text if name in self.words else None for text, name in zip(texts, squeeze_all(texts), strict=True)]

    def form(self, shape: str | None) -> tuple[str] | None:
        return (OTHER,) if shape is None else None


def _canonical(comparison: Comparison) -> Canonical | None:
    distinction = comparison.read.of("status")
    return None if distinction.exact else _Named(frozenset(map(squeeze, (*distinction.words, *DISPOSED, *EMPTY))))


STATUS = Reading(
    (
        Column(
            "status",
            headers="state, asset status, 状态, статус, zustand, estado, unit status, device status, machine status, 设备状态, 运行状态, состояние, betriebszustand, estado del equipo",
            second="asked",
        ),
    ),
    (Fact("status", ("status",), _status),),
    _canonical,
)
