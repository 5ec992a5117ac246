"""Inventories in: the format is recognised by content first, by name second. One file per format."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from compliance.errors import fail
from compliance.fleet_formats import cyclonedx, delimited, json_records, native_json, native_yaml, parquet, workbook
from compliance.fleet_formats.source import HEAD, Source
from compliance.fleet_formats.table import Mapped, Table

FORMATS: tuple[tuple[Callable[[Source], bool], Callable[[Source, Mapped], Table]], ...] = (
    (parquet.recognises, parquet.read),
    (workbook.recognises, workbook.read),
    (cyclonedx.recognises, cyclonedx.read),
    (native_json.recognises, native_json.read),
    (json_records.recognises, json_records.read),
    (native_yaml.recognises, native_yaml.read),
    (delimited.recognises, delimited.read),
)
"""Asked in this order; the last takes any text."""

SUFFIXES = (
    ".csv", ".tsv", ".txt", ".yaml", ".yml", ".json", ".jsonl", ".ndjson",
    ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".parquet",
)  # fmt: skip
"""What an inventory in an operator's folder may end with; what cannot be read is refused, never left out."""

_FOREIGN = {
    b"%PDF": "a PDF document",
    b"\x1f\x8b": "a compressed file",
    b"7z\xbc\xaf": "a compressed file",
    b"Rar!": "a compressed file",
    b"\x28\xb5\x2f\xfd": "a compressed file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"{\\rtf": "a text document",
}


def open_table(path: Path, file: str, mapping: Mapped) -> Table:
    """The inventory at ``path``, called ``file`` in messages; ``workbook.xlsx#Sheet`` is one sheet of a workbook.

    Raises ComplianceError for what is no inventory: a missing or empty file, HTML, a binary format, unknown columns.
    """
    path, sheet = _sheet(path)
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            raise fail("is no regular file", "Save the inventory to a file first.", file=file)
        with path.open("rb") as handle:
            head = handle.read(HEAD)
    except OSError as error:
        raise fail(f"cannot be read: {error.strerror}", "Check the path.", file=file) from None
    if not head.strip():
        raise fail("is empty", "Export the inventory again.", file=file)
    for magic, what in _FOREIGN.items():
        if head.startswith(magic):
            raise fail(f"is {what}", "Export the inventory as CSV.", file=file)
    source = Source(path, file, head, sheet)
    if source.text.startswith(("<!doctype", "<html", "<?xml", "<head", "<body", "<table", "<meta")):
        raise fail("is a web page or XML, not a table", "Log in and export the inventory again.", file=file, row=1)
    if sheet and not workbook.recognises(source):
        raise fail(f"has no sheet {sheet!r}: it is no workbook", "Leave the '#' and what follows out.", file=file)
    read = next((read for recognises, read in FORMATS if recognises(source)), None)
    if read is None:
        raise fail("is empty", "Export the inventory again.", file=file)
    return read(source, mapping)


def _sheet(path: Path) -> tuple[Path, str]:
    """The file, and the sheet that is asked for behind ``#``; a file whose own name has a ``#`` is itself."""
    name, mark, sheet = path.name.partition("#")
    return (path.with_name(name), sheet) if mark and name and not path.exists() else (path, "")
