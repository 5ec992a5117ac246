"""The native inventory as YAML: ``schema_version: 1``, ``defaults:`` and ``lots:``, so that origin is stated once a lot."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from compliance.core.errors import ComplianceError, Problem, fail
from compliance.core.located import ParsedFile
from compliance.inventory.column_map import ColumnMap
from compliance.inventory.columns import layout, meant
from compliance.inventory.facts import NATIVE
from compliance.inventory.formats.source import Source
from compliance.inventory.formats.table import Table
from compliance.inventory.native import AS_WRITTEN
from compliance.io.tables import Chunk
from compliance.io.yaml import load

FORM = "native YAML"
MAX_BYTES = 64 * 1024 * 1024
_FIELDS = {"schema_version", "defaults", "lots"}


def recognises(source: Source) -> bool:
    """By the name of the file: almost any text is YAML."""
    return source.is_yaml


def read(source: Source, mapping: ColumnMap) -> Table:
    """The table in a YAML file; a row's number is the line where its lot begins. Raises ComplianceError."""
    document = load(source.path, name=source.file, text=True, largest=MAX_BYTES)
    return table(source, mapping, document, FORM)


def table(source: Source, mapping: ColumnMap, document: ParsedFile, form: str) -> Table:
    """The table of a document in the native form, all values of which are text. Raises ComplianceError."""
    file, data = source.file, document.data
    if mapping.columns:
        raise fail("is in the native form, it needs no --map", "Leave --map out for this file.", file=file)
    if not isinstance(data, dict) or "lots" not in data:
        raise fail(
            "is not an inventory: it has no lots",
            "See the native form: compliance rules schema fleet.",
            file=file,
            row=1,
        )
    problems = [
        _problem(document, (name,), f"unknown field {name!r}", "Remove it.") for name in data if name not in _FIELDS
    ]
    if data.get("schema_version") != "1":
        problems.append(_problem(document, ("schema_version",), "schema_version is not 1", "Write schema_version: 1."))
    defaults = data.get("defaults") or {}
    problems += _check(document, ("defaults",), defaults)
    lots = data["lots"]
    if not isinstance(lots, list):
        raise fail("lots is not a list", "Write one '- ' item per lot.", file=file, row=document.place(("lots",))[0])
    for index, lot in enumerate(lots):
        problems += _check(document, ("lots", index), lot)
    if problems:
        raise ComplianceError(problems)
    if not lots:
        raise fail("has no lots", "Nothing was checked: add lots.", file=file)
    header = [name for name in NATIVE if name in defaults or any(name in lot for lot in lots)]
    extra = sorted({name for lot in (defaults, *lots) for name in lot} - set(NATIVE))

    def chunks() -> Iterator[Chunk]:
        for index, lot in enumerate(lots):
            whole = {**defaults, **lot}
            yield document.place(("lots", index))[0] or 0, [[whole.get(name) or "" for name in (*header, *extra)]]

    return Table(source.path, file, form, layout([*header, *extra], {}, file=file), chunks)


def _check(document: ParsedFile, path: tuple[Any, ...], lot: Any) -> list[Problem]:
    if not isinstance(lot, dict):
        return [_problem(document, path, "is not a mapping of fields", "Write field: value.")]
    problems = []
    for name, value in lot.items():
        native = meant(str(name))
        if not isinstance(name, str) or isinstance(value, dict | list):
            problems.append(_problem(document, (*path, name), f"{name} is not one value", "Write one text or number."))
        elif native and name not in (native, f"{native}{AS_WRITTEN}"):
            # Beside a lot that says it in the native word, this one would be passed over in silence.
            problems.append(_problem(document, (*path, name), f"{name!r} is not a native field", f"Write {native}."))
    return problems


def _problem(document: ParsedFile, path: tuple[Any, ...], what: str, advice: str) -> Problem:
    line, column = document.place(path)
    return Problem(what, advice, document.file, line, column)
