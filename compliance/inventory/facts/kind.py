"""What kind of unit it is; a word that nobody knows is "", and every rule is asked of it."""

from __future__ import annotations

from compliance.core.text import quoted
from compliance.inventory.facts.base import ByValue, Canonical, Column, Comparison, Fact, Reading, Row
from compliance.reference.unit_kinds import unit_kind


def _kind(row: Row) -> str:
    kind = unit_kind(row.text("kind"))
    if kind.unknown:
        row.doubt(f"kind of unit {quoted(kind.text)} is unknown, so every rule is applied to it")
    return kind.only or ""


def _canonical(comparison: Comparison) -> Canonical:
    return ByValue(lambda texts: list(map(unit_kind, texts)), lambda kind: kind)


KIND = Reading(
    (
        Column(
            "kind",
            headers="type of unit, category, device class, unit kind, 类别, категория, kategorie, categoria, device category, asset category, equipment type, 设备类型, 设备类别, тип устройства, тип оборудования, geräteart, gerätetyp, tipo de equipo",
            second="asked",
        ),
    ),
    (Fact("kind", ("kind",), _kind),),
    _canonical,
)
