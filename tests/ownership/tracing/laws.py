"""What must hold of any regime, on any graph."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection, Iterable, Mapping

from hypothesis import strategies as st

from compliance.core.share import ONE, Share
from compliance.ownership.parties import Interest, Parties, collect
from compliance.ownership.regimes import Regime
from compliance.ownership.tracing.reach import Reach, trace
from tests.ownership.tracing.worlds import DAY, GRID, NAMES, World, restricted, verdicts, worlds

TrueReach = Callable[[World, Regime, Collection[str]], set[str]]
"""Who is restricted in a world under a regime, given who is listed: by the definition."""

_ORDER = ["clear", "possibly-restricted", "restricted"]


def proofs_are_minimal(interests: list[Interest], rule: Regime, listed: Collection[str], true_reach: TrueReach) -> None:
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


def answers_settle(interests: list[Interest], rule: Regime, listed: Collection[str], most: int) -> None:
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


def knowing_less_settles_nothing(
    interests: list[Interest], rule: Regime, listed: Collection[str], data: st.DataObject
) -> None:
    """Where some shares may be more or less than before, a verdict stays or becomes open."""
    before = trace(collect((), interests), rule, DAY, listed)
    wider = [Interest(each.owner, each.owned, data.draw(wider_shares(each.share))) for each in interests]
    after = trace(collect((), wider), rule, DAY, listed)
    assert all(after[party].verdict in (reach.verdict, "possibly-restricted") for party, reach in before.items())


def wider_shares(share: Share) -> st.SearchStrategy[Share]:
    """Ranges on the grid that hold all of ``share``."""
    ends = [per_cent * ONE for per_cent in GRID]
    lower = [share.low, *(end for end in ends if end < share.low)]
    upper = [share.high, *(end for end in ends if end > share.high)]
    return st.builds(Share, st.sampled_from(lower), st.sampled_from(upper))


def names_do_not_matter(interests: list[Interest], rule: Regime, listed: Collection[str], data: st.DataObject) -> None:
    """Under other names, and in another order, everybody has the same verdict."""
    name = dict(zip(NAMES, data.draw(st.permutations(NAMES)), strict=True))
    renamed = [Interest(name[each.owner], name[each.owned], each.share) for each in interests]
    before = trace(collect((), interests), rule, DAY, listed)
    after = trace(collect((), data.draw(st.permutations(renamed))), rule, DAY, [name[party] for party in listed])
    assert {name[party]: reach.verdict for party, reach in before.items()} == verdicts(after)


def never_fewer(before: Mapping[str, Reach], after: Mapping[str, Reach]) -> None:
    """Nobody's verdict has become milder."""
    assert all(_ORDER.index(reach.verdict) <= _ORDER.index(after[party].verdict) for party, reach in before.items())
