"""The best plan of all: least first cost, then second, then most of the first piles; whatever plan a solver returns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.workflows.diligence import removal
from compliance.workflows.diligence.removal import Pile, cheapest
from tests.effort import examples

MAKERS = ORIGINS = 2
LIMITS = (Fraction(1, 2), Fraction(3, 5), Fraction(2, 3))


def needs(piles: Sequence[Pile]) -> list[Fraction]:
    """What must be given so that nobody is above a limit: as much as is there."""
    rows = range(len(piles[0].gives))
    return [sum((pile.gives[row] * pile.units for pile in piles), Fraction(0)) for row in rows]


def plans(piles: Sequence[Pile]) -> Iterator[tuple[int, ...]]:
    """Every plan that covers the needs."""
    wanted = needs(piles)
    for plan in product(*(range(pile.units + 1) for pile in piles)):
        given_up = [
            sum((pile.gives[row] * units for pile, units in zip(piles, plan, strict=True)), Fraction(0))
            for row in range(len(wanted))
        ]
        if all(gives >= need for gives, need in zip(given_up, wanted, strict=True)):
            yield plan


def rank(piles: Sequence[Pile], plan: Sequence[int]) -> tuple[list[Fraction], list[int]]:
    """The smaller, the better."""
    costs = zip(*(pile.costs for pile in piles), strict=True)
    paid = [sum((cost * units for cost, units in zip(row, plan, strict=True)), Fraction(0)) for row in costs]
    return paid, [-units for units in plan]


@st.composite
def fleets(draw: st.DrawFn, size: int = 5) -> list[Pile]:
    """Small fleets with many ties, under a limit on makers and one on origins."""
    limits = draw(st.tuples(st.sampled_from(LIMITS), st.sampled_from(LIMITS)))
    costs = st.tuples(*(st.sampled_from(tuple(map(Fraction, row))) for row in (("1", "2"), ("0", "1"), ("3", "7/2"))))
    piles = []
    for _ in range(draw(st.integers(1, size))):
        maker, origin = draw(st.integers(0, MAKERS)), draw(st.integers(0, ORIGINS))  # the last is unknown
        rate = draw(st.sampled_from((Fraction(1), Fraction(1337, 1000))))
        gives = (
            *(rate * (int(maker == name) - limits[0]) for name in range(MAKERS)),
            *(rate * (int(origin == name) - limits[1]) for name in range(ORIGINS)),
        )
        piles.append(Pile(draw(st.integers(1, 3)), gives, draw(costs)))
    return piles


@settings(max_examples=examples(150))
@given(fleets())
def test_it_is_the_best_of_all_plans(piles: list[Pile]) -> None:
    best = min(plans(piles), key=lambda plan: rank(piles, plan))
    assert cheapest(piles, needs(piles)) == list(best)


@settings(max_examples=examples(40))
@given(fleets(size=12), st.data())
def test_whatever_optimum_the_solver_returns_the_plan_is_the_same(piles: list[Pile], data: st.DataObject) -> None:
    """Needs in another order, twice over or larger by a factor are the same needs, but lead the solver elsewhere."""
    rows = data.draw(st.permutations(range(len(piles[0].gives))))
    twice = data.draw(st.lists(st.sampled_from(rows), max_size=2))
    times = data.draw(st.sampled_from((Fraction(1), Fraction(3), Fraction(1, 7))))
    others = [Pile(pile.units, tuple(pile.gives[row] * times for row in (*rows, *twice)), pile.costs) for pile in piles]
    assert cheapest(others, needs(others)) == cheapest(piles, needs(piles))


def test_the_first_pile_is_taken_first() -> None:
    gives, costs = (Fraction(1),), (Fraction(5),)
    piles = [Pile(2, gives, costs), Pile(3, (Fraction(1),), (Fraction(5),)), Pile(9, (Fraction(-1),), costs)]
    assert cheapest(piles, [Fraction(4)]) == [2, 2, 0]


def test_what_gives_more_and_what_gives_less_may_cost_the_same() -> None:
    # Two of the second do what one of the first does, at the same cost: the first stands first.
    one, two = Pile(1, (Fraction(2),), (Fraction(2),)), Pile(2, (Fraction(1),), (Fraction(1),))
    assert cheapest([one, two], [Fraction(2)]) == [1, 0]
    assert cheapest([two, one], [Fraction(2)]) == [2, 0]


def test_huge_numbers_are_rounded_for_the_solver_and_checked_in_full() -> None:
    tiny = Fraction(1, 10**20)
    piles = [
        Pile(3, (1 + tiny, Fraction(0)), (Fraction(7),)),
        Pile(9, (Fraction(1), Fraction(0)), (Fraction(7) + tiny,)),
    ]
    first, second = cheapest(piles, [3 + 3 * tiny, Fraction(0)])
    assert 0 <= first * (1 + tiny) + second - (3 + 3 * tiny) <= 1


@pytest.mark.parametrize(("need", "bad", "taken"), [(4, 1, [2, 2]), (4, 99, [2, 3]), (5, 5, [2, 3])])
def test_what_rounding_spoils_is_asked_for_anew(
    need: int, bad: int, taken: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    real, tightened = removal._Programme._solve, list[Fraction]()
    tighten = removal._Programme._tighten

    def spoilt(programme: removal._Programme) -> list[int] | None:
        return [0] if len(tightened) < bad else real(programme)

    def noted(programme: removal._Programme, share: Fraction) -> None:
        tightened.append(share)
        tighten(programme, share)

    monkeypatch.setattr(removal._Programme, "_solve", spoilt)
    monkeypatch.setattr(removal._Programme, "_tighten", noted)
    pile = Pile(2, (Fraction(1),), (Fraction(5),))
    assert cheapest([pile, Pile(3, pile.gives, pile.costs)], [Fraction(need)]) == taken
    asked = tightened[: tightened.index(Fraction(0))]
    assert asked[0] > 0
    assert asked == sorted(asked)


def test_hard_ties_are_given_up() -> None:
    one, two = Pile(1, (Fraction(2),), (Fraction(2),)), Pile(2, (Fraction(1),), (Fraction(1),))
    assert cheapest([one, two], [Fraction(2)], max_nodes=0) in ([1, 0], [0, 2])


def test_without_a_need_nothing_goes() -> None:
    assert cheapest([Pile(2, (Fraction(-1),), (Fraction(5),))], [Fraction(-2)]) == [0]
