"""How much of a file is read at a time, and of what no more is read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ReadingLimits:
    """The thresholds of reading a table."""

    chunk_rows: int = 512
    """Rows of a text table read at a time: few enough to stay in the processor's cache."""
    block_bytes: int = 128 * 1024
    """Bytes of a text read at a time."""
    longest_line_bytes: int = 16 * 1024 * 1024
    """Bytes without a row end that are still read."""
    surveyed_bytes: int = 64 * 1024 * 1024
    """So much of a text decides its encoding; a byte further on that does not fit is refused with its row."""
    max_json_bytes: int = 128 * 1024 * 1024
    """JSON is read as a whole; a larger file is refused."""
