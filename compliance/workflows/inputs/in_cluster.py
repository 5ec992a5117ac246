"""Inventories that a cluster opens and counts, each file one of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from compliance.core.errors import ComplianceError, ErrorCollector
from compliance.inventory.cell_kinds import Vocabulary
from compliance.inventory.cluster import (
    ClusterOpening,
    Opener,
    PartCount,
    count_parts,
    kept,
    open_tables,
    serial_numbers,
)
from compliance.inventory.column_map import ColumnMap
from compliance.inventory.facts.base import FactsRead, Reader
from compliance.inventory.formats.table import Table
from compliance.inventory.serials import notes
from compliance.io.cluster import Cluster
from compliance.io.paths import display_path
from compliance.workflows.inputs.request import Request


def open_in_cluster(
    request: Request,
    cluster: Cluster,
    files: Sequence[Path],
    mapping: ColumnMap,
    vocabulary: Vocabulary,
    problems: ErrorCollector,
) -> list[Table]:
    """The inventories at local paths and at the request's URLs, with their columns recognised by the workers."""
    found = [cluster.local(path, display_path(path)) for path in files]
    for pattern in request.urls:
        found += problems.one(lambda pattern=pattern: cluster.files(pattern)) or ()  # type: ignore[misc]
    opener = Opener([file.name for file in found], mapping, request.reading, vocabulary)
    return problems.collect(open_tables(cluster, found, opener), lambda opened: opened())


@dataclass(frozen=True, slots=True)
class CountedInCluster:
    """What the workers counted of each table that a cluster opened, or why it cannot be read."""

    counts: Mapping[Table, PartCount | ComplianceError]

    @classmethod
    def of(cls, request: Request, tables: Sequence[Table], read: FactsRead, reader: Reader | None) -> CountedInCluster:
        """Lets the workers count them."""
        layouts = [table.layout for table in tables]
        counts = count_parts(_openings(tables), layouts, read, reader, request.counting, numbered=request.numbered)
        return cls(dict(zip(tables, counts, strict=True)))

    def part(self, table: Table) -> PartCount:
        """The count of a table. Raises ComplianceError where it cannot be read."""
        return kept(self.counts[table])

    def serial_notes(self, most: int | None) -> list[str]:
        """What is to be said of the serial numbers in the tables, all of which could be read."""
        counts = {table: self.part(table) for table in self.counts if "serial_number" in table.layout.index}
        parts = [
            (opening, table.layout, part)
            for opening, (table, part) in zip(_openings(counts), counts.items(), strict=True)
        ]
        if not parts:
            return []
        found = serial_numbers(parts, most)
        rows = sum(part.tally.rows for _, _, part in parts)
        return list(notes(found.destroyed, found.repeated, found.numbers, rows, most))


def _openings(tables: Iterable[Table]) -> list[ClusterOpening]:
    return [table.opening for table in tables if isinstance(table.opening, ClusterOpening)]
