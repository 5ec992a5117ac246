"""What one rule answers for one subject, and the worse of several such answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import TypeVar

from compliance.core.finding import Judgement, merged_flags
from compliance.policies.policy import Rule

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Outcome:
    """A rule's answer for one subject; ``rule`` is the version that was asked, None where it does not apply.

    ``day`` is the day whose law answered; None where that day is not settled. ``covered`` is False where the subject is
    known to be none of the rule's, or the rule sleeps; a rule that did not bind a dealing on its day has been asked.
    """

    rule: Rule | None
    judgement: Judgement
    day: date | None
    covered: bool = True

    @property
    def applies(self) -> bool:
        """Whether the rule covers the subject and its condition concerns it."""
        return self.rule is not None and self.judgement.applies

    @property
    def rank(self) -> int:
        """0 for a certain breach, then what is open, what is kept, what does not apply."""
        return {True: 0, None: 1, False: 2}[self.judgement.broken] if self.applies else 3

    @property
    def adverse(self) -> bool:
        """Whether it is a breach, or may be one."""
        return self.rank < 2

    def saying(self, because: str) -> Outcome:
        """The same answer with another reason."""
        return replace(self, judgement=replace(self.judgement, because=because))


def not_asked(reason: str, day: date) -> Outcome:
    """Where the rule does not cover the subject, or is not in force on ``day``."""
    return Outcome(None, Judgement(False, reason), day, covered=False)


def worse(outcomes: Sequence[Outcome]) -> Outcome:
    """The worst of several answers about one subject; those that are equally bad are one answer with all their reasons.

    What hangs on the subject itself goes before what is open for the whole fleet.
    """
    rank = min(outcome.rank for outcome in outcomes)
    equal = [outcome for outcome in outcomes if outcome.rank == rank]
    first, *others = [outcome for outcome in equal if not outcome.judgement.pending] or equal
    judgement = _joined(first.judgement, [outcome.judgement for outcome in others])
    return replace(first, judgement=judgement, covered=any(outcome.covered for outcome in outcomes))


def _joined(first: Judgement, others: Sequence[Judgement]) -> Judgement:
    judgements = (first, *others)
    return replace(
        first,
        because="; ".join(_distinct(judgement.because for judgement in judgements)),
        evidence=_distinct(chain.from_iterable(judgement.evidence for judgement in judgements)),
        notes=_distinct(chain.from_iterable(judgement.notes for judgement in judgements)),
        flags=merged_flags(flag for judgement in judgements for flag in judgement.flags),
        remedy=" ".join(_distinct(judgement.remedy for judgement in judgements if judgement.remedy)),
        sources=_distinct(chain.from_iterable(judgement.sources for judgement in judgements)),
    )


def _distinct(items: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(items))
