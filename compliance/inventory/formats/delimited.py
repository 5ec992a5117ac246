"""Inventories as text tables: comma, semicolon, tab or bar between cells, any line end, title lines above the header."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import islice

from compliance.core.errors import ComplianceError, Problem, fail
from compliance.inventory.cell_kinds import Vocabulary
from compliance.inventory.column_map import ColumnMap
from compliance.inventory.columns import meant, recognised
from compliance.inventory.formats.header_search import MAX_TITLES, find_header
from compliance.inventory.formats.source import Source
from compliance.inventory.formats.table import NO_ROWS, Table, above, laid_out, refuse_turned, with_units
from compliance.inventory.header_words import explained
from compliance.io.tables import Chunk, Row, Scan
from compliance.io.text_file import ENCODINGS, EXPORT, NUL, BadBytesError, Text, encoding_of

MAX_ERRORS = 50
"""So many wrong rows are named; then reading stops."""
LONGEST_CELL = 1_000_000
BELOW = 200
"""So far down a header is looked for, only to say where it stands."""
_SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}


def recognises(source: Source) -> bool:
    """Any text may be a table; its header decides."""
    return bool(source.text)


def read(source: Source, mapping: ColumnMap) -> Table:
    """The table in a text file. Raises ComplianceError where it has no header, or no rows."""
    csv.field_size_limit(LONGEST_CELL)
    path, file = source.path, source.file
    encoding, odd = encoding_of(path, source.encoding, source.limits)
    if odd is not None:
        encoding = _likeliest(source.head, encoding)
    text, settled = _guessed(source, encoding)
    try:
        text, rows = _top(text, settled, mapping, file, source.vocabulary)
    except BadBytesError as error:
        raise ComplianceError(_bad(text, file, error)) from None
    place, known = _header(rows, mapping, source.vocabulary)
    if not known:
        lower, _ = find_header([row for _, row in rows], mapping, source.vocabulary)
        if lower >= 0:
            advice = f"Delete the rows above it: a header is looked for in the first {MAX_TITLES} rows."
            raise fail(f"has its header in row {rows[lower][0]}", advice, file=file, row=rows[lower][0])
        if odd is not None:
            what = (
                f"is not an inventory that can be read: it is not UTF-8 text, and read as {encoding} no column is known"
            )
            raise fail(what, "Save it as UTF-8 (in Excel: CSV UTF-8).", file=file, row=text.row_at(odd))
        place = 0
    number, header = rows[place]
    if not known and source.vocabulary and not mapping.columns:
        refuse_turned(header, source.vocabulary, file, number)
    if "\ufffd" in "".join(header) and (wrong := text.undecodable()):
        raise ComplianceError(replace(wrong, file=file))
    form = f"text table ({_SEPARATORS.get(text.separator, text.separator)}, {encoding})"
    below = [_fitted(row, len(header)) for _, row in rows[place + 1 :]]
    # Where no row is a header the first one may be a machine: by the cells below it, it would be read as one.
    sample = source.sample(lambda: below) if known else None
    columns, form = laid_out(header, mapping, file, number, form, sample)

    def chunks() -> Iterator[Chunk]:
        return _chunks(text, file, number, len(header))

    doubt = () if odd is None else (text.doubt(file, odd),)
    notes = (*doubt, *above(rows[:place], file), *columns.notes)
    # A header that is not the first row, and what is not UTF-8, few readers read alike.
    plain = number == 1 and not text.uncounted and encoding in ("utf-8", "utf-8-sig")
    scan = Scan(path, columns.header, frozenset(columns.units), text.separator) if plain else None
    return Table(path, file, form, columns, with_units(chunks, columns), notes, scan, rows[: place + 1], sample=sample)


def _likeliest(head: bytes, assumed: str) -> str:
    """The encoding, of those that came before UTF-8, in which most headers mean something; the ``assumed`` one if as many do."""
    whole = head[: max(head.rfind(b"\n"), head.rfind(b"\r")) + 1] or head

    def known(encoding: str) -> int:
        try:
            lines = whole.decode(encoding, "replace" if encoding == assumed else "strict").splitlines()[:MAX_TITLES]
        except UnicodeDecodeError:
            return -1
        rows = (re.split("[,;\t|]", line) for line in lines)
        return max(sum(bool(meant(cell) or explained(cell)) for cell in row) for row in rows)

    best = max((assumed, *ENCODINGS), key=known)
    return best if known(best) > 0 else assumed


def _guessed(source: Source, encoding: str) -> tuple[Text, bool]:
    """The text with the separator that its first line shows, and whether that line says so itself (``sep=;``)."""
    line = source.head.decode(encoding, "replace").lstrip("\ufeff").split("\n")[0].split("\r")[0]
    if line[:4].casefold() == "sep=" and len(line) == 5:
        # Excel takes the line for itself and shows the next one as row 1.
        return Text(source.path, encoding, line[4], 1, source.limits), True
    return Text(source.path, encoding, max(_SEPARATORS, key=line.count), limits=source.limits), False


def _header(rows: list[tuple[int, Row]], mapping: ColumnMap, vocabulary: Vocabulary | None) -> tuple[int, int]:
    """Where the header is, and how many of its names are known: behind the rows that the map skips, else the likeliest."""
    if mapping.skip_rows:
        place = next((place for place, (number, _) in enumerate(rows) if number > mapping.skip_rows), -1)
        return place, int(place >= 0)
    return find_header([row for _, row in rows], mapping, vocabulary, MAX_TITLES)


def _fitted(row: Row, width: int) -> Row:
    return [*row[:width], *[""] * (width - len(row))]


def _top(
    text: Text, settled: bool, mapping: ColumnMap, file: str, vocabulary: Vocabulary | None
) -> tuple[Text, list[tuple[int, Row]]]:
    """The first rows that are not blank, with their numbers, by the separator that makes the most known headers."""
    wrong = None
    tried = []
    for version in [text] if settled else [replace(text, separator=separator) for separator in _SEPARATORS]:
        rows, error = _first_rows(version)
        wrong = error or wrong
        tried.append((version, rows))
    knowns = [_header(rows, mapping, vocabulary)[1] for _, rows in tried]
    # Far down a header is looked for only where none is found above.
    down = 0 if any(knowns) else MAX_TITLES
    ranked = [
        (_rank(rows, known, down, mapping), version, rows)
        for (version, rows), known in zip(tried, knowns, strict=True)
        if rows
    ]
    best = max(ranked, key=lambda rank: rank[0], default=None)
    if wrong and (best is None or not any(best[0][:3])):
        raise fail(f"is not a text table: {wrong}", "Export the inventory as CSV again.", file=file, row=1)
    if best is None:
        raise fail("is empty", "Export the inventory again.", file=file)
    return best[1], best[2]


def _rank(rows: list[tuple[int, Row]], known: int, down: int, mapping: ColumnMap) -> tuple[int, int, int, int]:
    lower = find_header([row for _, row in rows[down:]], mapping)[1] if down else 0
    first = rows[0][1]
    return known, lower, recognised(first), len(first)


def _first_rows(text: Text) -> tuple[list[tuple[int, Row]], csv.Error | None]:
    filled: list[tuple[int, Row]] = []
    try:
        with text.open("replace") as handle:
            for number, row in enumerate(islice(text.rows(handle), BELOW), 1 - text.uncounted):
                if number > 0 and any(cell.strip() for cell in row):
                    filled.append((number, row))
    except csv.Error as error:
        return filled, error
    return filled, None


def _chunks(text: Text, file: str, header: int, width: int) -> Iterator[Chunk]:
    problems: list[Problem] = []
    number = header + 1
    nothing = True
    wide = text.encoding.startswith("utf-16")
    try:
        with text.open() as handle:
            rows = text.rows(handle)
            for _ in islice(rows, header + text.uncounted):
                pass
            while chunk := list(islice(rows, text.limits.chunk_rows)):
                if wide:
                    problems += _nul(number, chunk, file)
                if set(map(len, chunk)) == {width}:
                    nothing = False
                    yield number, chunk
                else:
                    for run in _fit(number, chunk, width, file, problems):
                        nothing = False
                        yield run
                number += len(chunk)
                if len(problems) >= MAX_ERRORS:
                    break
    except UnicodeDecodeError:
        wrong = text.undecodable()
        problems += [replace(wrong, file=file)] if wrong else []
    except BadBytesError as error:
        problems.append(_bad(text, file, error))
    except csv.Error as error:
        problems.append(_not_a_row(text, file, error))
    if problems:
        raise ComplianceError(_first(problems, file))
    if nothing:
        raise fail(NO_ROWS, "Nothing was checked: export the inventory again.", file=file, row=header)


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


def _nul(first: int, rows: list[Row], file: str) -> list[Problem]:
    """What the guard cannot see in UTF-16, where zero bytes are a part of letters."""
    numbers = (number for number, row in enumerate(rows, first) if any("\0" in cell for cell in row))
    return [Problem(NUL, EXPORT, file, number) for number in numbers]


def _first(problems: list[Problem], file: str) -> list[Problem]:
    more = len(problems) - MAX_ERRORS
    rest = [Problem(f"has at least {more} more rows that cannot be read", "Correct these first.", file)]
    return problems[:MAX_ERRORS] + (rest if more > 0 else [])


def _bad(text: Text, file: str, error: BadBytesError) -> Problem:
    return Problem(error.what, error.advice, file, text.row_at(error.place))


def _not_a_row(text: Text, file: str, error: csv.Error) -> Problem:
    """Where reading ended: the row after the last that is whole."""
    row = 1 - text.uncounted
    with text.open("replace") as handle, suppress(csv.Error):
        for _ in text.rows(handle):
            row += 1
    return Problem(
        f"cannot be read from here: {error}", "Check its quotes, or export the inventory as CSV again.", file, row
    )
