"""What every picture of an answer shows: the parties asked about, all owners above them, and what these hold."""

from __future__ import annotations

from dataclasses import dataclass

from compliance.core.share import WHOLE, Share, per_cent
from compliance.ownership.parties import Interest
from compliance.reports.style import plain
from compliance.workflows.trace import Trace

COLOURS = {
    "listed": "#b3261e",
    "maybe-listed": "#e0a100",
    "restricted": "#f2b8b5",
    "possibly-restricted": "#ffe08a",
    "clear": "#ffffff",
}
"""The fill of a party by its state."""
RANK = ("restricted", "possibly-restricted", "clear")
"""Verdicts, those first of which most is to be said."""


@dataclass(frozen=True, slots=True)
class Node:
    """A party: its short ``key`` in the picture, what is written in its box, and its state, also in words."""

    key: str
    party: str
    label: str
    state: str
    words: str


@dataclass(frozen=True, slots=True)
class Picture:
    """Boxes by party, the parties asked about first; and the interests between them that are held on the day."""

    nodes: dict[str, Node]
    interests: tuple[Interest, ...]

    @classmethod
    def of(cls, trace: Trace) -> Picture:
        """The picture of an answer."""
        parties = list(trace.asked)
        known = set(parties)
        interests = []
        for party in parties:
            for interest in trace.into(party):
                interests.append(interest)
                if interest.owner not in known:
                    known.add(interest.owner)
                    parties.append(interest.owner)
        nodes = {
            party: Node(f"n{number}", party, label(trace, party), trace.state(party), trace.word(trace.state(party)))
            for number, party in enumerate(parties)
        }
        return cls(nodes, tuple(interests))


def by_rank(trace: Trace) -> list[str]:
    """The parties asked about, those first of which most is to be said."""
    return sorted(trace.asked, key=lambda party: RANK.index(trace.verdict(party)))


def label(trace: Trace, party: str) -> str:
    """The party's name, and its id where that is another word."""
    name = trace.parties[party].name
    return plain(name if name == party else f"{name} ({party})")


def interest_text(interest: Interest) -> str:
    """The share, what it is a share of, and since when until when."""
    kind = "" if interest.kind == "ownership" else f" ({interest.kind})"
    kind += " (contradicted)" if interest.contradicted else " directly or indirectly" if interest.indirect else ""
    since = f", since {interest.since}" if interest.since else ""
    until = f", until {interest.until}" if interest.until else ""
    return f"{interest.share}{kind}{since}{until}"


def short_label(interest: Interest) -> tuple[str, ...]:
    """The same in lines for the label of an arrow: the share, then whatever else is to be said of it."""
    kind = "" if interest.kind == "ownership" else f"{interest.kind} "
    how = "contradicted" if interest.contradicted else "directly or indirectly" if interest.indirect else ""
    if interest.since and interest.until:
        days = f"{interest.since} – {interest.until}"
    else:
        days = f"since {interest.since}" if interest.since else f"until {interest.until}" if interest.until else ""
    return tuple(filter(None, (f"{kind}{_briefly(interest.share)}", how, days)))


def _briefly(share: Share) -> str:
    """``>25–50 %``: an open end has its sign, a closed one only where it stands alone."""
    low, high = per_cent(share.low), per_cent(share.high)
    if share.known:
        return f"{low} %"
    least = f">{low}" if share.low_open else f"{low}" if share.low else ""
    most = f"<{high}" if share.high_open else f"{high}" if share.high < WHOLE else ""
    if least and most:
        return f"{least}–{most} %"
    if least:
        return f"{least} %" if share.low_open else f"≥{low} %"
    if most:
        return f"{most} %" if share.high_open else f"≤{high} %"
    return "? %"
