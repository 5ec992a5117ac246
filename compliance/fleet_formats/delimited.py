"""Inventories as text tables: comma, semicolon or tab between cells, one header row, any line end."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path

from compliance.columns import layout, recognised
from compliance.errors import ComplianceError, Problem, fail
from compliance.fleet_formats.table import Mapped, Table
from compliance.lots import Chunk, Row

CHUNK = 512
"""Rows read at a time: few enough to stay in the processor's cache."""
SHOWN = 50
"""So many wrong rows are named; then reading stops."""
LONGEST_CELL = 1_000_000
_SEPARATORS = ",;\t|"


def read(path: Path, file: str, mapping: Mapped, encoding: str) -> Table:
    """The table in a text file. Raises ComplianceError where it has no header, or no rows."""
    csv.field_size_limit(LONGEST_CELL)
    separator, blank, header = _header(path, file, encoding)
    found = layout(header, mapping, file=file, row=blank + 1)

    def chunks() -> Iterator[Chunk]:
        return _chunks(path, file, encoding, separator, blank + 1, len(header))

    name = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}[separator]
    return Table(path, file, f"text table ({name}, {encoding})", found, chunks)


def _header(path: Path, file: str, encoding: str) -> tuple[str, int, Row]:
    """The separator that makes the most known headers, the blank rows before the header, and the header."""
    best: tuple[int, int, str, int, Row] | None = None
    wrong: csv.Error | None = None
    for separator in _SEPARATORS:
        try:
            with path.open(encoding=encoding, errors="replace", newline="") as handle:
                for blank, row in enumerate(_rows(handle, separator)):
                    if any(cell.strip() for cell in row):
                        candidate = (recognised(row), len(row), separator, blank, row)
                        if best is None or candidate[:2] > best[:2]:
                            best = candidate
                        break
        except csv.Error as error:
            wrong = error
    if wrong and (best is None or not best[0]):
        raise fail(f"is not a text table: {wrong}", "Export the inventory as CSV again.", file=file, row=1)
    if best is None:
        raise fail("is empty", "Export the inventory again.", file=file)
    _, _, separator, blank, header = best
    if "\ufffd" in "".join(header) and (problems := _not_text(path, file, encoding, separator)):
        raise ComplianceError(problems)
    return separator, blank, header


def _chunks(path: Path, file: str, encoding: str, separator: str, header: int, width: int) -> Iterator[Chunk]:
    problems: list[Problem] = []
    number = header + 1
    nothing = True
    try:
        with path.open(encoding=encoding, newline="") as handle:
            rows = _rows(handle, separator)
            for _ in islice(rows, header):
                pass
            while chunk := list(islice(rows, CHUNK)):
                if set(map(len, chunk)) == {width}:
                    nothing = False
                    yield number, chunk
                else:
                    for run in _fit(number, chunk, width, file, problems):
                        nothing = False
                        yield run
                number += len(chunk)
                if len(problems) >= SHOWN:
                    break
    except UnicodeDecodeError:
        problems += _not_text(path, file, encoding, separator)
    except csv.Error as error:
        problems.append(_not_a_row(path, file, encoding, separator, error))
    if problems:
        raise ComplianceError(_first(problems, file))
    if nothing:
        raise fail(
            "has a header and no rows", "Nothing was checked: export the inventory again.", file=file, row=header
        )


def _fit(first: int, rows: list[Row], width: int, file: str, problems: list[Problem]) -> Iterator[Chunk]:
    """Runs of rows of the right width; blank rows are passed over, short ones filled up, long ones are problems."""
    run: list[Row] = []
    start = first
    for number, row in enumerate(rows, first):
        if row and not any(cell.strip() for cell in row[width:]):
            run.append([*row[:width], *[""] * (width - len(row))])
            continue
        if run:
            yield start, run
        run, start = [], number + 1
        if row:
            problems.append(
                Problem(
                    f"has {len(row)} cells, the header has {width}",
                    "Quote the cell that holds the separator.",
                    file,
                    number,
                )
            )
    if run:
        yield start, run


def _rows(lines: Iterable[str], separator: str) -> Iterator[Row]:
    """Strictly: a quote that is never closed would swallow the rest of the file in silence."""
    return csv.reader(lines, delimiter=separator, strict=True)


def _first(problems: list[Problem], file: str) -> list[Problem]:
    more = len(problems) - SHOWN
    rest = [Problem(f"has at least {more} more rows that cannot be read", "Correct these first.", file)]
    return problems[:SHOWN] + (rest if more > 0 else [])


def _not_a_row(path: Path, file: str, encoding: str, separator: str, error: csv.Error) -> Problem:
    """Where reading ended: the row after the last that is whole."""
    row = 1
    with path.open(encoding=encoding, newline="") as handle, suppress(csv.Error):
        for _ in _rows(handle, separator):
            row += 1
    return Problem(
        f"cannot be read from here: {error}", "Check its quotes, or export the inventory as CSV again.", file, row
    )


def _not_text(path: Path, file: str, encoding: str, separator: str) -> list[Problem]:
    """The row of the first byte that is wrong, counted in what stands before it; nothing where none is."""
    content = path.read_bytes()
    try:
        content.decode(encoding)
    except UnicodeDecodeError as error:
        before = content[: error.start].decode(encoding)
        row = sum(1 for _ in csv.reader(io.StringIO(before + "?", newline=""), delimiter=separator))
        what = f"is not {encoding} text (byte {content[error.start]:#04x})"
        return [Problem(what, "Save it as UTF-8 (CSV UTF-8).", file, row)]
    return []
