"""Applies the decisions of a person (decision_file.py) to the matches of a party.

This module does without the reader of decision files, so that a run without decisions need not load it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from compliance.screening.decision_file import Decision
    from compliance.screening.matching import Match


@dataclass(frozen=True, slots=True)
class ReviewedMatches:
    """Matches after the decisions: those that remain, those that were dismissed, and the notes of a report on both."""

    matches: tuple[Match, ...]
    dismissed: tuple[tuple[Match, Decision], ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decisions:
    """All decisions of a run."""

    decisions: tuple[Decision, ...] = ()

    def apply(self, names: Iterable[str], country: str | None, matches: Iterable[Match], day: date) -> ReviewedMatches:
        """The ``matches`` of a party, without those that a decision in force on ``day`` dismisses."""
        matches = tuple(matches)
        if not self.decisions:
            return ReviewedMatches(matches)
        names = tuple(names)
        remaining: list[Match] = []
        dismissed: list[tuple[Match, Decision]] = []
        notes: list[str] = []
        for match in matches:
            applicable = [decision for decision in self.decisions if decision.covers(names, country, match)]
            in_force = next((decision for decision in applicable if not decision.reason_not_in_force(match, day)), None)
            if in_force:
                dismissed.append((match, in_force))
                notes.append(f"Ruled out by the {in_force}: {in_force.reason}.")
            else:
                remaining.append(match)
                notes += (
                    f"Not applied: the {decision}; it {decision.reason_not_in_force(match, day)}."
                    for decision in applicable
                )
        return ReviewedMatches(tuple(remaining), tuple(dismissed), tuple(notes))
