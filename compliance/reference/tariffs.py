"""What an import costs: dated rates of duty by origin, each with its source; rates that are not known are ranges."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

from compliance.core.bounds import ANYTHING, NOTHING, Bounds, exactly, per_cent
from compliance.core.dates import Period
from compliance.core.errors import ComplianceError, Problem
from compliance.core.located import ParsedFile
from compliance.core.record import Confidence, Source, validate
from compliance.core.timeline import DAY, epochs, limits
from compliance.io import yaml as strictyaml
from compliance.reference.tariff_file import OTHERS, Duty, Rate, TariffFile


@dataclass(frozen=True, slots=True)
class Part:
    """What one duty adds to the rate of an origin on a day, in per cent."""

    duty: Duty
    rate: Rate
    bounds: Bounds


Layers = Callable[[Duty], bool]
"""Which duties count."""


def every(duty: Duty) -> bool:
    """All duties count."""
    return True


@dataclass(frozen=True)
class Tariff:
    """A rate table, read and checked. ``name`` is what reports call its file."""

    file: TariffFile
    name: str
    sha256: str
    _known_parts: dict[tuple[str, date, date | None], tuple[Part, ...]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def parts(self, origin: str, day: date, loaded: date | None = None) -> tuple[Part, ...]:
        """What makes up the rate of an origin on a day of entry; nothing for goods of the home country.

        ``loaded``: when the goods were loaded; None: too late for any exception.
        """
        key = (origin, day, loaded)
        if key not in self._known_parts:
            self._known_parts[key] = self._parts(*key)
        return self._known_parts[key]

    def _parts(self, origin: str, day: date, loaded: date | None) -> tuple[Part, ...]:
        if origin == self.file.home:
            return ()
        possible = ((duty, duty.on(origin, day, loaded)) for duty in self.file.duties)
        rates = [(duty, rate) for duty, rate in possible if rate is not None]
        first = sum((rate.bounds for duty, rate in rates if duty.id == self.file.duties[0].id), NOTHING)
        return tuple(Part(duty, rate, rate.above(first)) for duty, rate in rates)

    def layer(self, duty: Duty, origin: str, day: date, loaded: date | None = None) -> Bounds:
        """What one duty adds to the rate of an origin on a day, in per cent of the value."""
        return sum((part.bounds for part in self.parts(origin, day, loaded) if part.duty.id == duty.id), NOTHING)

    def knows(self, origin: str, day: date) -> bool:
        """Whether the table says what is due on goods of an origin on a day, even if that is nothing."""
        return origin == self.file.home or bool(self.parts(origin, day))

    def rate(self, origin: str, day: date, loaded: date | None = None, layers: Layers = every) -> Bounds:
        """The rate of an origin on a day, in per cent of the value: of all duties, or of those of ``layers``.

        Anything where the table has none.
        """
        if not self.knows(origin, day):
            return ANYTHING
        parts = [part for part in self.parts(origin, day, loaded) if layers(part.duty)]
        totals = [part.rate.total for part in parts if part.rate.total is not None]
        first = sum((part.bounds for part in parts if part.duty.id == self.file.duties[0].id), NOTHING)
        whole = first if not totals else Bounds(
            max(first.least, *totals), None if first.most is None else max(first.most, *totals)
        )  # fmt: skip
        rest = (part.bounds for part in parts if part.rate.total is None and part.duty.id != self.file.duties[0].id)
        return sum(rest, whole)

    def transshipped(self, origin: str, day: date, loaded: date | None = None) -> Bounds:
        """The rate of an origin if customs also find that goods went another way to evade a duty."""
        instead = {rule.duty: exactly(rule.percent) for rule in self.file.transshipment if rule.covers(day)}
        rest = self.rate(origin, day, loaded, lambda duty: duty.id not in instead)
        return rest if origin == self.file.home else sum(instead.values(), rest)

    def loadings(self, origins: Iterable[str], day: date, loaded: Period) -> list[date]:
        """One day of loading of every stretch in which no exception begins or ends, for goods entered on ``day``."""
        foreign = [origin for origin in origins if origin != self.file.home]
        days = {before for origin in foreign for duty in self.file.duties for before in duty.loading_days(origin, day)}
        return epochs(days, loaded.earliest, min(day, loaded.latest or day))

    def epochs(self, when: Period, last: date) -> list[date]:
        """One day of every stretch of ``when`` (open ends: since ever, until ``last``) in which no rate changes."""
        return epochs(set(self.days), when.earliest, when.latest or last)

    @cached_property
    def days(self) -> frozenset[date]:
        """The days on which some rate changes."""
        return frozenset(day for _, rate in self._rates() for day in limits(rate.since, rate.last))

    def changes(self, origin: str) -> list[date]:
        """The days on which the parts of the rate of this origin, or its exceptions, change."""
        return [day for day in sorted(self.days) if self._held(origin, day) != self._held(origin, day - DAY)]

    @cached_property
    def origins(self) -> tuple[str, ...]:
        """Every origin that some rate names, the home country, and one that stands for all others."""
        named = {origin for _, rate in self._rates() for origin in rate.origins}
        return tuple(sorted(named | {self.file.home, OTHERS}))

    def confidence(self, rate: Rate) -> Confidence:
        """How sure a rate is."""
        return rate.confidence or self.file.confidence

    def source(self, rate: Rate) -> Source:
        """The source of a rate."""
        return next(source for source in self.file.sources if source.id == rate.source)

    def _held(self, origin: str, day: date) -> list[Rate]:
        """Every rate of an origin that holds on a day of entry, exceptions too."""
        duties = () if origin == self.file.home else self.file.duties
        return [rate for duty in duties for rate in duty.of(origin) if rate.covers(day)]

    def _rates(self) -> Iterator[tuple[Duty, Rate]]:
        return ((duty, rate) for duty in self.file.duties for rate in duty.rates)


def load_tariff(path: Path, name: str) -> Tariff:
    """The rate table in the YAML file ``path``, called ``name`` in messages.

    Raises ComplianceError with the line: for what does not fit the schema, an undeclared source, two rates of one duty
    for one origin on one day, days between two rates of an origin that have none, a total below the first duty, and a
    table that ends before the day of its review.
    """
    document = strictyaml.load(path, name=name)
    file = validate(TariffFile, document, advice="See rules/tariffs for a rate table as it should be.")
    tariff = Tariff(file, name, sha256(path.read_bytes()).hexdigest())
    problems = [*_uncited(document, file), *_unknown_duties(document, file)]
    for number, duty in enumerate(file.duties):
        where = ("duties", number, "rates")
        for origin in sorted({origin for rate in duty.rates for origin in rate.origins}):
            problems += _gaps(document, where, duty, origin)
            problems += _twice_excepted(document, where, duty, origin)
        problems += _low_totals(document, where, tariff, duty)
    named = {origin for duty in file.duties for rate in duty.rates for origin in rate.origins}
    ended = sorted(origin for origin in named if not tariff.knows(origin, file.reviewed))
    if ended and not problems:
        what = f"the table ends before it was reviewed on {file.reviewed}: it has no rate for {', '.join(ended)}"
        problems.append(_problem(document, ("reviewed",), what, "Write the rates of that day, or an earlier day."))
    if problems:
        raise ComplianceError(problems)
    return tariff


def _uncited(document: ParsedFile, file: TariffFile) -> Iterator[Problem]:
    declared = {source.id for source in file.sources}
    cited: list[tuple[tuple[str | int, ...], str, str]] = []
    for number, duty in enumerate(file.duties):
        cited += [(("duties", number, "rates", index), duty.id, rate.source) for index, rate in enumerate(duty.rates)]
        cited += [(("duties", number, "void"), duty.id, duty.void.by)] if duty.void else []
    cited += [(("transshipment", index), "transshipment", rule.source) for index, rule in enumerate(file.transshipment)]
    for name in ("limitation", "liquidation", "refunds"):
        part = getattr(file, name)
        cited += [((name,), name, part.source)] if part else []
    for where, who, source in cited:
        if source not in declared:
            what = f"{who} cites {source!r}, which is not a source of this file"
            yield _problem(document, where, what, "Declare it under sources.")


def _unknown_duties(document: ParsedFile, file: TariffFile) -> Iterator[Problem]:
    known = [duty.id for duty in file.duties]
    for index, rule in enumerate(file.transshipment):
        if rule.duty not in known:
            what = f"transshipment takes the place of {rule.duty!r}, which is not a duty of this file"
            yield _problem(document, ("transshipment", index), what, f"One of {', '.join(known)}.")


def _gaps(document: ParsedFile, where: tuple[str | int, ...], duty: Duty, origin: str) -> Iterator[Problem]:
    plain = [
        (rate.since or date.min, index, rate)
        for index, rate in enumerate(duty.rates)
        if origin in rate.origins and rate.loaded_before is None
    ]
    ordered = sorted(plain, key=lambda dated: dated[:2])
    for (_, _, earlier), (since, index, later) in pairwise(ordered):
        end = earlier.until or date.max
        if end >= since:
            what = f"{duty.id} has two rates for {origin} on {later.since}"
            yield _problem(document, (*where, index), what, "End the earlier one on the day before.")
        elif end + DAY < since:
            what = f"{duty.id} has no rate for {origin} from {end + DAY} to {since - DAY}"
            yield _problem(document, (*where, index), what, "Write percent: 0, or a minimum where it is not known.")


def _twice_excepted(document: ParsedFile, where: tuple[str | int, ...], duty: Duty, origin: str) -> Iterator[Problem]:
    seen: list[Rate] = []
    for index, rate in enumerate(duty.rates):
        if rate.loaded_before is None or origin not in rate.origins:
            continue
        first = rate.since or date.min
        if any(
            other.loaded_before == rate.loaded_before and (other.covers(first) or rate.covers(other.since or date.min))
            for other in seen
        ):
            what = f"{duty.id} has two exceptions for {origin} of goods loaded before {rate.loaded_before}"
            yield _problem(document, (*where, index), what, "End the earlier one on the day before.")
        seen.append(rate)


def _low_totals(document: ParsedFile, where: tuple[str | int, ...], tariff: Tariff, duty: Duty) -> Iterator[Problem]:
    first = tariff.file.duties[0]
    for index, rate in enumerate(duty.rates):
        if rate.total is None:
            continue
        day = rate.since or tariff.file.reviewed
        least = max(tariff.layer(first, origin, day).least for origin in rate.origins)
        if duty == first or rate.total < least:
            what = f"{duty.id} makes {per_cent(exactly(rate.total))} in all, but the {first.title} alone is {per_cent(exactly(least))}"
            yield _problem(document, (*where, index), what, "Write percent: what this duty adds.")


def _problem(document: ParsedFile, path: tuple[str | int, ...], what: str, advice: str) -> Problem:
    line, column = document.place(path)
    return Problem(what, advice, document.file, line, column)


def part_text(part: Part) -> str:
    """``section 301 25 %``, ``section 301 7.4 % (10 % in all)``: a part as people read it."""
    whole = "" if part.rate.total is None else f" ({per_cent(exactly(part.rate.total))} in all)"
    return f"{part.duty.title} {per_cent(part.bounds)}{whole}"
