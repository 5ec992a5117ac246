"""Numbers of names (``io.name_numbers``), worked out for whole columns. Imports Polars."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

import polars as pl

from compliance.io.name_numbers import FACTORS, LONGEST, WORD, multiplier, sum_of

T = TypeVar("T")

PARTS = tuple(f"name {part}" for part in range(4))
"""Columns that hold 32 bits each of a number, so that their sums do not overflow."""
_HALF = 1 << 32


def with_numbers(frame: pl.DataFrame, name: pl.Expr) -> pl.DataFrame:
    """``frame`` with the ``PARTS`` of the number of what ``name`` gives for each row."""
    names = frame.select(name).to_series()
    lengths = names.str.len_bytes()
    (width,) = lengths.to_frame().select(pl.all().max().fill_null(0).clip(0, LONGEST)).row(0)
    numbers = pl.DataFrame(_parts(names, width))
    long = lengths > LONGEST
    if long.any():
        own = [_split(sum_of((text,))) for text in names.filter(long)]
        columns = (
            numbers[part].scatter(long.arg_true(), list(values))
            for part, values in zip(PARTS, zip(*own, strict=True), strict=True)
        )
        numbers = pl.DataFrame(list(columns))
    return frame.hstack(numbers)


def number(parts: Iterable[int]) -> int:
    """What sums of the ``PARTS`` add up to."""
    return sum(part << 32 * place for place, part in enumerate(parts))


def sums_of(names: Mapping[T, Sequence[str]]) -> dict[T, int]:
    """What ``sum_of`` gives for the names of each group."""
    plain = [list(filter(str.isascii, members)) for members in names.values()]
    frame = pl.DataFrame({"name": plain}, {"name": pl.List(pl.String)}).with_row_index("group").explode("name")
    groups = with_numbers(frame.drop_nulls(), pl.col("name")).group_by("group").agg(pl.col(PARTS).sum())
    sums = {group: sum_of(name for name in members if not name.isascii()) for group, members in names.items()}
    keys = list(names)
    for group, *parts in groups.iter_rows():
        sums[keys[group]] += number(parts)
    return sums


def _parts(names: pl.Series, width: int) -> list[pl.Series]:
    words = -(-width // WORD)
    padded = names.str.pad_end(words * WORD, "\0").cast(pl.Binary)
    total = pl.Series([0], dtype=pl.UInt64).new_from_index(0, len(names))
    for place in range(words):
        word = padded.bin.slice(place * WORD, WORD).bin.reinterpret(dtype=pl.UInt64) * multiplier(place)
        total += word ^ word // _HALF
    first = _mixed(total, FACTORS[0])
    second = _mixed(first, FACTORS[1])
    halves = [half for lane in (first, second) for half in (lane & _HALF - 1, lane // _HALF)]
    return [half.alias(part) for part, half in zip(PARTS, halves, strict=True)]


def _mixed(lane: pl.Series, factor: int) -> pl.Series:
    product = (lane ^ lane // (1 << 33)) * factor
    return product ^ product // (1 << 29)


def _split(value: int) -> list[int]:
    return [value >> 32 * place & _HALF - 1 for place in range(len(PARTS))]
