"""What a rule says of a dealing: on the days of the purchase and of the delivery, or on that of the export.

A dealing is broken where it was forbidden on either of its days. Forbidden only between them, or on some of the days
that the records leave possible, it is open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from compliance.core.dates import NEVER_RECORDED, Period
from compliance.core.timeline import DAY, epochs
from compliance.inventory.units import Unit
from compliance.policies.acts import When
from compliance.policies.engine import wording
from compliance.policies.engine.outcome import Outcome, worse


@dataclass(frozen=True, slots=True)
class End:
    """One day of a dealing: the ``purchase``, the ``delivery`` or the ``export``, and the days on which it may have been.

    ``doubt`` says why that is not one day: nothing is recorded, only a period is, or the record cannot be right.
    """

    what: str
    when: Period
    doubt: str = ""


def ends_of(unit: Unit, when: When) -> tuple[End, ...]:
    """The days of a dealing as they are recorded, at least one."""
    if when == "export":
        return (_export(unit),)
    ends = (_end("purchase", unit.purchased, unit), _end("delivery", unit.delivered, unit))
    recorded = tuple(end for end in ends if end is not None)
    return recorded or (End("purchase", NEVER_RECORDED, wording.NOT_RECORDED),)


def _end(what: str, when: Period, unit: Unit) -> End | None:
    if not when.known:
        return None
    if f"{what}_date" in unit.predates_model.split():
        # A day on which no such machine existed is no day: it may have been any, before the delivery at the latest.
        latest = unit.delivered.latest if "delivery_date" not in unit.predates_model else None
        return End(what, Period(None, latest), wording.PREDATES_MODEL)
    return End(what, when, "" if when.day else wording.NOT_TO_THE_DAY)


def _export(unit: Unit) -> End:
    """The recorded export, where it is not the loading on the way here; else any day since the unit came."""
    came = unit.delivered.earliest or unit.purchased.earliest
    sent = unit.exported
    if sent.earliest and (came is None or sent.earliest >= came):
        return End("export", sent, "" if sent.day else wording.NOT_TO_THE_DAY)
    return End("export", Period(None if unit.predates_model else came, None), wording.NOT_RECORDED)


@dataclass(frozen=True, slots=True)
class Dealing:
    """A rule asked about a dealing. ``ask`` gives the answer on a day; it changes only on the days of ``changing``.

    ``limitation`` is the note on the years in which a breach on a day may be pursued, "" where nothing is known.
    """

    ask: Callable[[date], Outcome]
    changing: frozenset[date]
    as_of: date
    limitation: Callable[[date], str]

    def answer(self, ends: Sequence[End]) -> Outcome:
        """The answer for a dealing with these days."""
        outcomes = [self._at(end) for end in ends]
        breaches = [(end, outcome) for end, outcome in zip(ends, outcomes, strict=True) if outcome.rank == 0]
        if breaches:
            return self._breach(breaches)
        outcome = worse(outcomes)
        return outcome if outcome.adverse or len(ends) == 1 else self._between(ends, outcome)

    def _breach(self, breaches: Sequence[tuple[End, Outcome]]) -> Outcome:
        """A breach says on which of the days it was one, and until when it may be pursued."""
        _, first = breaches[0]
        days = [(end.what, end.when.day) for end, _ in breaches]
        note = self.limitation(last) if (last := days[-1][1]) else ""
        judgement = replace(
            first.judgement,
            because=wording.on_days(first.judgement.because, days),
            notes=(*first.judgement.notes, *filter(None, (note,))),
        )
        return replace(first, judgement=judgement)

    def _at(self, end: End) -> Outcome:
        """The answer on which all days agree on which this may have been, else an open one."""
        day = end.when.day
        days = [day] if day else epochs({*self.changing}, end.when.earliest, end.when.latest or self.as_of)
        return replace(_agreed(end, days, list(map(self.ask, days))), day=day)

    def _between(self, ends: Sequence[End], outcome: Outcome) -> Outcome:
        """What was allowed on both days may have been forbidden between them."""
        start, stop = min(_latest(end) for end in ends), max(end.when.earliest or date.min for end in ends)
        if stop - start <= DAY:
            return outcome
        for day in epochs({*self.changing}, start + DAY, stop - DAY):
            between = self.ask(day)
            if between.adverse and not between.judgement.pending:
                because = wording.between(between.judgement.because, day, start, stop)
                judgement = replace(between.judgement, broken=None, because=because, remedy=wording.RECORD_PAYMENT)
                return Outcome(between.rule, judgement, None)
        return outcome


def _latest(end: End) -> date:
    return end.when.latest or date.max


def _agreed(end: End, days: Sequence[date], outcomes: Sequence[Outcome]) -> Outcome:
    """The one answer of all possible days, else an open one."""
    answers = {(outcome.applies, outcome.judgement.broken) for outcome in outcomes}
    if len(answers) == 1:
        return _most_specific(outcomes)
    asked = [outcome for outcome in outcomes if outcome.applies]
    if not any(outcome.adverse for outcome in asked):
        return asked[-1]
    adverse = _most_specific([outcome for outcome in outcomes if outcome.adverse])
    if adverse.judgement.pending:
        return adverse
    adverse_from = [(day, outcome.adverse) for day, outcome in zip(days, outcomes, strict=True)]
    breach = adverse.judgement.broken is True
    because = wording.disputed_day(adverse.judgement.because, end.what, end.doubt, adverse_from, breach=breach)
    judgement = replace(adverse.judgement, broken=None, because=because, remedy=wording.RECORD_DAY[end.what])
    return replace(adverse, judgement=judgement)


def _most_specific(outcomes: Iterable[Outcome]) -> Outcome:
    """The latest outcome that says something of the subject itself, else the latest."""
    ordered = list(outcomes)
    return next((outcome for outcome in reversed(ordered) if not outcome.judgement.pending), ordered[-1])
