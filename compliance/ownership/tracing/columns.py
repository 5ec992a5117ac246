"""The columns of a table of interests: what their whole numbers mean."""

from __future__ import annotations

from array import array
from functools import lru_cache
from typing import Any

import polars as pl

from compliance.core.record import Confidence
from compliance.core.share import Share
from compliance.ownership.parties import INTEREST_KINDS, Interest, InterestKind

SLICE = 100_000
"""So many numbers are objects of Python at a time."""
COLUMNS = ("row", "low", "high", "since", "until", "marks", "origin")
"""What is known of an interest beside its parties. Days are ordinals, NEVER where there is none."""
NO_START, NO_END = 0, 4_000_000
"""Ordinals of no first and of no last day."""
KINDS: dict[InterestKind, int] = {kind: position for position, kind in enumerate(INTEREST_KINDS)}
LOW_OPEN, HIGH_OPEN, INDIRECT, CONTRADICTED = 32, 64, 128, 256
"""Marks of an interest, added to the number of its kind."""
KIND = LOW_OPEN - 1
"""The part of the marks that is the number of the kind."""

Origin = tuple[str, str, Confidence | None]
"""Source, file and confidence of interests."""


def positions_in(names: pl.Enum, *columns: str) -> pl.Expr:
    """For columns of texts: the places of these among ``names``, where all of them are."""
    return pl.col(columns).cast(names).to_physical()


def row_of(interest: Interest, origins: dict[Origin, int]) -> tuple[str | int, ...]:
    """The columns of an interest."""
    share = interest.share
    marks = (
        KINDS[interest.kind]
        + share.low_open * LOW_OPEN
        + share.high_open * HIGH_OPEN
        + interest.indirect * INDIRECT
        + interest.contradicted * CONTRADICTED
    )
    return (
        interest.owner,
        interest.owned,
        interest.row or 0,
        share.low,
        share.high,
        interest.since.toordinal() if interest.since else NO_START,
        interest.until.toordinal() if interest.until else NO_END,
        marks,
        origins.setdefault((interest.source, interest.file, interest.confidence), len(origins)),
    )


@lru_cache(maxsize=100_000)
def share_of(low: int, high: int, ends: int) -> Share:
    """The share between two ends; ``ends`` has the marks of those that are left out."""
    return Share(low, high, bool(ends & LOW_OPEN), bool(ends & HIGH_OPEN))


def numbers_of(series: pl.Series) -> array[int]:
    """The numbers of a column, to be looked up one by one."""
    numbers = array("i")
    for start in range(0, len(series), SLICE):
        numbers.extend(series.slice(start, SLICE).to_list())
    return numbers


def bytes_of(flags: pl.Series) -> bytes:
    """The flags of a column, to be looked up one by one."""
    numbers: Any = flags.cast(pl.UInt8)
    return b"".join(bytes(numbers.slice(start, SLICE).to_list()) for start in range(0, len(numbers), SLICE))
