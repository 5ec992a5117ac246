"""Who counts the rows of an inventory. One file per engine; all give the same combinations and the same row numbers.

``count`` chooses. A cluster may do it by parts: ``partial`` of one of the engines for each part, wherever it lies,
then ``Tally.merge`` in any order, then ``join`` for the lines of each part.
"""

from __future__ import annotations

from collections.abc import Callable

from compliance.grouping_engines import python
from compliance.grouping_engines.base import Counted, Grouping, Scan, Tally, UnsureError

LARGE = 250_000_000
"""Bytes of text from which Polars counts, some 1.5 million rows: below, Python takes two seconds and a tenth of the memory."""


def count(grouping: Grouping, source: Counted, tell: Callable[[str], None]) -> tuple[Tally, Scan | None]:
    """The combinations of an inventory, and the file if a fast engine counted it (and so can join it).

    ``tell`` hears how far a fast engine has come. Raises ComplianceError for rows that cannot be read.
    """
    scan = source.scan
    if scan and scan.altered.isdisjoint(grouping.columns) and (not scan.separator or scan.path.stat().st_size >= LARGE):
        from compliance.grouping_engines import polars

        try:
            return polars.partial(grouping, scan, tell), scan
        except UnsureError:
            pass
    return python.partial(grouping, source.chunks()), None
