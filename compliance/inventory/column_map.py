"""``--map``: what a person says of a foreign table: which header means which column, which mean nothing, where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """``columns``: native column -> foreign header. ``ignore``: headers that are not to be read.

    ``sheet``: the sheet of a workbook, or ""; ``skip_rows``: so many rows stand above the header.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    ignore: tuple[str, ...] = ()
    sheet: str = ""
    skip_rows: int = 0
