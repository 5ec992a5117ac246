"""From which size on an inventory is counted by which engine, and how much of it is held at a time."""

from __future__ import annotations

from dataclasses import dataclass

from compliance.io.tables import BATCH_ROWS


@dataclass(frozen=True)
class CountingLimits:
    """The thresholds of counting. They change who counts and how fast, never what is counted."""

    large_bytes: int = 250_000_000
    """Text from which Polars counts, some 1.5 million rows: below, Python takes two seconds and a tenth of the memory."""
    parsed_bytes: int = 20_000_000
    """Text from which Polars parses for Python, where most of the first rows are combinations of their own."""
    sampled_rows: int = 2_000
    """So many rows are looked at to know that."""
    max_combinations: int = 20_000
    """Beyond so many combinations the cells that mean the same are told by one of them."""
    head_rows: int = 50_000
    """So many rows at the beginning are looked at by themselves: where more than half are their own combination, it takes
    understanding their cells, and most combinations have their first rows there."""
    slice_rows: int = 512
    """So many rows are handed to Python at a time: few enough to stay in the processor's cache."""
    batch_rows: int = BATCH_ROWS
    """Rows that Polars gives at a time."""
    block_bytes: int = 256 * 1024
    """Bytes that are looked at together for what readers may read differently. A row ends in each such block."""
