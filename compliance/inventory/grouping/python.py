"""Counting row by row: nothing heavy to import, right for small files, for every format and for every dirty file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from compliance.core.finding import LOCATIONS
from compliance.inventory.grouping.base import IDS, Grouping, Key, RowLine, RowVerdict, Tally
from compliance.io.tables import Cells, Chunk

MANY = 20_000
"""Beyond so many combinations they are condensed."""


def partial(grouping: Grouping, chunks: Iterable[tuple[int, Sequence[Cells]]]) -> Tally:
    """Counts the combinations of some rows and remembers the first rows of each. Rows without any text are passed over."""
    tally = Tally()
    full: set[Key] = set()
    for first, rows in chunks:
        if len(tally.counts) > MANY and grouping.condense and not grouping.condensing:
            grouping.condensing = True
            tally = tally.condensed(grouping.condense)
            full = {key for key, places in tally.places.items() if len(places) == LOCATIONS}
        keys = grouping.keys(rows)
        # Counter hashes each key once, in C: this line is most of what a million rows cost beyond reading them.
        counts = Counter(keys)
        if all(map(any, counts)):
            _count(tally, full, grouping, first, rows, keys, counts)
            continue
        for number, kept in _runs(first, rows):
            some = grouping.keys(kept)
            _count(tally, full, grouping, number, kept, some, Counter(some))
    return tally


def join(grouping: Grouping, chunks: Iterable[Chunk], told: Mapping[Key, RowVerdict]) -> Iterator[RowLine]:
    """Every row with what is said of its combination, in order; rows of which nothing is said are passed over."""
    index = grouping.layout.index
    for first, rows in chunks:
        for number, (row, key) in enumerate(zip(rows, grouping.keys(rows), strict=True), first):
            if key in told:
                asset, serial = (row[index[name]].strip() if name in index else "" for name in IDS)
                yield number, asset, serial, *told[key]


def _count(
    tally: Tally,
    full: set[Key],
    grouping: Grouping,
    first: int,
    rows: Sequence[Cells],
    keys: list[Key],
    counts: Counter[Key],
) -> None:
    tally.counts.update(counts)
    fresh = counts.keys() - full
    if not fresh:
        return
    for offset, key in enumerate(keys):
        if key in fresh:
            places = tally.places.setdefault(key, [])
            if grouping.condensing and not places:
                (tally.written[key],) = grouping.written([rows[offset]])
            if len(places) < LOCATIONS:
                places.append((first + offset, grouping.id(rows[offset])))
    full |= {key for key in fresh if len(tally.places[key]) == LOCATIONS}


def _runs(first: int, rows: Sequence[Cells]) -> Iterator[tuple[int, list[Cells]]]:
    run: list[Cells] = []
    start = first
    for number, row in enumerate(rows, first):
        if any(row):
            run.append(row)
            continue
        if run:
            yield start, run
        run, start = [], number + 1
    if run:
        yield start, run
