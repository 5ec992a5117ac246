"""The interests that a regime counts, found by who holds and by what is held."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from datetime import date

from compliance.core.errors import ComplianceError
from compliance.core.share import WHOLE, Sum, total
from compliance.ownership.interests import excesses, on_day
from compliance.ownership.parties import Indexed, Interest, InterestKind
from compliance.ownership.regimes import Regime

Pool = tuple[str, InterestKind] | tuple[str, InterestKind, str]
"""What is added up: all that is held of a company in one kind, or an indirect interest in it alone."""


class Holdings:
    """The interests that a regime counts, by who holds and by what is held. Nothing counts of a company in itself."""

    def __init__(self, interests: Iterable[Interest]) -> None:
        self.by_owner: dict[str, list[Interest]] = defaultdict(list)
        self.by_owned: dict[str, list[Interest]] = defaultdict(list)
        self.exact = True
        self.kinds: set[str] = set()
        self._indirect: set[str] = set()
        self._self_holders: set[str] = set()
        self.changing_hands: set[str] = set()
        self._whole: dict[Pool, Sum] = {}
        by_owner, by_owned = self.by_owner, self.by_owned
        for interest in interests:
            share = interest.share
            if interest.owner != interest.owned and share.high:
                by_owner[interest.owner].append(interest)
                by_owned[interest.owned].append(interest)
                self.kinds.add(interest.kind)
                if share.low != share.high:
                    self.exact = False
                if interest.changing_hands:
                    self.changing_hands.add(interest.owned)
                if interest.indirect or interest.kind == "beneficiary":
                    self.exact = False
                    self._indirect.add(interest.owned)
            elif interest.owner == interest.owned:
                self._self_holders.add(interest.owner)

    @property
    def indirect(self) -> Collection[str]:
        """Of whom somebody holds something that may be counted twice, or may be no share at all."""
        return self._indirect

    def self_holders(self) -> Collection[str]:
        """Who holds a part of itself."""
        return self._self_holders

    def support_candidates(self, regime: Regime, beside: Collection[str]) -> Collection[str]:
        """Of whom enough is held altogether, ``beside`` those who are reached anyway; perhaps fewer, but never one less
        than those of whom enough is held by each other and by these.
        """
        return {
            party
            for party in self.by_owned
            if party not in beside and any(regime.reached_by(self.whole(pool), pool[1]) for pool in self.pools(party))
        }

    def discloses(self, party: str, regime: Regime) -> bool:
        """Whether so much of a party is described that what is not would not reach the threshold."""
        for pool in self.pools(party):
            if pool[1] not in regime.kinds:
                continue
            whole = self.whole(pool)
            rest = WHOLE - whole.low
            if rest < regime.limit or (rest == regime.limit and (regime.operator == ">" or whole.low_open)):
                return True
        return False

    def disclosing(self, regime: Regime) -> Callable[[str], bool]:
        """``discloses`` for very many parties."""
        return lambda party: self.discloses(party, regime)

    def only(self, kinds: Collection[str]) -> Holdings:
        """Those of certain kinds."""
        return Holdings(
            interest
            for interests_held in self.by_owner.values()
            for interest in interests_held
            if interest.kind in kinds
        )

    def of(self, owner: str) -> Collection[Interest]:
        """What ``owner`` holds."""
        return self.by_owner.get(owner, ())

    def into(self, owned: str) -> Collection[Interest]:
        """What is held of ``owned``."""
        return self.by_owned.get(owned, ())

    def pools(self, owned: str) -> Collection[Pool]:
        """The pools into which what is held of ``owned`` falls."""
        return {pool_of(interest) for interest in self.into(owned)}

    def whole(self, pool: Pool) -> Sum:
        """Everything that is held in a pool."""
        if pool not in self._whole:
            self._whole[pool] = total(interest.share for interest in self.into(pool[0]) if pool_of(interest) == pool)
        return self._whole[pool]


def held_on(interests: Iterable[Interest], day: date, kinds: Collection[str]) -> Holdings:
    """What is held on a day of certain kinds. Raises ComplianceError where that is more than the whole of a company."""
    if isinstance(interests, Indexed):
        holdings: Holdings = interests.held_on(day, kinds)
        return holdings
    held = on_day((interest for interest in interests if interest.kind in kinds), day)
    if problems := [*excesses(held, day)]:
        raise ComplianceError(problems)
    return Holdings(held)


def pool_of(interest: Interest) -> Pool:
    """The pool to which an interest belongs."""
    if interest.indirect:
        return interest.owned, interest.kind, interest.owner
    return interest.owned, interest.kind


def pool_alone(kinds: Collection[InterestKind]) -> Callable[[Interest], Pool]:
    """As ``pool_of``, but of these kinds each owner's interest by itself."""
    if not kinds:
        return pool_of
    return lambda interest: (
        (interest.owned, interest.kind, interest.owner) if interest.kind in kinds else pool_of(interest)
    )


def at_most(interest: Interest) -> Pool:
    """The pool for the most that may be held: what may be counted twice may also be held beside the rest.

    What the beneficiary of a trust has may be a share of it.
    """
    return interest.owned, "ownership" if interest.kind == "beneficiary" else interest.kind
