"""Inventories: opened, counted by the facts that the rules read, made into lots."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from compliance.core.errors import ErrorCollector, fail
from compliance.core.finding import Input, UnknownText
from compliance.inventory.cell_kinds import Vocabulary
from compliance.inventory.column_map import ColumnMap
from compliance.inventory.facts import NATIVE
from compliance.inventory.facts.base import FactsRead, Reader
from compliance.inventory.formats import open_table
from compliance.inventory.formats.table import NO_ROWS, Table
from compliance.inventory.grouping import count
from compliance.inventory.grouping.base import Grouping, Key
from compliance.inventory.lots import Normalised, normalise
from compliance.inventory.serials import Serials
from compliance.inventory.units import Fleet, Lot, Unit
from compliance.io.paths import display_path
from compliance.io.tables import BATCH_ROWS, Scan
from compliance.workflows.inputs.mapping import read_mapping
from compliance.workflows.inputs.request import Request
from compliance.workflows.inputs.unread_columns import ask_for_a_map, days_that_are_unread, unread_columns

if TYPE_CHECKING:
    from compliance.inventory.cluster import PartCount

NOTHING = "Nothing was checked: export the inventory again."
MAP_THEM = "Map them with --map if they hold dates, sites or documents."


@dataclass(frozen=True, eq=False)
class ReadTable:
    """An inventory that was read: how its rows are grouped, and the unit of every combination.

    ``scan`` is the file if a fast engine counted it: then it can join the verdicts too, in frames of ``batch_rows``.
    ``part`` is what a cluster counted, whose workers can join them.
    ``names``: the number of the names of all its rows, for each combination, if it was asked for.
    """

    table: Table
    grouping: Grouping
    units: Mapping[Key, Unit]
    scan: Scan | None = None
    batch_rows: int = BATCH_ROWS
    part: PartCount | None = None
    names: Mapping[Key, int] = field(default_factory=dict)


@dataclass(frozen=True, eq=False, slots=True)
class Inventories:
    """All inventories as one fleet, and the record of each."""

    tables: tuple[ReadTable, ...]
    fleet: Fleet
    inputs: tuple[Input, ...]


def open_inventories(
    request: Request, files: Sequence[Path], vocabulary: Vocabulary, problems: ErrorCollector
) -> list[Table]:
    """The inventories with their columns recognised; their rows are not read yet."""
    mapping = problems.one(lambda: read_mapping(request.mapping)) or ColumnMap()

    if request.cluster:
        from compliance.workflows.inputs.in_cluster import open_in_cluster

        return open_in_cluster(request, request.cluster, files, mapping, vocabulary, problems)

    def opened(path: Path) -> Table:
        table = open_table(path, display_path(path), mapping, request.reading, vocabulary)
        return table.with_progress(request.progress)

    return problems.collect(files, opened)


def read_inventories(
    request: Request, tables: Sequence[Table], reader: Reader, read: FactsRead, problems: ErrorCollector
) -> Inventories:
    """The rows of all tables as lots, told apart by the facts that are ``read``. Raises ComplianceError."""
    serials = Serials(None if request.check_duplicates else request.max_serials)
    for table in tables:
        problems.problems += ask_for_a_map(table, unread_columns(table, read.names, reader))
    problems.finish()

    # A caller who asks for more facts than the rules read may tell apart what the rules do not; so does a register.
    understood = None if request.facts or reader.claims else reader
    cluster = None
    if request.cluster:
        from compliance.workflows.inputs.in_cluster import CountedInCluster

        cluster = CountedInCluster.of(request, tables, read, understood)

    def read_table(table: Table) -> tuple[ReadTable, Normalised, Input]:
        grouping = Grouping(table.layout, read, understood, numbered=request.numbered)
        if cluster:
            return _read_part(table, cluster.part(table), grouping, reader)
        return _read_table(request, table, grouping, reader, serials)

    results = problems.collect(tables, read_table)
    problems.finish()
    said = [*serials.notes(), *(cluster.serial_notes(serials.most) if cluster else ())]
    lots: dict[Unit, Lot] = {}
    for _, normalised, _ in results:
        for lot in normalised.lots:
            if lot.unit in lots:
                lots[lot.unit].add(lot)
            else:
                lots[lot.unit] = lot
    first = [note for table in tables for note in (*table.layout.first_notes, *days_that_are_unread(table))]
    notes = [note for inventory, normalised, _ in results for note in _notes(inventory, normalised)]
    unknown = _merged(text for _, normalised, _ in results for text in normalised.unknown)
    fleet = Fleet(tuple(lots.values()), (*first, *notes, *said), unknown)
    return Inventories(
        tuple(inventory for inventory, _, _ in results), fleet, tuple(record for _, _, record in results)
    )


def _merged(texts: Iterable[UnknownText]) -> tuple[UnknownText, ...]:
    """The same text in several files told once, those with most units first."""
    merged: dict[tuple[str, str], UnknownText] = {}
    for text in texts:
        before = merged.setdefault((text.column, text.text), text)
        if before is not text:
            merged[text.column, text.text] = replace(before, units=before.units + text.units)
    return tuple(sorted(merged.values(), key=lambda text: (-text.units, text.column, text.text)))


def _read_table(
    request: Request, table: Table, grouping: Grouping, reader: Reader, serials: Serials
) -> tuple[ReadTable, Normalised, Input]:
    place = table.layout.index.get("serial_number")
    watched = replace(table, chunks=lambda: serials.watch(table.file, place, table.chunks))
    counted = count(grouping, watched, serials.most, lambda done: request.progress(table.file, done), request.counting)
    rows = counted.tally.rows
    if counted.serials and place is not None:
        serials.watch_column(table.file, place, table.chunks, counted.serials, rows)
    if not rows:
        raise fail(NO_ROWS, NOTHING, file=table.file)
    grouping = grouping.in_form_of(counted.tally)
    normalised = normalise(counted.tally, grouping, reader, table.file)
    record = Input("fleet", table.file, counted.sha256, rows)
    names = counted.tally.names
    read = ReadTable(table, grouping, normalised.units, counted.scan, request.counting.batch_rows, names=names)
    return read, normalised, record


def _read_part(
    table: Table, counted: PartCount, grouping: Grouping, reader: Reader
) -> tuple[ReadTable, Normalised, Input]:
    """The same of an inventory that a cluster counted."""
    if not counted.tally.rows:
        raise fail(NO_ROWS, NOTHING, file=table.file)
    grouping = grouping.in_form_of(counted.tally)
    normalised = normalise(counted.tally, grouping, reader, table.file)
    record = Input("fleet", table.file, counted.sha256, counted.tally.rows)
    told = replace(table, notes=(*table.notes, *counted.notes))
    return ReadTable(told, grouping, normalised.units, part=counted, names=counted.tally.names), normalised, record


def _notes(inventory: ReadTable, normalised: Normalised) -> Iterator[str]:
    """How an inventory was read, and what is doubtful in it, for the report."""
    table = inventory.table
    yield f"{table.file}: read as {table.format}."
    headers = {name: table.layout.written(name) for name in NATIVE if name in table.layout.index}
    foreign = [f"{header} as {name}" for name, header in headers.items() if header != name]
    if foreign:
        yield f"{table.file}: columns read: {', '.join(foreign)}."
    if unread := ", ".join(table.layout.unread):
        yield f"{table.file}: we did not recognise these columns and ignored them: {unread}. {MAP_THEM}"
    if inventory.grouping.canonical:
        yield f"{table.file}: has very many distinct rows; of cells that mean the same the report shows one."
    yield from (*table.notes, *table.notes_on_rows(), *normalised.notes)
