"""Digests over the names of all units: the rows of large lots are read once more, only for their names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import chain

from compliance.inventory.grouping import python
from compliance.inventory.grouping.base import Key, RowVerdict
from compliance.policies.engine.digests import UnitDigests, keeps_all_rows, sum_of
from compliance.workflows.inputs import Inputs, ReadTable
from compliance.workflows.inputs.joining import in_workers

_SMALL = -1
"""Stands for the place of every lot that keeps all its rows."""


def unit_digests(inputs: Inputs) -> UnitDigests:
    """Digests for findings on this fleet. Memory does not grow with the rows."""
    large = [lot for lot in inputs.facts.fleet.lots if not keeps_all_rows(lot)]
    numbers = [0] * len(large)
    place_of = {lot.unit: place for place, lot in enumerate(large)}
    tables = inputs.tables if large else ()
    # What is joined to a row is the place of its lot; rows of small lots are passed over.
    joined: list[dict[Key, RowVerdict]] = [
        {key: (place_of.get(unit, _SMALL), "", "") for key, unit in read.units.items()} for read in tables
    ]
    workers = in_workers(tables, joined, _sums)
    sums = workers.cluster.each(workers.files, workers.task) if workers else map(_numbers, tables, joined)
    for place, number in chain.from_iterable(sums):
        if place != _SMALL:
            numbers[place] += number
    return UnitDigests({id(lot): number for lot, number in zip(large, numbers, strict=True)})


def _sums(read: ReadTable, places: Mapping[Key, RowVerdict]) -> Iterator[list[tuple[int, int]]]:
    """The same of a whole file: one number for each place."""
    sums: Counter[int] = Counter()
    for place, number in _numbers(read, places):
        sums[place] += number
    yield list(sums.items())


def _numbers(read: ReadTable, places: Mapping[Key, RowVerdict]) -> Iterator[tuple[int, int]]:
    """The numbers of parts of a table, each with the place of its lot."""
    if read.scan is None:
        for _, asset, serial, place, *_ in python.join(read.grouping, read.table.chunks(), places):
            if name := asset or serial:
                yield place, sum_of((name,))
        return
    from compliance.inventory.grouping import polars
    from compliance.io.frames import names_by

    for frame in polars.join(read.grouping, read.scan, places):
        for place, names in names_by(frame, "quantity", ("asset_id", "serial_number")):
            yield place, sum_of(names)
