"""Counting row by row: nothing heavy to import, right for small files, for every format and for every dirty file."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from compliance.core.finding import MAX_LOCATIONS
from compliance.inventory.grouping.base import IDS, Grouping, Key, RowLine, RowVerdict, Tally, verdict_of
from compliance.inventory.grouping.limits import CountingLimits
from compliance.io.name_numbers import sum_of
from compliance.io.tables import BATCH_ROWS, Cells, Chunk

_MANY_NAMES = 2_000
"""Names for which it is worth waking Polars."""


def partial(grouping: Grouping, chunks: Iterable[tuple[int, Sequence[Cells]]], many: int | None = None) -> Tally:
    """Counts the combinations of some rows and remembers the first rows of each. Rows without any text are passed over.

    Beyond ``many`` combinations (None: as usual) it goes over to canonical ones, if the grouping can understand cells.
    """
    limit = CountingLimits.max_combinations if many is None else many
    tally = Tally(canonical=grouping.canonical)
    names: defaultdict[Key, list[str]] = defaultdict(list)
    pending = 0
    full: set[Key] = set()
    for first, rows in chunks:
        if len(tally.counts) > limit and grouping.reader and not grouping.canonical:
            _add_up(tally, names)
            grouping = replace(grouping, canonical=True)
            tally = tally.canonicalised(grouping)
            full = {key for key, places in tally.places.items() if len(places) == MAX_LOCATIONS}
        keys = grouping.keys(rows)
        # Counter hashes each key once, in C: this line is most of what a million rows cost beyond reading them.
        counts = Counter(keys)
        if grouping.numbered:
            for key, name in zip(keys, grouping.row_ids(rows), strict=True):
                names[key].append(name)
            pending += len(rows)
            if pending > BATCH_ROWS:
                _add_up(tally, names)
                pending = 0
        if all(map(any, counts)):
            _count(tally, full, grouping, first, rows, keys, counts)
            continue
        for number, run in _runs(first, rows):
            keys = grouping.keys(run)
            _count(tally, full, grouping, number, run, keys, Counter(keys))
    _add_up(tally, names)
    return tally


def join(grouping: Grouping, chunks: Iterable[Chunk], verdicts: Mapping[Key, RowVerdict]) -> Iterator[RowLine]:
    """Every row with its verdict, in order; blank rows are passed over.

    ``grouping`` is in the form in which the rows were counted (``Grouping.in_form_of``); whoever joins need not have
    counted them. Raises UnknownRowError for a row that nobody counted.
    """
    index = grouping.layout.index
    for first, rows in chunks:
        for number, (row, key) in enumerate(zip(rows, grouping.keys(rows), strict=True), first):
            verdict = verdict_of(verdicts, key, number)
            if verdict:
                asset, serial = (row[index[name]].strip() if name in index else "" for name in IDS)
                yield number, asset, serial, *verdict


def _add_up(tally: Tally, names: dict[Key, list[str]]) -> None:
    """Puts the number of these names into the tally."""
    if sum(map(len, names.values())) < _MANY_NAMES:
        tally.names.update({key: sum_of(members) for key, members in names.items()})
    else:
        from compliance.io.name_frames import sums_of

        tally.names.update(sums_of(names))
    names.clear()


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
            if grouping.canonical and not places:
                (tally.written[key],) = grouping.written([rows[offset]])
            if len(places) < MAX_LOCATIONS:
                places.append((first + offset, grouping.id(rows[offset])))
    full |= {key for key in fresh if len(tally.places[key]) == MAX_LOCATIONS}


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
