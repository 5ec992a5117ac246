"""Small graphs, every way in which their shares can really be, and what must hold of any regime on them."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date

from hypothesis import strategies as st

from compliance.ownership.reach import Reach, trace
from compliance.ownership.regime import Regime
from compliance.party import Interest, Parties, Party, collect
from compliance.share import ONE, Share

DAY = date(2025, 10, 1)
NAMES = "XYABC"
GRID = (0, 25, 50, 75, 100)
EVERYBODY = [Party(name, name) for name in NAMES]
ORDER = ["clear", "possibly-restricted", "restricted"]

World = Mapping[tuple[str, str], int]
"""Who holds how much of whom, in per cent."""
TrueReach = Callable[[World, Regime, Collection[str]], set[str]]
"""Who is restricted in a world under a regime, given who is listed: by the definition."""

some_listed = st.sets(st.sampled_from("XYA"), min_size=1)


@st.composite
def graphs(draw: st.DrawFn) -> list[Interest]:
    """Interests between five parties on a coarse grid; lower ends of a company add up to 100 at most."""
    found = []
    for owned in NAMES:
        rest = 100
        for owner in draw(st.permutations(NAMES))[:3]:
            low = draw(st.sampled_from([each for each in GRID if each <= rest]))
            high = draw(st.sampled_from([each for each in GRID if each >= low]))
            if draw(st.booleans()):
                high = low
            if high:
                found.append(Interest(owner, owned, Share(low * ONE, high * ONE)))
                rest -= low if owner != owned else 0
    return found


def worlds(interests: list[Interest]) -> Iterable[World]:
    """Every way in which the shares can really be, on the grid."""
    choices = [
        [each for each in GRID if interest.share.low <= each * ONE <= interest.share.high] for interest in interests
    ]
    for shares in itertools.product(*choices):
        world: dict[tuple[str, str], int] = {}
        totals = dict.fromkeys(NAMES, 0)
        for interest, share in zip(interests, shares, strict=True):
            if interest.owner != interest.owned:
                world[interest.owner, interest.owned] = share
                totals[interest.owned] += share
        if max(totals.values()) <= 100:
            yield world


def small(interests: list[Interest], most: int = 400) -> bool:
    size = 1
    for each in interests:
        size *= (each.share.high - each.share.low) // (25 * ONE) + 1
    return size <= most


def verdicts(reaches: Mapping[str, Reach]) -> dict[str, str]:
    return {party: reach.verdict for party, reach in reaches.items()}


def restricted(reaches: Mapping[str, Reach]) -> set[str]:
    return {party for party, reach in reaches.items() if reach.verdict == "restricted"}


def assert_proofs_are_minimal(
    interests: list[Interest], rule: Regime, listed: Collection[str], true_reach: TrueReach
) -> None:
    """A proof suffices by its lower ends, and none of it can be left out."""

    def lower(proof: Iterable[Interest]) -> set[str]:
        world = {(each.owner, each.owned): each.share.low // ONE for each in proof if each.owner != each.owned}
        return true_reach(world, rule, listed)

    reaches = trace(collect((), interests), rule, DAY, listed)
    for party in restricted(reaches).difference(listed):
        proof = reaches[party].proof
        assert party in lower(proof)
        for each in proof:
            assert party not in lower(one for one in proof if one is not each)


def assert_answers_settle(interests: list[Interest], rule: Regime, listed: Collection[str], most: int) -> None:
    """Whoever knows the shares that are asked for, in the first ``most`` worlds, has a verdict."""
    reaches = trace(collect((), interests), rule, DAY, listed)
    for world in itertools.islice(worlds(interests), most):
        for party, reach in reaches.items():
            if reach.verdict == "possibly-restricted":
                asked = {(each.owner, each.owned) for each in reach.ask}
                answered = tuple(
                    Interest(each.owner, each.owned, Share.exact(world[each.owner, each.owned]))
                    if (each.owner, each.owned) in asked
                    else each
                    for each in interests
                )
                again = trace(Parties(interests=answered), rule, DAY, listed)
                assert again[party].verdict != "possibly-restricted"


def assert_knowing_less_settles_nothing(
    interests: list[Interest], rule: Regime, listed: Collection[str], data: st.DataObject
) -> None:
    """What is open stays open where some shares become unknown."""
    before = trace(collect((), interests), rule, DAY, listed)
    wider = [Interest(each.owner, each.owned, data.draw(st.sampled_from([each.share, Share()]))) for each in interests]
    after = trace(collect((), wider), rule, DAY, listed)
    assert all(
        after[party].verdict == "possibly-restricted"
        for party, reach in before.items()
        if reach.verdict == "possibly-restricted"
    )


def assert_never_fewer(before: Mapping[str, Reach], after: Mapping[str, Reach]) -> None:
    """Nobody's verdict has become milder."""
    assert all(ORDER.index(reach.verdict) <= ORDER.index(after[party].verdict) for party, reach in before.items())
