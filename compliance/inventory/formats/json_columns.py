"""JSON that holds a table by its columns, or as rows without names: what pandas and statistics programs write."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from compliance.core.located import KeyPath
from compliance.inventory.columns import names_machines

Records = list[tuple[KeyPath, dict[str, Any]]]


def records(data: Any) -> Records:
    """Its rows as records, each with where it begins; none where the JSON is no such table of machines.

    ``{"model": ["S19"]}``, ``{"model": {"0": "S19"}}``, ``{"columns": ["model"], "data": [["S19"]]}`` and
    ``[["model"], ["S19"]]``.
    """
    if isinstance(data, dict) and isinstance(data.get("columns"), list) and isinstance(data.get("data"), list):
        return _rows(data["columns"], data["data"], ("data",), 0)
    if isinstance(data, list) and len(data) > 1 and isinstance(data[0], list):
        return _rows(data[0], data[1:], (), 1)
    if isinstance(data, dict) and data and names_machines(tuple(data), {}):
        columns = [_column(value) for value in data.values()]
        keys = columns[0].keys()
        if keys and all(column.keys() == keys for column in columns):
            first = next(iter(data))
            return [((first, key), dict(zip(data, [column[key] for column in columns], strict=True))) for key in keys]
    return []


def _rows(header: list[Any], rows: list[Any], path: KeyPath, first: int) -> Records:
    names = [name for name in header if isinstance(name, str)]
    fits = all(isinstance(row, list) and len(row) == len(header) and not any(map(_is_deep, row)) for row in rows)
    if len(names) < len(header) or not fits or not names_machines(names, {}):
        return []
    return [((*path, number), dict(zip(names, row, strict=True))) for number, row in enumerate(rows, first)]


def _column(value: Any) -> Mapping[Any, Any]:
    """The cells of a column by their rows; none where it is no column."""
    cells = dict(enumerate(value)) if isinstance(value, list) else value if isinstance(value, dict) else {}
    # The fields of an object are no rows.
    return cells if all(str(row).isdigit() and not _is_deep(cell) for row, cell in cells.items()) else {}


def _is_deep(cell: Any) -> bool:
    return isinstance(cell, dict | list)
