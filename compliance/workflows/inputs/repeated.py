"""Machines that several inventories of a folder list: counted once where the rows agree, said where they do not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from compliance.core.errors import ComplianceError
from compliance.core.text import counted, is_empty, squeeze, tidy
from compliance.inventory.facts import NATIVE
from compliance.inventory.formats.table import Opening, Table
from compliance.inventory.grouping.base import Sheet
from compliance.io.tables import Chunk, Row

MAX_ROWS = 500_000
"""Of more rows together no machines are compared."""
_IDS = ("serial_number", "mac_address", "asset_id")
_AS_WRITTEN = "_as_written"


@dataclass(frozen=True, eq=False, slots=True)
class _Machine:
    """A row of an inventory by the columns that say something: each with the texts that stand for it."""

    table: int
    number: int
    cells: Mapping[str, frozenset[str]]

    def says_all_of(self, other: _Machine) -> bool:
        """Whether it says whatever the other row says."""
        return all(self.cells.get(name, frozenset()) & texts for name, texts in other.cells.items())


def without_repeated(tables: Sequence[Table]) -> tuple[list[Table], list[str]]:
    """The inventories without rows of machines that another one lists as well, and what is to be said of it.

    An inventory of which no row is left is left out.
    """
    try:
        machines = list(_machines(tables))
    except ComplianceError:  # is said when the rows are read
        return list(tables), []
    if len(machines) > MAX_ROWS:
        return list(tables), [
            f"Several inventories have more than {MAX_ROWS:,} rows: machines in two of them are counted twice."
        ]
    left_out: list[set[int]] = [set() for _ in tables]
    once: Counter[tuple[int, int]] = Counter()
    twice: dict[tuple[int, int], list[_Machine]] = {}
    known: dict[tuple[str, str], _Machine] = {}
    converted = [_is_converted(table) for table in tables]
    for machine in machines:
        ids = [(name, text) for name in _IDS for text in machine.cells.get(name, ())]
        other = next((known[pair] for pair in ids if pair in known), None)
        if other is None or other.table == machine.table:
            known.update((pair, machine) for pair in ids if pair not in known)
            continue
        tables_of_both = (other.table, machine.table)
        if other.says_all_of(machine) or converted[machine.table]:
            left_out[machine.table].add(machine.number)
        elif machine.says_all_of(other) or converted[other.table]:
            left_out[other.table].add(other.number)
            known.update((pair, machine) for pair in ids)
        else:
            twice.setdefault(tables_of_both, []).append(machine)
            continue
        once[tables_of_both] += 1
    notes = [
        f"{tables[a].file} and {tables[b].file} both list {counted(number, 'machine')}: counted once."
        for (a, b), number in once.items()
    ]
    notes += [
        f"{tables[a].file} and {tables[b].file} say different things of {counted(len(rows), 'machine')} that both list "
        f"(first in row {rows[0].number} of {tables[b].file}): both rows are judged and counted."
        for (a, b), rows in twice.items()
    ]
    rows_of = Counter(machine.table for machine in machines)
    left = [
        _without(table, left_out[place])
        for place, table in enumerate(tables)
        if len(left_out[place]) < rows_of[place] or not rows_of[place]
    ]
    return left, notes


def _machines(tables: Sequence[Table]) -> Iterator[_Machine]:
    for place, table in enumerate(tables):
        columns = _columns(table)
        for first, rows in table.chunks():
            for number, row in enumerate(rows, first):
                cells = {name: frozenset(_texts(name, row, places)) for name, places in columns.items()}
                yield _Machine(place, number, {name: texts for name, texts in cells.items() if texts})


def _columns(table: Table) -> dict[str, tuple[int, ...]]:
    """Where each native column stands, and the one of its text as it was before the program rewrote it."""
    header = {name: place for place, name in enumerate(table.layout.header)}
    return {
        name: (place, *(header[other] for other in (f"{name}{_AS_WRITTEN}",) if other in header))
        for name, place in table.layout.index.items()
    }


def _texts(name: str, row: Row, places: tuple[int, ...]) -> Iterator[str]:
    for place in places:
        if not is_empty(text := row[place]):
            yield squeeze(text) if name in _IDS else tidy(text).casefold()


def _is_converted(table: Table) -> bool:
    """Whether ``compliance convert`` wrote it."""
    names = [name for name in table.layout.header if not name.endswith(_AS_WRITTEN)]
    return len(names) < len(table.layout.header) and names == [name for name in NATIVE if name in names]


def _without(table: Table, numbers: set[int]) -> Table:
    if not numbers:
        return table
    opening = None if table.opening is None else _Without(table.opening, numbers)
    return replace(table, chunks=_filtered(table.chunks, numbers), scan=None, opening=opening)


def _filtered(chunks: Callable[[], Iterator[Chunk]], numbers: set[int]) -> Callable[[], Iterator[Chunk]]:
    def filtered() -> Iterator[Chunk]:
        for first, rows in chunks():
            kept: list[Row] = []
            start = first
            for number, row in enumerate(rows, first):
                if number not in numbers:
                    kept.append(row)
                    continue
                if kept:
                    yield start, kept
                kept, start = [], number + 1
            if kept:
                yield start, kept

    return filtered


@dataclass(frozen=True, eq=False, slots=True)
class _Without:
    """How such an inventory is opened anew in another process."""

    whole: Opening
    numbers: set[int]

    def chunks(self) -> Iterator[Chunk]:
        """Its rows, without those of machines that are listed elsewhere."""
        return _filtered(self.whole.chunks, self.numbers)()

    def book(self) -> Iterator[Sheet]:
        """All sheets, as they are."""
        return self.whole.book()
