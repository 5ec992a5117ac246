"""In which state a unit is: ``disposed`` for the words that mean it, else as it is written."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from compliance.core.possible import Answer
from compliance.core.text import EMPTY, one_line, squeeze, squeeze_all, tidy
from compliance.inventory.cells import DISPOSED, unit_status
from compliance.inventory.facts.base import Canonical, Column, Comparison, Fact, Reading, Row

PERHAPS_DISPOSED = "disposed?"
"""The status of a unit that may be gone."""
OTHER = "not asked about"
"""Stands for every status that no rule names."""
_ALIKE = (
    ("installed", "in service", "in use", "active", "deployed", "online", "running", "mining", "hashing", "operational", "in operation", "production", "live"),
    ("offline", "idle", "powered off", "switched off", "inactive", "curtailed", "paused"),
    ("in repair", "repair", "rma", "under repair", "broken", "faulty", "defective", "out of order", "maintenance"),
    ("in storage", "stored", "storage", "spare", "in stock", "stock", "warehouse", "inventory"),
    ("ordered", "on order", "in transit", "shipped", "on the way"),
    ("disposed", "scrapped", "scrap", "sold", "written off", "destroyed"),
)  # fmt: skip
"""Words for states that are certainly different; those of one line may mean the same."""
_LINE_OF = {squeeze(word): number for number, words in enumerate(_ALIKE) for word in words}


def is_status(status: str, named: Iterable[str]) -> Answer:
    """Whether a status is one of those ``named``; a word that nobody knows may be."""
    if squeeze(status) in set(map(squeeze, named)):
        return True
    lines = {_LINE_OF.get(squeeze(word)) for word in named}
    line = _LINE_OF.get(squeeze(status))
    return None if line is None or lines & {line, None} else False


def _status(row: Row) -> str:
    status = unit_status(row.text("status"))
    if status.values and not status.only:
        row.unknown("status", one_line(status.text), "write disposed, or the status that it has, without a doubt")
        return PERHAPS_DISPOSED
    return status.only or tidy(status.text).casefold()


@dataclass(frozen=True, slots=True)
class _Named:
    """A status stands for itself where it holds one that a rule names, or nothing is known of it; the shape of all others is None."""

    words: frozenset[str]
    held: re.Pattern[str]

    def shapes(self, texts: list[str]) -> list[Hashable]:
        names, is_named = squeeze_all(texts), self.held.search
        return [text if name in self.words or is_named(name) else None for text, name in zip(texts, names, strict=True)]

    def form(self, shape: str | None) -> tuple[str] | None:
        return (OTHER,) if shape is None else None


def _canonical(comparison: Comparison) -> Canonical | None:
    distinction = comparison.read.of("status")
    if distinction.exact:
        return None
    words = frozenset(map(squeeze, (*distinction.words, *DISPOSED, *EMPTY)))
    return _Named(words, re.compile("|".join(sorted(DISPOSED))))


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
