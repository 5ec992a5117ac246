"""A legal way to read an ownership graph, as it stood on one day: threshold, operator, aggregation, scope."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import Field, PlainValidator, StrictBool, WithJsonSchema, field_validator, model_validator

from compliance.core import timeline
from compliance.core.errors import ComplianceError, Problem, fail
from compliance.core.licence import Licence, undeclared
from compliance.core.located import ParsedFile
from compliance.core.record import Record, Source, Text, validate
from compliance.core.share import WHOLE, End, Part, Share, Sum
from compliance.io.yaml import load
from compliance.ownership.parties import InterestKind

if TYPE_CHECKING:
    from compliance.screening.matching import Match

_OUT_OF_REACH = 1 << 60
"""A threshold that no sum of shares reaches."""


def _per_cent(value: Any) -> Share:
    share = Share.parse(value)
    if not share.known:
        raise ValueError("a threshold must be one percentage")
    return share


PerCent = Annotated[Share, PlainValidator(_per_cent), WithJsonSchema({"type": "number"})]


class Status(Record):
    """By which share that listed parties hold together a company counts as listed itself, before anything else."""

    threshold: PerCent
    operator: Literal[">=", ">"]
    kinds: tuple[InterestKind, ...] = ("ownership",)


def _known_programmes(list_id: str) -> frozenset[str]:
    # Only few regimes ask for programmes: others do not load how lists are described.
    from compliance.screening.list_formats.meta import known_programmes

    return known_programmes(list_id)


class Regime(Record):
    """One regime on one day.

    ``kinds`` are counted each by itself, never their sum: the greatest counts. ``aggregation`` adds the shares of all
    listed parties, or asks for each of them with the companies that it holds; then ``together`` is a second threshold,
    for all of them added (``>=``), and ``joint`` names the kinds of links by which two parties count as one holder.

    ``majority`` are kinds of which more than half reaches a company, whatever the threshold; what several owners hold of
    them together only may reach it, for they may act together. ``limbs`` reach a company by themselves, whatever the
    share, where their owner counts in full; ``possible_limbs`` may reach it. A kind in none of these only flags.

    ``cascade`` binary: who is reached counts in full for what it owns, who is not passes nothing on. ``multiplied``:
    an owner passes on the part that is held of it, nothing where that is less than ``gate``, itself in full from
    ``full`` on. ``status`` says who counts as listed before that. What the beneficiary of a trust has of it
    may be a share of it, and is none for certain.

    ``scope`` foreign: a company of the country ``home`` is never restricted through ownership, but passes it on.
    ``lists`` are ids of the lists whose parties count; where ``programmes`` names some of a list, only those of its
    entries. ``terms`` say what the law asks of the dealings with a list's parties, which pass on to what they own.
    """

    id: Text
    title: Text
    sources: tuple[Source, ...]
    in_force: StrictBool = True
    threshold: PerCent
    operator: Literal[">=", ">"]
    aggregation: Literal["aggregate", "per-owner"] = "aggregate"
    together: PerCent | None = None
    joint: tuple[Text, ...] = ()
    cascade: Literal["binary", "multiplied"] = "binary"
    gate: PerCent | None = None
    full: PerCent | None = None
    status: Status | None = None
    kinds: tuple[InterestKind, ...] = ("ownership",)
    majority: tuple[InterestKind, ...] = ()
    limbs: tuple[InterestKind, ...] = ()
    possible_limbs: tuple[InterestKind, ...] = ()
    scope: Literal["any", "foreign"] = "any"
    home: str = "US"
    lists: tuple[Text, ...] = ()
    programmes: dict[Text, Annotated[tuple[Text, ...], Field(min_length=1)]] = {}
    terms: dict[Text, Text] = {}
    licences: tuple[Licence, ...] = ()
    notes: tuple[Text, ...] = ()
    unassessed: tuple[Text, ...] = ()
    """What the law asks beside what is judged here: a report says it also where every rule is kept."""
    unsettled: str = ""
    """What the law asks for where the share of a listed owner is open."""
    announced: tuple[str, ...] = ()
    """The titles of sources by which the day rests on what is only announced."""

    @field_validator("programmes")
    @classmethod
    def _are_known(cls, by_list: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        """Raises ValueError for a programme that no entry of its list has."""
        for list_id, programmes in by_list.items():
            known = _known_programmes(list_id)
            unknown = [name for name in programmes if name not in known]
            if unknown:
                nearest = get_close_matches(unknown[0], known, 1)
                meant = (
                    f"the nearest is {nearest[0]}" if nearest else f"rules/lists/{list_id}/list.yaml names those it has"
                )
                raise ValueError(f"nobody knows the programme {unknown[0]!r} of {list_id}; {meant}")
        return by_list

    @model_validator(mode="after")
    def _fits(self) -> Self:
        """Raises ValueError for settings that do not go together."""
        if not self.limit and self.operator == ">=":
            raise ValueError("a threshold of 0 needs the operator '>', or every party would be reached")
        if self.aggregation == "aggregate" and (self.together or self.joint):
            raise ValueError("together and joint need the aggregation per-owner")
        if self.cascade == "binary" and (self.gate or self.full):
            raise ValueError("gate and full need the cascade multiplied")
        if self.joint and not self.simple:
            raise ValueError("joint needs the binary cascade, without status")
        unread = sorted({*self.programmes, *self.terms}.difference(self.lists))
        if unread:
            raise ValueError(f"programmes or terms of {unread[0]} are named, but the regime does not read that list")
        if source := undeclared(self.licences, self.sources):
            raise ValueError(f"source {source!r} of a licence is not declared; add it to sources")
        named = (*self.kinds, *self.control)
        twice = sorted({kind for kind in named if named.count(kind) > 1})
        if twice:
            raise ValueError(f"the kind {twice[0]!r} is counted in two ways")
        return self

    @property
    def simple(self) -> bool:
        """Whether each interest needs to be looked at once only: nothing is multiplied, and all count shares alone."""
        return self.cascade == "binary" and not (self.status or self.together)

    @property
    def control(self) -> tuple[InterestKind, ...]:
        """The kinds of interest by which the law takes a company to be controlled, or may."""
        return (*self.majority, *self.limbs, *self.possible_limbs)

    @property
    def unsettled_kinds(self) -> frozenset[InterestKind]:
        """The kinds of interest that may reach a company though their shares are known."""
        return frozenset((*self.majority, *self.possible_limbs, "beneficiary"))

    @property
    def counted(self) -> frozenset[InterestKind]:
        """The kinds of interest that can reach."""
        return frozenset((*self.kinds, *self.control, "beneficiary", *(self.status.kinds if self.status else ())))

    def counting(self, matches: Iterable[Match]) -> tuple[Match, ...]:
        """Of matches those whose listings count; where their programmes do not tell, a person has to confirm them."""
        counting = []
        for match in matches:
            wanted = self.programmes.get(match.list)
            if wanted is None or not {*match.listing.programmes}.isdisjoint(wanted):
                counting.append(match)
            elif _known_programmes(match.list).isdisjoint(match.listing.programmes):
                because = f"{match.because}; whether it counts is open, for its programme is not recorded"
                counting.append(replace(match, strength="candidate", because=because))
        return tuple(counting)

    def terms_of(self, name: str, matches: Iterable[Match]) -> Iterator[str]:
        """What the law asks of the dealings with a listed party, which pass on to what it owns."""
        for match in matches:
            terms = self.terms.get(match.list)
            if terms and match.strength == "match":
                entry = match.listing
                written = f"; its entry says: {entry.note}" if "EAR" in entry.note else ""
                place = ", ".join(filter(None, (match.list, entry.citation)))
                yield f"Terms of {name} ({place}): {terms}{written}."

    def limbs_at(self, end: End) -> tuple[InterestKind, ...]:
        """The kinds that reach by themselves for certain (least), or conceivably (most)."""
        return self.limbs if end == "least" else (*self.limbs, *self.possible_limbs)

    @property
    def limit(self) -> int:
        """The threshold in micro-per-cent."""
        return self.threshold.low

    def reached_by(self, total: Sum, kind: InterestKind = "ownership") -> bool:
        """Whether the lower ends of ``total``, which is held in this kind, reach a company for certain."""
        if kind in self.limbs:
            return True
        limit, or_equal = self._threshold_of(kind)
        return total.low > limit or (total.low == limit and (or_equal or total.low_open > 0))

    def may_be_reached_by(self, total: Sum, whole: Sum, kind: InterestKind = "ownership") -> bool:
        """Whether some true shares within ``total`` reach it, when ``whole`` is everything that is held, they included.

        What the others hold at least is room that they leave not.
        """
        if kind in self.limbs or kind in self.possible_limbs:
            return True
        limit, or_equal = self._threshold_of(kind)
        room = WHOLE - (whole.low - total.low)
        most = min(total.high, room)
        if most != limit or not or_equal:
            return most > limit
        # Only the very end is in question: an open end does not contain it.
        ends_open = (total.high == most and total.high_open > 0) or (room == most and whole.low_open > total.low_open)
        return not ends_open

    def _threshold_of(self, kind: InterestKind) -> tuple[int, bool]:
        """What must be held of a kind, and whether exactly so much suffices; more than all where no share does."""
        if kind in self.majority:
            return WHOLE // 2, False
        return (self.limit, self.operator == ">=") if kind in self.kinds else (_OUT_OF_REACH, False)

    def reached_with(self, part: Part, end: End) -> bool:
        """Whether a part of a company reaches the threshold: for certain by its least, conceivably by its most."""
        size = part.size * WHOLE
        if size != self.limit:
            return size > self.limit
        return part.open or self.operator == ">=" if end == "least" else self.operator == ">=" and not part.open

    def passes(self, part: Part, end: End) -> Literal["nothing", "part", "all"]:
        """What an owner of which ``part`` is held passes on of what it holds, where percentages are multiplied."""
        if self.full and self._is_up_to(self.full, part, end):
            return "all"
        return "part" if self.gate is None or self._is_up_to(self.gate, part, end) else "nothing"

    @staticmethod
    def _is_up_to(limit: Share, part: Part, end: End) -> bool:
        size = part.size * WHOLE
        return size > limit.low or (size == limit.low and not (part.open and end == "most"))

    def __str__(self) -> str:
        words = "at least" if self.operator == ">=" else "more than"
        return f"{words} {self.threshold}"


@dataclass(frozen=True)
class DatedRegime:
    """A regime with its whole history."""

    document: ParsedFile
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

    def reading(self, lists: tuple[str, ...]) -> DatedRegime:
        """The same regime, which reads these lists instead of its own; what it says of others is left out."""
        data = {**self.document.data, "lists": list(lists)}
        for name in ("programmes", "terms"):
            data[name] = {key: value for key, value in data.get(name, {}).items() if key in lists}
        return replace(self, document=replace(self.document, data=data))

    def on(self, day: date) -> Regime:
        """The regime as it stood on ``day``; its ``notes`` say also what it rests on."""
        regime = self._resolved(day)
        title = {source.id: source.title for source in regime.sources}
        announced = timeline.announced(self.changes, day)
        notes = [
            f"Relies on a change that has only been announced: {title[change.by]}. {change.verify}".strip()
            for change in announced
        ]
        if not regime.in_force:
            latest = timeline.in_force(self.changes, day)
            cause = "".join(f": {title[change.by]}" for change in latest if change.path == ("in_force",))
            notes.append(f"{regime.title} is not in force on {day}{cause}.")
        if regime.in_force:
            notes += [licence.note(regime.sources) for licence in regime.licences if licence.covers(day)]
        cited = tuple(dict.fromkeys(title[change.by] for change in announced))
        return regime.model_copy(update={"notes": (*regime.notes, *regime.unassessed, *notes), "announced": cited})

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
