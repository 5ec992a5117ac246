"""Counting by Polars: large text tables and Parquet, as its streaming engine parses them on all processors.

Exact or not at all: a text table that CSV readers may read differently raises UnsureError (see sniffing.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from operator import itemgetter

import polars as pl

from compliance.core.finding import MAX_LOCATIONS
from compliance.inventory.grouping import python
from compliance.inventory.grouping.base import (
    IDS,
    Count,
    Grouping,
    Key,
    ManyCombinationsError,
    RowVerdict,
    Tally,
    UnsureError,
    verdict_of,
)
from compliance.inventory.grouping.limits import CountingLimits
from compliance.io.frames import DAMAGE, Texts, batches, column, stripped, text_frame
from compliance.io.name_frames import PARTS, number, with_numbers
from compliance.io.sniffing import Sniffer
from compliance.io.tables import BATCH_ROWS, Scan

Combinations = Mapping[Key, tuple[int, int]]
"""How many rows each combination has, and its first row; in the order of those."""


def partial(grouping: Grouping, scan: Scan, limits: CountingLimits = CountingLimits()) -> Tally:
    """Counts the combinations of a file and remembers the first rows of each.

    Raises UnsureError where only reading row by row is exact.
    """
    with Sniffer(scan.path, scan.separator, block_bytes=limits.block_bytes) as sniffer:
        if not sniffer.clean:
            raise UnsureError
    return count(grouping, scan, 0, sniffer.quoted, limits).tally


def count(grouping: Grouping, scan: Scan, most: int | None, quotes: bool, limits: CountingLimits) -> Count:
    """Counts a clean file, in which there are ``quotes`` or not; keeps the serial numbers of its first ``most`` rows.

    ``most`` None: of all rows. The digest is left open. Raises UnsureError where only reading row by row is exact,
    ManyCombinationsError where most of the first rows are combinations of their own.
    """
    watcher = Watcher(grouping, scan, most, limits)
    tally = _counted(grouping, scan, watcher, quotes, limits)
    return Count(tally, scan=scan, serials=watcher.serials())


def count_rows(grouping: Grouping, scan: Scan, most: int | None, quotes: bool, limits: CountingLimits) -> Count:
    """The same where nearly every row is its own combination: Python counts, and Polars parses on the other processors."""
    serials: list[pl.Series] = []
    place = grouping.layout.index.get("serial_number")

    def chunks() -> Iterator[tuple[int, list[tuple[str, ...]]]]:
        first = scan.first
        for batch in batches(text_frame(scan, quotes), limits.batch_rows):
            if place is not None and (most is None or first - scan.first < most):
                serials.append(batch[column(place)])
            for part in batch.iter_slices(limits.slice_rows):
                yield first, part.rows()
                first += part.height

    try:
        tally = python.partial(grouping, chunks(), limits.max_combinations)
    except DAMAGE as error:
        raise UnsureError from error
    return Count(tally, serials=_texts(scan, most, serials, limits.batch_rows))


def join(
    grouping: Grouping, scan: Scan, verdicts: Mapping[Key, RowVerdict], batch_rows: int = BATCH_ROWS
) -> Iterator[pl.DataFrame]:
    """Every row with its verdict, in order, as frames of the columns of a ``Line``; blank rows are passed over.

    The rows were counted as they are written. Raises UnknownRowError for a row that nobody counted.
    """
    assert not grouping.canonical
    keys = _keys(grouping)
    schema = pl.Schema(dict.fromkeys((*keys, "quantity", "verdict", "rules"), pl.String) | {"quantity": pl.Int64})
    known = pl.LazyFrame([(*key, *verdict) for key, verdict in verdicts.items()], schema, orient="row")
    index = grouping.layout.index
    ids = [(stripped(index[name]) if name in index else pl.lit("")).alias(name) for name in IDS]
    lines = (
        text_frame(scan)
        .with_row_index("row", scan.first)
        .select("row", *ids, **keys)
        .join(known, on=list(keys), how="left", maintain_order="left")
    )
    for batch in batches(lines, batch_rows):
        unknown = batch.filter(pl.col("verdict").is_null())
        for row, *key in unknown.select("row", *keys).iter_rows():
            verdict_of({}, tuple(key), row)
        judged = batch.filter(pl.col("verdict").is_not_null()) if unknown.height else batch
        yield judged.select(pl.col("row").cast(pl.Int64), *IDS, "quantity", "verdict", "rules")


def _keys(grouping: Grouping) -> dict[str, pl.Expr]:
    """The combination of a row: the same texts, in the same order, as ``Grouping.keys`` gives."""
    keys: dict[str, pl.Expr] = {f"key {place}": pl.col(column(place)) for place in grouping.places}
    for name, values in grouping.picked.items():
        text = stripped(grouping.layout.index[name])
        keys[f"key {name}"] = pl.when(text.is_in(sorted(values))).then(text).otherwise(pl.lit(""))
    return keys


class Watcher:
    """Sees the parts of a file as they pass by, in any order: keeps its beginning, and the serial numbers.

    So the file need not be read once more for them. ``most``: of so many rows (None: of all) serial numbers are kept.
    """

    def __init__(self, grouping: Grouping, scan: Scan, most: int | None, limits: CountingLimits) -> None:
        self.many = False
        """Whether most of the first rows were seen to be combinations of their own."""
        self._grouping = grouping
        self._name = pl.coalesce(*(stripped(place).replace("", None) for place in grouping.ids), pl.lit(""))
        self._scan, self._most, self._limits = scan, most, limits
        self._serial = column(grouping.layout.index.get("serial_number", len(scan.columns)))
        self._keys = list(_keys(grouping))
        self._wanted = _wanted(grouping)
        self._beginning: list[tuple[int, pl.DataFrame]] = []
        self._serials: list[tuple[int, pl.Series]] = []

    def look(self, part: pl.DataFrame) -> pl.DataFrame:
        """The same part. Raises ManyCombinationsError as soon as the beginning is there, and takes that."""
        if not part.height:
            return self._numbered(part)
        before: int = part["row"][0] - self._scan.first
        head_rows = self._limits.head_rows
        if before < head_rows:
            self._beginning.append((before, part.select(self._wanted)))
            # What is judged must not depend on which part comes first.
            end = max(before + part.height for before, part in self._beginning)
            if head_rows <= end == sum(part.height for _, part in self._beginning):
                self.head()
        if self._serial in part.columns and (self._most is None or before < self._most):
            self._serials.append((before, part[self._serial]))
        return self._numbered(part)

    def _numbered(self, part: pl.DataFrame) -> pl.DataFrame:
        return with_numbers(part, self._name) if self._grouping.numbered else part

    def head(self) -> pl.DataFrame:
        """Row numbers, ids and combinations of the first rows. Raises ManyCombinationsError."""
        head_rows = self._limits.head_rows
        head = pl.concat([part for _, part in sorted(self._beginning, key=itemgetter(0))]).head(head_rows)
        if self._grouping.reader and head.n_unique(self._keys) > head_rows // 2:
            self.many = True
            raise ManyCombinationsError
        return head

    def serials(self) -> Texts | None:
        """The serial numbers of the first rows, if the file has any."""
        parts = [part for _, part in sorted(self._serials, key=itemgetter(0))]
        return _texts(self._scan, self._most, parts, self._limits.batch_rows)


def _texts(scan: Scan, most: int | None, parts: list[pl.Series], batch_rows: int) -> Texts | None:
    if not parts:
        return None
    whole = pl.concat(parts)
    return Texts(scan.first, whole if most is None else whole.head(most), batch_rows)


def _wanted(grouping: Grouping) -> list[str]:
    return ["row", *map(column, grouping.ids), *_keys(grouping)]


def _counted(grouping: Grouping, scan: Scan, watcher: Watcher, quotes: bool, limits: CountingLimits) -> Tally:
    keys, wanted = _keys(grouping), _wanted(grouping)
    rows = text_frame(scan, quotes).with_row_index("row", scan.first).with_columns(**keys)
    # Columns that nobody asks for are not parsed, and then a row that is too long goes unnoticed: text is asked for all.
    parsed = rows if scan.separator else rows.select(wanted)
    try:
        watched = parsed.map_batches(
            watcher.look,
            streamable=True,
            projection_pushdown=False,
            validate_output_schema=False,
            schema=parsed.collect_schema() | (dict.fromkeys(PARTS, pl.UInt64) if grouping.numbered else {}),
        )
        combinations, names = _combinations(watched, list(keys), PARTS if grouping.numbered else ())
        head = watcher.head()
        if ("",) * len(keys) in combinations:
            rows = rows.filter(pl.any_horizontal(pl.exclude("row", *keys) != ""))
            combinations, _ = _combinations(rows, list(keys))
            head = rows.select(wanted).head(limits.head_rows).collect(engine="streaming")
        rest = rows.slice(limits.head_rows).select(wanted)
        places = _places(grouping, head, rest, combinations, limits.batch_rows)
    except DAMAGE as error:
        raise (ManyCombinationsError if watcher.many else UnsureError) from error
    tally = Tally(places=places, names=names)
    tally.counts.update({key: combinations[key][0] for key in places})
    return tally


def _combinations(rows: pl.LazyFrame, keys: list[str], parts: Sequence[str] = ()) -> tuple[Combinations, Counter[Key]]:
    """The combinations, and for each the number of its names where rows hold its ``parts``."""
    sums = (pl.col(part).sum() for part in parts)
    counted = rows.group_by(keys).agg(pl.len().alias("rows"), pl.col("row").min(), *sums).collect(engine="streaming")
    if counted.is_empty():
        raise UnsureError
    combinations: dict[Key, tuple[int, int]] = {}
    names: Counter[Key] = Counter()
    for line in counted.sort("row").select(*keys, "rows", "row", *parts).iter_rows():
        key, (count, row, *sums_of_parts) = line[: len(keys)], line[len(keys) :]
        combinations[key] = count, row
        if parts:
            names[key] = number(sums_of_parts)
    return combinations, names


def _places(
    grouping: Grouping, head: pl.DataFrame, rest: pl.LazyFrame, combinations: Combinations, batch_rows: int
) -> dict[Key, list[tuple[int, str]]]:
    """The first rows of every combination: reads on until each has as many as it has rows, or enough.

    A file whose combinations are mixed has them all near its beginning; in a sorted one, this is a second reading.
    """
    places: dict[Key, list[tuple[int, str]]] = {key: [] for key in combinations}
    width = len(grouping.names)
    lacking = dict(combinations)
    # Whoever starts to read the rest reads in advance.
    reading = chain.from_iterable(start() for start in (lambda: [head], lambda: batches(rest, batch_rows)))
    while lacking:
        batch = next(reading)
        end = batch["row"][-1]
        wanted = [key for key, (_, first) in lacking.items() if first <= end]
        if wanted:
            names = batch.columns[-width:]
            keys = pl.DataFrame(wanted, dict.fromkeys(names, pl.String), orient="row")
            firsts = batch.join(keys, on=names, how="semi", maintain_order="left").group_by(names)
            for line in firsts.agg(pl.exclude(names).head(MAX_LOCATIONS)).iter_rows():
                key, (numbers, *ids) = line[:width], line[width:]
                called = map(_first_text, zip(*ids, strict=True)) if ids else [""] * len(numbers)
                mine = places[key]
                mine += list(zip(numbers, called, strict=True))[: MAX_LOCATIONS - len(mine)]
                if len(mine) == min(MAX_LOCATIONS, combinations[key][0]):
                    del lacking[key]
    return places


def _first_text(ids: tuple[str, ...]) -> str:
    return next(filter(None, map(str.strip, ids)), "")
