"""How far lines reach: against brute force, in any order."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.evidence.flow import Group, allocate
from tests.effort import examples

SETS = st.frozensets(st.integers(0, 2), min_size=1, max_size=3)
GROUPS = st.lists(st.builds(Group, st.integers(1, 3), SETS), min_size=1, max_size=3)
HOLDS = st.fixed_dictionaries(dict.fromkeys(range(3), st.integers(0, 4)))


def ways(groups: Sequence[Group], holds: dict[int, int]) -> set[tuple[int, ...]]:
    """Every way of serving the units one by one, as how many of each group are served."""
    units = [(place, sorted(group.lines)) for place, group in enumerate(groups) for _ in range(group.units)]
    served = set()
    for choice in product(*((None, *lines) for _, lines in units)):
        if all(choice.count(line) <= holds[line] for line in holds):
            counts = [0] * len(groups)
            for (place, _), line in zip(units, choice, strict=True):
                counts[place] += line is not None
            served.add(tuple(counts))
    return served


@settings(max_examples=examples(60), deadline=None)
@given(GROUPS, HOLDS)
def test_the_flow_equals_brute_force(groups: list[Group], holds: dict[int, int]) -> None:
    served = ways(groups, holds)
    most = max(map(sum, served))
    best = [counts for counts in served if sum(counts) == most]
    allocation = allocate(groups, holds)
    claimed = sum(group.units for group in groups)
    assert sum(excess.units for excess in allocation.excesses) == claimed - most
    assert sum(allocation.taken.values()) == most
    assert all(units <= holds[line] for line, units in allocation.taken.items())
    contested = {place for excess in allocation.excesses for place in excess.groups}
    for place, group in enumerate(groups):
        least = min(counts[place] for counts in best)
        assert allocation.least(place, group.units, group.units) == least
        # The excess lies among the groups that some best way leaves unserved.
        assert (least < group.units) == (place in contested)


@settings(max_examples=examples(60), deadline=None)
@given(GROUPS, HOLDS, st.integers())
def test_the_order_does_not_matter(groups: list[Group], holds: dict[int, int], chance: int) -> None:
    order = list(range(len(groups)))
    Random(chance).shuffle(order)
    first, second = allocate(groups, holds), allocate([groups[place] for place in order], holds)
    for new, place in enumerate(order):
        units = groups[place].units
        assert first.least(place, units, units) == second.least(new, units, units)
    contested = [{order[new] for new in excess.groups} for excess in second.excesses]
    assert sorted(map(sorted, contested)) == sorted(sorted(excess.groups) for excess in first.excesses)


def test_an_entry_that_is_claimed_nine_times_over() -> None:
    allocation = allocate([Group(4000, frozenset((0,))), Group(10, frozenset((1,)))], {0: 500, 1: 10})
    (excess,) = allocation.excesses
    assert (excess.units, excess.groups, excess.lines) == (3500, (0,), (0,))
    assert allocation.least(0, 4000, 3000) == 0
    assert allocation.least(0, 4000, 3800) == 300
    assert allocation.least(1, 10, 10) == 10


def test_a_claim_that_may_rest_on_another_line_gives_way() -> None:
    allocation = allocate([Group(5, frozenset((0, 1))), Group(5, frozenset((0,)))], {0: 5, 1: 5})
    assert allocation.excesses == ()
    assert allocation.taken == {0: 5, 1: 5}


def test_nothing_is_claimed() -> None:
    assert allocate([], {}).taken == {}
