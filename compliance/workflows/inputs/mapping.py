"""``--map``: which foreign header holds which native column, which mean nothing, and where the table stands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from compliance.core.errors import ComplianceError, Problem, fail
from compliance.core.located import ParsedFile
from compliance.inventory.column_map import ColumnMap
from compliance.inventory.facts import NATIVE
from compliance.io.paths import display_path

_FIELDS = ("columns", "ignore", "sheet", "skip_rows")
_FORM = (
    'Write columns: {native_name: "Foreign header"}, and if need be ignore: ["Header"], sheet: "Name", skip_rows: 3.'
)


def read_mapping(path: Path | None) -> ColumnMap:
    """What a ``--map`` file says; nothing where there is none. Raises ComplianceError."""
    if path is None:
        return ColumnMap()
    from compliance.io.yaml import load

    document = load(path, name=display_path(path))
    data = document.data
    if not isinstance(data, dict) or not data or not isinstance(data.get("columns", {}), dict):
        raise fail("is not a column map", _FORM, file=document.file, row=1)
    if problems := [*_unknown(document), *_wrong_columns(document), *_wrong_rest(document)]:
        raise ComplianceError(problems)
    ignore = data.get("ignore", [])
    return ColumnMap(data.get("columns", {}), tuple(ignore), data.get("sheet", ""), data.get("skip_rows", 0))


def _unknown(document: ParsedFile) -> Iterator[Problem]:
    for name in document.data:
        if name not in _FIELDS:
            yield Problem(f"unknown field {name!r}", _FORM, document.file, *document.place((name,)))


def _wrong_columns(document: ParsedFile) -> Iterator[Problem]:
    taken: dict[str, str] = {}
    for native, foreign in document.data.get("columns", {}).items():
        line, column = document.place(("columns", native))
        if native not in NATIVE:
            advice = f"One of {', '.join(NATIVE)}."
            yield Problem(f"{native!r} is not a native column", advice, document.file, line, column)
        elif not isinstance(foreign, str) or foreign in taken:
            twice = isinstance(foreign, str)
            what = f"{foreign!r} is mapped twice" if twice else f"{native} is not mapped to one header"
            yield Problem(what, "Map each header once.", document.file, line, column)
        else:
            taken[foreign] = native


def _wrong_rest(document: ParsedFile) -> Iterator[Problem]:
    data = document.data
    ignore, sheet, skipped = data.get("ignore", []), data.get("sheet", ""), data.get("skip_rows", 0)
    if not isinstance(ignore, list) or not all(isinstance(name, str) for name in ignore):
        yield Problem("ignore is not a list of headers", _FORM, document.file, *document.place(("ignore",)))
    else:
        mapped = (
            set(data.get("columns", {}).values()) if all(map(_is_text, data.get("columns", {}).values())) else set()
        )
        for name in ignore:
            if name in mapped:
                what = f"{name!r} is mapped and ignored"
                yield Problem(what, "Do one of the two.", document.file, *document.place(("ignore",)))
    if not isinstance(sheet, str):
        yield Problem("sheet is not the name of a sheet", _FORM, document.file, *document.place(("sheet",)))
    if not isinstance(skipped, int) or isinstance(skipped, bool) or skipped < 0:
        yield Problem("skip_rows is not a number of rows", _FORM, document.file, *document.place(("skip_rows",)))


def _is_text(value: object) -> bool:
    return isinstance(value, str)
