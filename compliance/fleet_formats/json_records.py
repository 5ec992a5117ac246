"""Inventories as JSON records: a list of objects, or one object per line; native rows and snapshots of fleet tools.

What stands deeper in a record becomes a column with a dotted name (``device_info.model``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from compliance.columns import NATIVE
from compliance.errors import ComplianceError, Problem, fail
from compliance.fleet_formats.source import Source
from compliance.fleet_formats.table import Mapped, Table, laid_out, with_units
from compliance.grouping_engines.base import Chunk, Row

SHOWN = 50


def recognises(source: Source) -> bool:
    """Any JSON; what it holds decides."""
    return source.json is not None


def read(source: Source, mapping: Mapped) -> Table:
    """The table of a file's records. A row's number is the line where its record begins, else the record's place.

    Raises ComplianceError where there are no records, or several lists of them.
    """
    assert source.json is not None
    document, file = source.json, source.file
    path, records, notes = _records(document.data, file)
    problems = [
        Problem("is not an object", "Write one object per machine.", file, document.place((*path, index))[0])
        for index, record in enumerate(records)
        if not isinstance(record, dict)
    ]
    if problems:
        raise ComplianceError(problems[:SHOWN])
    rows = [flat(record) for record in records]
    header = list(dict.fromkeys(name for row in rows for name in row))
    lines = [document.place((*path, index))[0] or 1 for index in range(len(rows))]
    if len(set(lines)) < len(lines):
        lines = list(range(1, len(rows) + 1))
        notes = (*notes, f"{file}: rows are counted as records, several stand on one line.")
    form = "native JSON rows" if set(header) <= set(NATIVE) else "JSON records"
    found, form = laid_out(header, mapping, file, lines[0], form)

    def chunks() -> Iterator[Chunk]:
        for line, row in zip(lines, rows, strict=True):
            yield line, [cells(row, header)]

    return Table(source.path, file, form, found, with_units(chunks, found), (*notes, *found.notes))


def _records(data: Any, file: str) -> tuple[tuple[str, ...], list[Any], tuple[str, ...]]:
    """Where the records stand, the records, and what is to be said of what stands beside them."""
    if isinstance(data, dict):
        lists = [
            name
            for name, value in data.items()
            if isinstance(value, list) and any(isinstance(each, dict) for each in value)
        ]
        within = [name for name in lists if _looks_like_machines(data[name])] or (
            [] if _looks_like_machines([data]) else lists
        )
        if len(within) > 1:
            raise fail(
                f"holds several lists: {', '.join(within)}", "Keep one list of machines per file.", file=file, row=1
            )
        if not within:
            return (), [data], ()
        beside = ", ".join(name for name in data if name not in within)
        notes = (f"{file}: fields beside {within[0]!r} that are not read: {beside}.",) if beside else ()
        return (within[0],), data[within[0]], notes
    if not data:
        raise fail("holds no records", "Nothing was checked: export the inventory again.", file=file, row=1)
    return (), data, ()


def _looks_like_machines(records: list[Any]) -> bool:
    return any(
        {"model", "make", "manufacturer"} & {name.rpartition(".")[2] for name in flat(each)}
        for each in records
        if isinstance(each, dict)
    )


def flat(record: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    """A record's values as text by dotted names; lists as JSON, an amount with its unit as one text."""
    import json

    found: dict[str, str] = {}
    for name, value in record.items():
        full = f"{prefix}{name}"
        if isinstance(value, dict):
            inner = {full: amount} if (amount := _amount(value)) else flat(value, f"{full}.")
        else:
            inner = {full: json.dumps(value, ensure_ascii=False) if isinstance(value, list) and value else value or ""}
        # A name may itself have a dot in it: neither of two equal ones may be lost.
        found |= {f"{key} (again)" if key in found else key: text for key, text in inner.items()}
    return found


def _amount(value: Mapping[str, Any]) -> str:
    """``{"value": 110, "unit": "TH/s"}`` as ``110 TH/s``, or "" for any other object."""
    number, unit = value.get("value", value.get("rate")), value.get("unit")
    if isinstance(unit, dict):
        unit = unit.get("suffix")
    return f"{number} {unit}" if isinstance(number, str) and isinstance(unit, str) and number and unit else ""


def cells(row: Mapping[str, str], header: list[str]) -> Row:
    """A record's cells under the columns of all records; what it does not say is empty."""
    return [row.get(name, "") for name in header]
