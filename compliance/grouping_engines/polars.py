"""Counting by Polars: large text tables and Parquet, as its streaming engine parses them on all processors.

Exact or not at all: a text table that CSV readers may read differently raises UnsureError (see sniffing.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import chain

import polars as pl

from compliance.finding import LOCATIONS
from compliance.grouping_engines.base import IDS, Grouping, Key, Scan, Tally, Told, UnsureError
from compliance.grouping_engines.frames import batches, column, stripped, text_frame
from compliance.grouping_engines.sniffing import Sniffer

HEAD = 50_000
"""So many rows at the beginning are looked at by themselves: where more than half are their own combination, it takes
condensing, and most combinations have their first rows there."""


def partial(grouping: Grouping, scan: Scan, tell: Callable[[str], None] = lambda done: None) -> Tally:
    """Counts the combinations of a file and remembers the first rows of each; ``tell`` hears how far reading has come.

    Raises UnsureError where only reading row by row is exact.
    """
    if not scan.separator:
        return _counted(grouping, scan)
    sniffer = Sniffer(scan.path, scan.separator, tell)
    sniffer.start()
    try:
        tally = _counted(grouping, scan)
    except UnsureError:
        sniffer.doubtful = True
        raise
    if not sniffer.clean:
        raise UnsureError
    return tally


def join(grouping: Grouping, scan: Scan, told: Mapping[Key, Told]) -> Iterator[pl.DataFrame]:
    """Every row with what is said of its combination, in order, as frames of the columns of a ``Line``."""
    keys = _keys(grouping)
    schema = pl.Schema(dict.fromkeys((*keys, "quantity", "verdict", "rules"), pl.String) | {"quantity": pl.Int64})
    sayings = pl.LazyFrame([(*key, *said) for key, said in told.items()], schema, orient="row")
    index = grouping.layout.index
    ids = [(stripped(index[name]) if name in index else pl.lit("")).alias(name) for name in IDS]
    lines = (
        text_frame(scan)
        .with_row_index("row", scan.first)
        .select("row", *ids, **keys)
        .join(sayings, on=list(keys), how="inner", maintain_order="left")
        .select(pl.col("row").cast(pl.Int64), *IDS, "quantity", "verdict", "rules")
    )
    return batches(lines)


def texts(scan: Scan, place: int, most: int | None) -> Iterator[tuple[int, list[str]]]:
    """The texts of one column with the number of the first row of each part; of the first ``most`` rows, or of all."""
    whole = text_frame(scan).select(column(place))
    first = scan.first
    for part in batches(whole if most is None else whole.head(most)):
        yield first, part.to_series().to_list()
        first += part.height


def _keys(grouping: Grouping) -> dict[str, pl.Expr]:
    """The combination of a row: the same texts, in the same order, as ``Grouping.keys`` gives."""
    keys: dict[str, pl.Expr] = {f"key {place}": pl.col(column(place)) for place in grouping.places}
    for fact, values in grouping.values.items():
        text = stripped(grouping.layout.index[fact])
        keys[f"key {fact}"] = pl.when(text.is_in(sorted(values))).then(text).otherwise(pl.lit(""))
    return keys


def _counted(grouping: Grouping, scan: Scan) -> Tally:
    keys, texts = _keys(grouping), text_frame(scan)
    rows = texts.with_row_index("row", scan.first).with_columns(**keys)
    try:
        if grouping.condense and len(_combinations(rows.head(HEAD), list(keys))) > HEAD // 2:
            raise UnsureError
        found = _combinations(rows, list(keys))
        if ("",) * len(keys) in found:
            rows = rows.filter(pl.any_horizontal(pl.exclude("row", *keys) != ""))
            found = _combinations(rows, list(keys))
        places = _places(grouping, rows.select("row", *map(column, grouping.ids), *keys), found)
    except pl.exceptions.PolarsError as error:
        raise UnsureError from error
    if not found:
        raise UnsureError
    tally = Tally(places=places)
    tally.counts.update({key: found[key][0] for key in places})
    return tally


def _combinations(rows: pl.LazyFrame, keys: list[str]) -> dict[Key, tuple[int, int]]:
    """How many rows each combination has, and its first row; in the order of those."""
    # Columns that are not asked for are not parsed, and then a row that is too long goes unnoticed: ask for all.
    parsed = pl.exclude("row", *keys).null_count().name.prefix("no ")
    counted = rows.group_by(keys).agg(pl.len().alias("rows"), pl.col("row").min(), parsed).collect(engine="streaming")
    ordered = counted.sort("row").select(*keys, "rows", "row")
    return {(*key,): (count, row) for *key, count, row in ordered.iter_rows()}


def _places(
    grouping: Grouping, rows: pl.LazyFrame, found: Mapping[Key, tuple[int, int]]
) -> dict[Key, list[tuple[int, str]]]:
    """The first rows of every combination: reads on until each has as many as it has rows, or enough.

    A file whose combinations are mixed has them all near its beginning; in a sorted one, this is a second reading.
    """
    places: dict[Key, list[tuple[int, str]]] = {key: [] for key in found}
    width = len(grouping.columns) + len(grouping.named)
    lacking = dict(found)
    # Whoever reads a part by itself does not have the rest parsed in advance.
    reading = chain.from_iterable(batches(part) for part in (rows.head(HEAD), rows.slice(HEAD)))
    while lacking:
        batch = next(reading)
        end = batch["row"][-1]
        wanted = [key for key, (_, first) in lacking.items() if first <= end]
        if wanted:
            names = batch.columns[-width:]
            some = pl.DataFrame(wanted, dict.fromkeys(names, pl.String), orient="row")
            firsts = batch.join(some, on=names, how="semi", maintain_order="left").group_by(names)
            for line in firsts.agg(pl.exclude(names).head(LOCATIONS)).iter_rows():
                key, (numbers, *ids) = line[:width], line[width:]
                called = map(_first_text, zip(*ids, strict=True)) if ids else [""] * len(numbers)
                mine = places[key]
                mine += list(zip(numbers, called, strict=True))[: LOCATIONS - len(mine)]
                if len(mine) == min(LOCATIONS, found[key][0]):
                    del lacking[key]
    return places


def _first_text(ids: tuple[str, ...]) -> str:
    return next(filter(None, map(str.strip, ids)), "")
