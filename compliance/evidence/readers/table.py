"""What the readers of tables share: which headers mean what, and cells as numbers and days."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

from compliance.core.dates import period
from compliance.core.errors import ComplianceError, fail
from compliance.evidence.sheets import Row, headed, read_sheets
from compliance.inventory.facts.base import fold_header

Headers = Mapping[str, str]
"""What a column is called -> the headers that mean it, separated by commas."""
_NUMBER = re.compile(r"\d{1,12}(?:\.\d{1,4})?|\d{1,3}(?:,\d{3}){1,3}(?:\.\d{1,4})?")


def meanings(headers: Headers) -> dict[str, str]:
    """Folded header -> the column that it means."""
    return {fold_header(header): column for column, texts in headers.items() for header in texts.split(",")}


def has_table(path: Path, file: str, headers: Headers, needed: Iterable[str]) -> bool:
    """Whether a sheet of the file has a header with all these columns."""
    try:
        return next(rows_of(path, file, headers, needed), None) is not None
    except ComplianceError:
        return False


def rows_of(path: Path, file: str, headers: Headers, needed: Iterable[str]) -> Iterator[Row]:
    """The rows of every sheet with such a header. Raises ComplianceError for what is no table."""
    known = meanings(headers)
    for sheet in read_sheets(path, file):
        table = headed(sheet, known, frozenset(needed))
        if table:
            yield from table[0]


def number(text: str, file: str, row: int, column: str) -> Decimal | None:
    """A number in a cell, None where it is empty. Raises ComplianceError for what is none."""
    plain = text.strip().removeprefix("$").strip()
    if not plain:
        return None
    if not _NUMBER.fullmatch(plain):
        raise fail(f"{text!r} is not a number", "Correct the cell.", file=file, row=row, column=column)
    return Decimal(plain.replace(",", ""))


def whole(text: str, file: str, row: int, column: str) -> int | None:
    """A whole number in a cell, None where it is empty. Raises ComplianceError for what is none."""
    value = number(text, file, row, column)
    if value is None:
        return None
    if value != int(value):
        raise fail(f"{text!r} is not a whole number", "Correct the cell.", file=file, row=row, column=column)
    return int(value)


def day(text: str) -> date | None:
    """A day as American customs papers write it (month first) or as ISO; None where it is no one day."""
    try:
        return period(text, day_first=False).day
    except ValueError:
        return None
