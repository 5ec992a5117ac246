"""A CSV that is read whole and row by row: UTF-8 or an error that says where, rows numbered as a spreadsheet counts.

Inventories, which may be huge and come in any encoding, have a reader of their own (inventory/formats/delimited.py).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from compliance.core.errors import fail


def decoded(content: bytes, file: str, advice: str) -> str:
    """The content of ``file`` as text. Raises ComplianceError for what is none."""
    if b"\0" in content:
        raise fail("is a binary file", advice, file=file)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise fail("is not UTF-8 text", advice, file=file, row=content[: error.start].count(b"\n") + 1) from None


def numbered(text: str, file: str) -> Iterator[tuple[int, list[str]]]:
    """Number and stripped cells of each row that is not blank. Raises ComplianceError where a quote is not closed."""
    cells = csv.reader(io.StringIO(text, newline=""), strict=True)
    row = 0
    try:
        for row, line in enumerate(cells, 1):
            if any(map(str.strip, line)):
                yield row, [cell.strip() for cell in line]
    except csv.Error:
        raise fail("is not CSV from here on", "Close every quote.", file=file, row=row + 1) from None
