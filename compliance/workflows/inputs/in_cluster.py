"""Inventories that a cluster opens and counts, each file one of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from compliance.core.errors import ComplianceError, ErrorCollector
from compliance.inventory.cell_kinds import Vocabulary
from compliance.inventory.cluster import (
    ClusterOpening,
    Opener,
    PartCount,
    count_parts,
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


def count_in_cluster(
    request: Request, tables: Sequence[Table], read: FactsRead, reader: Reader | None
) -> Mapping[ClusterOpening, PartCount | ComplianceError]:
    """What the workers count of the tables that a cluster opened."""
    parts = [(table.opening, table.layout) for table in tables if isinstance(table.opening, ClusterOpening)]
    if not parts:
        return {}
    openings, layouts = zip(*parts, strict=True)
    counts = count_parts(openings, layouts, read, reader, request.counting, numbered=request.numbered)
    return dict(zip(openings, counts, strict=True))


def serial_notes(tables: Sequence[tuple[Table, PartCount | None]], most: int | None) -> list[str]:
    """What is to be said of the serial numbers in the tables that a cluster counted."""
    parts = [
        (table.opening, table.layout, part)
        for table, part in tables
        if part and isinstance(table.opening, ClusterOpening) and "serial_number" in table.layout.index
    ]
    if not parts:
        return []
    found = serial_numbers(parts, most)
    rows = sum(part.tally.rows for _, _, part in parts)
    return list(notes(found.destroyed, found.repeated, found.numbers, rows, most))
