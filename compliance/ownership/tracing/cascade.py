"""Who is reached from the listed parties, under each way in which a regime takes them together.

The *least* fixed point: companies that hold each other do not support each other. Where a company that reaches the
threshold counts as listed itself, each interest is looked at once, so the effort is that of reading the graph, cycles
included; where percentages are multiplied, see ``lookthrough``.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from compliance.core.share import End, Part, Sum
from compliance.ownership.parties import Interest
from compliance.ownership.regimes import Regime
from compliance.ownership.tracing.holdings import Holdings, Pool, at_most, pool_alone, pool_of
from compliance.ownership.tracing.lookthrough import EFFORT, Effort, controlled, is_wide, parts

Partners = Mapping[str, Collection[str]]
"""Parties with those that count as one holder with them."""


@dataclass(frozen=True, slots=True)
class Group:
    """What is reached from ``seeds``, which count together: each party with its place in the order of joining.

    ``passing`` may pass something on to what they own. ``least`` and ``most`` are the parts that belong to the seeds,
    where percentages are multiplied. ``partners`` count as one holder with the party that each stands for here.
    """

    seeds: frozenset[str] = frozenset()
    definite: Mapping[str, int] = field(default_factory=dict)
    conceivable: Mapping[str, int] = field(default_factory=dict)
    passing: Collection[str] = ()
    least: Mapping[str, Part] = field(default_factory=dict)
    most: Mapping[str, Part] = field(default_factory=dict)
    partners: Mapping[str, str] = field(default_factory=dict)

    def counts_from(self, owner: str) -> tuple[int, str] | None:
        """From which place on the interests of ``owner`` count, and the party by which they do; None if never."""
        positions = [
            (self.definite[holder], holder)
            for holder in (owner, self.partners.get(owner, ""))
            if holder in self.definite
        ]
        return min(positions, default=None)


def groups(
    holdings: Holdings,
    regime: Regime,
    listed: Collection[str],
    possible: Collection[str] = (),
    partners: Partners | None = None,
    effort: Effort = EFFORT,
) -> Iterator[Group]:
    """The cascade of all listed parties together, or of each by itself; ``possible`` are those that may be listed."""
    if regime.status is not None:
        status = regime.status
        no_control: dict[str, object] = {"majority": (), "limbs": (), "possible_limbs": ()}
        plain = {"aggregation": "aggregate", "together": None, "cascade": "binary", "gate": None, "full": None}
        by_status = regime.model_copy(update={**vars(status), **plain, "status": None, **no_control})
        counted = together(holdings.only(status.kinds), by_status, listed, possible, effort=effort)
        yield counted
        listed, possible = counted.definite, [party for party in counted.conceivable if party not in counted.definite]
        regime = regime.model_copy(update={"status": None})
    if regime.together is not None:
        both = regime.model_copy(
            update={"threshold": regime.together, "operator": ">=", "aggregation": "aggregate", "together": None}
        )
        yield together(holdings, both, listed, possible, effort=effort)
        regime = regime.model_copy(update={"together": None})
    if regime.aggregation == "aggregate":
        yield together(holdings, regime, listed, possible, effort=effort)
        return
    if not regime.simple:
        yield from _one_by_one(holdings, regime, listed, possible, effort)
        return
    for party in sorted(listed):
        yield together(holdings, regime, (party,), (), partners)
    for party in sorted(possible):
        yield together(holdings, regime, (), (party,), partners)


def together(
    holdings: Holdings,
    regime: Regime,
    listed: Collection[str],
    possible: Collection[str] = (),
    partners: Partners | None = None,
    effort: Effort = EFFORT,
) -> Group:
    """The cascade of all of ``listed`` added up."""
    if not regime.simple:
        return _multiplied(holdings, regime, listed, possible, effort)
    counted: dict[str, str] = {}
    # Several owners may vote together, but that is not certain: of a majority each owner's part is asked by itself.
    pool = pool_alone(regime.majority if regime.aggregation == "aggregate" else ())
    definite = cascade(holdings, listed, pool, lambda total, pool: regime.reached_by(total, pool[1]), partners, counted)
    if holdings.exact and not possible and regime.unsettled_kinds.isdisjoint(holdings.kinds):
        passing: Collection[str] = {*definite, *counted} if counted else definite
        return Group(frozenset(listed), definite, definite, passing, partners=counted)

    def may_be_reached(total: Sum, pool: Pool) -> bool:
        # What is held through others leaves no less room, and needs none beside them.
        return regime.may_be_reached_by(total, total if pool[0] in holdings.indirect else holdings.whole(pool), pool[1])

    conceivable = cascade(holdings, {*listed, *possible}, at_most, may_be_reached, partners, counted)
    passing = {*conceivable, *counted} if counted else conceivable
    return Group(frozenset(listed), definite, conceivable, passing, partners=counted)


def _one_by_one(
    holdings: Holdings, regime: Regime, listed: Collection[str], possible: Collection[str], effort: Effort
) -> Iterator[Group]:
    """A group for each listed party. Of those who may own a part of very many companies the most is one bound for all.

    It is what they may own together, which is no less than what any of them may own.
    """
    room = effort.companies // max(len(listed) + len(possible), 1) + 1
    wide = []
    for party in sorted({*listed, *possible}):
        certain, unsure = ((party,), ()) if party in listed else ((), (party,))
        if is_wide(holdings, regime, (party,), room):
            wide.append(party)
            least = parts(holdings, regime, certain, "least", effort)
            yield _multiplied(holdings, regime, certain, (), effort, least, least)
        else:
            yield _multiplied(holdings, regime, certain, unsure, effort)
    if wide:
        yield _multiplied(holdings, regime, (), wide, effort)


def _multiplied(
    holdings: Holdings,
    regime: Regime,
    listed: Collection[str],
    possible: Collection[str],
    effort: Effort,
    least: Mapping[str, Part] | None = None,
    most: Mapping[str, Part] | None = None,
) -> Group:
    least = parts(holdings, regime, listed, "least", effort) if least is None else least
    most = parts(holdings, regime, {*listed, *possible}, "most", effort) if most is None else most
    definite = _reached(holdings, regime, listed, least, "least")
    conceivable = _reached(holdings, regime, sorted({*listed, *possible}), most, "most")
    places = {party: position for position, party in enumerate(dict.fromkeys((*definite, *conceivable)))}
    passing = {party for party, part in most.items() if regime.passes(part, "most") != "nothing"}
    return Group(
        frozenset(listed),
        {party: places[party] for party in definite},
        places,
        passing.union(listed, possible),
        least,
        most,
    )


def _reached(
    holdings: Holdings, regime: Regime, seeds: Collection[str], parts: Mapping[str, Part], end: End
) -> dict[str, None]:
    """The seeds, whoever is held enough, and whom one that counts in full controls, if control is a limb."""
    reached = [party for party, part in parts.items() if regime.reached_with(part, end)]
    in_full = [*seeds, *(party for party, part in parts.items() if regime.passes(part, end) == "all")]
    return dict.fromkeys((*seeds, *reached, *sorted(controlled(holdings, regime.limbs_at(end), in_full))))


def cascade(
    holdings: Holdings,
    seeds: Collection[str],
    pool_of: Callable[[Interest], Pool],
    reaches: Callable[[Sum, Pool], bool],
    partners: Partners | None = None,
    counted: dict[str, str] | None = None,
) -> dict[str, int]:
    """``seeds`` and every company of which those that joined before hold enough, in the order of joining.

    The interests of the ``partners`` of whoever joined count as its own; who counts by whom is put into ``counted``.
    """
    joined = {seed: position for position, seed in enumerate(sorted(seeds))}
    queue = deque(joined)
    totals: dict[Pool, Sum] = {}
    looked: set[str] = set()
    while queue:
        holder = queue.popleft()
        holders = [holder]
        for partner in partners.get(holder, ()) if partners else ():
            holders.append(partner)
            if counted is not None and partner not in joined:
                counted.setdefault(partner, holder)
        for owner in holders:
            if partners:
                if owner in looked:
                    continue
                looked.add(owner)
            for interest in holdings.of(owner):
                owned = interest.owned
                if owned not in joined:
                    pool = pool_of(interest)
                    together = totals.get(pool)
                    if together is None:
                        together = totals[pool] = Sum()
                    together.add(interest.share)
                    if reaches(together, pool):
                        joined[owned] = len(joined)
                        queue.append(owned)
    return joined


def support(holdings: Holdings, regime: Regime, group: Group, party: str) -> list[Interest]:
    """Of the interests by which ``party`` joined, as few as suffice by their lower ends: none can be left out."""
    into = holdings.into(party)
    if len(into) == 1:
        return [*into]
    position = group.definite[party]
    if group.partners:
        earlier = [interest for interest in into if (group.counts_from(interest.owner) or (position, ""))[0] < position]
    else:
        earlier = [interest for interest in into if group.definite.get(interest.owner, position) < position]
    earlier.sort(key=lambda interest: (interest.share.low, interest.share.low_open), reverse=True)
    return next(filter(None, (_enough(pool, regime) for pool in _pools(earlier, regime))))


def _pools(interests: Sequence[Interest], regime: Regime) -> list[list[Interest]]:
    """The interests in a company by pool, in the order in which the regime names the kinds."""
    pools: list[list[Interest]] = []
    for kind in (*regime.kinds, *regime.majority, *regime.limbs):
        of_kind = [interest for interest in interests if interest.kind == kind]
        alone = kind in regime.limbs or (kind in regime.majority and regime.aggregation == "aggregate")
        pools.append([interest for interest in of_kind if not (interest.indirect or alone)])
        pools += [[interest] for interest in of_kind if interest.indirect or alone]
    return pools


def _enough(largest_first: list[Interest], regime: Regime) -> list[Interest]:
    """The first of these that reach the threshold together; none where all of them do not."""
    total = Sum()
    for count, interest in enumerate(largest_first, start=1):
        total.add(interest.share)
        if regime.reached_by(total, interest.kind):
            return largest_first[:count]
    return []


def self_supporting(holdings: Holdings, regime: Regime, definite: Collection[str]) -> set[str]:
    """Who would be reached beside ``definite`` if companies could support each other in a ring.

    That is the *greatest* fixed point: everybody stands of whom enough is held, until one of its owners falls.
    """
    standing = {*holdings.support_candidates(regime, definite)}
    totals: dict[Pool, Sum] = defaultdict(Sum)
    for party in standing:
        for interest in holdings.into(party):
            if interest.owner in standing or interest.owner in definite:
                totals[pool_of(interest)].add(interest.share)

    def stands(party: str) -> bool:
        return any(regime.reached_by(totals[pool], pool[1]) for pool in holdings.pools(party))

    queue = deque(party for party in standing if not stands(party))
    standing.difference_update(queue)
    while queue:
        for interest in holdings.of(queue.popleft()):
            if interest.owned in standing:
                totals[pool_of(interest)].remove(interest.share)
                if not stands(interest.owned):
                    standing.remove(interest.owned)
                    queue.append(interest.owned)
    return standing
