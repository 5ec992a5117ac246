"""What decisions (decisionfile.py) make of the matches of a party. Where nobody has decided anything, it is all there is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from compliance.screening.decision_file import Decision
    from compliance.screening.matching import Match


@dataclass(frozen=True, slots=True)
class Settled:
    """Matches after the decisions: those that are left, those that were dismissed, and what is to be said of it."""

    matches: tuple[Match, ...]
    dismissed: tuple[tuple[Match, Decision], ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decisions:
    """All decisions that were given."""

    decisions: tuple[Decision, ...] = ()

    def settle(self, names: Iterable[str], country: str | None, matches: Iterable[Match], day: date) -> Settled:
        """The ``matches`` of a party, without those that are decided on ``day`` to be somebody else."""
        matches = tuple(matches)
        if not self.decisions:
            return Settled(matches)
        names = tuple(names)
        left: list[Match] = []
        dismissed: list[tuple[Match, Decision]] = []
        notes: list[str] = []
        for match in matches:
            taken = [each for each in self.decisions if each.covers(names, country, match)]
            holding = next((each for each in taken if not each.failing(match, day)), None)
            if holding:
                dismissed.append((match, holding))
                notes.append(f"Not the same party: {holding} ({holding.reason}).")
            else:
                left.append(match)
                notes += (f"Does not hold: {each}; it {each.failing(match, day)}." for each in taken)
        return Settled(tuple(left), tuple(dismissed), tuple(notes))
