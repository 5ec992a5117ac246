"""The native inventory, written: CSV, YAML, Parquet or CycloneDX, as the suffix of the file says. One file per format."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TextIO

from compliance.inventory.formats.table import Table
from compliance.inventory.writers import csv as comma
from compliance.inventory.writers import cyclonedx as bom
from compliance.inventory.writers import parquet
from compliance.inventory.writers import yaml as lots_yaml


class NativeFormat(Protocol):
    """How the native inventory is written in one format."""

    def write(self, out: TextIO, header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
        """The rows below the header."""

    def is_native(self, table: Table) -> bool:
        """Whether the inventory that was read is such a file already, as far as its format goes."""


WRITERS: dict[str, NativeFormat] = {
    ".csv": comma,
    ".yaml": lots_yaml,
    ".yml": lots_yaml,
    ".parquet": parquet,
    ".json": bom,
}
"""Suffix -> format."""
