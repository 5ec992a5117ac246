"""Who is reached from the listed parties when every company that reaches the threshold counts as listed itself.

The *least* fixed point: companies that hold each other do not support each other. Percentages are never multiplied.
Each interest is looked at once, so the effort is that of reading the graph, cycles included.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from compliance.party import Interest
from compliance.regime import Regime
from compliance.share import Sum, total

Pool = tuple[str, ...]
"""What is added up: all that is held of a company in one kind, or an indirect interest in it alone."""


class Holdings:
    """The interests that a regime counts, by who holds and by what is held. Nothing counts of a company in itself."""

    def __init__(self, interests: Iterable[Interest]) -> None:
        self.by_owner: dict[str, list[Interest]] = defaultdict(list)
        self.by_owned: dict[str, list[Interest]] = defaultdict(list)
        self.exact = True
        self.indirect: set[str] = set()
        """Of whom somebody holds something that may be counted twice."""
        self._whole: dict[Pool, Sum] = {}
        by_owner, by_owned = self.by_owner, self.by_owned
        for each in interests:
            share = each.share
            if each.owner != each.owned and share.high:
                by_owner[each.owner].append(each)
                by_owned[each.owned].append(each)
                if share.low != share.high:
                    self.exact = False
                if each.indirect:
                    self.exact = False
                    self.indirect.add(each.owned)

    def of(self, owner: str) -> Collection[Interest]:
        """What ``owner`` holds."""
        return self.by_owner.get(owner, ())

    def into(self, owned: str) -> Collection[Interest]:
        """What is held of ``owned``."""
        return self.by_owned.get(owned, ())

    def pools(self, owned: str) -> Collection[Pool]:
        """The pools into which what is held of ``owned`` falls."""
        return {pool_of(each) for each in self.into(owned)}

    def whole(self, pool: Pool) -> Sum:
        """Everything that is held in a pool."""
        if pool not in self._whole:
            self._whole[pool] = total(each.share for each in self.into(pool[0]) if pool_of(each) == pool)
        return self._whole[pool]


def pool_of(interest: Interest) -> Pool:
    """The pool to which an interest belongs."""
    if interest.indirect:
        return interest.owned, interest.kind, interest.owner
    return interest.owned, interest.kind


def _at_most(interest: Interest) -> Pool:
    """The pool for the most that may be held: what may be counted twice may also be held beside the rest."""
    return interest.owned, interest.kind


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
    definite = cascade(holdings, listed, pool_of, lambda held, pool: regime.reached_by(held))
    if holdings.exact and not possible:
        return Group(frozenset(listed), definite, definite)

    def may_be_reached(held: Sum, pool: Pool) -> bool:
        # What is held through others leaves no less room, and needs none beside them.
        return regime.may_be_reached_by(held, held if pool[0] in holdings.indirect else holdings.whole(pool))

    conceivable = cascade(holdings, {*listed, *possible}, _at_most, may_be_reached)
    return Group(frozenset(listed), definite, conceivable)


def cascade(
    holdings: Holdings,
    seeds: Collection[str],
    pool_of: Callable[[Interest], Pool],
    reaches: Callable[[Sum, Pool], bool],
) -> dict[str, int]:
    """``seeds`` and every company of which those that joined before hold enough, in the order of joining."""
    joined = {seed: place for place, seed in enumerate(sorted(seeds))}
    queue = deque(joined)
    held: dict[Pool, Sum] = {}
    while queue:
        for interest in holdings.of(queue.popleft()):
            owned = interest.owned
            if owned not in joined:
                pool = pool_of(interest)
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
    return next(filter(None, (_enough(pool, regime) for pool in _pools(earlier, regime))))


def _pools(interests: Sequence[Interest], regime: Regime) -> Iterator[list[Interest]]:
    """The interests in a company by pool, in the order in which the regime names the kinds."""
    for kind in regime.kinds:
        of_kind = [each for each in interests if each.kind == kind]
        yield [each for each in of_kind if not each.indirect]
        yield from ([each] for each in of_kind if each.indirect)


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
        if party not in definite and any(regime.reached_by(holdings.whole(pool)) for pool in holdings.pools(party))
    }
    held: dict[Pool, Sum] = defaultdict(Sum)
    for party in standing:
        for each in holdings.into(party):
            if each.owner in standing or each.owner in definite:
                held[pool_of(each)].add(each.share)

    def stands(party: str) -> bool:
        return any(regime.reached_by(held[pool]) for pool in holdings.pools(party))

    queue = deque(party for party in standing if not stands(party))
    standing.difference_update(queue)
    while queue:
        for each in holdings.of(queue.popleft()):
            if each.owned in standing:
                held[pool_of(each)].remove(each.share)
                if not stands(each.owned):
                    standing.remove(each.owned)
                    queue.append(each.owned)
    return standing
