"""A number of which only the least and the most are known: money, rates. Decimal and exact, never a silent zero."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, Inexact

_EXACT = Context(prec=200, traps=[Inexact])
"""Prices have up to 21 digits, quantities 12, rates few: a sum that had to be rounded would be a bug."""
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Bounds:
    """``least`` to ``most``, both included; ``most`` is None where nobody knows how much it can be."""

    least: Decimal = Decimal(0)
    most: Decimal | None = Decimal(0)

    @property
    def exact(self) -> bool:
        """Whether it is one number."""
        return self.least == self.most

    def __add__(self, other: Bounds) -> Bounds:
        most = None if self.most is None or other.most is None else _EXACT.add(self.most, other.most)
        return Bounds(_EXACT.add(self.least, other.least), most)

    def times(self, other: Bounds) -> Bounds:
        """The product of two that are not negative; nothing times anything is nothing."""
        least = _EXACT.multiply(self.least, other.least)
        if 0 in (self.most, other.most):
            return Bounds(least, Decimal(0))
        open_end = self.most is None or other.most is None
        return Bounds(least, None if open_end else _EXACT.multiply(self.most or 0, other.most or 0))

    def above(self, other: Bounds) -> Bounds:
        """By how much it exceeds ``other``, nothing where it does not."""
        least = Decimal(0) if other.most is None else max(Decimal(0), _EXACT.subtract(self.least, other.most))
        most = None if self.most is None else max(Decimal(0), _EXACT.subtract(self.most, other.least))
        return Bounds(least, most)


NOTHING = Bounds()
ANYTHING = Bounds(Decimal(0), None)


def exactly(number: Decimal | int) -> Bounds:
    """One number."""
    return Bounds(Decimal(number), Decimal(number))


def hull(several: Iterable[Bounds]) -> Bounds:
    """From the least of all to the most of all; there must be some."""
    intervals = list(several)
    mosts = [interval.most for interval in intervals if interval.most is not None]
    return Bounds(min(interval.least for interval in intervals), max(mosts) if len(mosts) == len(intervals) else None)


def cents(amount: Decimal) -> str:
    """``1234.50``: rounded half up to cents, as the last step."""
    return str(amount.quantize(_CENT, ROUND_HALF_UP, _ROUNDED))


_ROUNDED = Context(prec=200)


def dollars(amount: Bounds) -> str:
    """``USD 1,234.50``, ``USD 10.00 to 20.00``, ``USD 10.00 or more``, ``unknown``."""
    if amount.exact:
        return f"USD {Decimal(cents(amount.least)):,}"
    if amount.most is None:
        return f"USD {Decimal(cents(amount.least)):,} or more" if amount.least else "unknown"
    return f"USD {Decimal(cents(amount.least)):,} to {Decimal(cents(amount.most)):,}"


def per_cent(rate: Bounds) -> str:
    """``12.6 %``, ``10 % to 50 %``, ``2.6 % or more``."""
    if rate.exact:
        return f"{_plain(rate.least)} %"
    return f"{_plain(rate.least)} % " + ("or more" if rate.most is None else f"to {_plain(rate.most)} %")


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
