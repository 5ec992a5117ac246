"""What part of a company belongs to listed parties when percentages are multiplied along the chain.

A regime says what an owner passes on: nothing below its ``gate``, itself in full from ``full`` on, and between the two
the part that is held of it. The *least* solution, exact: companies that own each other in a ring are solved together.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, groupby

from compliance.core.share import WHOLE, End, Part, Share, per_cent
from compliance.ownership.parties import Interest
from compliance.ownership.regimes import Regime
from compliance.ownership.tracing.components import owners_first
from compliance.ownership.tracing.holdings import Holdings, Pool, at_most, pool_of


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is computed exactly where percentages are multiplied; beyond it the answer is a range around the true one."""

    ring: int = 40
    """Companies of a ring that are solved together; a larger ring is enclosed, step by step from either side."""
    companies: int = 1_000_000
    """Companies followed from each listed party by itself, counted over all of them."""


EFFORT = Effort()
_PLACES = 10**60
"""Longer fractions are cut here, the least one down and the most one up, so that both ends stay true."""


NOTHING, ALL = Part(), Part(Fraction(1))
_NO_GATE = Share(0, 0)


def parts(
    holdings: Holdings, regime: Regime, seeds: Collection[str], end: End, effort: Effort = EFFORT
) -> dict[str, Part]:
    """What at least, or at most, belongs to ``seeds`` together, for every party of which it may be anything."""
    return _LookThrough(holdings, regime, seeds, end).parts(effort.ring)


def is_wide(holdings: Holdings, regime: Regime, seeds: Collection[str], room: int) -> bool:
    """Whether ``seeds`` may own a part of ``room`` companies or more."""
    return len(_LookThrough(holdings, regime, seeds, "most").companies(room)) >= room


def controlled(holdings: Holdings, limbs: Collection[str], owners: Iterable[str]) -> set[str]:
    """Whom ``owners`` reach by control alone, by an interest of a kind that is one of ``limbs``."""
    return {interest.owned for owner in owners for interest in holdings.of(owner) if interest.kind in limbs}


class _LookThrough:
    def __init__(self, holdings: Holdings, regime: Regime, seeds: Collection[str], end: End) -> None:
        self._holdings, self._regime, self._end = holdings, regime, end
        self._seeds = frozenset(seeds)
        self._gated = bool(regime.gate or regime.full)
        # Control makes a company reached, not owned: it passes nothing on where percentages are multiplied.
        self._kinds: frozenset[str] = frozenset((*regime.kinds, *(("beneficiary",) if end == "most" else ())))
        self._known: dict[str, Part] = dict.fromkeys(self._seeds, ALL)
        self._held: dict[str, dict[Pool, list[Interest]]] = {}

    def parts(self, max_ring: int) -> dict[str, Part]:
        companies = self.companies()
        owners = {party: [interest.owner for interest in self._into(party)] for party in companies}
        for members in owners_first(companies, owners.__getitem__):
            if len(members) == 1:
                (party,) = members
                self._known[party] = self._part(party, self._passed)
            elif len(members) <= max_ring and not self._more_than_all(members):
                self._solve(members)
            else:
                self._enclose(members)
        return {party: part for party, part in self._known.items() if part != NOTHING}

    def companies(self, room: int | None = None) -> dict[str, None]:
        """The companies that the seeds own, or may own, a part of, ``room`` at most; not past what ends at the gate."""
        companies: dict[str, None] = {}
        shares: dict[Pool, int] = defaultdict(int)
        followed = set(self._seeds)
        queue = deque(sorted(self._seeds))
        gate = (self._regime.gate or _NO_GATE).low
        while queue:
            for interest in self._holdings.of(queue.popleft()):
                if interest.kind not in self._kinds or interest.owned in self._seeds or not self._may_hold(interest):
                    continue
                if room is not None and len(companies) >= room:
                    return companies
                companies[interest.owned] = None
                pool = self._pool(interest)
                shares[pool] += interest.share.low if self._end == "least" else interest.share.high
                if interest.owned not in followed and shares[pool] >= gate:
                    followed.add(interest.owned)
                    queue.append(interest.owned)
        return companies

    def _may_hold(self, interest: Interest) -> bool:
        """Whether anything is held by it for certain, or conceivably."""
        share = interest.share
        return self._end == "most" or share.low > 0 or share.low_open

    def _pool(self, interest: Interest) -> Pool:
        return pool_of(interest) if self._end == "least" else at_most(interest)

    def _passed(self, owner: str) -> Part:
        """What ``owner`` passes on of what it holds."""
        part = self._known.get(owner, NOTHING)
        if not self._gated:
            return part
        passes = "all" if owner in self._seeds else self._regime.passes(part, self._end)
        return ALL if passes == "all" else part if passes == "part" else NOTHING

    def _part(self, party: str, passed: Callable[[str], Part]) -> Part:
        """The part that follows from what its owners pass on; each kind of interest by itself, the greatest counts."""
        pools = self._by_pool(party)
        if len(pools) == 1:
            ((pool, interests),) = pools.items()
            alone = self._of_one(interests[0], passed(interests[0].owner)) if len(interests) == 1 else None
            return self._short(alone or self._part_of(pool, interests, passed))
        parts = (self._part_of(pool, interests, passed) for pool, interests in pools.items())
        return self._short(max(parts, key=self._greatness, default=NOTHING))

    def _part_of(self, pool: Pool, interests: Sequence[Interest], passed: Callable[[str], Part]) -> Part:
        """Of one kind. Where nobody has to yield, each has the end of its share; the rest needs a closer look."""
        if self._end == "least":
            return _least(interests, passed)
        limited = pool[0] not in self._holdings.indirect
        room = (1 if limited else len(interests)) * WHOLE
        wide = any(interest.share.low != interest.share.high for interest in interests)
        if wide and sum(interest.share.high for interest in interests) >= room:
            return self._in(pool, passed)[0]
        return _at_most(interests, passed)

    def _of_one(self, interest: Interest, part: Part) -> Part | None:
        """The part that follows from a single interest, the usual case; None where it needs a closer look."""
        share = interest.share
        if not part.size:
            return None if part.open else NOTHING
        if self._end == "least" or share.low == share.high:
            return Part(Fraction(share.low, WHOLE) * part.size, share.low_open or (part.open and share.low > 0))
        return Part(Fraction(share.high, WHOLE) * part.size, share.high_open or part.open)

    def _greatness(self, part: Part) -> tuple[Fraction, bool]:
        return part.size, part.open == (self._end == "least")

    def _by_pool(self, party: str) -> Mapping[Pool, list[Interest]]:
        """What is held of a party by pool, in their order; looked up once."""
        if party not in self._held:
            pools: dict[Pool, list[Interest]] = {}
            for interest in self._holdings.into(party):
                if interest.kind in self._kinds:
                    pools.setdefault(self._pool(interest), []).append(interest)
            self._held[party] = dict(sorted(pools.items())) if len(pools) > 1 else pools
        return self._held[party]

    def _into(self, party: str) -> Iterable[Interest]:
        return chain.from_iterable(self._by_pool(party).values())

    def _in(self, pool: Pool, passed: Callable[[str], Part]) -> tuple[Part, dict[str, Fraction]]:
        """Of one kind: the part, and the share of each owner with which it comes about."""
        party = pool[0]
        interests = self._by_pool(party)[pool]
        shares: dict[str, Fraction] = defaultdict(Fraction)
        for interest in interests:
            shares[interest.owner] += Fraction(interest.share.low, WHOLE)
        if self._end == "least":
            part = _least(interests, passed)
        else:
            part = _most(interests, passed, shares, limited=party not in self._holdings.indirect)
        return part, shares

    def _short(self, part: Part) -> Part:
        if part.size.denominator <= _PLACES:
            return part
        cut = part.size * _PLACES // 1 + (self._end == "most")
        return Part(Fraction(cut, _PLACES))

    def _more_than_all(self, ring: Iterable[str]) -> bool:
        """Whether the shares of somebody may add up to more than the whole, so that no linear rest has a solution."""
        return self._end == "most" and any(party in self._holdings.indirect for party in ring)

    def _solve(self, ring: Sequence[str]) -> None:
        """Step by step upwards: what each passes on and the choices stand, the linear rest is solved at once."""
        self._known.update(dict.fromkeys(ring, NOTHING))
        choices: dict[str, Mapping[str, Fraction]] = {}
        while True:
            solved = _solution([self._equation(party, ring, choices) for party in ring])
            if all(size == self._known[party].size for party, size in zip(ring, solved, strict=True)):
                break
            self._known.update((party, Part(size)) for party, size in zip(ring, solved, strict=True))
        self._known.update((party, self._short(self._known[party])) for party in ring)
        self._mark_open_ends(ring)

    def _equation(self, party: str, ring: Sequence[str], choices: dict[str, Mapping[str, Fraction]]) -> list[Fraction]:
        """The part of ``party``: a factor for each of the ring, and the constant.

        A choice stands until another gives more. Among those that give the same may be one by which companies own
        nothing but each other: from that nothing follows, though much is known already.
        """
        row = [Fraction(0)] * (len(ring) + 1)
        options = [self._in(pool, self._passed) for pool in self._by_pool(party)]
        part, shares = max(options, key=lambda option: self._greatness(option[0]))
        if party not in choices or part.size > self._worth(choices[party]):
            choices[party] = shares
        for owner, share in choices[party].items():
            if owner in ring and self._regime.passes(self._known[owner], self._end) == "part":
                row[ring.index(owner)] += share
            else:
                row[-1] += share * self._passed(owner).size
        return row

    def _worth(self, shares: Mapping[str, Fraction]) -> Fraction:
        return sum((share * self._passed(owner).size for owner, share in shares.items()), Fraction(0))

    def _mark_open_ends(self, ring: Sequence[str]) -> None:
        grown = True
        while grown:
            grown = False
            for party in ring:
                part = self._part(party, self._passed)
                if part.open and part.size == self._known[party].size and not self._known[party].open:
                    self._known[party] = part
                    grown = True

    def _enclose(self, ring: Sequence[str]) -> None:
        """A bound for each of a large ring, in whole numbers: steps up from nothing, or down from everything."""
        from compliance.ownership.tracing.enclosure import enclosed

        self._known.update(dict.fromkeys(ring, NOTHING))
        edges = (
            (pool, interest.owner, interest.share)
            for party in ring
            for pool, interests in self._by_pool(party).items()
            for interest in interests
        )
        sizes = enclosed(
            ring, edges, lambda owner: self._passed(owner).size, self._regime, self._end, self._holdings.indirect
        )
        self._known.update((party, Part(size)) for party, size in zip(ring, sizes, strict=True))


def _least(interests: Iterable[Interest], passed: Callable[[str], Part]) -> Part:
    terms, is_open = [], False
    for interest in interests:
        part, share = passed(interest.owner), interest.share
        if part.size or part.open:
            terms.append((share.low, part.size))
            is_open = is_open or share.low_open or (part.open and share.low > 0)
    return Part(_total(terms), is_open)


def _at_most(interests: Iterable[Interest], passed: Callable[[str], Part]) -> Part:
    """What is held where every owner that passes something on may hold the upper end of its share."""
    terms, below = [], False
    for interest in interests:
        part, share = passed(interest.owner), interest.share
        held = share.high if part.size else share.low
        terms.append((held, part.size))
        below = below or (share.high_open and bool(part.size)) or (part.open and held > 0)
    size = _total(terms)
    return Part(size, below) if size <= 1 else ALL


def _total(terms: Sequence[tuple[int, Fraction]]) -> Fraction:
    """Micro-per-cent of sizes added up; brought to lowest terms only once."""
    total, below = 0, 1
    for share, size in terms:
        if size.denominator == below:
            total += share * size.numerator
        else:
            total = total * size.denominator + share * size.numerator * below
            below *= size.denominator
    return Fraction(total, below * WHOLE)


def _most(
    interests: Sequence[Interest], passed: Callable[[str], Part], shares: dict[str, Fraction], *, limited: bool
) -> Part:
    """Whoever passes on most gets what the lower ends of the others leave; ``shares`` are raised to that.

    Not ``limited``: some of it is held through others, which leaves no less room.
    """
    free = Fraction(1) - sum(shares.values()) if limited else Fraction(len(interests))
    below = False
    worth = {interest.owner: passed(interest.owner) for interest in interests}
    best_first = sorted(
        interests, key=lambda interest: (worth[interest.owner].size, not worth[interest.owner].open), reverse=True
    )
    raised: set[str] = set()
    for size, together in groupby(best_first, key=lambda interest: worth[interest.owner].size):
        wider = [interest for interest in together if size and interest.share.low != interest.share.high]
        for interest in wider:
            more = min(Fraction(interest.share.high - interest.share.low, WHOLE), free)
            shares[interest.owner] += more
            free -= more
            raised |= {interest.owner} if more else set()
        if wider and free and any(interest.share.high_open for interest in wider):
            below = True  # all of them stand at their upper ends, and one of these is itself left out
        elif wider and not free:
            # They could trade among themselves, but not if every one of them is at its end.
            at_end = all(shares[interest.owner] == Fraction(interest.share.high, WHOLE) for interest in wider)
            below = below or (at_end and any(interest.share.high_open for interest in wider))
    if raised and not free:
        least = min(worth[owner].size for owner in raised)
        below = below or any(interest.share.low_open and worth[interest.owner].size < least for interest in interests)
    below = below or any(part.open and shares[owner] for owner, part in worth.items())
    size = sum((shares[owner] * part.size for owner, part in worth.items()), Fraction(0))
    return Part(size, below) if size <= 1 else ALL


def _solution(rows: list[list[Fraction]]) -> list[Fraction]:
    """The least non-negative solution of x = A x + b, where every row is a row of A and the constant.

    A company of which nothing comes from outside stays at nothing.
    """
    size = len(rows)
    table = [[-factor for factor in row[:size]] + [row[size]] for row in rows]
    for column in range(size):
        table[column][column] += 1
    for column in range(size):
        pivot = table[column][column]
        if not pivot:
            continue
        for row in range(size):
            factor = table[row][column] / pivot if row != column else Fraction(0)
            if factor:
                table[row] = [
                    value - factor * pivot_value for value, pivot_value in zip(table[row], table[column], strict=True)
                ]
    return [
        table[column][size] / table[column][column] if table[column][column] else Fraction(0) for column in range(size)
    ]


def in_per_cent(least: Part, most: Part) -> str:
    """What is held, for people: ``33.6 %``, ``about 33.333333 %``, ``10 % to 40 %``."""
    ends = dict.fromkeys(_per_cent(part.size) for part in (least, most))
    return " to ".join(ends)


def _per_cent(size: Fraction) -> str:
    micro, more = divmod(size.numerator * WHOLE, size.denominator)
    # As round() does: a half goes to the even one.
    micro += 2 * more > size.denominator or (2 * more == size.denominator and micro % 2)
    return f"{'about ' if more else ''}{per_cent(micro)} %"
