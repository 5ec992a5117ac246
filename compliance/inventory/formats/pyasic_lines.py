"""Lines that pyasic writes of machines (``MinerData.as_csv``): cells without a header, those of objects not quoted.

Their number changes with the version and with what is in them, so only those at both ends are known: address, device, serial
numbers and MAC address at the beginning; make, model, firmware and algorithm at the end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from compliance.core.errors import fail
from compliance.inventory.cell_kinds import MAC
from compliance.inventory.column_map import ColumnMap
from compliance.inventory.formats.source import Source
from compliance.inventory.formats.table import Table, laid_out, with_units
from compliance.io.tables import Chunk, Row

HEADER = ("ip", "serial_number", "mac", "make", "model", "firmware", "algo")
_BEGINNING = re.compile(r"\d{1,3}(?:\.\d{1,3}){3},\{'make': ")
_CELL = re.compile(r"(?:\{[^{}]*\}|[^,])*+(?:,|$)")
_LEAST = 9
"""Cells of a line: both ends, and the device."""


def recognises(source: Source) -> bool:
    """An address, and behind it a device as Python writes it."""
    return bool(_BEGINNING.match(source.text))


def read(source: Source, mapping: ColumnMap) -> Table:
    """The machines, one in each line. Raises ComplianceError for a line that is cut off."""
    file = source.file
    lines = source.path.read_text(source.encoding, "replace").splitlines()
    rows = [(number, _row(line, file, number)) for number, line in enumerate(lines, 1) if line.strip()]
    sample = source.sample(lambda: [row for _, row in rows])
    columns, form = laid_out(HEADER, mapping, file, 1, "pyasic lines", sample)

    def chunks() -> Iterator[Chunk]:
        for number, row in rows:
            yield number, [row]

    return Table(source.path, file, form, columns, with_units(chunks, columns), columns.notes, sample=sample)


def _row(line: str, file: str, number: int) -> Row:
    cells = ["" if cell == "None" else cell for cell in (match[0].removesuffix(",") for match in _CELL.finditer(line))]
    cells.pop()
    if len(cells) < _LEAST or not cells[1].startswith("{"):
        raise fail("is no line of pyasic", "Export the machines as JSON.", file=file, row=number)
    return [cells[0], *_numbers(cells[2:5]), *cells[-4:]]


def _numbers(cells: Sequence[str]) -> list[str]:
    """Serial number and MAC address: older versions have no serial number, newer ones that of the power supply besides."""
    place = next((place for place, cell in enumerate(cells) if MAC.fullmatch(cell)), len(cells))
    return [cells[0] if place else "", cells[place] if place < len(cells) else ""]
