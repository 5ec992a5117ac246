"""What the workers of a cluster do with an inventory, each file by itself: the same code as on one machine.

A file is opened, counted and gone through in one task; what comes back does not grow with its rows.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from compliance.core.errors import ComplianceError
from compliance.inventory.cell_kinds import Sample, Vocabulary
from compliance.inventory.column_map import ColumnMap
from compliance.inventory.columns import Layout
from compliance.inventory.facts.base import FactsRead, Reader
from compliance.inventory.formats import open_table
from compliance.inventory.formats.table import Table
from compliance.inventory.grouping import count, holds_others, python, spark
from compliance.inventory.grouping.base import Grouping, Sheet, Tally
from compliance.inventory.grouping.limits import CountingLimits
from compliance.inventory.serials import lines
from compliance.io.cluster import Cluster, ClusterFile
from compliance.io.digests import sha256_of
from compliance.io.limits import ReadingLimits
from compliance.io.tables import Chunk, Row

if TYPE_CHECKING:
    from pyarrow import RecordBatch

T = TypeVar("T")

_LATER = 5
"""What part of the first file's rows is looked at in a later one."""


@dataclass(frozen=True, slots=True)
class Opener:
    """How a worker opens the file of each number: the ``names`` that reports give them, and what columns are told by."""

    names: Sequence[str]
    mapping: ColumnMap
    limits: ReadingLimits
    vocabulary: Vocabulary

    def table(self, path: Path, number: int) -> Table:
        """The inventory at ``path``. Raises ComplianceError."""
        return open_table(path, self.names[number], self.mapping, self.limits, self.vocabulary)


@dataclass(frozen=True, slots=True)
class _Opened:
    format: str
    layout: Layout
    notes: tuple[str, ...]
    top: Sequence[tuple[int, Row]]
    sample: Sequence[Sequence[str]] | None


@dataclass(frozen=True, slots=True)
class PartCount:
    """What counting a file gave: its combinations, its SHA-256, what is to be said of rows that are no machines.

    ``fast``: verdicts can be joined by the engine that is fast. ``kinds``: those of its columns, where Spark counted it.
    """

    tally: Tally
    sha256: str
    notes: tuple[str, ...]
    fast: bool
    kinds: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class _Beginning:
    """What was counted of the first rows of a large file that Spark can count, its SHA-256, the kinds of its columns."""

    tally: Tally
    sha256: str
    kinds: Sequence[tuple[str, str]]


@dataclass(frozen=True, eq=False, slots=True)
class ClusterOpening:
    """How a file of the cluster is opened anew, by one of its workers."""

    cluster: Cluster
    file: ClusterFile
    opener: Opener
    number: int

    def chunks(self) -> Iterator[Chunk]:
        """Its rows, as they come from a worker."""
        for part in self.cluster.stream(self.file, _Rows(replace(self.opener, names=[self.file.name]))):
            yield kept(part)

    def book(self) -> Iterator[Sheet]:
        """No sheets are fetched from a cluster."""
        return iter(())


def open_tables(cluster: Cluster, files: Sequence[ClusterFile], opener: Opener) -> Iterator[Callable[[], Table]]:
    """The inventories, opened by the workers; each is given by a call, which raises ComplianceError for what is none."""
    found = cluster.each(files, _Open(opener)) if files else []

    def table(number: int) -> Table:
        opened, opening = kept(found[number]), ClusterOpening(cluster, files[number], opener, number)
        rows = opened.sample
        sample = None if rows is None else Sample(lambda: rows, opener.vocabulary)
        return Table(
            Path(files[number].url.removeprefix("file:")),
            files[number].name,
            opened.format,
            opened.layout,
            opening.chunks,
            opened.notes,
            top=opened.top,
            opening=opening,
            sample=sample,
        )

    return ((lambda number=number: table(number)) for number in range(len(files)))  # type: ignore[misc]


def count_parts(
    openings: Sequence[ClusterOpening],
    layouts: Sequence[Layout],
    read: FactsRead,
    reader: Reader | None,
    limits: CountingLimits,
    *,
    numbered: bool = False,
) -> list[PartCount | ComplianceError]:
    """The combinations of every file, counted by the workers: large Parquet by Spark itself, all else file by file.

    The names of units, where they are added up (``numbered``), Spark cannot read as we do.
    """
    cluster, opener = shared(openings)
    counted = _counted(openings, _Count(opener, read, reader, limits, numbered, native=not numbered))
    alike: dict[Hashable, list[int]] = {}
    for place, result in enumerate(counted):
        if isinstance(result, _Beginning):
            alike.setdefault((result.kinds, tuple(layouts[place].index.items())), []).append(place)
    results = {place: result for place, result in enumerate(counted) if not isinstance(result, _Beginning)}
    for places in alike.values():
        grouping = Grouping(layouts[places[0]], read, reader)
        heads = {place: head for place in places if isinstance(head := counted[place], _Beginning)}
        files = [spark.Head(openings[place].file, head.tally) for place, head in heads.items()]
        tallies = spark.partial(cluster, grouping, files, limits.max_combinations)
        for (place, head), tally in zip(heads.items(), tallies, strict=True):
            if tally is not None and not holds_others(grouping, tally):
                results[place] = PartCount(tally, head.sha256, (), True, head.kinds)
    left = [place for place in range(len(openings)) if place not in results]
    names = [opener.names[place] for place in left]
    task = _Count(replace(opener, names=names), read, reader, limits, numbered, native=False)
    again = _counted([openings[place] for place in left], task)
    results |= {place: result for place, result in zip(left, again, strict=True) if not isinstance(result, _Beginning)}
    return [results[place] for place in range(len(openings))]


def _counted(openings: Sequence[ClusterOpening], task: _Count) -> Sequence[PartCount | _Beginning | ComplianceError]:
    return openings[0].cluster.each([opening.file for opening in openings], task) if openings else ()


def shared(openings: Sequence[ClusterOpening]) -> tuple[Cluster, Opener]:
    """The cluster of these files, and how its workers open them by their places in the sequence."""
    first = openings[0]
    return first.cluster, replace(first.opener, names=[opening.file.name for opening in openings])


def kept(result: T | ComplianceError) -> T:
    """What a worker gave. Raises the ComplianceError that it sent."""
    if isinstance(result, ComplianceError):
        raise result
    return result


@dataclass(frozen=True, slots=True)
class _Open:
    opener: Opener

    def __call__(self, path: Path, number: int) -> Iterator[_Opened | ComplianceError]:
        try:
            table = self.opener.table(path, number)
            sample = None if table.sample is None else table.sample.rows
            yield _Opened(table.format, table.layout, table.notes, table.top, sample)
        except ComplianceError as error:
            yield error


@dataclass(frozen=True, slots=True)
class _Rows:
    opener: Opener

    def __call__(self, path: Path, number: int) -> Iterator[Chunk | ComplianceError]:
        try:
            yield from self.opener.table(path, number).chunks()
        except ComplianceError as error:
            yield error


@dataclass(frozen=True, slots=True)
class _Count:
    opener: Opener
    read: FactsRead
    reader: Reader | None
    limits: CountingLimits
    numbered: bool
    native: bool

    def __call__(self, path: Path, number: int) -> Iterator[PartCount | _Beginning | ComplianceError]:
        try:
            table = self.opener.table(path, number)
            grouping = Grouping(table.layout, self.read, self.reader, numbered=self.numbered)
            # The places of all but the first rows of a combination come from the first file, as a rule.
            most = self.limits.head_rows if number == 0 else self.limits.head_rows // _LATER
            beginning = self._beginning(table, grouping, most) if self.native else None
            yield beginning or self._whole(table, grouping)
        except ComplianceError as error:
            yield error

    def _whole(self, table: Table, grouping: Grouping) -> PartCount:
        counted = count(grouping, table, 0, lambda done: None, self.limits)
        return PartCount(counted.tally, counted.sha256, tuple(table.notes_on_rows()), counted.scan is not None)

    def _beginning(self, table: Table, grouping: Grouping, most: int) -> _Beginning | None:
        """The first rows of a large file of Parquet; None where Spark may read it otherwise, or need not."""
        scan, layout, large = table.scan, table.layout, self.limits.head_rows
        if scan is None or scan.separator or not scan.altered.isdisjoint(grouping.columns):
            return None
        from compliance.io.frames import read_alike

        kinds = read_alike(scan, table.file, {scan.columns[place] for place in layout.index.values()}, large)
        if not kinds:
            return None
        tally = python.partial(grouping, [(first, rows[:most]) for first, rows in islice(table.chunks(), 1)])
        other = table.other_rows
        if (other and (other.passed_over or other.unknown)) or (grouping.reader and len(tally.counts) > large // 2):
            return None
        return _Beginning(tally, sha256_of(table.path), kinds)


def serial_numbers(parts: Sequence[tuple[ClusterOpening, Layout, PartCount]], most: int | None) -> spark.SerialNumbers:
    """Finds them in the cluster, among those of the first ``most`` rows (None: all)."""
    cluster, opener = shared([opening for opening, _, _ in parts])
    names = opener.names
    compared: list[int | None] = []
    before = 0
    for _, _, counted in parts:
        compared.append(None if most is None else max(0, most - before))
        before += counted.tally.rows
    alike: dict[Hashable, list[spark.SerialColumn]] = {}
    whole: list[int] = []
    for number, (opening, layout, counted) in enumerate(parts):
        if not counted.kinds:
            whole.append(number)
        elif compared[number] != 0:
            place = layout.index["serial_number"]
            alike.setdefault((counted.kinds, place), []).append(
                spark.SerialColumn(number, opening.file, place, compared[number])
            )
    frames = [spark.serials(cluster, columns) for columns in alike.values()]
    if whole:
        fast = [parts[number][2].fast for number in whole]
        task = _SerialRows(
            replace(opener, names=[names[number] for number in whole]),
            whole,
            [compared[number] for number in whole],
            fast,
        )
        frames.append(cluster.frame([parts[number][0].file for number in whole], task, spark.SERIALS))
    return spark.repeated(names, frames)


@dataclass(frozen=True, slots=True)
class _SerialRows:
    opener: Opener
    numbers: Sequence[int]
    compared: Sequence[int | None]
    fast: Sequence[bool]

    def __call__(self, path: Path, number: int) -> Iterator[RecordBatch]:
        table, left = self.opener.table(path, number), self.compared[number]
        place = table.layout.index["serial_number"]
        for first, rows in table.chunks():
            most = len(rows) if left is None else max(0, left)
            left = None if left is None else left - len(rows)
            # Of a file that Polars counts, this machine too sees only the rows that are compared.
            column = [row[place] for row in (rows[:most] if self.fast[number] else rows)]
            yield spark.serial_batch((self.numbers[number], *line) for line in lines(first, column, most))
