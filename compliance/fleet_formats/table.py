"""What every inventory format gives: a table of text cells with the row numbers that a person sees."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from compliance.columns import Layout
from compliance.lots import Chunk


@dataclass(frozen=True)
class Table:
    """An inventory file: how its columns are laid out, and its rows, which may be read more than once.

    ``chunks`` raises ComplianceError for rows that cannot be read, all of them at once.
    """

    path: Path
    file: str
    format: str
    layout: Layout
    chunks: Callable[[], Iterator[Chunk]]
    notes: tuple[str, ...] = ()


Mapped = Mapping[str, str]
"""``--map``: native column -> foreign header."""
