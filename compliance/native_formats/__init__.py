"""The native inventory, written: CSV, YAML or Parquet, as the suffix of the file says. One file per format."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Protocol, TextIO

from compliance.columns import Layout
from compliance.native_formats import comma, lots_yaml, parquet


class NativeFormat(Protocol):
    """How the native inventory is written in one format."""

    def write(self, out: TextIO, header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
        """The rows below the header."""

    def is_native(self, path: Path, layout: Layout) -> bool:
        """Whether the file at ``path``, read with this layout, is such a file already."""


WRITERS: dict[str, NativeFormat] = {".csv": comma, ".yaml": lots_yaml, ".yml": lots_yaml, ".parquet": parquet}
"""Suffix -> format."""
