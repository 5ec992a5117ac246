"""The native inventory as CSV: UTF-8, commas, one line feed at the end of a row."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from itertools import chain
from typing import TextIO

from compliance.inventory.formats.table import Table
from compliance.io.text_file import first_wrong


def write(out: TextIO, header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    """The table, row by row."""
    plain = csv.writer(out, lineterminator="\n")
    # Before Python 3.13 a lone carriage return was not reason enough for quotes, but it ends a row for who reads it.
    careful = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
    for row in chain((header,), rows):
        (careful if "\r" in "".join(row) else plain).writerow(row)


def is_native(table: Table) -> bool:
    """Whether the file is CSV in UTF-8, its header as it was read in the first row."""
    with table.path.open(encoding="utf-8", errors="replace", newline="") as file:
        try:
            same = tuple(next(csv.reader(file), ())) == table.layout.header
        except csv.Error:
            return False
    return same and first_wrong(table.path, "utf-8") is None
