"""What a Parquet file says of itself at its end, looked at before a library believes it.

Columns within columns without end, and rows without number, cost a file a few bytes, and whoever reads it all memory.
Source: the formats of Apache Parquet (``FileMetaData``) and of Thrift's compact protocol.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from compliance.core.errors import ComplianceError, fail
from compliance.io.tables import PARQUET

ADVICE = "Copy or export it again."
_TRUE, _FALSE, _BYTE, _DOUBLE, _BINARY, _LIST, _SET, _MAP, _STRUCT = 1, 2, 3, 7, 8, 9, 10, 11, 12
_SCHEMA, _ROWS, _GROUPS = 2, 3, 4
_NESTED = 32
"""Structures within one another: the metadata of a file have eight at most."""


@dataclass(frozen=True, slots=True)
class ParquetLimits:
    """What a Parquet file may say of itself."""

    footer_bytes: int = 64 * 1024**2
    """Of its end, which says what is in it."""
    deepest: int = 32
    """Columns within one another."""
    free_cells: int = 1_000_000_000
    cells_per_byte: int = 1000
    """Cells for each byte of the file, beyond the ``free_cells``: a column of one value takes next to nothing."""
    long_cell_bytes: int = 256
    """Where the cells of a part take more on average, each is measured."""
    longest_cell: int = 1_000_000
    """Bytes of a text: as in CSV."""


def survey(path: Path, file: str, limits: ParquetLimits = ParquetLimits()) -> bool:
    """Whether some cells of the Parquet file, called ``file`` in messages, may be long.

    Raises ComplianceError for one that is cut off or damaged, has columns too deep within one another, or more cells than
    so many bytes should hold.
    """
    metadata, size = _metadata(path, file, limits)
    schema, groups = metadata.get(_SCHEMA, []), metadata.get(_GROUPS, [])
    try:
        columns = _columns([element.get(5, 0) for element in schema], limits.deepest)
        rows = max(metadata.get(_ROWS, 0), sum(group.get(3, 0) for group in groups))
        parts = [chunk[3] for group in groups for chunk in group.get(1, ()) if 3 in chunk]
        long = any(part.get(6, 0) > limits.long_cell_bytes * max(part.get(5, 0), 1) for part in parts)
        values = sum(part.get(5, 0) for part in parts)
    except (TypeError, AttributeError):
        raise damaged(file) from None
    if columns is None:
        what = f"has more than {limits.deepest} columns within one another"
        raise fail(what, "Write it as text or number.", file=file)
    cells = max(rows * max(columns, 1), values)
    if cells > limits.free_cells + limits.cells_per_byte * size:
        raise fail(f"says that it holds {cells:,} cells in {size:,} bytes", ADVICE, file=file)
    return long


def damaged(file: str) -> ComplianceError:
    """In our own words: those of a library change with its version."""
    return fail("cannot be read as Parquet: it is damaged, or holds what is not supported", ADVICE, file=file)


def _columns(children: list[int], deepest: int) -> int | None:
    """How many columns hold cells, by the numbers of children in the order of the file; None where they lie too deep."""
    open_levels: list[int] = []
    leaves = 0
    for count in children:
        while open_levels and not open_levels[-1]:
            open_levels.pop()
        if open_levels:
            open_levels[-1] -= 1
        if count:
            open_levels.append(count)
        else:
            leaves += 1
        # The outermost level is the row.
        if len(open_levels) > deepest + 1:
            return None
    return leaves


def _metadata(path: Path, file: str, limits: ParquetLimits) -> tuple[dict[int, Any], int]:
    """The fields of the footer by their numbers, and the size of the file."""
    tail = 4 + len(PARQUET)
    with path.open("rb") as handle:
        size = handle.seek(0, 2)
        handle.seek(max(size - tail, 0))
        end = handle.read(tail)
        if len(end) < tail or not end.endswith(PARQUET):
            raise fail("is a Parquet file that is cut off", ADVICE, file=file)
        (length,) = struct.unpack("<I", end[:4])
        if length > min(size - tail, limits.footer_bytes):
            raise damaged(file)
        handle.seek(size - tail - length)
        footer = handle.read(length)
    try:
        return _Compact(footer).fields(0), size
    except (IndexError, struct.error, _BrokenError):
        raise damaged(file) from None


class _BrokenError(Exception):
    """What is no compact Thrift."""


class _Compact:
    """Reads Thrift's compact protocol: fields by their numbers, lists, numbers; of texts only their place is passed."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0
        self._of_kind: dict[int, Callable[[int], Any]] = {
            _BYTE: self._byte, 4: self._number, 5: self._number, 6: self._number, _DOUBLE: self._double,
            _BINARY: self._binary, _LIST: self._list, _SET: self._list, _MAP: self._map, _STRUCT: self.fields,
        }  # fmt: skip

    def fields(self, depth: int) -> dict[int, Any]:
        if depth > _NESTED:
            raise _BrokenError
        found: dict[int, Any] = {}
        number = 0
        while head := self._byte(depth):
            step, kind = head >> 4, head & 15
            number = number + step if step else self._number(depth)
            found[number] = kind == _TRUE if kind in (_TRUE, _FALSE) else self._value(kind, depth + 1)
        return found

    def _value(self, kind: int, depth: int) -> Any:
        if kind not in self._of_kind:
            raise _BrokenError
        return self._of_kind[kind](depth)

    def _byte(self, _: int) -> int:
        self._at += 1
        return self._data[self._at - 1]

    def _varint(self) -> int:
        number = shift = 0
        while True:
            byte = self._byte(0)
            number |= (byte & 127) << shift
            if byte < 128:
                return number
            shift += 7
            if shift > 63:
                raise _BrokenError

    def _number(self, _: int) -> int:
        number = self._varint()
        return number >> 1 if not number & 1 else -(number >> 1) - 1

    def _double(self, _: int) -> None:
        self._pass(8)

    def _binary(self, _: int) -> None:
        self._pass(self._varint())

    def _pass(self, count: int) -> None:
        self._at += count
        if self._at > len(self._data):
            raise _BrokenError

    def _list(self, depth: int) -> list[Any]:
        head = self._byte(depth)
        kind, count = head & 15, head >> 4 if head < 0xF0 else self._varint()
        if count > len(self._data) - self._at:
            raise _BrokenError
        if kind in (_TRUE, _FALSE):
            self._pass(count)
            return []
        return [self._value(kind, depth + 1) for _ in range(count)]

    def _map(self, depth: int) -> None:
        if count := self._varint():
            kinds = self._byte(depth)
            for _ in range(min(count, len(self._data))):
                self._value(kinds >> 4, depth + 1)
                self._value(kinds & 15, depth + 1)
