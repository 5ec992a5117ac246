"""The interests that a regime counts, found by who holds and by what is held."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from compliance.party import Interest
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

    def only(self, kinds: Collection[str]) -> Holdings:
        """Those of certain kinds."""
        return Holdings(each for held in self.by_owner.values() for each in held if each.kind in kinds)

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


def at_most(interest: Interest) -> Pool:
    """The pool for the most that may be held: what may be counted twice may also be held beside the rest."""
    return interest.owned, interest.kind
