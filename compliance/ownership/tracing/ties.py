"""What a person should know of a party beside its verdict: sisters, minorities, control, what nobody disclosed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from compliance.core.share import total
from compliance.ownership.parties import Interest, Link, Parties
from compliance.ownership.regimes import Regime
from compliance.ownership.tracing.holdings import Holdings
from compliance.screening.names.folding import fold

FLAGS = {
    "listed-minority": "a listed party holds less than the threshold of {parties}",
    "sister-of-listed": "an owner of a listed party also owns a part of {parties}",
    "owner-of-listed": "a listed party is owned by {parties}; ownership passes a restriction down only",
    "control-tie": "a listed party has a tie of control, which is not ownership, to {parties}",
    "joint-arrangement-not-assessed": "listed parties reach the threshold only together in {parties}; "
    "we did not assess whether they act together",
    "circular-support": "companies own each other in a ring around {parties}",
    "self-holding": "own shares are held by {parties}",
    "undisclosed-majority": "we do not know who owns half or more of {parties}",
    "country-unknown": "the answer depends on the country, which is not recorded, of {parties}",
    "proof-cut": "the proof shown is not complete for {parties}",
    "ask-cut": "more shares are open than those shown for {parties}",
    "owners-cut": "there are more listed owners than those shown for {parties}",
}
"""What the flags of a traced party mean (design section 9)."""


def flag_meaning(flag: str, parties: str = "it") -> str:
    """What a flag of FLAGS says of ``parties``, as a clause."""
    return FLAGS[flag].format(parties=parties)


SISTER_LINKS = {"common founder", "common owner", "sister"}
"""Kinds of links that say no more than a common owner does."""
TRADE_LINKS = {"customer", "product line", "seller", "supplier"}
"""Kinds of links that say nothing of who decides; every other one may be a sign of control."""


class Ties:
    """The flags of every party, as they follow from the interests of the day, the links and the verdicts.

    ``others`` are the interests of the day that the regime does not count, ``definite`` who is reached for certain,
    ``holders`` they and whoever passes on a part that is multiplied, ``conceivable`` who may be reached.
    """

    def __init__(
        self,
        parties: Parties,
        holdings: Holdings,
        others: Holdings,
        regime: Regime,
        *,
        listed: Collection[str],
        definite: Collection[str],
        holders: Collection[str],
        conceivable: Collection[str],
    ) -> None:
        self._holdings, self._regime = holdings, regime
        self._definite, self._holders, self._conceivable = definite, holders, conceivable
        self._flags: dict[str, set[str]] = defaultdict(set)
        self._relatives(listed)
        for party in {*holdings.self_holders(), *others.self_holders()}:
            self.add(party, "self-holding")
        for owner in holders:
            for interest in others.of(owner):
                if _is_control(interest, regime):
                    self.add(interest.owned, "control-tie")
        for link in parties.links:
            self._link(link, listed)

    def add(self, party: str, flag: str) -> None:
        """One more flag of a party."""
        self._flags[party].add(flag)

    @property
    def flagged(self) -> Collection[str]:
        """Who has a flag that does not follow from what is held of it."""
        return self._flags.keys()

    def of(self, party: str) -> set[str]:
        """The flags of a party."""
        flags = {*self._flags.get(party, ())}
        if party not in self._definite and not self._holdings.discloses(party, self._regime):
            flags.add("undisclosed-majority")
        into = self._holdings.into(party) if party not in self._conceivable else ()
        if any(interest.owner in self._holders for interest in into):
            flags.add("listed-minority")
        return flags

    def _relatives(self, listed: Collection[str]) -> None:
        owners = dict.fromkeys(interest.owner for party in sorted(listed) for interest in self._holdings.into(party))
        for owner in owners:
            self.add(owner, "owner-of-listed")
            owned = {interest.owned for interest in self._holdings.of(owner)}
            of_these = owned.intersection(listed)
            for party in owned if len(of_these) > 1 else owned - of_these:
                self.add(party, "sister-of-listed")

    def _link(self, link: Link, listed: Collection[str]) -> None:
        kind = fold(link.kind)
        for party, partner in ((link.a, link.b), (link.b, link.a)):
            if kind in SISTER_LINKS and party in listed:
                self.add(partner, "sister-of-listed")
            elif kind not in SISTER_LINKS | TRADE_LINKS and party in self._holders:
                self.add(partner, "control-tie")


def _is_control(interest: Interest, regime: Regime) -> bool:
    """Seats on the board, declared control, or votes that may be a majority where votes are not counted anyway."""
    if interest.kind == "votes":
        votes = total((interest.share,))
        return regime.may_be_reached_by(votes, votes)
    return interest.kind in ("board", "control") and interest.share.high > 0
