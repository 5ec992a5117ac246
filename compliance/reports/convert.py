"""Inventories in the native form, written out by the formats of inventory/writers."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from compliance.reports.style import Style
    from compliance.workflows.convert.conversion import ConvertResult

FORMATS = ("csv", "yaml", "yml", "parquet", "json")


def write(result: ConvertResult, form: str, out: TextIO, _style: Style) -> None:
    """Writes the native inventory in the format of this name, one of FORMATS."""
    result.write(out, f".{form}")
