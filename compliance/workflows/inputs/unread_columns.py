"""Columns that were not recognised, though their cells may hold what a rule asks about: the run ends, with a map to correct."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from compliance.core.errors import Problem
from compliance.core.text import is_empty, quoted
from compliance.inventory.cell_kinds import Cells, Sample
from compliance.inventory.columns import Layout
from compliance.inventory.columns_by_cells import fits
from compliance.inventory.facts.base import Reader
from compliance.inventory.formats.table import Table
from compliance.inventory.header_words import explained, may_say_how_many, says_otherwise, speaks_of
from compliance.screening.matching import screen

PARTIES = ("supplier", "owner", "hosting_client", "lender", "importer_of_record", "consignee")
"""Facts that are names of parties, each with a column of its name; the likeliest first."""
RIVALS = ("country_of_origin", "supplier", "quantity", "status")
"""Columns that decide, of which a file may have two that do not say the same."""
_NUMBER = " _#.0123456789"
"""What may stand behind a header that stands there twice."""
MAX_UNITS = 1_000_000
"""A larger number is no quantity of machines."""


@dataclass(frozen=True, slots=True)
class UnreadColumn:
    """A column that was not recognised, what its cells seem to be, and the native column that it may be.

    ``rival``: the header of the column that was read in its place, or "".
    """

    header: str
    native: str
    holds: str
    rival: str = ""


def unread_columns(table: Table, facts: Sequence[str], reader: Reader | None = None) -> list[UnreadColumn]:
    """The columns that hold what ``facts`` need and no column was recognised for; with a ``reader`` also listed names."""
    layout, sample = table.layout, table.sample
    if sample is None:
        return []
    columns = []
    for place in layout.open_places:
        cells, header = sample.cells(place), layout.header[place]
        meaning = next(iter(_meanings(header, cells, layout, table, facts, reader)), None)
        if cells.texts and meaning:
            columns.append(UnreadColumn(header, *meaning))
        elif native := _read_elsewhere(place, layout, sample, facts):
            read = layout.header[layout.index[native]]
            columns.append(UnreadColumn(header, native, _examples(cells), read))
    return columns


def _read_elsewhere(place: int, layout: Layout, sample: Sample, facts: Sequence[str]) -> str:
    """The deciding column that another one was read as, and that this one may be too: it says something else in some row."""
    header, cells = layout.header[place], sample.cells(place)
    for native in RIVALS:
        other = layout.index.get(native)
        if other is None or native in layout.told or native not in (*facts, "quantity") or says_otherwise(header):
            continue
        if native == "country_of_origin":
            may_be = (
                speaks_of(header, native) and not says_otherwise(header, country=True) and cells.share("country") >= 0.5
            )
        else:
            may_be = native in explained(header.rstrip(_NUMBER)) and bool(cells.texts) and fits(native, cells)
        if native == "status":
            may_be &= sample.cells(other).gone
        pairs = ((row[other].strip(), row[place].strip()) for row in sample.rows if max(other, place) < len(row))
        if may_be and any(read != text and not is_empty(read) and not is_empty(text) for read, text in pairs):
            return native
    return ""


def ask_for_a_map(table: Table, columns: Sequence[UnreadColumn]) -> list[Problem]:
    """What is said of them, with a map that may be right."""
    if not columns:
        return []
    row = table.top[-1][0] if table.top else None
    problems = [
        Problem(
            _question(column),
            file=table.file,
            row=row,
        )
        for column in columns
    ]
    proposal: dict[str, str] = {}
    for column in columns:
        proposal.setdefault(column.native, column.rival or column.header)
    advice = (
        f'Give it with --map FILE, for example columns: {_flow(proposal)}. Name under ignore: ["Header"] what is something '
        f"else. compliance convert {table.file} --suggest-map writes such a file."
    )
    return [*problems, Problem("cannot be judged without a map of its columns", advice, table.file, row)]


def _question(column: UnreadColumn) -> str:
    if column.rival:
        return (
            f"columns {column.rival!r} and {column.header!r} could both be the {column.native}, and do not say the same "
            f"({column.holds})"
        )
    return f"column {column.header!r} holds {column.holds}, and no column is read as {column.native}"


def suggested_map(tables: Sequence[Table], facts: Sequence[str]) -> str:
    """A map of columns as YAML: what is read, what may be meant, what is not read, to be corrected by a person."""
    read = {native: _header(table, native) for table in tables for native in table.layout.index}
    unread = {column.native: column for table in tables for column in unread_columns(table, facts)}
    columns = [f"  {native}: {json.dumps(header, ensure_ascii=False)}" for native, header in read.items()]
    columns += [
        f"  {native}: {json.dumps(column.header, ensure_ascii=False)}  # it holds {column.holds}: is that so?"
        for native, column in unread.items()
        if native not in read
    ]
    meant = {column.header for column in unread.values() if column.native not in read}
    rest = dict.fromkeys(name for table in tables for name in table.layout.unread if name not in meant)
    lines = ["# Which header means which column. Correct it, then give it with --map.", "columns:", *columns]
    if rest:
        lines += [
            "# Not read. Give the ones that matter a line above, with one of the names of docs/reference/inventory.md."
        ]
        lines += ["ignore:", *(f"  - {json.dumps(name, ensure_ascii=False)}" for name in rest)]
    return "\n".join(lines) + "\n"


def _header(table: Table, native: str) -> str:
    return table.layout.header[table.layout.index[native]]


def days_that_are_unread(table: Table) -> Iterator[str]:
    """What is to be said of columns of days that mean nothing to us, where neither purchase nor delivery has a column."""
    layout, sample = table.layout, table.sample
    if sample is None or {"purchase_date", "delivery_date"} & layout.index.keys():
        return
    for place in layout.open_places:
        cells, header = sample.cells(place), layout.header[place]
        if cells.share("day") >= 0.9 and not says_otherwise(header):
            yield (
                f"{table.file}: column {header!r} holds days ({_examples(cells)}) and is not read: if they are days of "
                "purchase or delivery, map it with --map."
            )


def _meanings(
    header: str, cells: Cells, layout: Layout, table: Table, facts: Sequence[str], reader: Reader | None
) -> Iterator[tuple[str, str]]:
    """The native columns that an unread column may be, with what its cells are."""
    lacks = [fact for fact in facts if fact not in layout.index]
    examples = _examples(cells)
    silent = says_otherwise(header)
    roles = [role for role in PARTIES if role in lacks]
    if reader and roles and (name := _listed(cells, reader)):
        yield roles[0], f"the name of a listed party ({quoted(name)})"
    if "country_of_origin" in lacks and cells.share("country") >= 0.5 and not says_otherwise(header, country=True):
        yield "country_of_origin", f"countries ({examples})"
    if "supplier" in lacks and not silent and cells.companies >= 0.3 and cells.share("name") >= 0.6:
        yield "supplier", f"names of companies ({examples})"
    counts = not silent or may_say_how_many(header)
    if "quantity" not in layout.index and counts and _are_quantities(header, cells, layout, table):
        yield "quantity", f"whole numbers ({examples})"
    if "status" in lacks and not silent and cells.gone and cells.share("status") >= 0.5:
        yield "status", f"states of units ({examples})"
    if "origin_evidence" in lacks and cells.share("document") >= 0.3:
        yield "origin_evidence", f"documents ({examples})"


def _are_quantities(header: str, cells: Cells, layout: Layout, table: Table) -> bool:
    """Whether the numbers of a column may say how many machines a row stands for: not where every row is one by name."""
    if cells.share("count") < 0.9 or not cells.several:
        return False
    numbers = sorted(int("".join(filter(str.isdigit, text.split(".")[0]))) for text in cells.texts)
    if numbers[-1] > MAX_UNITS or (len(numbers) > 1 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))):
        return False
    if "quantity" in explained(header):
        return True
    assert table.sample is not None
    named = (name for name in ("serial_number", "mac_address", "asset_id") if name in layout.index)
    return not any(table.sample.cells(layout.index[name]).texts for name in named)


def _listed(cells: Cells, reader: Reader) -> str:
    """The first text that is the name of a listed party, or ""."""
    if cells.share("name") < 0.3:
        return ""
    for text in cells.texts:
        for party_list in reader.lists:
            if any(match.strength == "match" for match in screen((text,), None, party_list, None)):
                return text
    return ""


def _flow(columns: Mapping[str, str]) -> str:
    pairs = (f"{native}: {json.dumps(header, ensure_ascii=False)}" for native, header in columns.items())
    return f"{{{', '.join(pairs)}}}"


def _examples(cells: Cells) -> str:
    return ", ".join(map(quoted, cells.texts[:3]))
