"""What kind of unit it is; a word that nobody knows is "", and every rule is asked of it."""

from __future__ import annotations

from compliance.core.text import one_line, quoted
from compliance.inventory.facts.base import ByValue, Canonical, Column, Comparison, Fact, Reading, Row
from compliance.inventory.facts.machine import recognised
from compliance.reference.unit_kinds import KINDS, part_named, unit_kind

_PARTS = ("control_board", "hashboard", "psu")
"""Parts that are called by the machine that they are for."""


def _kind(row: Row) -> str:
    """The kind; ``a|b`` where it may be either. A category beside the model of a machine is in doubt: the model speaks too."""
    kind, by_model = unit_kind(row.text("kind")), _by_model(row)
    if kind.unknown and row.read.of("kind").exact:
        row.unknown("kind", one_line(kind.text), f"write one of {', '.join(KINDS)}")
    if kind.unknown or not kind.recorded:
        return by_model or kind.only or ""
    if by_model in ("", kind.only) or (kind.only in _PARTS and by_model == "miner"):
        return kind.only or ""
    row.doubt(f"kind {quoted(kind.text)} and model {quoted(row.text('model'))} contradict each other: both count")
    return "|".join(sorted({str(kind.only), by_model}))


def _by_model(row: Row) -> str:
    """The kind that the model is of: a part that it names, a machine that is known, or ""."""
    family = row.once(recognised).family.only
    return part_named(row.text("model")) or ("miner" if family else "")


def _canonical(comparison: Comparison) -> Canonical:
    # A text that nobody knows stands for itself: it is reported as it is written.
    return ByValue(lambda texts: list(map(unit_kind, texts)), lambda kind: None if kind.unknown else kind)


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
