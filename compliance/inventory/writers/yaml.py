"""The native inventory as YAML: one lot per row; empty cells are left out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import TextIO

from compliance.core.errors import fail
from compliance.inventory.formats.native_yaml import FORM, MAX_BYTES
from compliance.inventory.formats.table import Table
from compliance.inventory.native import DATES

_NUMBERS = {"quantity", "hashrate_ths", "power_w", "unit_price_usd"}
_NUMBER = re.compile(r"(0|[1-9]\d{0,14})(\.\d{1,6})?")
_DATE = re.compile(r"\d{4}(-\d\d){0,2}")
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_/+.()-]*( [A-Za-z0-9_/+.()-]+)*")
_SWITCHES = {"y", "n", "yes", "no", "on", "off", "true", "false", "null"}
_UNSEEN = re.compile(r"[\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff]")


def write(out: TextIO, header: tuple[str, ...], rows: Iterable[tuple[str, ...]], max_bytes: int = MAX_BYTES) -> None:
    """Write the lots, one by one. Raises ComplianceError where the file would be too large to be read again."""
    size = out.write("schema_version: 1\ndefaults: {}\nlots:\n")
    fields = [(name, key if _plain(key) else _quoted(key)) for name, key in zip(header, distinct(header), strict=True)]
    for row in rows:
        cells = [f"{key}: {_scalar(name, text)}" for (name, key), text in zip(fields, row, strict=True) if text]
        lot = "- " + "\n  ".join(cells) + "\n"
        out.write(lot)
        size += len(lot.encode("utf-8", "replace"))
        if size > max_bytes:
            raise fail("has too many rows for YAML", "Write .csv or .parquet.", file="--output")


def is_native(table: Table) -> bool:
    """Whether the file is native YAML."""
    return table.format == FORM


def distinct(header: Iterable[str]) -> Iterator[str]:
    """The names of ``header``, made unique, none of them empty."""
    seen: set[str] = set()
    for position, name in enumerate(header, 1):
        unique, number = name or f"column {position}", 2
        while unique in seen:
            unique, number = f"{name} ({number})", number + 1
        seen.add(unique)
        yield unique


def _scalar(column: str, text: str) -> str:
    number = column in _NUMBERS and _NUMBER.fullmatch(text)
    return text if number or (column in DATES and _DATE.fullmatch(text)) or _plain(text) else _quoted(text)


def _plain(text: str) -> bool:
    return _WORD.fullmatch(text) is not None and text.casefold() not in _SWITCHES


def _quoted(text: str) -> str:
    """In double quotes, as JSON has them; what YAML refuses to see is escaped."""
    return _UNSEEN.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(text, ensure_ascii=False))
