"""Inventories as JSON records: a list of objects, or one object per line; native rows and snapshots of fleet tools.

What stands deeper in a record becomes a column with a dotted name (``device_info.model``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from compliance.core.errors import ComplianceError, Problem, fail
from compliance.core.located import KeyPath
from compliance.inventory.cell_kinds import MAX_ROWS
from compliance.inventory.column_map import ColumnMap
from compliance.inventory.columns import names_machines
from compliance.inventory.facts import NATIVE
from compliance.inventory.formats import json_columns
from compliance.inventory.formats.json_pages import incomplete
from compliance.inventory.formats.source import Source
from compliance.inventory.formats.table import Table, laid_out, with_units
from compliance.io.tables import Chunk, Row

MAX_ERRORS = 50
_NAMES = ("name", "display", "display_name", "label", "title", "model", "value")
"""What the text of an object is called, the likeliest first."""
_NOTHING = ("", "[]", "false", "0")
"""What stands instead of an object that is not there: PHP writes an empty list, others ``false`` or the id 0."""


def recognises(source: Source) -> bool:
    """Any JSON; what it holds decides."""
    return source.json is not None


def read(source: Source, mapping: ColumnMap) -> Table:
    """The table of a file's records. A row's number is the line where its record begins, else the record's place.

    Raises ComplianceError where there are no records, or several lists of them.
    """
    assert source.json is not None
    document, file = source.json, source.file
    records, notes = _records(document.data, file)
    problems = [
        Problem("is not an object", "Write one object per machine.", file, document.place(path)[0])
        for path, record in records
        if not isinstance(record, dict)
    ]
    if problems:
        raise ComplianceError(problems[:MAX_ERRORS])
    rows = [flat(record) for _, record in records]
    header = _one_column_per_field(rows)
    lines, counted = numbered([document.place(path)[0] or 1 for path, _ in records], file)
    notes = (*notes, *counted)
    form = "native JSON rows" if set(header) <= set(NATIVE) else "JSON records"
    sample = source.sample(lambda: [cells(row, header) for row in rows[:MAX_ROWS]])
    columns, form = laid_out(header, mapping, file, lines[0], form, sample)

    def chunks() -> Iterator[Chunk]:
        for line, row in zip(lines, rows, strict=True):
            yield line, [cells(row, header)]

    return Table(source.path, file, form, columns, with_units(chunks, columns), (*notes, *columns.notes), sample=sample)


def _records(data: Any, file: str) -> tuple[list[tuple[KeyPath, Any]], tuple[str, ...]]:
    """The records, each with where it stands, and what is to be said of what stands beside them.

    Raises ComplianceError where they are one page of several.
    """
    if table := json_columns.records(data):
        return list(table), (f"{file}: is a table by its columns, or rows without names, and was read as records.",)
    if isinstance(data, list) and (pages := _pages(data)):
        path, answers = pages
        records: list[tuple[KeyPath, Any]] = [
            ((index, *path), record) for index, answer in enumerate(answers) for record in _at(answer, path)
        ]
        _refuse_incomplete([around for answer in answers for around in _around(answer, path)], len(records), file)
        return records, (f"{file}: {len(answers)} pages of an answer were read as one inventory.",)
    if isinstance(data, dict):
        lists = dict(_lists(data))
        machines = [path for path, records in lists.items() if _are_machines(records)]
        if not machines and (keyed := _keyed(data)):
            return keyed, (f"{file}: fields of the outermost object are records, their names are the column 'key'.",)
        within = machines or ([] if _are_machines([data]) else [path for path in lists if len(path) == 1])
        if len(within) > 1:
            names = ", ".join(".".join(path) for path in within)
            raise fail(f"holds several lists: {names}", "Keep one list of machines per file.", file=file, row=1)
        if not within:
            return [((), data)], ()
        [path] = within
        beside = ", ".join(_beside(data, path))
        notes = (f"{file}: fields beside {'.'.join(path)!r} were ignored: {beside}.",) if beside else ()
        _refuse_incomplete(list(_around(data, path)), len(lists[path]), file)
        return [((*path, index), record) for index, record in enumerate(lists[path])], notes
    if not data:
        raise fail("holds no records", "Nothing was checked: export the inventory again.", file=file, row=1)
    return [((index,), record) for index, record in enumerate(data)], ()


def _lists(data: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], list[Any]]]:
    """Lists of objects, and where they stand: in an object, or in objects within it, as web services wrap them."""
    for name, value in data.items():
        if isinstance(value, dict):
            yield from _lists(value, (*path, name))
        elif isinstance(value, list) and any(isinstance(member, dict) for member in value):
            yield (*path, name), value


def _pages(data: list[Any]) -> tuple[tuple[str, ...], list[Mapping[str, Any]]] | None:
    """Several answers of a web service in one file: where in each the machines stand, and the answers."""
    if not all(isinstance(answer, dict) for answer in data) or _are_machines(data):
        return None
    paths = {path for answer in data for path, records in _lists(answer) if _are_machines(records)}
    if len(paths) != 1:
        return None
    [path] = paths
    return path, data


def _at(data: Mapping[str, Any], path: tuple[str, ...]) -> list[Any]:
    """The list at ``path``; the last page of several may hold none."""
    value: Any = data
    for step in path:
        value = value.get(step) if isinstance(value, dict) else None
    return value if isinstance(value, list) else []


def _around(data: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[Mapping[str, Any]]:
    """The objects on the way to a list, from the outermost on."""
    value: Any = data
    for step in path:
        if not isinstance(value, dict):
            return
        yield value
        value = value.get(step)


def _refuse_incomplete(around: list[Mapping[str, Any]], records: int, file: str) -> None:
    if reason := incomplete(around, records):
        advice = "Export all of them: raise the limit of the query, or save all pages as one list of records."
        raise fail(reason, advice, file=file, row=1)


def _keyed(data: Mapping[str, Any]) -> list[tuple[KeyPath, Any]]:
    """The records of an object that holds machines by their names, or none."""
    if not all(isinstance(record, dict) and _are_machines([record]) for record in data.values()):
        return []
    return [((name,), {"key": name, **record}) for name, record in data.items()]


def _beside(data: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[str]:
    """The fields on the way to a list that do not lead to it."""
    for depth, step in enumerate(path):
        yield from (".".join((*path[:depth], name)) for name in data if name != step)
        data = data[step]


def _are_machines(records: list[Any]) -> bool:
    return any(
        names_machines(names, {}) or {"model", "make", "manufacturer"} & {name.rpartition(".")[2] for name in names}
        for names in (tuple(flat(record)) for record in records if isinstance(record, dict))
    )


def numbered(lines: list[int], file: str) -> tuple[list[int], tuple[str, ...]]:
    """The rows' numbers: the lines where their records begin, or their places where several stand on one line; a note."""
    if len(set(lines)) == len(lines):
        return lines, ()
    return list(range(1, len(lines) + 1)), (f"{file}: rows are counted as records, several stand on one line.",)


def _one_column_per_field(rows: list[dict[str, str]]) -> list[str]:
    """The columns of all records. A field is null in one record and an object in the next: null records nothing, and a
    bare text where others have an object is its name. ``rows`` are changed to that.
    """
    header = dict.fromkeys(name for row in rows for name in row)
    objects = {name[:end] for name in header for end, letter in enumerate(name) if letter == "."}
    for field in [name for name in header if name in objects]:
        name = next((f"{field}.{key}" for key in _NAMES if f"{field}.{key}" in header), "")
        for row in rows:
            text = row.get(field)
            if text is not None and (name or text in _NOTHING):
                del row[field]
                if text not in _NOTHING:
                    row.setdefault(name, text)
        if not any(field in row for row in rows):
            del header[field]
    return list(header)


def flat(record: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    """A record's values as text by dotted names; lists as JSON, an amount with its unit as one text."""
    import json

    texts: dict[str, str] = {}
    for name, value in record.items():
        full = f"{prefix}{name}"
        if isinstance(value, dict):
            inner = {full: amount} if (amount := _amount(value)) else flat(value, f"{full}.")
        else:
            inner = {full: json.dumps(value, ensure_ascii=False) if isinstance(value, list) and value else value or ""}
        # A name may itself have a dot in it: neither of two equal ones may be lost.
        texts |= {f"{key} (again)" if key in texts else key: text for key, text in inner.items()}
    return texts


def _amount(value: Mapping[str, Any]) -> str:
    """``{"value": 110, "unit": "TH/s"}`` as ``110 TH/s``, or "" for any other object."""
    number, unit = value.get("value", value.get("rate")), value.get("unit")
    if isinstance(unit, dict):
        unit = unit.get("suffix")
    return f"{number} {unit}" if isinstance(number, str) and isinstance(unit, str) and number and unit else ""


def cells(row: Mapping[str, str], header: list[str]) -> Row:
    """A record's cells under the columns of all records; what it does not say is empty."""
    return [row.get(name, "") for name in header]
