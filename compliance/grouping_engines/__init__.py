"""Who counts the rows of an inventory. One file per engine; all give the same combinations and the same row numbers.

``count`` chooses. A cluster may do it by parts: ``partial`` of one of the engines for each part, wherever it lies,
then ``Tally.merge`` in any order, then ``join`` for the lines of each part.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from compliance.digests import hash_in_background
from compliance.grouping_engines import python
from compliance.grouping_engines.base import Count, Counted, Grouping, UnsureError
from compliance.grouping_engines.sniffing import Sniffer

LARGE = 250_000_000
"""Bytes of text from which Polars counts, some 1.5 million rows: below, Python takes two seconds and a tenth of the memory."""


def count(grouping: Grouping, source: Counted, most: int | None, tell: Callable[[str], None]) -> Count:
    """The combinations of an inventory. Raises ComplianceError for rows that cannot be read.

    A fast engine keeps the serial numbers of the first ``most`` rows (None: of all); ``tell`` hears how far it has come.
    """
    scan = source.scan
    if scan and scan.altered.isdisjoint(grouping.columns) and (not scan.separator or scan.path.stat().st_size >= LARGE):
        # Reading begins before Polars is there, which takes a while to import.
        with suppress(UnsureError), Sniffer(scan.path, scan.separator, tell) as sniffer:
            from compliance.grouping_engines import polars

            return polars.count(grouping, scan, most, sniffer)
    digest = hash_in_background(source.path)
    return Count(python.partial(grouping, source.chunks()), digest())
