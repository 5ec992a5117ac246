"""What the workers of a cluster do with an inventory, each file by itself: the same code as on one machine.

A file is opened, counted and gone through in one task; what comes back does not grow with its rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from compliance.core.errors import ComplianceError
from compliance.inventory.cell_kinds import Sample, Vocabulary
from compliance.inventory.column_map import ColumnMap
from compliance.inventory.columns import Layout
from compliance.inventory.facts.base import FactsRead, Reader
from compliance.inventory.formats import open_table
from compliance.inventory.formats.table import Table
from compliance.inventory.grouping import count
from compliance.inventory.grouping.base import Grouping, Sheet, Tally
from compliance.inventory.grouping.limits import CountingLimits
from compliance.inventory.serials import MAX_DUPLICATES, Repeated, lines
from compliance.io.cluster import Cluster, ClusterFile, told
from compliance.io.limits import ReadingLimits
from compliance.io.tables import Chunk, Row

if TYPE_CHECKING:
    from pyarrow import RecordBatch

T = TypeVar("T")


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

    ``fast``: verdicts can be joined by the engine that is fast.
    """

    tally: Tally
    sha256: str
    notes: tuple[str, ...]
    fast: bool


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
    read: FactsRead,
    reader: Reader | None,
    limits: CountingLimits,
    *,
    numbered: bool = False,
) -> list[PartCount | ComplianceError]:
    """The combinations of every file, counted by the workers."""
    return in_each(openings, lambda opener: _Count(opener, read, reader, limits, numbered))


def in_each(
    openings: Sequence[ClusterOpening], task: Callable[[Opener], Callable[[Path, int], Iterator[T]]]
) -> list[T]:
    """What a task gives of each file."""
    cluster, opener = shared(openings)
    return cluster.each([opening.file for opening in openings], task(opener))


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

    def __call__(self, path: Path, number: int) -> Iterator[PartCount | ComplianceError]:
        try:
            table = self.opener.table(path, number)
            grouping = Grouping(table.layout, self.read, self.reader, numbered=self.numbered)
            counted = count(grouping, table, 0, lambda done: None, self.limits)
            notes = tuple(table.notes_on_rows())
            yield PartCount(counted.tally, counted.sha256, notes, counted.scan is not None)
        except ComplianceError as error:
            yield error


@dataclass(frozen=True, slots=True)
class SerialNumbers:
    """The serial numbers of all files that were destroyed, and those that appear twice: the first ones, and how many."""

    destroyed: Mapping[str, tuple[int, int, str]]
    repeated: Mapping[str, Repeated]
    numbers: int


def serial_numbers(openings: Sequence[ClusterOpening], rows: Sequence[int], most: int | None) -> SerialNumbers:
    """Finds them in the cluster, among the first ``most`` of all ``rows`` (None: all); ``rows`` are those of each file."""
    from pyspark.sql import Window
    from pyspark.sql import functions as f

    cluster, opener = shared(openings)
    before = [sum(rows[:number]) for number in range(len(rows))]
    task = _SerialRows(opener, [None if most is None else max(0, most - start) for start in before])
    names = opener.names
    found = cluster.frame(
        [opening.file for opening in openings], task, "number int, row long, text string, destroyed boolean"
    ).persist()
    place = f.struct("number", "row")
    with told("serial numbers"):
        lost = (
            found.filter("destroyed")
            .groupBy("number")
            .agg(f.min(f.struct("row", "text")).alias("first"), f.count("*").alias("rows"))
        )
        destroyed = {
            names[line.number]: (line.first.row, line.rows, line.first.text)
            for line in sorted(lost.collect(), key=lambda line: line.number)
        }
        twice = (
            found.filter("not destroyed")
            .groupBy("text")
            .agg(f.count("*").alias("rows"), f.min(place).alias("first"))
            .filter("rows > 1")
            .persist()
        )
        numbers = twice.count()
        repeated = {line.text: Repeated(line.rows) for line in twice.orderBy("first").limit(MAX_DUPLICATES).collect()}
        if repeated:
            ranked = f.row_number().over(Window.partitionBy("text").orderBy(place))
            named = found.filter(~f.col("destroyed") & f.col("text").isin(list(repeated))).withColumn("rank", ranked)
            for line in named.filter(f"rank <= {MAX_DUPLICATES}").orderBy(place).collect():
                repeated[line.text].rows.append(f"{names[line.number]}:{line.row}")
        twice.unpersist()
    found.unpersist()
    return SerialNumbers(destroyed, repeated, numbers)


@dataclass(frozen=True, slots=True)
class _SerialRows:
    opener: Opener
    compared: Sequence[int | None]

    def __call__(self, path: Path, number: int) -> Iterator[RecordBatch]:
        import pyarrow as pa

        table, left = self.opener.table(path, number), self.compared[number]
        place = table.layout.index.get("serial_number")
        if place is None:
            return
        for first, rows in table.chunks():
            most = len(rows) if left is None else max(0, left)
            left = None if left is None else left - len(rows)
            found = list(lines(first, [row[place] for row in rows], most))
            yield pa.RecordBatch.from_arrays(
                [
                    pa.array([number] * len(found), pa.int32()),
                    pa.array([row for row, _, _ in found], pa.int64()),
                    pa.array([text for _, text, _ in found], pa.string()),
                    pa.array([destroyed for _, _, destroyed in found], pa.bool_()),
                ],
                names=["number", "row", "text", "destroyed"],
            )
