"""Sums and products of what is only known within bounds."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from compliance.core.bounds import ANYTHING, NOTHING, Bounds, cents, dollars, exactly, hull, per_cent

numbers = st.decimals(0, 10**9, places=4)
bounds = st.tuples(numbers, st.none() | numbers).map(
    lambda pair: Bounds(pair[0], None if pair[1] is None else pair[0] + pair[1])
)


def inside(number: Decimal, wide: Bounds) -> bool:
    return wide.least <= number and (wide.most is None or number <= wide.most)


def ends(each: Bounds) -> list[Decimal]:
    return [each.least, each.least + 10**6 if each.most is None else each.most]


@given(bounds, bounds)
def test_what_is_inside_stays_inside(one: Bounds, other: Bounds) -> None:
    for a in ends(one):
        for b in ends(other):
            assert inside(a + b, one + other)
            assert inside(a * b, one.times(other))
            assert inside(max(a - b, Decimal(0)), one.above(other))
            assert inside(a, hull((one, other)))
            assert inside(b, hull((one, other)))


def test_large_sums_are_exact() -> None:
    price, units = exactly(Decimal("999999999999999.999999")), exactly(10**12)
    assert price.times(units).least == Decimal("999999999999999999999000000.000000")
    assert (price.times(units) + exactly(Decimal("0.000001"))).least == Decimal("999999999999999999999000000.000001")


def test_nothing_times_anything_is_nothing() -> None:
    assert NOTHING.times(ANYTHING) == ANYTHING.times(NOTHING) == NOTHING
    assert exactly(2).times(ANYTHING) == ANYTHING


def test_words() -> None:
    assert dollars(exactly(Decimal("1234.505"))) == "USD 1,234.51"
    assert dollars(Bounds(Decimal(1), Decimal(2))) == "USD 1.00 to 2.00"
    assert dollars(Bounds(Decimal(1), None)) == "USD 1.00 or more"
    assert dollars(ANYTHING) == "unknown"
    assert per_cent(exactly(Decimal("12.60"))) == "12.6 %"
    assert per_cent(Bounds(Decimal(10), Decimal(50))) == "10 % to 50 %"
    assert per_cent(ANYTHING) == "0 % or more"
    assert cents(Decimal("0.005")) == "0.01"
