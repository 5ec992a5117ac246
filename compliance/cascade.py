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
from compliance.share import Sum, total

Pool = tuple[str, str]
"""A company and one kind of interest in it: what adds up to 100 per cent."""


class Holdings:
    """The interests that a regime counts, by who holds and by what is held. Nothing counts of a company in itself."""

    def __init__(self, interests: Iterable[Interest]) -> None:
        self.by_owner: dict[str, list[Interest]] = defaultdict(list)
        self.by_owned: dict[str, list[Interest]] = defaultdict(list)
        self.exact = True
        self._whole: dict[Pool, Sum] = {}
        by_owner, by_owned = self.by_owner, self.by_owned
        for each in interests:
            share = each.share
            if each.owner != each.owned and share.high:
                by_owner[each.owner].append(each)
                by_owned[each.owned].append(each)
                if share.low != share.high:
                    self.exact = False

    def of(self, owner: str) -> Collection[Interest]:
        """What ``owner`` holds."""
        return self.by_owner.get(owner, ())

    def into(self, owned: str) -> Collection[Interest]:
        """What is held of ``owned``."""
        return self.by_owned.get(owned, ())

    def whole(self, pool: Pool) -> Sum:
        """Everything that is held of a company in one kind."""
        if pool not in self._whole:
            owned, kind = pool
            self._whole[pool] = total(each.share for each in self.into(owned) if each.kind == kind)
        return self._whole[pool]


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
    definite = cascade(holdings, listed, lambda held, pool: regime.reached_by(held))
    if holdings.exact and not possible:
        return Group(frozenset(listed), definite, definite)
    conceivable = cascade(
        holdings, {*listed, *possible}, lambda held, pool: regime.may_be_reached_by(held, holdings.whole(pool))
    )
    return Group(frozenset(listed), definite, conceivable)


def cascade(holdings: Holdings, seeds: Collection[str], reaches: Callable[[Sum, Pool], bool]) -> dict[str, int]:
    """``seeds`` and every company of which those that joined before hold enough, in the order of joining."""
    joined = {seed: place for place, seed in enumerate(sorted(seeds))}
    queue = deque(joined)
    held: dict[Pool, Sum] = {}
    while queue:
        for interest in holdings.of(queue.popleft()):
            owned = interest.owned
            if owned not in joined:
                pool = (owned, interest.kind)
                together = held.get(pool)
                if together is None:
                    together = held[pool] = Sum()
                together.add(interest.share)
                if reaches(together, pool):
                    joined[owned] = len(joined)
                    queue.append(owned)
    return joined


def support(holdings: Holdings, regime: Regime, definite: Mapping[str, int], party: str) -> list[Interest]:
    """Of the interests by which ``party`` joined, as few as suffice by their lower ends: none can be left out."""
    into = holdings.into(party)
    if len(into) == 1:
        return [*into]
    earlier = [each for each in into if definite.get(each.owner, definite[party]) < definite[party]]
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


def self_supporting(holdings: Holdings, regime: Regime, definite: Collection[str]) -> set[str]:
    """Who would be reached beside ``definite`` if companies could support each other in a ring.

    That is the *greatest* fixed point: everybody stands of whom enough is held, until one of its owners falls.
    """
    standing = {
        party
        for party in holdings.by_owned
        if party not in definite and any(regime.reached_by(holdings.whole((party, kind))) for kind in regime.kinds)
    }
    held: dict[Pool, Sum] = defaultdict(Sum)
    for party in standing:
        for each in holdings.into(party):
            if each.owner in standing or each.owner in definite:
                held[party, each.kind].add(each.share)

    def stands(party: str) -> bool:
        return any(regime.reached_by(held[party, kind]) for kind in regime.kinds)

    queue = deque(party for party in standing if not stands(party))
    standing.difference_update(queue)
    while queue:
        for each in holdings.of(queue.popleft()):
            if each.owned in standing:
                held[each.owned, each.kind].remove(each.share)
                if not stands(each.owned):
                    standing.remove(each.owned)
                    queue.append(each.owned)
    return standing
