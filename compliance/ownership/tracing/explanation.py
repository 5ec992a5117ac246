"""The reason for each verdict, in one sentence that names the chain of owners and its shares."""

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
    """What to call the parties from which ownership is followed, and those that may be among them."""

    mark: str = "listed"
    certain: str = "is itself listed"
    no_party: str = "No listed party"
    parties: str = "listed parties"
    doubtful_mark: str = "may be listed"
    possible: str = "may be listed: a person still has to confirm a match on a list"


LISTED = Wording()
FOREIGN = Wording(
    "of a named country",
    "is of a named country",
    "No party of a named country",
    "parties of the named countries",
    "country not recorded",
    "may be of a named country: its country is not recorded",
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
        return f"{self.name(party)} {self.wording.certain}."

    def may_be_listed(self, party: str) -> str:
        """For a party that has a candidate on a list."""
        return f"{self.name(party)} {self.wording.possible}."

    def restricted(self, proof: Proof, party: str = "", part: str = "") -> str:
        """For a restricted party: the chain; ``part``: what belongs to listed parties, where that is multiplied."""
        start = "at the end of a longer chain, " if proof.cut else ""
        sentence = f"{self._multiplied(party, part)}{start}{self._holdings(proof.interests)}."
        return sentence[:1].upper() + sentence[1:] if start else sentence

    def exempt(self, proof: Proof) -> str:
        """For a company that the regime exempts because of its country."""
        because = self.restricted(proof)[:-1]
        limits = f"{self.regime.title} does not restrict companies of {self.regime.home}"
        return f"{because}, but {limits}; a company that it owns may be restricted."

    def country_unknown(self, party: str, proof: Proof) -> str:
        """For a company whose country is not recorded, where the regime restricts foreign ones only."""
        because = self.restricted(proof)[:-1]
        limits = f"{self.regime.title} restricts foreign companies only"
        return f"{because}, but the country of {self.name(party)} is not recorded, and {limits}."

    def possibly(self, party: str, reaching: Sequence[Interest], part: str) -> str:
        """For a party that listed owners may hold enough of."""
        if part:
            return f"{self._multiplied(party, part)}{self._holdings(reaching)}; this may reach the threshold of {self.regime}."
        owners = self.wording.parties[0].upper() + self.wording.parties[1:]
        more = f" {self.regime.unsettled}" if self.regime.unsettled else ""
        limb = " or control it" if any(interest.kind in self.regime.control for interest in reaching) else ""
        return f"{owners} may hold {self.regime} of {self.name(party)}{limb}: {self._holdings(reaching)}.{more}"

    def clear(self, party: str, reaching: Sequence[Interest], part: str) -> str:
        """For a party of which listed owners cannot hold enough, as far as interests are recorded."""
        if not reaching:
            return self.untouched(party)
        return f"{self._multiplied(party, part)}{self._holdings(reaching)}; this does not reach the threshold of {self.regime}."

    def untouched(self, party: str) -> str:
        """For a party of which no listed party owns anything."""
        return f"{self.wording.no_party} owns any part of {self.name(party)}, as far as interests are recorded."

    def _multiplied(self, party: str, part: str) -> str:
        return (
            f"Multiplied along the chain, {part} of {self.name(party)} belongs to {self.wording.parties}: "
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
            mark = f" ({self.wording.doubtful_mark})"
        return interest.sentence(f"{self.name(interest.owner)}{mark}", self.name(interest.owned))
