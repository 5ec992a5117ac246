"""What machine a unit is: who made it, and of which model family it is."""

from __future__ import annotations

import re
from collections.abc import Hashable
from dataclasses import dataclass, field
from itertools import chain

from compliance.core.party import PartyRef, Unlisted
from compliance.core.possible import Possible
from compliance.core.text import one_line
from compliance.inventory.facts.base import (
    MARK,
    Canonical,
    Column,
    Comparison,
    Fact,
    Reading,
    Row,
    fold_header,
    written_alike,
)
from compliance.inventory.facts.unlisted import STRANGER, UnknownNames
from compliance.inventory.party_cells import named_parties
from compliance.inventory.totals import is_bare_total, is_total
from compliance.reference.hardware.recogniser import Recognised
from compliance.reference.unit_kinds import part_named

_MANUFACTURER = Column(
    "manufacturer",
    headers="maker, brand, make, oem, producer, vendor brand, miner manufacturer, 制造商, 厂商, 品牌, производитель, hersteller, marke, fabricante, marca, manufacturer name, maker name, miner brand, made by, manufactured by, 生产商, 生产厂家, 制造厂商, 厂家, изготовитель, бренд, марка, herstellername, fabrikant, marke des herstellers, fabricado por, nombre del fabricante, mfr, mfg, mfr name, mfg name, manufacturer/brand, brand name, 生产厂商, 制造厂家, 厂商名称, 品牌名称, hersteller/marke, фирма-производитель",
    second="asked",
)
_MODEL = Column(
    "model",
    headers="model name, miner model, minertype, miner type, device type, asic model, machine model, product, model as written, 型号, 矿机型号, 机型, модель, modell, modelo, model type, miner models, unit model, device model, equipment model, product name, product model, 矿机型号名称, 设备型号, 产品型号, 产品名称, модель майнера, модель асика, наименование модели, modellname, modellbezeichnung, gerätemodell, typenbezeichnung, nombre del modelo, modelo de minero, modelo del equipo, make/model, make and model, manufacturer/model, miner type/model, 规格型号, 矿机名称, модель оборудования, модель устройства, тип майнера, modell/typ, marca/modelo, marca y modelo",
    last_resort="model no, model number, unit type, machine type, hardware, equipment type, gerätetyp, geräteart, тип устройства, тип оборудования, 设备类型, 设备类别, tipo de equipo, 设备名称, наименование, miner, machine, asic, asic miner, mining machine, miner name, equipment, hardware model, 矿机, 设备, майнер, асик, оборудование, gerät, miningrechner, minero, equipo",
    second="asked",
)

_HEADERS = frozenset(
    fold_header(header) for column in (_MANUFACTURER, _MODEL) for header in (column.name, *column.headers.split(","))
)
_NOTE = re.compile(
    r"(?i)(?:[*†‡§]+|\(?\d\)|(?:notes?|source|remarks?|legend|n\.? ?b|hinweis|anmerkung|quelle|nota|fuente|remarque|примечание|注|备注)\b\s*[:.)]?)(.*)"
)
_WORDS_OF_A_NOTE = 6
"""A text of so many words is no model; behind a mark fewer will do."""


def is_note(text: str) -> bool:
    """Whether a text that stands in a row alone is a footnote, and no model."""
    marked = _NOTE.fullmatch(text.strip())
    return len((marked[1] if marked else text).split()) >= _WORDS_OF_A_NOTE - 2 * bool(marked)


def no_machine(manufacturer: str, model: str) -> str:
    """Why a row with these cells describes no machine, or "": it names none, is a total, or a header once more."""
    texts = [text for text in (manufacturer, model) if text.strip()]
    if not texts:
        return "names neither manufacturer nor model"
    if all(map(is_bare_total, texts)):
        return "is a total, not a machine"
    if {fold_header(text) for text in texts} <= _HEADERS:
        return "is a header, not a machine"
    return ""


def may_be_another(*machine: str) -> bool:
    """Whether a row with these cells for manufacturer and model, or one of them, may be no machine or an unknown one."""
    return bool(no_machine(machine[0], machine[-1])) or any(is_total(text) or is_note(text) for text in machine)


def recognised(row: Row) -> Recognised:
    """What maker and model say; for ``Row.once``."""
    manufacturer, model = row.text("manufacturer"), row.text("model")
    if wrong := no_machine(manufacturer, model):
        row.problem(wrong, "Name one of the two, or delete the row.", "model")
    machine = row.reader.catalogue.recognise(manufacturer, model)
    for note in machine.notes:
        row.doubt(note)
    return machine


def _manufacturer(row: Row) -> Possible[PartyRef]:
    """The makers; of a name that the catalogue does not know, the parties that bear it."""
    makers = row.once(recognised).makers
    if makers.values is None:
        return makers.possible
    parties = (
        named_parties(row.reader.parties, maker.name).values or () if isinstance(maker, Unlisted) else (maker,)
        for maker in makers.values
    )
    return Possible(frozenset(chain.from_iterable(parties)))


def _family(row: Row) -> str:
    return row.once(recognised).family.only or ""


def shapes_of_boards(comparison: Comparison, texts: list[str]) -> list[str]:
    """The texts with any number for each that means nothing; of some control boards the beginning of a number tells."""
    general = comparison.numbers.shapes(texts)
    beginnings = re.compile(
        "|".join(map(re.escape, sorted(comparison.reader.catalogue.beginnings(), reverse=True))) or "(?!)"
    )

    def begun(text: str) -> list[tuple[int, str]]:
        return [(match.start(), match[0]) for match in beginnings.finditer(text.lower())]

    if begun("\n".join(texts)) == begun("\n".join(general)):
        return general
    pairs = zip(texts, general, strict=True)
    return [shape if begun(text) == begun(shape) else text for text, shape in pairs]


@dataclass(frozen=True, slots=True)
class _Machine:
    """Machines mean the same where all that is recognised of them is the same.

    ``unknown`` is None where any two makers are told apart.
    """

    comparison: Comparison
    unknown: UnknownNames | None
    makers: dict[str, str | None] = field(default_factory=dict)

    def shapes(self, cells: list[tuple[str, str]]) -> list[Hashable]:
        written = [maker for maker, _ in cells]
        models = shapes_of_boards(self.comparison, [model for _, model in cells])
        return list(zip(self._makers(written) if self.unknown else written, models, strict=True))

    def form(self, shape: tuple[str, str]) -> tuple[str, str]:
        maker, model = shape
        machine = self.comparison.reader.catalogue.recognise(maker, model)
        value = (
            written_alike(machine.makers.values),
            written_alike(machine.family.values),
            machine.seller,
            len(machine.notes),
            no_machine(*shape),
            written_alike(self.comparison.reader.catalogue.boards(model, None).values),
            part_named(model),
            may_be_another(*shape),
        )
        meaning = f"{MARK}{value!r}"
        return (STRANGER if maker == STRANGER else meaning), meaning

    def _makers(self, written: list[str]) -> list[str]:
        shapes = self.comparison.numbers.shapes(written)
        unknown = [shape for shape in dict.fromkeys(shapes) if shape not in self.makers]
        if unknown and len(self.makers) + len(unknown) > self.comparison.remembered:
            self.makers.clear()
            unknown = list(dict.fromkeys(shapes))
        self.makers.update((shape, self._stands_in(shape)) for shape in unknown)
        return [self.makers[shape] or maker for shape, maker in zip(shapes, written, strict=True)]

    def _stands_in(self, shape: str) -> str | None:
        machine = self.comparison.reader.catalogue.recognise(shape, "")
        unlisted = machine.makers.only == Unlisted(one_line(shape)) and not machine.notes
        return self.unknown.stands_in(shape) if unlisted and self.unknown else None


def _canonical(comparison: Comparison) -> Canonical:
    distinction = comparison.read.of("manufacturer")
    return _Machine(comparison, None if distinction.exact else UnknownNames(comparison.reader, distinction.words))


MACHINE = Reading(
    (_MANUFACTURER, _MODEL),
    (
        Fact("manufacturer", ("manufacturer", "model"), _manufacturer),
        Fact("family", ("model", "manufacturer"), _family),
    ),
    _canonical,
)
