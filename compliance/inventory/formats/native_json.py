"""The native inventory as JSON: the same fields as native YAML, every number as it is written."""

from __future__ import annotations

from compliance.inventory.column_map import ColumnMap
from compliance.inventory.formats import native_yaml
from compliance.inventory.formats.source import Source
from compliance.inventory.formats.table import Table


def recognises(source: Source) -> bool:
    """A JSON object with ``lots``."""
    document = source.json
    return document is not None and isinstance(document.data, dict) and "lots" in document.data


def read(source: Source, mapping: ColumnMap) -> Table:
    """The table in a JSON file; a row's number is the line where its lot begins. Raises ComplianceError."""
    assert source.json is not None
    return native_yaml.table(source, mapping, source.json, "native JSON")
