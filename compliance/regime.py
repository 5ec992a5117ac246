"""A legal way to read an ownership graph, as it stood on one day: threshold, operator, aggregation, scope."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal

from compliance import timeline
from compliance.document import Document
from compliance.errors import ComplianceError, Problem, fail
from compliance.party import InterestKind
from compliance.record import Checked, Record, Source, Switch, Text, validate
from compliance.share import WHOLE, Share, Sum
from compliance.strictyaml import load


def _per_cent(value: Any) -> Share:
    share = Share.parse(value)
    if not share.known:
        raise ValueError("a threshold is one number in per cent")
    return share


class Regime(Record):
    """One regime on one day.

    ``kinds`` are counted each by itself, never their sum. ``aggregation`` adds the shares of all listed parties, or
    asks for each of them with the companies that it holds. ``scope`` foreign: a company of the country ``home``
    is never restricted through ownership, but passes it on. ``lists`` are ids of the lists whose parties count.
    """

    id: Text
    title: Text
    sources: tuple[Source, ...]
    in_force: Switch = True
    threshold: Annotated[Share, Checked(_per_cent, (("type", "number"),), instead=True)]
    operator: Literal[">=", ">"]
    aggregation: Literal["aggregate", "per-owner"] = "aggregate"
    kinds: tuple[InterestKind, ...] = ("ownership",)
    scope: Literal["any", "foreign"] = "any"
    home: str = "US"
    lists: tuple[Text, ...] = ()
    notes: tuple[Text, ...] = ()
    announced: tuple[str, ...] = ()
    """The titles of sources by which the day rests on what is only announced."""

    @property
    def limit(self) -> int:
        """The threshold in micro-per-cent."""
        return self.threshold.low

    def reached_by(self, held: Sum) -> bool:
        """Whether the lower ends of ``held`` reach the threshold for certain."""
        return held.low > self.limit or (held.low == self.limit and (self.operator == ">=" or held.low_open > 0))

    def may_be_reached_by(self, held: Sum, whole: Sum) -> bool:
        """Whether some true shares within ``held`` reach it, when ``whole`` is everything that is held, they included.

        What the others hold at least is room that they leave not.
        """
        room = WHOLE - (whole.low - held.low)
        most = min(held.high, room)
        if most != self.limit or self.operator == ">":
            return most > self.limit
        # Only the very end is in question: an open end does not contain it.
        ends_open = (held.high == most and held.high_open > 0) or (room == most and whole.low_open > held.low_open)
        return not ends_open

    def __str__(self) -> str:
        words = "at least" if self.operator == ">=" else "more than"
        return f"{words} {self.threshold}"


@dataclass(frozen=True)
class DatedRegime:
    """A regime with its whole history."""

    document: Document
    changes: tuple[timeline.Change, ...]

    @classmethod
    def load(cls, path: Path, name: str = "") -> DatedRegime:
        """The regime in the file ``path``, called ``name`` in messages. Raises ComplianceError."""
        document = load(path, name=name or path.name)
        if not isinstance(document.data, dict) or "in_force" not in document.data:
            raise fail("is not a regime: it does not say when it is in force", file=document.file, row=1)
        dated = cls(document, timeline.changes(document))
        problems = []
        for day in (date.max, *dated.days):
            declared = {source.id for source in dated._resolved(day).sources}
            for change in dated.changes:
                if change.by not in declared:
                    line, column = document.place((*change.path, change.day, "by"))
                    what = f"source {change.by!r} is not declared"
                    problems.append(Problem(what, "Add it to sources.", document.file, line, column))
        if problems:
            raise ComplianceError(sorted(set(problems), key=str))
        return dated

    @property
    def days(self) -> frozenset[date]:
        """The days on which the regime changes."""
        return frozenset(change.day for change in self.changes)

    @cached_property
    def lists(self) -> tuple[str, ...]:
        """The ids of every list that it reads on some day."""
        return tuple(
            dict.fromkeys(name for day in (date.min, *sorted(self.days)) for name in self._resolved(day).lists)
        )

    def on(self, day: date) -> Regime:
        """The regime as it stood on ``day``; its ``notes`` say also what it rests on."""
        regime = self._resolved(day)
        title = {source.id: source.title for source in regime.sources}
        now = timeline.in_force(self.changes, day)
        announced = [change for change in now if change.announced]
        notes = [
            f"Rests on what is only announced: {title[change.by]}. {change.verify}".strip() for change in announced
        ]
        if not regime.in_force:
            by = "".join(f": {title[change.by]}" for change in now if change.path == ("in_force",))
            notes.append(f"{regime.title} is not in force on {day}{by}.")
        cited = tuple(dict.fromkeys(title[change.by] for change in announced))
        return replace(regime, notes=(*regime.notes, *notes), announced=cited)

    def _resolved(self, day: date) -> Regime:
        return [regime for first, regime in self._epochs if first <= day][-1]

    @cached_property
    def _epochs(self) -> tuple[tuple[date, Regime], ...]:
        """The regime from each day on which it changes, so that no judgement validates it again."""
        return tuple((first, self._read(first)) for first in (date.min, *sorted(self.days - {date.min})))

    def _read(self, day: date) -> Regime:
        data = timeline.resolve(self.document.data, day)
        if "in_force" not in data:
            # Not yet in force: what it will say first is all that can be said of it.
            data = {**timeline.resolve(self.document.data, min(self.document.data["in_force"])), "in_force": False}
        return validate(Regime, self.document, data, advice="See the schema: compliance rules schema regime")


def load_regime(path: Path, day: date, name: str = "") -> Regime:
    """The regime in the file ``path`` as it stood on ``day``. Raises ComplianceError."""
    return DatedRegime.load(path, name).on(day)
