"""What a person should know of a party beside its verdict: sisters, minorities, control, what nobody disclosed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta

from compliance.core.share import WHOLE
from compliance.ownership.interests import CONTROL_KINDS
from compliance.ownership.parties import Indexed, Interest, Link, Parties
from compliance.ownership.regimes import Regime
from compliance.ownership.tracing.cascade import cascade
from compliance.ownership.tracing.holdings import Holdings, pool_of
from compliance.screening.names.folding import fold

FLAGS = {
    "listed-minority": "a listed party holds less than the threshold of {parties}",
    "sister-of-listed": "an owner of a listed party also owns a part of {parties}",
    "owner-of-listed": "a listed party is owned by {parties}; ownership passes a restriction down only",
    "control-tie": "a listed party has a tie of control, which is not ownership, to {parties} or to a company above it",
    "option-held": "a listed party has an option, a warrant, a convertible or a benefit of a trust in {parties}",
    "recent-divestment": "a listed party, or a company that it owns, gave up an interest within a year of its listing in "
    "{parties}",
    "joint-arrangement-not-assessed": "listed parties reach the threshold only together, or share an agreement with "
    "another holder, in {parties}; we did not assess whether they act together",
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
TRADE_LINKS = {"customer", "financing partner", "product line", "seller", "supplier"}
"""Kinds of links that say nothing of who decides; every other one may be a sign of control."""
JOINT_WORDS = {"voting", "concert", "shareholders", "shareholder", "joint"}
"""A link with one of these words in its kind may let two holders of a company decide together."""
RECENT = timedelta(days=365)
"""An interest given up within so long of the owner's listing, or by a listed owner so long before the day, is flagged."""


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
        day: date,
        listed_since: Mapping[str, date],
    ) -> None:
        self._holdings, self._regime = holdings, regime
        self._definite, self._holders, self._conceivable = definite, holders, conceivable
        self._flags: dict[str, set[str]] = defaultdict(set)
        self._relatives(listed)
        for party in {*holdings.self_holders(), *others.self_holders()}:
            self.add(party, "self-holding")
        self._held_otherwise(others)
        for interest in divested(parties.interests, day, holders, listed_since):
            self.add(interest.owned, "recent-divestment")
        for link in parties.links:
            self._link(link, listed, others)

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

    def _held_otherwise(self, others: Holdings) -> None:
        """Ties by control and by rights to shares, and whom a company so controlled holds or controls in turn."""
        counted = self._holdings if {*self._holdings.kinds} - {"ownership"} else None
        controlled: set[str] = set()
        owners: Collection[str] = self._holders
        while owners:
            found: set[str] = set()
            for owner in owners:
                for interest in (*others.of(owner), *(counted.of(owner) if counted else ())):
                    if interest.kind in _RIGHTS and owner in self._holders:
                        self.add(interest.owned, "option-held")
                    elif _is_tie(interest):
                        self.add(interest.owned, "control-tie")
                        if _may_control(interest) and not (self._regime.simple and interest.owned in self._holders):
                            found.add(interest.owned)
            found -= controlled
            controlled |= found
            owned = self._passed_on(controlled) if found else ()
            controlled.update(owned)
            owners = [*found, *owned]

    def _passed_on(self, controlled: Collection[str]) -> Collection[str]:
        """Of whom the controlled companies hold enough, with what the holders have; all of these are flagged."""
        before = {*self._holders, *controlled}
        reached = cascade(self._holdings, before, pool_of, lambda held, pool: self._regime.reached_by(held, pool[1]))
        owned = [party for party in reached if party not in before]
        for party in owned:
            self.add(party, "control-tie")
        return owned

    def _relatives(self, listed: Collection[str]) -> None:
        owners = dict.fromkeys(interest.owner for party in sorted(listed) for interest in self._holdings.into(party))
        for owner in owners:
            self.add(owner, "owner-of-listed")
            owned = {interest.owned for interest in self._holdings.of(owner)}
            of_these = owned.intersection(listed)
            for party in owned if len(of_these) > 1 else owned - of_these:
                self.add(party, "sister-of-listed")

    def _link(self, link: Link, listed: Collection[str], others: Holdings) -> None:
        kind = fold(link.kind)
        for party, partner in ((link.a, link.b), (link.b, link.a)):
            if kind in SISTER_LINKS and party in listed:
                self.add(partner, "sister-of-listed")
            elif kind not in SISTER_LINKS | TRADE_LINKS and party in self._holders:
                self.add(partner, "control-tie")
                if kind not in map(fold, self._regime.joint) and JOINT_WORDS.intersection(kind.split()):
                    of_party, of_partner = (
                        {interest.owned for interest in (*self._holdings.of(owner), *others.of(owner))}
                        for owner in (party, partner)
                    )
                    for owned in of_party & of_partner:
                        self.add(owned, "control-tie")
                        self.add(owned, "joint-arrangement-not-assessed")


def divested(
    interests: Iterable[Interest], day: date, holders: Collection[str], listed_since: Mapping[str, date]
) -> Iterable[Interest]:
    """What ``holders`` no longer hold on ``day``, or hold less of, and gave up within RECENT of a listing or of ``day``."""
    ended = interests.ended_before(day) if isinstance(interests, Indexed) else interests
    for interest in ended:
        if interest.last >= day or interest.kind == "other" or interest.owner not in holders:
            continue
        listing = listed_since.get(interest.owner, day)
        if min(abs(interest.last - listing), day - interest.last) > RECENT:
            continue
        later = interests.into(interest.owned) if isinstance(interests, Indexed) else interests
        if not any(
            other.pair == interest.pair and other.held_on(day) and other.share.low >= interest.share.low
            for other in later
        ):
            yield interest


_RIGHTS = ("option", "beneficiary")
"""Kinds that are no share, but may become one or stand for one."""


def _is_tie(interest: Interest) -> bool:
    """Seats on the board, a veto, control, or votes that may be half or more."""
    return interest.kind in ("board", "veto") or _may_control(interest)


def _may_control(interest: Interest) -> bool:
    """Whether the holder may decide for the company without owning it: what it controls passes on what it holds."""
    return interest.kind in CONTROL_KINDS or (interest.kind in ("board", "votes") and interest.share.high >= WHOLE // 2)
