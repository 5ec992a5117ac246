"""``convert --suggest-map``: how the columns of inventories are read, as a map that a person corrects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from compliance.core.errors import ErrorCollector
from compliance.inventory.cell_kinds import Vocabulary
from compliance.inventory.facts import FACTS
from compliance.inventory.formats import open_table
from compliance.inventory.formats.table import Table
from compliance.io.paths import display_path, resolved
from compliance.workflows.inputs import find_inventories, read_mapping
from compliance.workflows.inputs.unread_columns import suggested_map
from compliance.workflows.reference import user_reference


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A map as YAML; ``paths`` are the files that were read, resolved: none of them may be overwritten."""

    text: str
    paths: frozenset[Path]


def suggest_map(fleets: Sequence[Path], mapping: Path | None = None) -> Suggestion:
    """The map that fits these inventories best, as far as headers and cells tell. Raises ComplianceError."""
    reference, columns, problems = user_reference(), read_mapping(mapping), ErrorCollector()
    vocabulary = Vocabulary(reference.catalogue, reference.countries)

    def opened(path: Path) -> Table:
        return open_table(path, display_path(path), columns, vocabulary=vocabulary)

    tables = problems.collect(find_inventories(fleets), opened)
    problems.finish()
    paths = (*(table.path for table in tables), *((mapping,) if mapping else ()))
    return Suggestion(suggested_map(tables, tuple(FACTS)), frozenset(map(resolved, paths)))
