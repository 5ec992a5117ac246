"""What kind of unit it is; a word that nobody knows is "", and every rule is asked of it."""

from __future__ import annotations

from compliance.core.text import one_line, quoted
from compliance.inventory.facts.base import ByValue, Canonical, Column, Comparison, Fact, Reading, Row
from compliance.inventory.facts.machine import recognised
from compliance.reference.unit_kinds import KINDS, part_named, unit_kind


def _kind(row: Row) -> str:
    """The kind; ``a|b`` where it may be either. A category beside the model of a machine is in doubt: the model speaks too."""
    kind, family = unit_kind(row.text("kind")), row.once(recognised).family.only
    if kind.unknown:
        text = one_line(kind.text)
        if row.read.of("kind").exact:
            row.unknown("kind", text, f"write one of {', '.join(KINDS)}")
        return "miner" if family and not part_named(row.text("model")) else ""
    if kind.only in (None, "miner") or not family or part_named(row.text("model")) == kind.only:
        return kind.only or ""
    row.doubt(f"kind {quoted(kind.text)} and model {quoted(row.text('model'))} contradict each other: both count")
    return "|".join(sorted((str(kind.only), "miner")))


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
    (Fact("kind", ("kind", "model", "manufacturer"), _kind),),
    _canonical,
)
