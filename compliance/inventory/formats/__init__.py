"""Inventories in: the format is recognised by content first, by name second. One file per format."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from compliance.core.errors import fail
from compliance.inventory.cell_kinds import Vocabulary
from compliance.inventory.column_map import ColumnMap
from compliance.inventory.formats.source import HEAD, NAMESPACE, Source
from compliance.inventory.formats.table import Table
from compliance.inventory.grouping.base import Sheet
from compliance.io.compression import GZIP
from compliance.io.limits import ReadingLimits
from compliance.io.paths import content, is_stream, lies_at
from compliance.io.single_file import ZIP, unpack
from compliance.io.tables import Chunk


class InventoryFormat(Protocol):
    """The interface of the module of a format."""

    def recognises(self, source: Source) -> bool:
        """Whether the file is of this format; asked only where its family may be meant."""

    def read(self, source: Source, mapping: ColumnMap) -> Table:
        """The inventory in the file. Raises ComplianceError."""


FORMATS: tuple[tuple[Callable[[Source], bool], tuple[str, ...]], ...] = (
    (lambda source: source.is_binary, ("parquet", "workbook")),
    (lambda source: source.text.startswith("<"), ("cyclonedx_xml",)),
    (lambda source: source.json is not None, ("cyclonedx", "native_json", "json_records")),
    (lambda source: source.is_yaml, ("native_yaml",)),
    (lambda source: True, ("pyasic_lines", "delimited")),
)
"""Families of formats in the order in which they are asked; a member is imported where its family may be meant."""

SUFFIXES = (
    ".csv", ".tsv", ".txt", ".yaml", ".yml", ".json", ".jsonl", ".ndjson",
    ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".parquet",
)  # fmt: skip
"""What an inventory in an operator's folder may end with; what cannot be read is refused, never left out."""

_MARKUP = re.compile("<[!?/a-z]")
_FOREIGN = {
    b"%PDF": "a PDF document",
    GZIP: "a compressed file in a compressed file",
    b"7z\xbc\xaf": "a compressed file",
    b"Rar!": "a compressed file",
    b"\x28\xb5\x2f\xfd": "a compressed file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"{\\rtf": "a text document",
}


def open_table(
    path: Path,
    file: str,
    mapping: ColumnMap = ColumnMap(),
    limits: ReadingLimits = ReadingLimits(),
    vocabulary: Vocabulary | None = None,
) -> Table:
    """The inventory at ``path``, called ``file`` in messages; ``workbook.xlsx#Sheet`` is one sheet of a workbook.

    Raises ComplianceError for what is no inventory: a missing or empty file, HTML, a binary format, unknown columns.
    """
    opening = _Opening(path, file, mapping, limits, vocabulary)
    path, sheet = sheet_of(path)
    if is_stream(path):
        raise fail("is not a regular file", "Save the inventory to a file first.", file=file)
    head = content(path, file, most=HEAD)
    if head.startswith((GZIP, ZIP)) and (unpacked := unpack(path, file)):
        inner = Source(unpacked.path, file, content(unpacked.path, file, most=HEAD), sheet, limits, vocabulary)
        table = _read(inner, mapping)
        # The report names the file that was given; a fast engine would give the digest of what is in it.
        table = replace(table, path=path, scan=None, chunks=unpacked.kept_for(table.chunks))
        table = table if table.book is None else replace(table, book=unpacked.kept_for(table.book))
    else:
        table = _read(Source(path, file, head, sheet, limits, vocabulary), mapping)
    return replace(table.without_other_rows(), opening=opening)


def _read(source: Source, mapping: ColumnMap) -> Table:
    """The inventory in a file as its format gives it. Raises ComplianceError."""
    file = source.file
    if not source.head.strip():
        raise fail("is empty", "Export the inventory again.", file=file)
    for magic, what in _FOREIGN.items():
        if source.head.startswith(magic):
            raise fail(f"is {what}", "Export the inventory as CSV.", file=file)
    if source.sheet and not source.is_binary:
        raise fail(
            f"has no sheet {source.sheet!r}: it is not a workbook", "Leave the '#' and what follows out.", file=file
        )
    if _MARKUP.match(source.text) and NAMESPACE not in source.text:
        raise fail("is a web page or XML, not a table", "Log in and export the inventory again.", file=file, row=1)
    for may_be, names in FORMATS:
        for name in names if may_be(source) else ():
            member = cast(InventoryFormat, import_module(f"{__name__}.{name}"))
            if member.recognises(source):
                return member.read(source, mapping)
    raise fail("is empty", "Export the inventory again.", file=file)


@dataclass(frozen=True, eq=False, slots=True)
class _Opening:
    """What was opened, to be opened anew in another process."""

    path: Path
    file: str
    mapping: ColumnMap
    limits: ReadingLimits
    vocabulary: Vocabulary | None

    def chunks(self) -> Iterator[Chunk]:
        """Its rows."""
        return open_table(self.path, self.file, self.mapping, self.limits, self.vocabulary).chunks()

    def book(self) -> Iterator[Sheet]:
        """All sheets of the workbook."""
        book = open_table(self.path, self.file, self.mapping, self.limits, self.vocabulary).book
        assert book is not None
        return book()


def sheet_of(path: Path) -> tuple[Path, str]:
    """The file, and the sheet that is asked for behind ``#``; a file whose own name has a ``#`` is itself."""
    name, mark, sheet = path.name.partition("#")
    return (path.with_name(name), sheet) if mark and name and not lies_at(path) else (path, "")
