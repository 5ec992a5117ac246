"""Which row is the header. A row is one because the rows below it fit it: a row of values never is."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from compliance.inventory.cell_kinds import IP, MAC, NUMBER, Cells, Vocabulary, is_day
from compliance.inventory.column_map import ColumnMap
from compliance.inventory.columns import explains_machines, machine_places, names_machines
from compliance.inventory.formats.profiles import profile_of
from compliance.inventory.header_words import CellKind
from compliance.io.tables import Row
from compliance.reference.unit_kinds import unit_kind

MAX_COLUMNS = 1000
MAX_TITLES = 20
"""Rows that are not blank among which the header is looked for."""
_NAME = re.compile(r"(?=.*\d)(?=.*[^\W\d_])[\w/.:#-]{3,}")
_OF_A_VALUE: tuple[CellKind, ...] = ("country", "maker", "kind", "status")
CERTAIN = 3
"""So many known headers in one row are no chance, whatever else stands in it."""


def find_header(
    rows: Sequence[Row], mapping: ColumnMap, vocabulary: Vocabulary | None = None, most: int | None = None
) -> tuple[int, int]:
    """Which of the first ``most`` rows is the header, and how many of its names are known; -1 and 0 where none is.

    The first that names two columns or more, else the first that names one; else one whose words may be names of columns;
    else one below which models of the ``vocabulary`` stand. The other rows are what may stand below it.
    """
    above = rows if most is None else rows[:most]
    for known_names in (lambda row: _known(row, mapping), explains_machines):
        place, known = _first(above, rows, known_names, mapping, vocabulary)
        if known:
            return place, known
    place = _above_models(rows, len(above), vocabulary) if vocabulary else -1
    return place, int(place >= 0)


def _known(row: Row, mapping: ColumnMap) -> int:
    tool = profile_of(row)
    return len(tool.known_by) if tool else names_machines(row, mapping.columns)


def _first(
    above: Sequence[Row],
    rows: Sequence[Row],
    known_names: Callable[[Row], int],
    mapping: ColumnMap,
    vocabulary: Vocabulary | None,
) -> tuple[int, int]:
    single = -1
    for place, row in enumerate(above):
        known = known_names(row)
        if not known or (known < CERTAIN and _holds_values(row, vocabulary)):
            continue
        below = rows[place + 1 : place + 1 + MAX_TITLES]
        if _is_repeated(row, below or rows[:place], mapping):
            continue
        if known > 1:
            return place, known
        if _holds_names(row):
            continue
        single = place if single < 0 else single
    return single, int(single >= 0)


def _holds_values(row: Row, vocabulary: Vocabulary | None) -> bool:
    """Whether a row holds what only a machine has: an address, a model, or mostly numbers and days."""
    cells = [cell.strip() for cell in row if cell.strip()]
    if any(MAC.fullmatch(cell) or IP.fullmatch(cell) for cell in cells):
        return True
    if vocabulary and any(_is_model(cell, vocabulary) for cell in cells):
        return True
    return 3 * sum(bool(NUMBER.fullmatch(cell)) or is_day(cell) for cell in cells) > len(cells) <= MAX_COLUMNS


def _holds_names(row: Row) -> bool:
    """Whether a row holds what names one thing (``X-1``, ``SN0007``): beside a single word that may be a header it is none."""
    return any(_NAME.fullmatch(cell.strip()) for cell in row)


def _is_repeated(row: Row, others: Sequence[Row], mapping: ColumnMap) -> bool:
    """Whether what names the machine in this row, or another kind of unit, stands in most other rows too: then it is a unit."""
    places = machine_places(row, mapping.columns)
    return (
        bool(others)
        and bool(places)
        and all(
            2 * sum(_alike(other[place], row[place]) for other in others if place < len(other)) > len(others)
            for place in places
        )
    )


def _alike(text: str, header: str) -> bool:
    same = text.strip() == header.strip()
    return same or (bool(text.strip()) and bool(unit_kind(text).only) and bool(unit_kind(header).only))


def _is_model(text: str, vocabulary: Vocabulary) -> bool:
    return vocabulary.catalogue.recognise("", text).family.values is not None


def _is_like(row: Row, others: Sequence[Row], vocabulary: Vocabulary) -> bool:
    """Whether a row says what the rows below it say, or what only a row of values does: a country, a maker, a state."""
    texts = [cell.strip() for cell in row if cell.strip()]
    again = any(
        text and place < len(other) and other[place].strip() == text
        for place, text in enumerate(map(str.strip, row))
        for other in others[:MAX_TITLES]
    )
    return again or any(Cells((text,), vocabulary).share(kind) for text in texts for kind in _OF_A_VALUE)


def _above_models(rows: Sequence[Row], most: int, vocabulary: Vocabulary) -> int:
    """The row above the first model that stands below something that may be its header; -1 where there is none."""
    for place, row in enumerate(rows[: most + 1]):
        columns = [column for column, cell in enumerate(row) if cell.strip() and _is_model(cell, vocabulary)]
        if not columns:
            continue
        header = rows[place - 1] if place else []
        named = all(column < len(header) and header[column].strip() for column in columns)
        fits = named and not _holds_values(header, vocabulary) and not _is_like(header, rows[place:], vocabulary)
        return place - 1 if header and fits else -1
    return -1
