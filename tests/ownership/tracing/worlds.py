"""Small graphs, and every way in which their shares can really be."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from datetime import date

from hypothesis import strategies as st

from compliance.core.share import ONE, Share
from compliance.ownership.parties import Interest, Party
from compliance.ownership.tracing.reach import Reach

DAY = date(2025, 10, 1)
NAMES = "XYABC"
GRID = (0, 25, 50, 75, 100)
EVERYBODY = [Party(name, name) for name in NAMES]

World = Mapping[tuple[str, str], int]
"""Who holds how much of whom, in per cent."""

seeds = st.sets(st.sampled_from("XYA"), min_size=1)


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
