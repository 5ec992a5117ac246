"""Rows of an inventory with what was found out about them, given by the workers of the cluster that counted them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from compliance.inventory.cluster import ClusterOpening, Opener, shared
from compliance.inventory.facts.base import FactsRead, Reader
from compliance.inventory.grouping.base import Grouping, Key, RowVerdict
from compliance.io.cluster import Cluster, ClusterFile, Shared
from compliance.workflows.inputs.inventories import ReadTable

T = TypeVar("T")

Verdicts = Mapping[Key, RowVerdict]


@dataclass(frozen=True, slots=True)
class Part:
    """How the rows of a file were counted, and what is said of each combination."""

    canonical: bool
    fast: bool
    verdicts: Verdicts


@dataclass(frozen=True, slots=True)
class Join(Generic[T]):
    """What a worker does with a file: it gives each of its rows what is said of it to ``then``."""

    opener: Opener
    read: FactsRead
    reader: Reader | None
    parts: Shared[Sequence[Part]]
    then: Callable[[ReadTable, Verdicts], Iterable[T]]

    def __call__(self, path: Path, number: int) -> Iterator[T]:
        """What ``then`` gives. Raises ComplianceError where the file cannot be read any more."""
        part, table = self.parts.value[number], self.opener.table(path, number)
        grouping = Grouping(table.layout, self.read, self.reader, part.canonical)
        yield from self.then(ReadTable(table, grouping, {}, table.scan if part.fast else None), part.verdicts)


@dataclass(frozen=True, slots=True)
class InWorkers(Generic[T]):
    """The files of a cluster, and the task to be done with each."""

    cluster: Cluster
    files: Sequence[ClusterFile]
    task: Join[T]


def in_workers(
    tables: Sequence[ReadTable], verdicts: Sequence[Verdicts], then: Callable[[ReadTable, Verdicts], Iterable[T]]
) -> InWorkers[T] | None:
    """The task to join the rows of tables with what is said of them; None where no cluster counted them."""
    openings = [read.table.opening for read in tables if read.part and isinstance(read.table.opening, ClusterOpening)]
    if not openings or len(openings) < len(tables):
        return None
    cluster, opener = shared(openings)
    grouping = tables[0].grouping
    parts = [
        Part(read.grouping.canonical, bool(read.part and read.part.fast), said)
        for read, said in zip(tables, verdicts, strict=True)
    ]
    reader = grouping.reader if any(part.canonical for part in parts) else None
    task = Join(opener, grouping.read, reader, cluster.share(parts), then)
    return InWorkers(cluster, [opening.file for opening in openings], task)
