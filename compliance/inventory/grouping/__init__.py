"""Who counts the rows of an inventory. One file per engine; all give the same combinations and the same row numbers.

``count`` chooses; ``spark`` counts what lies in a cluster. A cluster may do it by parts: ``partial`` of one of the engines for each part, wherever it lies,
then ``merge`` in any order, then ``join`` for the lines of each part.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from itertools import islice

from compliance.inventory.facts.machine import may_be_another
from compliance.inventory.grouping import python
from compliance.inventory.grouping.base import Count, Counted, Grouping, ManyCombinationsError, Tally, UnsureError
from compliance.inventory.grouping.limits import CountingLimits
from compliance.inventory.totals import holds_total, is_total
from compliance.io.digests import hash_in_background
from compliance.io.sniffing import Sniffer
from compliance.io.tables import Scan


def count(
    grouping: Grouping,
    source: Counted,
    most: int | None,
    tell: Callable[[str], None],
    limits: CountingLimits = CountingLimits(),
) -> Count:
    """The combinations of an inventory. Raises ComplianceError for rows that cannot be read.

    A fast engine keeps the serial numbers of the first ``most`` rows (None: of all); ``tell`` hears how far it has come.
    """
    scan = source.scan
    if scan and scan.altered.isdisjoint(grouping.columns):
        size = scan.path.stat().st_size
        large = not scan.separator or size >= limits.large_bytes
        if large or (size >= limits.parsed_bytes and _differ(grouping, scan, limits.sampled_rows)):
            with suppress(UnsureError):
                counted = _fast(grouping, scan, large, most, tell, limits)
                if not holds_others(grouping, counted.tally):
                    return counted
    digest = hash_in_background(source.path)
    return Count(python.partial(grouping, source.chunks(), limits.max_combinations), digest())


def _fast(
    grouping: Grouping, scan: Scan, large: bool, most: int | None, tell: Callable[[str], None], limits: CountingLimits
) -> Count:
    # Reading begins before Polars is there, which takes a while to import.
    with Sniffer(scan.path, scan.separator, tell, block_bytes=limits.block_bytes) as sniffer:
        from compliance.inventory.grouping import polars

        def counted(quotes: bool) -> Count:
            if large:
                with suppress(ManyCombinationsError):
                    return polars.count(grouping, scan, most, quotes, limits)
            return polars.count_rows(grouping, scan, most, quotes, limits)

        count = None
        if not sniffer.quoted:
            with suppress(UnsureError):
                count = counted(False)
        # Of a quote that is never closed Polars keeps all that follows: it is told of quotes only where they are clean.
        if not sniffer.clean or not (count or sniffer.quoted):
            raise UnsureError
        return replace(count if count and not sniffer.quoted else counted(True), sha256=sniffer.sha256)


def holds_others(grouping: Grouping, tally: Tally) -> bool:
    """Whether some rows may be no machines, or ones that did not answer: who reads row by row tells them apart."""
    places = [grouping.columns.index(name) for name in ("manufacturer", "model") if name in grouping.columns]
    machines = {tuple([key[place] for place in places]): key for key in tally.counts}
    cells = (tally.cells(key) for key in machines.values())
    if any(may_be_another(*(texts[place] for place in places)) for texts in cells):
        return True
    names = "\n".join(name for rows in tally.places.values() for _, name in rows)
    return holds_total(names) and any(map(is_total, names.split("\n")))


def _differ(grouping: Grouping, scan: Scan, sampled_rows: int) -> bool:
    """Whether most of the first rows are combinations of their own."""
    with suppress(csv.Error), scan.path.open(encoding="utf-8-sig", errors="replace", newline="") as handle:
        rows = list(islice(csv.reader(handle, delimiter=scan.separator), 1, 1 + sampled_rows))
        keys = grouping.written([row for row in rows if len(row) == len(scan.columns)])
        return grouping.reader is not None and len(set(keys)) > sampled_rows // 2
    return False
