"""What every inventory format gives: a table of text cells with the row numbers that a person sees."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from compliance.core.errors import fail
from compliance.core.text import one_line
from compliance.inventory.cell_kinds import Sample, Vocabulary
from compliance.inventory.column_map import ColumnMap
from compliance.inventory.columns import Layout, layout
from compliance.inventory.formats.header_search import MAX_COLUMNS
from compliance.inventory.formats.other_rows import OtherRows
from compliance.inventory.formats.profiles import profile_of
from compliance.inventory.grouping.base import Sheet
from compliance.io.tables import Chunk, Row, Scan

NO_ROWS = "has a header and no rows"
"""What is said of a table without a row."""
NO_MEANINGS: Mapping[str, str] = {}


class Opening(Protocol):
    """How an inventory is opened anew where its table was sent to: in another process."""

    def chunks(self) -> Iterator[Chunk]:
        """Its rows."""
        ...

    def book(self) -> Iterator[Sheet]:
        """All sheets, where it is a workbook."""
        ...


@dataclass(frozen=True, eq=False)
class Table:
    """An inventory file: how its columns are laid out, and its rows, which may be read more than once.

    ``chunks`` raises ComplianceError for rows that cannot be read, all of them at once. ``scan`` is the file, where a fast
    engine may read it by itself. Where rows are those of a sheet, ``top`` are those above the first one with their
    numbers, the header last; ``book`` are all sheets of a workbook. ``sample`` are the first rows, where columns were told by cells;
    ``other_rows`` are those that were passed over, once the rows are read.
    """

    path: Path
    file: str
    format: str
    layout: Layout
    chunks: Callable[[], Iterator[Chunk]]
    notes: tuple[str, ...] = ()
    scan: Scan | None = None
    top: Sequence[tuple[int, Row]] = ()
    book: Callable[[], Iterator[Sheet]] | None = None
    opening: Opening | None = None
    sample: Sample | None = None
    other_rows: OtherRows | None = None

    def __getstate__(self) -> dict[str, Any]:
        """What is sent to another process, which opens the file where its rows are asked for."""
        assert self.opening is not None
        book = None if self.book is None else self.opening.book
        return {
            **vars(self),
            "chunks": self.opening.chunks,
            "book": book,
            "sample": None,
            "other_rows": None,
            "held": None,
        }

    def without_other_rows(self) -> Table:
        """The same table; the rows that are no machines are blank."""
        other = OtherRows(self.layout, self.chunks)
        return replace(self, chunks=other.chunks, other_rows=other)

    def notes_on_rows(self) -> Iterator[str]:
        """What is to be said of its rows, once they are read."""
        return self.other_rows.notes(self.file) if self.other_rows else iter(())

    def with_progress(self, progress: Callable[[str, str], None]) -> Table:
        """The same table; ``progress`` is called with its name and how far each reading of it has come."""

        def chunks() -> Iterator[Chunk]:
            for first, rows in self.chunks():
                progress(self.file, f"{first + len(rows):,} rows")
                yield first, rows

        return replace(self, chunks=chunks)


def above(rows: Sequence[tuple[int, Row]], file: str) -> tuple[str, ...]:
    """Notes on rows above the header, so that nothing is ignored without a word."""
    return tuple(f"{file}:{number}: is above the header and was ignored: {_shortened(row)}." for number, row in rows)


def _shortened(row: Row) -> str:
    text = " | ".join(one_line(cell) for cell in row if cell.strip())
    return repr(text if len(text) <= 100 else f"{text[:100]}…")


def laid_out(
    header: Sequence[str],
    mapping: ColumnMap,
    file: str,
    row: int,
    form: str,
    sample: Sample | None = None,
) -> tuple[Layout, str]:
    """The layout of a table with this header, and its format with the tool that wrote it. Raises ComplianceError.

    Columns are told by the cells of a ``sample`` too.
    """
    if len(header) > MAX_COLUMNS:
        advice = "Export the inventory alone, with one column per fact."
        raise fail(f"has {len(header):,} columns, more than {MAX_COLUMNS:,}", advice, file=file, row=row)
    if sample and not mapping.columns:
        refuse_turned(header, sample.vocabulary, file, row)
    tool = profile_of(header)
    if tool and tool.refused and not mapping.columns:
        advice = "Export a list of machines with their models, or map its columns with --map."
        raise fail(f"is a {tool.name}, which {tool.refused}", advice, file=file, row=row)
    result = layout(
        header,
        mapping.columns,
        file=file,
        row=row,
        profile=tool.means if tool else NO_MEANINGS,
        ignored=mapping.ignore,
        sample=sample,
    )
    return result, f"{tool.name}, {form}" if tool else form


def refuse_turned(header: Sequence[str], vocabulary: Vocabulary, file: str, row: int) -> None:
    """Raises ComplianceError for a header in which machines stand side by side."""
    models = [name for name in header if vocabulary.catalogue.recognise("", name).family.values is not None]
    if len(models) > 1:
        advice = "Turn it, so that each machine has a row and each fact a column."
        raise fail(f"has machines side by side in its header ({', '.join(models[:3])})", advice, file=file, row=row)


def with_units(chunks: Callable[[], Iterator[Chunk]], columns: Layout) -> Callable[[], Iterator[Chunk]]:
    """The same rows, with the unit that a header gives written behind each bare number under it."""
    if not columns.units:
        return chunks
    measured = [(columns.index[native], unit) for native, unit in columns.units.items()]

    def with_unit() -> Iterator[Chunk]:
        for first, rows in chunks():
            yield first, [_measured(row, measured) for row in rows]

    return with_unit


def _measured(row: Row, columns: Iterable[tuple[int, str]]) -> Row:
    row = row.copy()
    for place, unit in columns:
        if row[place].strip()[-1:].isdigit():
            row[place] += f" {unit}"
    return row
