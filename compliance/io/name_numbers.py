"""Numbers of names that add up in any order: by them the names of very many units are compared.

The number of a name rests on its bytes alone. It is made of what Polars does with whole columns too (``io.name_frames``), products and
shifts of 64 bits: to read no name by itself is what makes it cheap. It tells machines that were exchanged; it is no seal.
"""

from __future__ import annotations

from collections.abc import Iterable

FACTORS = (0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53)
"""Odd numbers with bits all over: one for each half of a number."""
WORD = 8
"""Bytes that are looked at together."""
LONGEST = 64
"""Bytes of a name up to which whole columns are worked out."""
_MASK = (1 << 8 * WORD) - 1


def multiplier(place: int) -> int:
    """The odd number with which the word at this place is multiplied."""
    return 0x9E3779B97F4A7C15 * (2 * place + 1) & _MASK


def sum_of(names: Iterable[str]) -> int:
    """The number of these names, in any order; numbers of parts add up."""
    return sum(map(_number, names))


def _number(name: str) -> int:
    data = name.encode("utf-8", "surrogatepass")
    total = 0
    for place, start in enumerate(range(0, len(data), WORD)):
        word = int.from_bytes(data[start : start + WORD], "little") * multiplier(place) & _MASK
        total += word ^ word >> 32
    first = _mixed(total & _MASK, FACTORS[0])
    return first | _mixed(first, FACTORS[1]) << 8 * WORD


def _mixed(lane: int, factor: int) -> int:
    product = (lane ^ lane >> 33) * factor & _MASK
    return product ^ product >> 29
