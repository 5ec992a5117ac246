"""What a traced party is told, in one sentence that names the chain and its shares."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from compliance.ownership.parties import Interest, Parties
from compliance.ownership.regimes import Regime
from compliance.ownership.tracing.proofs import Proof

MAX_OWNERS = 8
"""Interests that one sentence names."""


@dataclass(frozen=True, slots=True)
class Wording:
    """How those are called from whom ownership is followed, and those who may be among them."""

    mark: str = "listed"
    itself: str = "is itself listed"
    nobody: str = "No listed party"
    those: str = "listed parties"
    doubtful: str = "may be listed"
    doubt: str = "may be listed: a match on a list is still to be confirmed"


LISTED = Wording()
FOREIGN = Wording(
    "of a named country",
    "is of a named country",
    "No party of a named country",
    "parties of the named countries",
    "country not recorded",
    "may be of a named country: its own is not recorded",
)


class Explanation:
    """Sentences about the parties under a regime; ``listed`` and ``possible`` are marked where they are named."""

    def __init__(
        self, parties: Parties, regime: Regime, listed: Collection[str], possible: Collection[str], wording: Wording
    ) -> None:
        self.parties, self.regime, self.listed, self.possible = parties, regime, listed, possible
        self.wording = wording

    def name(self, party: str) -> str:
        """The party's name."""
        record = self.parties.records.get(party)
        return record.name if record else party

    def is_listed(self, party: str) -> str:
        """For a listed party."""
        return f"{self.name(party)} {self.wording.itself}."

    def may_be_listed(self, party: str) -> str:
        """For a party that a list may mean."""
        return f"{self.name(party)} {self.wording.doubt}."

    def restricted(self, proof: Proof, party: str = "", part: str = "") -> str:
        """For a restricted party: the chain; ``part``: what belongs to listed parties, where that is multiplied."""
        start = "after a longer chain " if proof.cut else ""
        sentence = f"{self._multiplied(party, part)}{start}{self._holdings(proof.interests)}."
        return sentence[:1].upper() + sentence[1:] if start else sentence

    def at_home(self, proof: Proof) -> str:
        """For a company that the regime does not reach because of its country."""
        because = self.restricted(proof)[:-1]
        limits = f"{self.regime.title} does not restrict companies of {self.regime.home}"
        return f"{because}, but {limits}; it passes the restriction on."

    def nowhere(self, party: str, proof: Proof) -> str:
        """For a company of which nobody knows whether it is foreign."""
        because = self.restricted(proof)[:-1]
        return f"{because}, and whether {self.name(party)} is foreign is not recorded."

    def possibly(self, party: str, reaching: Sequence[Interest], part: str) -> str:
        """For a party of which listed ones may hold enough."""
        if part:
            return f"{self._multiplied(party, part)}{self._holdings(reaching)}; it may be {self.regime}."
        owners = self.wording.those[0].upper() + self.wording.those[1:]
        more = f" {self.regime.unsettled}" if self.regime.unsettled else ""
        return f"{owners} may hold {self.regime} of {self.name(party)}: {self._holdings(reaching)}.{more}"

    def clear(self, party: str, reaching: Sequence[Interest], part: str) -> str:
        """For a party of which listed ones cannot hold enough by what is recorded."""
        if not reaching:
            return self.untouched(party)
        return f"{self._multiplied(party, part)}{self._holdings(reaching)}, which does not reach {self.regime}."

    def untouched(self, party: str) -> str:
        """For a party of which nobody who matters holds anything."""
        return f"{self.wording.nobody} holds anything of {self.name(party)} by what is recorded."

    def _multiplied(self, party: str, part: str) -> str:
        return (
            f"Multiplied along the chain, {part} of {self.name(party)} belongs to {self.wording.those}: "
            if part
            else ""
        )

    def _holdings(self, interests: Sequence[Interest]) -> str:
        named = ", ".join(map(self._holding, interests[:MAX_OWNERS]))
        more = len(interests) - MAX_OWNERS
        return f"{named} and {more} more" if more > 0 else named

    def _holding(self, interest: Interest) -> str:
        mark = ""
        if interest.owner in self.listed:
            mark = f" ({self.wording.mark})"
        elif interest.owner in self.possible:
            mark = f" ({self.wording.doubtful})"
        of = "of the votes of" if interest.kind == "votes" else "of"
        how = ", directly or indirectly," if interest.indirect else ""
        how = ", by statements that contradict each other," if interest.contradicted else how
        return f"{self.name(interest.owner)}{mark} holds{how} {interest.share} {of} {self.name(interest.owned)}"
