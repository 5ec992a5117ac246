"""Messy inventories -> the native form (design section 8): row by row, nothing lost, every change said."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import ClassVar, TextIO, get_args

from compliance.core.errors import ErrorCollector, fail
from compliance.core.text import quoted
from compliance.inventory.cell_kinds import Vocabulary
from compliance.inventory.cells import Cell, How
from compliance.inventory.columns import meant, names_machines
from compliance.inventory.facts import NATIVE
from compliance.inventory.formats import open_table
from compliance.inventory.header_words import explained
from compliance.inventory.native import AS_WRITTEN
from compliance.inventory.serials import Serials
from compliance.inventory.writers import WRITERS
from compliance.io.paths import AnyPath, AnyPaths, as_paths, display_path, resolved
from compliance.reference.countries import Codes
from compliance.workflows.convert.rewriting import Extra, Rewriting, Tally, defused
from compliance.workflows.inputs import find_inventories, read_mapping
from compliance.workflows.inputs.options import silent
from compliance.workflows.reference import Reference, user_reference

TO_NATIVE = "Write it with compliance convert FLEET --output FILE.csv."
EXAMPLES = 5
"""So many texts that were left are named, of each column."""


@dataclass(frozen=True, eq=False)
class ConvertResult:
    """Inventories that were understood, and are to become one native file; the files are read again to write it."""

    reports: ClassVar[str] = "convert"

    files: tuple[Rewriting, ...]
    serials: tuple[str, ...]
    """What is doubtful in the serial numbers of all files together."""
    paths: frozenset[Path]
    """Every file that was read, resolved: none of them may be overwritten."""
    safe: bool = False
    """Whether what a spreadsheet would run as a formula gets an apostrophe before it."""

    def is_native(self, suffix: str) -> bool:
        """Whether there is but one file, in the format of ``suffix``, and nothing in it would change or go."""
        (file, *others) = self.files
        return not (self.safe or others) and _stays(file) and WRITERS[suffix].is_native(file.table)

    def foreign(self) -> list[str]:
        """The names of the files that are in no native form, or in which something would change or go."""
        return [file.table.file for file in self.files if not (_stays(file) and _has_native_form(file))]

    @cached_property
    def natives(self) -> list[str]:
        """The native columns that are written, each followed by the texts that were changed in it, if there are any."""
        columns = []
        for name in NATIVE:
            if any(name in file.index or (name in file.tallies and file.tallies[name].filled) for file in self.files):
                columns.append(name)
                twin = name + AS_WRITTEN
                if any(
                    (name in file.tallies and file.tallies[name].twin) or (twin, 0) in file.extras
                    for file in self.files
                ):
                    columns.append(twin)
        return columns

    @cached_property
    def extras(self) -> dict[Extra, str]:
        """The columns that are not read, and the headers under which they are kept.

        One that would be read from the native file (a tool means another thing by it, or a map chose another) is called
        another name.
        """
        kept: dict[Extra, str] = {}
        twins = {(name, 0) for name in self.natives if name.endswith(AS_WRITTEN)}
        for column in dict.fromkeys(column for file in self.files for column in file.extras):
            if column not in twins:
                free = column[0]
                while meant(free) or explained(free) or names_machines((free,), {}):
                    free = f"{free} (2)"
                kept[column] = free
        return kept

    @property
    def header(self) -> tuple[str, ...]:
        """The header of the native file."""
        names = (*self.natives, *self.extras.values())
        return tuple(map(defused, names)) if self.safe else names

    def rows(self) -> Iterator[tuple[str, ...]]:
        """The rows of the native file, in the order of files and rows."""
        rows = self._rows()
        return (tuple(map(defused, row)) for row in rows) if self.safe else rows

    def _rows(self) -> Iterator[tuple[str, ...]]:
        for file in self.files:
            for rows, understood in file.columns():
                columns = [self._column(file, name, rows, understood) for name in self.natives]
                for column in self.extras:
                    place = file.extras.get(column)
                    columns.append([""] * len(rows) if place is None else [row[place] for row in rows])
                yield from zip(*columns, strict=True)

    @staticmethod
    def _column(file: Rewriting, name: str, rows: list[list[str]], understood: Mapping[str, list[Cell]]) -> list[str]:
        if name in understood:
            return [cell.value for cell in understood[name]]
        place = file.index[name] if name in file.index else file.extras.get((name, 0))
        older = [""] * len(rows) if place is None else [row[place] for row in rows]
        changed = understood.get(name.removesuffix(AS_WRITTEN)) if name.endswith(AS_WRITTEN) else None
        return older if changed is None else list(map(_kept, older, changed))

    def write(self, out: TextIO, suffix: str = ".csv") -> None:
        """The native file; a file that is native already is copied as it is."""
        try:
            if not self.is_native(suffix):
                WRITERS[suffix].write(out, self.header, self.rows())
            elif suffix == ".parquet":
                with self.files[0].table.path.open("rb") as source:
                    shutil.copyfileobj(source, out.buffer)
            else:
                with self.files[0].table.path.open(encoding="utf-8", newline="") as text:
                    shutil.copyfileobj(text, out)
        except UnicodeEncodeError:
            raise fail("holds half a character", "Save it as UTF-8.", file=self.files[0].table.file) from None

    def summary(self, suffix: str | None) -> Iterator[str]:
        """What was read, recognised, changed, left and doubted, line by line.

        ``suffix`` is that of the file that is written; without one, each file is compared with its own native form.
        """
        names = [file.table.file for file in self.files]
        foreign = self.foreign() if suffix is None else [] if self.is_native(suffix) else names
        for file in self.files:
            yield from _told(file)
        yield from self.serials
        yield from (
            f"{name}: is in the native form already and needs no change." for name in names if name not in foreign
        )
        if suffix is None:
            yield from (f"{name}: is not in the native form. {TO_NATIVE}" for name in foreign)
        if self.safe:
            yield "Cells that a spreadsheet would run as a formula are written with an apostrophe before them."
        rows, units = (sum(getattr(file, what) for file in self.files) for what in ("rows", "units"))
        yield f"{rows:,} rows in, {rows:,} rows out; {units:,} units."


def convert(
    fleets: AnyPaths,
    *,
    mapping: AnyPath | None = None,
    country_codes: Codes | None = None,
    safe: bool = False,
    progress: Callable[[str, str], None] = silent,
) -> ConvertResult:
    """Understands messy inventories, to be written in the native form (see ``write_report``).

    ``safe``: what a spreadsheet would run as a formula gets an apostrophe before it. Raises ComplianceError for what cannot be used.

    >>> result = convert("fleets/cheyenne")
    >>> result.header[:3]
    ('asset_id', 'serial_number', 'kind')
    """
    columns = None if mapping is None else Path(mapping)
    result = understood(as_paths(fleets), columns, country_codes, user_reference(), progress)
    return replace(result, safe=safe)


def understood(
    fleets: Sequence[Path],
    mapping: Path | None = None,
    codes: Codes | None = None,
    reference: Reference | None = None,
    tell: Callable[[str, str], None] = silent,
) -> ConvertResult:
    """As ``convert``, by the data of ``reference``."""
    known, columns, serials = reference or Reference(), read_mapping(mapping), Serials()

    def surveyed(path: Path) -> Rewriting:
        table = open_table(path, display_path(path), columns, vocabulary=Vocabulary(known.catalogue, known.countries))
        file = Rewriting(table.with_progress(tell), known, codes)
        file.survey(serials)
        return file

    problems = ErrorCollector()
    files = problems.collect(find_inventories(fleets), surveyed)
    problems.finish()
    paths = (*(file.table.path for file in files), *((mapping,) if mapping else ()))
    return ConvertResult(tuple(files), tuple(serials.notes()), frozenset(map(resolved, paths)))


def _stays(file: Rewriting) -> bool:
    """Whether nothing in the file would change or go."""
    layout = file.table.layout
    changed = any(tally.changed for tally in file.tallies.values())
    foreign = any(layout.header[place] != name for name, place in layout.index.items())
    return not (changed or foreign or file.blank)


def _has_native_form(file: Rewriting) -> bool:
    return file.table.format.startswith("native ") or any(form.is_native(file.table) for form in WRITERS.values())


def _kept(older: str, cell: Cell) -> str:
    """What the column of changed texts holds: what stood there before, and the text that was changed now."""
    text = cell.written if cell.changed and cell.written.strip() else ""
    return "; ".join(filter(None, (older, text)))


def _told(file: Rewriting) -> Iterator[str]:
    layout, name = file.table.layout, file.table.file
    yield from layout.first_notes
    blank = f", blank rows passed over: {file.blank:,}" if file.blank else ""
    yield f"{name}: read as {file.table.format}: {file.rows:,} rows, {file.units:,} units{blank}."
    mapped = {native: layout.written(native) for native in NATIVE if native in layout.index}
    foreign = [f"{header} as {native}" for native, header in mapped.items() if header != native]
    if foreign:
        yield f"{name}: columns read: {', '.join(foreign)}."
    unread = [header for header in layout.unread if not header.endswith(AS_WRITTEN)]
    if unread:
        yield f"{name}: columns kept as they are: {', '.join(unread)}."
    for column, tally in file.tallies.items():
        yield from (f"{name}: {column}: {sentence}." for sentence in _of_column(tally))
    yield from (*file.table.notes, *file.table.notes_on_rows(), *file.notes())


def _of_column(tally: Tally) -> Iterator[str]:
    if tally.example:
        hows = ", ".join(f"{tally.hows[how]:,} {how}" for how in get_args(How) if tally.hows[how])
        example = f"{quoted(tally.example.written)} became {quoted(tally.example.value)}"
        yield f"{tally.changed:,} changed, such as {example} ({hows})"
    if tally.left:
        texts = ", ".join(f"{quoted(text)} ({rows:,})" for text, rows in tally.left.most_common(EXAMPLES))
        more = f" and {len(tally.left) - EXAMPLES:,} more texts" if len(tally.left) > EXAMPLES else ""
        yield f"{tally.left.total():,} not resolved: {texts}{more}"
