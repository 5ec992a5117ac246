"""Files of names to screen: a table with a column of names, or anything that ``check`` reads, whose parties are screened.

A table is text with any usual separator and encoding, or a workbook; its column of names may be called what people call it
(*company*, *supplier*, 供应商), or is named by ``--map``.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import cast

from compliance.core.errors import ComplianceError, Problem, fail
from compliance.core.text import is_empty, one_line, quoted
from compliance.inventory.column_map import ColumnMap
from compliance.inventory.columns import meant
from compliance.inventory.facts.base import fold_header
from compliance.inventory.formats import open_table
from compliance.inventory.formats.source import HEAD, Source
from compliance.inventory.formats.workbook import open_grids, recognises
from compliance.io.paths import content
from compliance.io.text_file import encoding_of
from compliance.screening.matching import PartyKind
from compliance.workflows.query import Query, problem_of
from compliance.workflows.reference import Reference

COLUMNS = ("name", "country", "identifier", "birth_date", "kind")
ROLES = ("supplier", "manufacturer", "owner", "hosting_client", "lender", "importer_of_record", "consignee")
"""Columns of inventories that name parties."""
MAX_NAMES = 1_000_000
"""Rows that a file of names may have."""
MAX_TITLES = 20
"""Rows above the header."""

_HEADERS = {
    "name": "name, names, company, company name, party, party name, counterparty, customer, customer name, client, client name, entity, entity name, "
    "full name, legal name, business name, account name, organisation, organization, firma, firmenname, name der firma, kunde, nombre, razon social, "
    "raison sociale, nom, empresa, nome, nazwa, naziv, 名称, 公司名称, 企业名称, 公司, 客户, 客户名称, наименование, название, компания, контрагент",
    "country": "country, country code, seat, land, pais, pays, paese, kraj, 国家, страна",
    "identifier": "identifier, registration number, tax id, vat, lei, 统一社会信用代码, инн",
    "birth_date": "birth date, date of birth, dob, born, geburtsdatum, fecha de nacimiento, 出生日期, дата рождения",
    "kind": "kind, party type, entity type",
}
_KNOWN = {fold_header(header): column for column, headers in _HEADERS.items() for header in headers.split(",")}
_KINDS: dict[str, PartyKind] = {
    "person": "person", "individual": "person", "natural person": "person", "company": "organisation", "organisation": "organisation",
    "organization": "organisation", "entity": "organisation", "state": "organisation", "trust": "organisation", "fund": "organisation",
}  # fmt: skip
_SEPARATORS = ",;\t|"
_ADVICE = "Save it as CSV in UTF-8."


Rows = Sequence[tuple[int, list[str]]]
"""Number and stripped cells of each row that is not blank."""


def read_queries(
    path: Path, name: str, reference: Reference, max_names: int = MAX_NAMES, mapping: ColumnMap = ColumnMap()
) -> list[Query]:
    """The names in a file: those in its column of names, else the parties in the columns of an inventory, each once.

    Raises ComplianceError with every row that cannot be used; ``name`` is the file's name in messages.
    """
    head = content(path, name, "Give a table with a column name, or an inventory.", most=HEAD)
    source = Source(path, name, head)
    is_table = recognises(source) or not (source.is_binary or source.is_yaml or source.json is not None)
    tables = list(_tables(source, mapping)) if is_table else []
    for rows in tables:
        place, columns = _header(rows, mapping)
        if "name" in columns.values():
            return _named(rows[place + 1 :], rows[place], columns, name, reference, max_names)
    for rows in tables:
        place, columns = _header(rows, mapping)
        if any(column in ROLES for column in columns.values()):
            return _parties(rows[place + 1 :], columns, name, reference, max_names)
    if not tables or source.is_binary:
        return _inventory(path, name, reference, mapping, max_names)
    row = tables[0][0][0] if tables[0] else 1
    what = f"The header must name the columns: {', '.join(COLUMNS[:3])}; or say with --map which column is which."
    raise fail("column 'name' is missing", what, file=name, row=row)


def _tables(source: Source, mapping: ColumnMap) -> Iterator[Rows]:
    """The rows of a text, or of each sheet of a workbook; none of other files."""
    if recognises(source):
        _, grids = open_grids(source, mapping.sheet)
        for grid in grids:
            yield [
                (grid.top + place, [cell.strip() for cell in row])
                for place, row in enumerate(grid.rows)
                if any(map(str.strip, row)) and place >= mapping.skip_rows
            ]
    else:
        yield _text_rows(source, mapping.skip_rows)


def _text_rows(source: Source, skipped: int) -> Rows:
    raw = content(source.path, source.file, "Give a table with a column name.")
    encoding, _ = encoding_of(source.path, source.encoding)
    if b"\0" in raw and not encoding.startswith(("utf-16", "utf-32")):
        raise fail("is a binary file", _ADVICE, file=source.file)
    try:
        text = raw.removeprefix(codecs.BOM_UTF8).decode(encoding)
    except UnicodeDecodeError as error:
        raise fail("is not UTF-8 text", _ADVICE, file=source.file, row=raw[: error.start].count(b"\n") + 1) from None
    if text.casefold().startswith("sep="):
        text = "\n" + text.partition("\n")[2]
    first = text.splitlines()[skipped : skipped + MAX_TITLES]
    separator = max(_SEPARATORS, key=lambda sign: max((line.count(sign) for line in first), default=0))
    rows: list[tuple[int, list[str]]] = []
    row = 0
    try:
        for row, line in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True), 1):
            if row > skipped and any(map(str.strip, line)):
                rows.append((row, [cell.strip() for cell in line]))
    except csv.Error:
        raise fail("is not CSV from here on", "Close every quote.", file=source.file, row=row + 1) from None
    return rows


def _header(rows: Rows, mapping: ColumnMap) -> tuple[int, dict[int, str]]:
    """The place of the row that names most columns, and what its columns are; place 0 where none names any."""
    best: tuple[int, dict[int, str]] = (0, {})
    for place, (_, cells) in enumerate(rows[:MAX_TITLES]):
        columns = {number: column for number, cell in enumerate(cells) if (column := _column(cell, mapping))}
        if sum(column == "name" or column in ROLES for column in columns.values()) and len(columns) > len(best[1]):
            best = place, columns
    return best


def _column(header: str, mapping: ColumnMap) -> str:
    for column, foreign in mapping.columns.items():
        if fold_header(foreign) == fold_header(header):
            return column
    if header in mapping.ignore:
        return ""
    return _KNOWN.get(fold_header(header), "") or meant(header, {})


def _named(
    rows: Rows, header: tuple[int, list[str]], columns: Mapping[int, str], file: str, reference: Reference, most: int
) -> list[Query]:
    """One query for each row."""
    known = [column for column in columns.values() if column in COLUMNS]
    problems = [
        Problem(f"column {column!r} appears {known.count(column)} times", "Keep one of them.", file, header[0])
        for column in COLUMNS
        if known.count(column) > 1
    ]
    if problems:
        raise ComplianceError(problems)
    places = {column: place for place, column in columns.items()}
    width = len(header[1])
    queries: list[Query] = []
    for row, cells in rows:
        if any(cells[width:]):
            advice = "Put a cell with a comma between quotes."
            problems.append(Problem(f"has {len(cells)} cells, the header has {width}", advice, file, row))
        written = {column: cells[place] if place < len(cells) else "" for column, place in places.items()}
        if problem := problem_of(written["name"]):
            problems.append(Problem(problem[0], problem[1], file, row, "name"))
        country = None
        if not is_empty(text := written.get("country", "")):
            country = reference.countries.resolve(text).only
            if country is None:
                advice = "Write one country, like CN."
                problems.append(Problem(f"{quoted(text)} is not one country", advice, file, row, "country"))
        kind = _KINDS.get(written.get("kind", "").casefold(), "")
        born = one_line(written.get("birth_date", ""))
        queries.append(Query(written["name"], country, one_line(written.get("identifier", "")), kind, born))
        _limit(queries, file, most)
    if problems:
        raise ComplianceError(problems)
    if not queries:
        raise fail("has a header and no rows", "Give at least one name.", file=file)
    return queries


def _parties(
    rows: Iterable[tuple[int, Sequence[str]]], columns: Mapping[int, str], file: str, reference: Reference, most: int
) -> list[Query]:
    """The parties in the columns of an inventory, each once, with the country of a supplier."""
    queries: dict[Query, None] = {}
    problems = []
    seats = [place for place, column in columns.items() if column == "supplier_country"]
    for row, cells in rows:
        for place, column in columns.items():
            text = cells[place].strip() if column in ROLES and place < len(cells) else ""
            if is_empty(text):
                continue
            if problem := problem_of(text):
                problems.append(Problem(problem[0], problem[1], file, row, column))
                continue
            seat = cells[seats[0]] if column == "supplier" and seats and seats[0] < len(cells) else ""
            queries.setdefault(Query(text, reference.countries.resolve(seat).only if seat.strip() else None))
            _limit(queries, file, most)
    if problems:
        raise ComplianceError(problems)
    if not queries:
        raise fail("names no party", f"Fill in one of the columns {', '.join(ROLES)}.", file=file)
    return list(queries)


def _inventory(path: Path, name: str, reference: Reference, mapping: ColumnMap, most: int) -> list[Query]:
    """The parties of an inventory in any other form."""
    table = open_table(path, name, mapping)
    columns = {place: column for column, place in table.layout.index.items()}
    rows = ((first + number, row) for first, chunk in table.chunks() for number, row in enumerate(chunk))
    return _parties(cast("Iterable[tuple[int, Sequence[str]]]", rows), columns, name, reference, most)


def _limit(queries: Sequence[Query] | Mapping[Query, None], file: str, most: int) -> None:
    if len(queries) > most:
        raise fail(f"has more than {most:,} rows", "Screen it in parts.", file=file)
