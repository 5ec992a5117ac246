"""Tables of text cells as files hold them: rows in chunks, and a file that a fast engine may read by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

Cells = Sequence[str]


BATCH_ROWS = 50_000
"""Rows that Polars gives at a time: enough to keep all processors busy, few enough for a small machine."""


Row = list[str]


Chunk = tuple[int, list[Row]]
"""The number of its first row as a spreadsheet counts, and consecutive rows of one width."""


PARQUET = b"PAR1"
"""How every Parquet file begins and ends."""


@dataclass(frozen=True, slots=True)
class Scan:
    """A file that a fast engine may read by itself: its columns, and the number of the first row below the header.

    ``separator`` is that of a UTF-8 text table whose header is its first row; it is empty for Parquet.
    ``altered`` are the native columns whose cells are not left as they stand in the file.
    """

    path: Path
    columns: tuple[str, ...]
    altered: frozenset[str] = frozenset()
    separator: str = ""
    first: int = 2
