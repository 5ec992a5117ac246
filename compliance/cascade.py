"""Who is reached from the listed parties when every company that reaches the threshold counts as listed itself.

The *least* fixed point: companies that hold each other do not support each other. Percentages are never multiplied.
Each interest is looked at once, so the effort is that of reading the graph, cycles included.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from compliance.party import Interest
from compliance.regime import Regime
from compliance.share import Sum

Pool = tuple[str, str]
"""A company and one kind of interest in it: what adds up to 100 per cent."""


class Holdings:
    """The interests that a regime counts, by who holds and by what is held. Nothing counts of a company in itself."""

    def __init__(self, interests: Iterable[Interest]) -> None:
        self.by_owner: dict[str, list[Interest]] = defaultdict(list)
        self.by_owned: dict[str, list[Interest]] = defaultdict(list)
        self.whole: dict[Pool, Sum] = defaultdict(Sum)
        for each in interests:
            if each.owner != each.owned and each.share.high:
                self.by_owner[each.owner].append(each)
                self.by_owned[each.owned].append(each)
                self.whole[each.owned, each.kind].add(each.share)

    def of(self, owner: str) -> Collection[Interest]:
        """What ``owner`` holds."""
        return self.by_owner.get(owner, ())

    def into(self, owned: str) -> Collection[Interest]:
        """What is held of ``owned``."""
        return self.by_owned.get(owned, ())


@dataclass(frozen=True, slots=True)
class Group:
    """What is reached from ``seeds``, which count together: each party with its place in the order of joining."""

    seeds: frozenset[str] = frozenset()
    definite: Mapping[str, int] = field(default_factory=dict)
    conceivable: Mapping[str, int] = field(default_factory=dict)


def groups(
    holdings: Holdings, regime: Regime, listed: Collection[str], possible: Collection[str] = ()
) -> Iterator[Group]:
    """The cascade of all listed parties together, or of each by itself; ``possible`` are those that may be listed."""
    if regime.aggregation == "aggregate":
        yield together(holdings, regime, listed, possible)
        return
    for party in sorted(listed):
        yield together(holdings, regime, (party,))
    for party in sorted(possible):
        yield together(holdings, regime, (), (party,))


def together(holdings: Holdings, regime: Regime, listed: Collection[str], possible: Collection[str] = ()) -> Group:
    """The cascade of all of ``listed`` added up."""
    return Group(
        frozenset(listed),
        cascade(holdings, listed, lambda held, whole: regime.reached_by(held)),
        cascade(holdings, {*listed, *possible}, regime.may_be_reached_by),
    )


def cascade(holdings: Holdings, seeds: Collection[str], reaches: Callable[[Sum, Sum], bool]) -> dict[str, int]:
    """``seeds`` and every company of which those that joined before hold enough, in the order of joining."""
    joined = {seed: place for place, seed in enumerate(sorted(seeds))}
    queue = deque(joined)
    held: dict[Pool, Sum] = defaultdict(Sum)
    while queue:
        for interest in holdings.of(queue.popleft()):
            if interest.owned not in joined:
                pool = (interest.owned, interest.kind)
                held[pool].add(interest.share)
                if reaches(held[pool], holdings.whole[pool]):
                    joined[interest.owned] = len(joined)
                    queue.append(interest.owned)
    return joined


def support(holdings: Holdings, regime: Regime, definite: Mapping[str, int], party: str) -> list[Interest]:
    """Of the interests by which ``party`` joined, as few as suffice by their lower ends: none can be left out."""
    earlier = [each for each in holdings.into(party) if definite.get(each.owner, definite[party]) < definite[party]]
    earlier.sort(key=lambda each: (each.share.low, each.share.low_open), reverse=True)
    return next(
        filter(None, (_enough([each for each in earlier if each.kind == kind], regime) for kind in regime.kinds))
    )


def _enough(largest_first: list[Interest], regime: Regime) -> list[Interest]:
    """The first of these that reach the threshold together; none where all of them do not."""
    held = Sum()
    for count, each in enumerate(largest_first, start=1):
        held.add(each.share)
        if regime.reached_by(held):
            return largest_first[:count]
    return []


def self_supporting(holdings: Holdings, regime: Regime, listed: Collection[str]) -> set[str]:
    """The *greatest* fixed point: who would be restricted if companies could support each other in a ring."""
    held: dict[Pool, Sum] = defaultdict(Sum)
    for into in holdings.by_owned.values():
        for each in into:
            held[each.owned, each.kind].add(each.share)

    def stands(party: str) -> bool:
        return party in listed or any(regime.reached_by(held[party, kind]) for kind in regime.kinds)

    standing = {party for party in {*holdings.by_owner, *holdings.by_owned} if stands(party)}
    queue = deque(party for party in holdings.by_owner if party not in standing)
    while queue:
        for each in holdings.of(queue.popleft()):
            held[each.owned, each.kind].remove(each.share)
            if each.owned in standing and not stands(each.owned):
                standing.remove(each.owned)
                queue.append(each.owned)
    return standing
