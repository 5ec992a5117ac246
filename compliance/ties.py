"""What a person should know of a party beside its verdict: sisters, minorities, control, what nobody disclosed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from compliance.cascade import Holdings
from compliance.names import fold
from compliance.party import Interest, Link, Parties
from compliance.regime import Regime
from compliance.share import WHOLE, Sum, total

FLAGS = {
    "listed-minority": "a listed party holds less than the threshold",
    "sister-of-listed": "an owner of it also owns a listed party",
    "owner-of-listed": "it owns a listed party; ownership passes down only",
    "control-tie": "a tie of control to a listed party, which is no ownership",
    "joint-arrangement-not-assessed": "listed parties would reach it together",
    "circular-support": "companies that own each other",
    "self-holding": "it owns a part of itself",
    "undisclosed-majority": "half or more of it belongs to nobody known",
    "country-unknown": "its country decides, and is not known",
    "proof-cut": "the proof is longer than shown",
    "ask-cut": "more shares are open than shown",
    "owners-cut": "more listed owners than shown",
}
"""What the flags of a traced party mean (design section 9)."""

SISTER_LINKS = {"common founder", "common owner", "sister"}
"""Kinds of links that say no more than a common owner does."""
TRADE_LINKS = {"customer", "product line", "seller", "supplier"}
"""Kinds of links that say nothing of who decides; every other one may be a sign of control."""

Flags = dict[str, set[str]]


def ties(
    parties: Parties,
    held: Iterable[Interest],
    holdings: Holdings,
    regime: Regime,
    *,
    listed: Collection[str],
    definite: Collection[str],
    conceivable: Collection[str],
) -> Flags:
    """The flags of every party. ``held`` are all interests of the day, ``definite`` who is reached for certain."""
    flags: Flags = defaultdict(set)
    _relatives(flags, holdings, listed)
    for each in held:
        if each.owner == each.owned:
            flags[each.owner].add("self-holding")
        elif each.owner in definite and _is_control(each, regime):
            flags[each.owned].add("control-tie")
    for link in parties.links:
        _link(flags, link, listed, definite)
    for party in parties.ids:
        if party not in definite and _undisclosed(holdings, regime, party):
            flags[party].add("undisclosed-majority")
        if party not in conceivable and any(each.owner in definite for each in holdings.into(party)):
            flags[party].add("listed-minority")
    return flags


def _relatives(flags: Flags, holdings: Holdings, listed: Collection[str]) -> None:
    owners = dict.fromkeys(each.owner for party in sorted(listed) for each in holdings.into(party))
    for owner in owners:
        flags[owner].add("owner-of-listed")
        for each in holdings.of(owner):
            others = (other.owned for other in holdings.of(owner) if other.owned != each.owned)
            if any(other in listed for other in others):
                flags[each.owned].add("sister-of-listed")


def _is_control(interest: Interest, regime: Regime) -> bool:
    """Seats on the board, declared control, or votes that may be a majority where votes are not counted anyway."""
    if interest.kind in regime.kinds:
        return False
    if interest.kind == "votes":
        votes = total((interest.share,))
        return regime.may_be_reached_by(votes, votes)
    return interest.kind in ("board", "control") and interest.share.high > 0


def _link(flags: Flags, link: Link, listed: Collection[str], definite: Collection[str]) -> None:
    kind = fold(link.kind)
    for one, other in ((link.a, link.b), (link.b, link.a)):
        if kind in SISTER_LINKS and one in listed:
            flags[other].add("sister-of-listed")
        elif kind not in SISTER_LINKS | TRADE_LINKS and one in definite:
            flags[other].add("control-tie")


def _undisclosed(holdings: Holdings, regime: Regime, party: str) -> bool:
    """Whether in each counted kind so much may be described by nobody that it would reach the threshold."""
    for kind in regime.kinds:
        whole = holdings.whole.get((party, kind), Sum())
        rest = WHOLE - whole.low
        if rest < regime.limit or (rest == regime.limit and (regime.operator == ">" or whole.low_open)):
            return False
    return True
