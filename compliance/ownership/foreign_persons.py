"""Who is a foreign person, as far as recorded interests say: foreign itself, or a company that foreign persons control.

31 CFR 802.218, 802.220 and 802.221: a foreign national, government or entity, and an entity over which one of them
exercises control or can. A company that says ``country: US`` may well be one: its owners decide, and where nobody recorded
them, nothing is settled.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from compliance.core.possible import Answer
from compliance.core.share import WHOLE
from compliance.ownership.interests import CONTROL_KINDS, Interest
from compliance.ownership.parties import Parties, Party
from compliance.screening.names.folding import has_legal_form

_PASSIVE = WHOLE // 10
"""What foreign or unknown owners may have of a company without room for control: the usual measure of a passive investment."""
_DECIDING = frozenset((*CONTROL_KINDS, "board", "veto", "option", "beneficiary"))
"""Kinds of interest by which somebody may decide, whatever the shares."""


class ForeignPersons:
    """The parties seen from the country ``home`` on a day."""

    def __init__(self, parties: Parties, home: str, day: date) -> None:
        self._parties, self._home = parties, home
        self._held: dict[str, list[Interest]] = defaultdict(list)
        for interest in parties.interests:
            if interest.held_on(day) and interest.owner != interest.owned:
                self._held[interest.owned].append(interest)
        self._answers: dict[str, Answer] = {}

    def is_foreign(self, party_id: str) -> Answer:
        """Whether the party is a foreign person; None where what is recorded does not settle it."""
        if party_id not in self._answers:
            # In a ring of companies nobody is settled by itself.
            self._answers[party_id] = None
            self._answers[party_id] = self._judge(self._parties[party_id])
        return self._answers[party_id]

    def _judge(self, party: Party) -> Answer:
        foreign = None if party.country is None else party.country != self._home
        held = self._held[party.id]
        if party.kind in ("person", "state") or not (party.kind or held or has_legal_form(party.name)):
            return foreign
        owners = {interest.owner: self.is_foreign(interest.owner) for interest in held}
        if self._controlled(interest for interest in held if owners[interest.owner]):
            return True
        domestic = [interest for interest in held if owners[interest.owner] is False]
        if foreign and self._least(domestic, "ownership") <= WHOLE // 2:
            return True
        others = [interest for interest in held if owners[interest.owner] is not False]
        has_votes = any(interest.kind == "votes" for interest in held)
        kinds = ("ownership", "votes") if has_votes else ("ownership",)
        settled = all(self._least(domestic, kind) >= WHOLE - _PASSIVE for kind in kinds)
        no_ties = not any(interest.kind in _DECIDING for interest in others)
        return False if settled and no_ties else None

    def _controlled(self, held: Iterable[Interest]) -> bool:
        """Whether the holders of these interests control the company for certain: by more than half, or by a tie."""
        interests = list(held)
        return any(
            interest.kind in CONTROL_KINDS or (interest.kind == "board" and interest.share.low > WHOLE // 2)
            for interest in interests
        ) or any(self._least(interests, kind) > WHOLE // 2 for kind in ("ownership", "votes"))

    @staticmethod
    def _least(held: Iterable[Interest], kind: str) -> int:
        """What is held in a kind at least; what may be counted in another's share, or may have changed hands, is not."""
        of_kind = (interest for interest in held if interest.kind == kind)
        return sum(interest.share.low for interest in of_kind if not (interest.indirect or interest.changing_hands))
