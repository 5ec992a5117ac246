"""Applies the decisions of a person (decision_file.py) to the matches of a party.

This module does without the reader of decision files, so that a run without decisions need not load it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from compliance.screening.decision_file import Decision
    from compliance.screening.matching import Match


@dataclass(frozen=True, slots=True)
class ReviewedMatches:
    """Matches after the decisions: those that remain, confirmed ones among them, those that were dismissed, and notes."""

    matches: tuple[Match, ...]
    dismissed: tuple[tuple[Match, Decision], ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decisions:
    """All decisions of a run. ``audited`` are those that lie beside the inventories: the audited party speaks in them."""

    decisions: tuple[Decision, ...] = ()
    audited: frozenset[Decision] = frozenset()

    def apply(self, names: Iterable[str], country: str | None, matches: Iterable[Match], day: date) -> ReviewedMatches:
        """The ``matches`` of a party as the decisions in force on ``day`` leave them.

        What a decision confirms is a match, what one dismisses is none. Where both speak, the match stays.
        """
        matches = tuple(matches)
        if not self.decisions:
            return ReviewedMatches(matches)
        names = tuple(names)
        remaining: list[Match] = []
        dismissed: list[tuple[Match, Decision]] = []
        notes: list[str] = []
        for match in matches:
            applicable = [decision for decision in self.decisions if decision.covers(names, country, match)]
            in_force = [decision for decision in applicable if not decision.reason_not_in_force(match, day)]
            confirming = next((decision for decision in in_force if decision.same_party), None)
            if confirming:
                remaining.append(_confirmed(match, confirming))
                notes.append(f"Confirmed by the {confirming}: {confirming.reason}.")
                notes += (f"Contradicts it, not applied: the {one}." for one in in_force if not one.same_party)
            elif in_force:
                dismissed.append((match, in_force[0]))
                notes.append(f"Ruled out by the {in_force[0]}: {in_force[0].reason}.")
            else:
                remaining.append(match)
                notes += (
                    f"Not applied: the {decision}; it {decision.reason_not_in_force(match, day)}."
                    for decision in applicable
                )
        return ReviewedMatches(tuple(remaining), tuple(dismissed), tuple(notes))

    def without_clearing(self) -> Decisions:
        """Only those that confirm a match."""
        return replace(self, decisions=tuple(decision for decision in self.decisions if decision.same_party))

    def cleared_by_the_audited(self, reviewed: ReviewedMatches) -> list[str]:
        """What is said first of exact matches that a decision beside the audited party's inventory rules out."""
        return [
            f"An exact match with {match.name!r} ({match.list}) is ruled out by a decision that lies beside the inventory, "
            f"as if by the audited party itself: the {decision}."
            for match, decision in reviewed.dismissed
            if match.strength == "match" and decision in self.audited
        ]


def _confirmed(match: Match, decision: Decision) -> Match:
    because = (
        f"{decision.party!r} is {match.name!r}, entry {match.entry} of {match.list}, as {decision.decided_by} decided on "
        f"{decision.decided_on}: {decision.reason}"
    )
    return replace(match, strength="match", because=because, namesake=False)
