"""A share of a company: exact, or a range with open or closed ends, in whole micro-per-cent.

Never binary fractions: 16.67 + 16.67 + 16.66 is exactly 50, and two shares of *more than* 25 are more than 50.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

ONE = 1_000_000
"""One per cent."""
WHOLE = 100 * ONE

_NUMBER = re.compile(r"\d{1,3}(?:\.\d*)?")
_RANGE = "Write a range that holds it, as {minimum: …, maximum: …}"
_ENDS = ("minimum", "exclusive_minimum", "maximum", "exclusive_maximum")


@dataclass(frozen=True, slots=True)
class Share:
    """What part of a company is held: somewhere from ``low`` to ``high``. An open end is itself left out."""

    low: int = 0
    high: int = WHOLE
    low_open: bool = False
    high_open: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.high <= WHOLE:
            raise ValueError("a share runs from a smaller to a larger number, both from 0 to 100")
        if self.low == self.high and (self.low_open or self.high_open):
            raise ValueError("a share between equal ends must include them")

    @classmethod
    def exact(cls, per_cent: Decimal | int | str) -> Share:
        """A share that is known. Raises ValueError for what is no number from 0 to 100 with at most six decimals."""
        micro = _micro(per_cent)
        return cls(micro, micro)

    @classmethod
    def unknown(cls) -> Share:
        """A share of which nothing is known."""
        return cls()

    @classmethod
    def parse(cls, value: Any) -> Share:
        """A share as it is written: a number, a mapping with at most one lower and one upper end, or nothing.

        Raises ValueError, which says what to write instead.
        """
        if value is None:
            return cls.unknown()
        if not isinstance(value, dict):
            return cls.exact(value)
        unknown = [str(key) for key in value if key not in _ENDS]
        if unknown:
            raise ValueError(f"unknown end {unknown[0]!r} of a share; the ends are {', '.join(_ENDS)}")
        ends = {name: None if value.get(name) is None else _micro(value[name]) for name in _ENDS}
        low, low_open = _end(ends["minimum"], ends["exclusive_minimum"], "lower", 0)
        high, high_open = _end(ends["maximum"], ends["exclusive_maximum"], "upper", WHOLE)
        return cls(low, high, low_open, high_open)

    @property
    def known(self) -> bool:
        """Whether it is one exact number."""
        return self.low == self.high

    def written(self) -> int | str | dict[str, int | str] | None:
        """As in parties.yaml: whole numbers plain, decimals as text, a range by its ends, None where unknown."""
        if self.known:
            return per_cent(self.low)
        ends: dict[str, int | str] = {}
        if self.low or self.low_open:
            ends["exclusive_minimum" if self.low_open else "minimum"] = per_cent(self.low)
        if self.high < WHOLE or self.high_open:
            ends["exclusive_maximum" if self.high_open else "maximum"] = per_cent(self.high)
        return ends or None

    def __str__(self) -> str:
        if self.known:
            return f"{per_cent(self.low)} %"
        low = (
            f"{'more than' if self.low_open else 'at least'} {per_cent(self.low)} %"
            if self.low or self.low_open
            else ""
        )
        high = ""
        if self.high < WHOLE or self.high_open:
            high = f"{'less than' if self.high_open else 'at most'} {per_cent(self.high)} %"
        return " and ".join(filter(None, (low, high))) or "an unknown share"


@dataclass(slots=True)
class Sum:
    """Shares added up, each end with the number of its terms that are open."""

    low: int = 0
    low_open: int = 0
    high: int = 0
    high_open: int = 0

    def add(self, share: Share) -> None:
        """One more share."""
        self.low += share.low
        self.low_open += share.low_open
        self.high += share.high
        self.high_open += share.high_open

    def remove(self, share: Share) -> None:
        """One share less."""
        self.low -= share.low
        self.low_open -= share.low_open
        self.high -= share.high
        self.high_open -= share.high_open

    @property
    def exceeds_whole(self) -> bool:
        """Whether it is certainly more than the whole."""
        return self.low > WHOLE or (self.low == WHOLE and self.low_open > 0)


def total(shares: Iterable[Share]) -> Sum:
    """All of ``shares`` together."""
    whole = Sum()
    for share in shares:
        whole.add(share)
    return whole


End = Literal["least", "most"]
"""Which end of what may be true is meant."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a company, from 0 to 1. Open: what is at least so much is still more, what is at most is still less."""

    size: Fraction = Fraction(0)
    open: bool = False


def per_cent(micro: int) -> int | str:
    """``micro`` as a person writes it: ``50``, ``"25.5"``."""
    whole, rest = divmod(micro, ONE)
    return whole if not rest else f"{whole}.{rest:06}".rstrip("0")


def _end(closed: int | None, opened: int | None, name: str, default: int) -> tuple[int, bool]:
    if closed is not None and opened is not None:
        raise ValueError(f"a share has at most one {name} end")
    return (opened, True) if opened is not None else (default if closed is None else closed, False)


def _micro(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, Decimal | int | str):
        raise ValueError(f"{value!r} is not a percentage")
    text = f"{value:f}" if isinstance(value, Decimal) else str(value).strip()
    if not _NUMBER.fullmatch(text):
        raise ValueError(f"{text!r} is not a percentage from 0 to 100")
    whole, _, decimals = text.partition(".")
    if len(decimals) > 6:
        raise ValueError(f"{text} has more than six decimals. {_RANGE}")
    micro = int(whole) * ONE + int(decimals.ljust(6, "0"))
    if micro > WHOLE:
        raise ValueError(f"{text} is more than 100 per cent")
    return micro
