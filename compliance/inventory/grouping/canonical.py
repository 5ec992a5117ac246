"""One of the cells that mean the same stands for them, for inventories in which nearly every row is its own combination.

Each fact says for itself when cells mean the same (``Reading.canonical``); here that is asked of very many cells, column by
column. What stands for a cell rests on the cell alone: it is the same in every process, whatever was read before.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, repeat
from typing import Any

from compliance.core.text import HARD_SPACE
from compliance.inventory.document_classes import CLASSES
from compliance.inventory.facts import READINGS
from compliance.inventory.facts.any_number import AnyNumber
from compliance.inventory.facts.base import MARK, Canonical, Comparison, FactsRead, Reader, stands_for_itself
from compliance.screening.names.lexicon import lexicon

Key = tuple[str, ...]
_NEW = object()


def canonicaliser(
    columns: Sequence[str], reader: Reader, read: FactsRead, *, remembered: int = 3_000
) -> Callable[[list[Key]], list[Key]]:
    """What gives the canonical form of combinations that begin with the cells of these columns.

    So many shapes of a column are ``remembered`` with what stands for them: a larger memory is slower than understanding
    again.
    """
    comparison = Comparison(reader, read, AnyNumber(_spellings(reader, read)), remembered)
    parts = []
    for reading in READINGS:
        places = tuple(columns.index(column.name) if column.name in columns else None for column in reading.columns)
        canonical = reading.canonical(comparison) if reading.canonical and set(places) != {None} else None
        if canonical:
            parts.append(_Part(places, canonical, remembered))

    def canonicalise(keys: list[Key]) -> list[Key]:
        cells: list[Sequence[str]] = list(zip(*keys, strict=True))
        if not cells:
            return []
        for part in parts:
            part.replace(cells)
        return list(zip(*cells, strict=True))

    return canonicalise


def _spellings(reader: Reader, read: FactsRead) -> Iterator[str]:
    """Everything that is known by its spelling: a number in it may mean something."""
    yield from chain.from_iterable(names.index.runs() for names in reader.lists)
    yield from chain.from_iterable((party.id, party.name, *party.aliases) for party in reader.parties)
    yield from chain.from_iterable(distinction.words for distinction in read.distinctions.values())
    yield from chain(lexicon().spelled, reader.catalogue.spellings(), reader.countries.spellings())
    yield from chain.from_iterable(CLASSES.values())


@dataclass(slots=True)
class _Part:
    """Columns that are understood together, with their places in a combination (None: absent).

    Cells are a text where it is one column, else the texts of all of them.
    """

    places: tuple[int | None, ...]
    canonical: Canonical
    remembered: int
    known: dict[Hashable, Any] = field(default_factory=dict)
    differ: bool = False
    """Most of the cells before were different: it is not worth looking for equal ones."""

    def replace(self, columns: list[Sequence[str]]) -> None:
        """Puts in the place of each cell of these columns what stands for it."""
        absent = [""] * len(columns[0])
        present = [absent if place is None else columns[place] for place in self.places]
        alone = len(present) == 1
        cells: list[Any] = list(present[0] if alone else zip(*present, strict=True))
        distinct = cells if self.differ else list(dict.fromkeys(cells))
        forms = self._forms(distinct, alone)
        self.differ = len(distinct) > len(cells) // 2
        if len(distinct) < len(cells):
            form_of = dict(zip(distinct, forms, strict=True))
            forms = [form_of[cell] for cell in cells]
        for place, column in zip(self.places, [forms] if alone else zip(*forms, strict=True), strict=True):
            if place is not None:
                columns[place] = column

    def _forms(self, cells: list[Any], alone: bool) -> list[Any]:
        """What stands for each of the cells."""
        shapes: list[Hashable] = list(self.canonical.shapes(cells))
        known = self._known(shapes)
        forms: list[Any] = list(map(known.__getitem__, shapes))
        together = "".join(cells if alone else map("".join, cells))
        blank = "" if alone else ("",) * len(self.places)
        if blank in cells or HARD_SPACE in together:
            forms = [
                None if stands_for_itself("".join(cell)) else form for cell, form in zip(cells, forms, strict=True)
            ]
        marked = MARK in together
        if alone:
            if None not in forms:
                return forms
            return [
                (_own(cell) if marked else cell) if form is None else form
                for cell, form in zip(cells, forms, strict=True)
            ]
        return [
            (tuple(map(_own, cell)) if marked else cell) if form is None else form
            for cell, form in zip(cells, forms, strict=True)
        ]

    def _known(self, shapes: list[Hashable]) -> dict[Hashable, Any]:
        """What stands for cells of each shape; a text where it is one column."""
        if _NEW in map(self.known.get, shapes, repeat(_NEW)):
            if len(self.known) > self.remembered:
                self.known = {}
            fresh = [shape for shape in dict.fromkeys(shapes) if shape not in self.known]
            forms = map(self.canonical.form, fresh)
            self.known.update(
                (shape, form[0] if form is not None and len(form) == 1 else form)
                for shape, form in zip(fresh, forms, strict=True)
            )
        return self.known


def _own(text: str) -> str:
    """A cell that stands for itself, even if it looks like what names a meaning."""
    return f"{MARK}{MARK}{text}" if text.startswith(MARK) else text
