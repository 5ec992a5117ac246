"""What the import of a fleet cost in duty, and what more customs could claim if they assert another origin.

Everything is computed lot by lot and added, so that the duty of two fleets is the sum of theirs. What is not recorded
(a price, a day, an origin) makes a range and is named.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Literal, TypeVar

from compliance import __version__
from compliance.core.bounds import ANYTHING, NOTHING, Bounds, exactly, hull
from compliance.core.dates import Period
from compliance.core.errors import fail
from compliance.core.finding import Input, Location, Tool
from compliance.core.possible import Possible
from compliance.core.timeline import DAY
from compliance.inventory.units import Lot, Unit, first_locations
from compliance.io.paths import AnyPath, AnyPaths, as_paths, display_path, resolved
from compliance.io.resources import bundled
from compliance.policies.constraints.base import listing
from compliance.policies.facts import Facts
from compliance.reference.tariffs import Duty, Part, Tariff, load_tariff
from compliance.workflows.inputs import Request, read_inputs
from compliance.workflows.inputs.options import silent
from compliance.workflows.reference import user_reference

if TYPE_CHECKING:
    from compliance.reference.countries import CountryTable

FACTS = (
    "kind", "manufacturer", "supplier", "country_of_origin", "purchased", "delivered", "unit_price_usd",
)  # fmt: skip
"""The facts of a unit that duty depends on, or that it is told by."""

DEFAULT_TARIFF = "us-8543-70-99"

T = TypeVar("T")

UNSETTLED = "not settled"
_NONE = (NOTHING, NOTHING)
_HUNDREDTH = exactly(Decimal("0.01"))
_ASK = {
    "country_of_origin": "the declared origin, from the customs entry (CBP 7501)",
    "entry_date": "the day of entry, from the customs entry (CBP 7501); the delivery date stands for it",
    "unit_price_usd": "the price of a unit in US dollars, from the invoice",
    "kind": "what kind of unit it is: only miners are classified here",
    "rate": "a rate table that covers the origin and the day of entry (--tariff FILE)",
}


@dataclass(frozen=True, slots=True)
class Line:
    """Some units: their value, the duty on it as declared, and what more is due if another origin is asserted; in USD."""

    units: int = 0
    value: Bounds = NOTHING
    duty: Bounds = NOTHING
    exposure: Bounds = NOTHING

    def __add__(self, other: Line) -> Line:
        return Line(
            self.units + other.units,
            self.value + other.value,
            self.duty + other.duty,
            self.exposure + other.exposure,
        )


@dataclass(frozen=True, slots=True)
class Layer:
    """What one duty makes of the total as declared, and of the contested units if the other origin is asserted."""

    duty: Duty
    declared: Bounds
    asserted: Bounds


@dataclass(frozen=True, slots=True)
class Missing:
    """A fact that is not recorded of some units: why the answer is a range."""

    fact: str
    units: int
    ask: str
    locations: tuple[Location, ...]


@dataclass(frozen=True, slots=True)
class RatePeriod:
    """The rate of an origin from ``since`` (None: since ever) to ``until`` (None: as far as is known)."""

    origin: str
    since: date | None
    until: date | None
    rate: Bounds
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class DutyResult:
    """The answer to one question of duty. ``groups``: ``origin``, ``maker``, ``seller``, ``quarter`` -> name -> line."""

    reports: ClassVar[str] = "duty"

    tool: Tool
    as_of: date
    tariff: Tariff
    asserted: str
    total: Line
    groups: dict[str, dict[str, Line]]
    layers: tuple[Layer, ...]
    rates: tuple[RatePeriod, ...]
    missing: tuple[Missing, ...]
    notes: tuple[str, ...]
    inputs: tuple[Input, ...] = ()
    paths: frozenset[Path] = frozenset()
    """Every file that was read, resolved: none of them may be overwritten."""


@dataclass(frozen=True, slots=True)
class _Terms:
    """The rates of one origin on one stretch of days, in per cent: as declared, above it if the other is asserted."""

    settled: bool
    rated: bool
    declared: Bounds
    extra: Bounds
    layers: dict[str, tuple[Bounds, Bounds]]


@dataclass(frozen=True, slots=True)
class _Question:
    """What is asked of every lot; rates are worked out once for each combination of origin and days."""

    facts: Facts
    tariff: Tariff
    asserted: str
    contested: Collection[str]
    known: dict[tuple[Possible[str], Period], _Terms] = field(default_factory=dict)
    used: dict[str, set[date]] = field(default_factory=dict)

    def terms(self, origin: Possible[str], when: Period) -> _Terms:
        if (origin, when) not in self.known:
            self.known[origin, when] = self._terms(origin, when)
        return self.known[origin, when]

    def disputed(self, origin: str) -> bool:
        """Whether customs are taken to set this declared origin aside."""
        return origin in self.contested if self.contested else origin not in (self.asserted, self.tariff.file.home)

    def _terms(self, origin: Possible[str], when: Period) -> _Terms:
        tariff, asserted = self.tariff, self.asserted
        days = tariff.epochs(when, self.facts.as_of)
        origins = sorted(tariff.origins if origin.values is None else origin.values)
        cases = [(each, asserted if self.disputed(each) else each, day) for each in origins for day in days]
        if origin.values is not None:
            for name in {name for declared, claimed, _ in cases for name in (declared, claimed)}:
                self.used.setdefault(name, set()).update(days)
        return _Terms(
            len(days) == 1,
            all(tariff.knows(each, day) for declared, claimed, day in cases for each in (declared, claimed)),
            hull(tariff.rate(declared, day) for declared, _, day in cases),
            hull(tariff.rate(claimed, day).above(tariff.rate(declared, day)) if claimed != declared else NOTHING
                 for declared, claimed, day in cases),
            {
                duty.id: (
                    hull(tariff.layer(duty, declared, day) for declared, _, day in cases),
                    hull(tariff.layer(duty, claimed, day) for _, claimed, day in cases),
                )
                for duty in tariff.file.duties
            },
        )  # fmt: skip


@dataclass(slots=True)
class _Books:
    """What is being added up."""

    total: Line = Line()
    groups: dict[str, dict[str, Line]] = field(
        default_factory=lambda: {name: {} for name in ("origin", "maker", "seller", "quarter")}
    )
    layers: dict[str, tuple[Bounds, Bounds]] = field(default_factory=dict)
    lacking: dict[str, list[Lot]] = field(default_factory=dict)
    elsewhere: int = 0

    def enter(self, asked: _Question, lot: Lot) -> None:
        """Adds a lot to every sum."""
        facts, unit = asked.facts, lot.unit
        if unit.kind and unit.kind not in asked.tariff.file.kinds:
            self.elsewhere += lot.units
            return
        when = _entry(unit, facts.as_of)
        terms = asked.terms(unit.country_of_origin, when)
        value = value_of(lot)
        hundredth = value.times(_HUNDREDTH)
        charged, exposed = hundredth.times(terms.declared), hundredth.times(terms.extra)
        if not unit.kind:
            charged, exposed = hull((NOTHING, charged)), hull((NOTHING, exposed))
        line = Line(lot.units, value, charged, exposed)
        self.total += line
        for group, name in (
            ("origin", _named(unit.country_of_origin, facts.countries.name)),
            ("maker", _named(unit.manufacturer, facts.title)),
            ("seller", _named(unit.supplier, facts.title)),
            ("quarter", _quarter(when)),
        ):
            self.groups[group][name] = self.groups[group].get(name, Line()) + line
        for name, (declared, claimed) in terms.layers.items():
            so_far = self.layers.get(name, _NONE)
            self.layers[name] = (so_far[0] + hundredth.times(declared), so_far[1] + hundredth.times(claimed))
        for fact, lacks in (
            ("country_of_origin", unit.country_of_origin.only is None),
            ("entry_date", not terms.settled),
            ("unit_price_usd", unit.unit_price_usd is None),
            ("kind", not unit.kind),
            ("rate", not terms.rated),
        ):
            if lacks:
                self.lacking.setdefault(fact, []).append(lot)


def duty(
    fleets: AnyPaths,
    *,
    as_of: date,
    asserted: str = "CN",
    contested: Iterable[str] = (),
    tariff: AnyPath = DEFAULT_TARIFF,
    parties: AnyPaths = (),
    mapping: AnyPath | None = None,
    country_codes: Literal["iso", "fips"] | None = None,
    progress: Callable[[str, str], None] = silent,
) -> DutyResult:
    """Computes the import duty on inventories, and the exposure if customs assert another origin.

    ``asserted`` (``--assert``) is that origin; ``contested`` (``--contest``) are the declared origins that customs are
    taken to set aside, none: all but ``asserted`` and home. ``tariff`` is the id of a bundled table of rates, or a file.

    Raises ComplianceError where an input cannot be used.

    >>> from datetime import date
    >>> result = duty("fleets/northgate", as_of=date(2026, 11, 22))
    >>> result.total.units > 0 and result.asserted
    'CN'
    """
    reference, path = user_reference(), Path(tariff)
    rates = (
        reference.tariff(str(tariff)) if str(tariff) in bundled("tariffs") else load_tariff(path, display_path(path))
    )
    claimed = _country(reference.countries, asserted)
    declared = tuple(_country(reference.countries, text) for text in contested)
    request = Request(
        fleets=as_paths(fleets),
        as_of=as_of,
        policies=(),
        parties=as_paths(parties),
        mapping=None if mapping is None else Path(mapping),
        codes=country_codes,
        facts=FACTS,
        reference=reference,
        progress=progress,
    )
    inputs = read_inputs(request)
    paths = inputs.paths | {resolved(path)}
    return replace(dues(inputs.facts, rates, claimed, declared), inputs=inputs.read, paths=paths)


def _country(countries: CountryTable, text: str) -> str:
    """The one country that a text means. Raises ComplianceError."""
    country = countries.resolve(text).only
    if country is None:
        raise fail(f"{text!r} is not one country", "Write an ISO 3166-1 code, such as CN.")
    return country


def dues(facts: Facts, tariff: Tariff, asserted: str = "CN", contested: Collection[str] = ()) -> DutyResult:
    """The duty on ``facts.fleet``, and the exposure if customs assert the origin ``asserted``. Pure.

    ``contested`` are the declared origins that customs are taken to set aside; none: all but ``asserted`` and home.
    """
    asked, books = _Question(facts, tariff, asserted, contested), _Books()
    for lot in facts.fleet.lots:
        books.enter(asked, lot)
    layers = ((duty, *books.layers.get(duty.id, _NONE)) for duty in tariff.file.duties)
    return DutyResult(
        Tool("mining-compliance", __version__),
        facts.as_of,
        tariff,
        asserted,
        books.total,
        {name: _ordered(lines) for name, lines in books.groups.items()},
        tuple(Layer(*layer) for layer in layers if layer[1:] != _NONE),
        tuple(_rates(tariff, asked.used)),
        tuple(_missing(books)),
        tuple(_notes(asked, books)),
    )


def value_of(lot: Lot) -> Bounds:
    """What the units of a lot cost, in USD."""
    price = ANYTHING if lot.unit.unit_price_usd is None else exactly(lot.unit.unit_price_usd)
    return price.times(exactly(lot.units))


def _entry(unit: Unit, as_of: date) -> Period:
    """When it was entered: on delivery, else some day from the purchase on."""
    if unit.delivered.known:
        return unit.delivered
    return Period(unit.purchased.earliest, max(as_of, unit.purchased.latest or as_of))


def _named(fact: Possible[T], title: Callable[[T], str]) -> str:
    return "unknown" if fact.values is None else listing(map(title, fact.values))


def _quarter(when: Period) -> str:
    quarters = {f"{day.year}-Q{(day.month + 2) // 3}" for day in (when.earliest, when.latest) if day}
    return quarters.pop() if len(quarters) == 1 and when.earliest else UNSETTLED


def _ordered(lines: dict[str, Line]) -> dict[str, Line]:
    return dict(sorted(lines.items(), key=lambda item: (item[0] in (UNSETTLED, "unknown"), item[0])))


def _rates(tariff: Tariff, used: dict[str, set[date]]) -> Iterator[RatePeriod]:
    """The rate of every origin that was needed, on the stretches that were."""
    for origin, days in sorted(used.items()):
        changes = tariff.changes(origin)
        for since in sorted({max((day for day in changes if day <= each), default=date.min) for each in days}):
            later = next((day - DAY for day in changes if day > since), None)
            first = None if since == date.min else since
            yield RatePeriod(origin, first, later, tariff.rate(origin, since), tariff.parts(origin, since))


def _missing(books: _Books) -> Iterator[Missing]:
    """The facts that are not settled, the most frequent first."""
    counted = {fact: sum(lot.units for lot in lots) for fact, lots in books.lacking.items()}
    for fact, units in sorted(counted.items(), key=lambda item: (-item[1], item[0])):
        places = first_locations(lot.locations for lot in books.lacking[fact])
        yield Missing(fact, units, _ASK[fact], tuple(places))


def _notes(asked: _Question, books: _Books) -> Iterator[str]:
    tariff, name = asked.tariff, asked.facts.countries.name
    yield "Interest, penalties and fees are left out."
    yield "The day of entry is taken to be the delivery date; without one, any day from the purchase to the as-of day."
    who = listing(map(name, asked.contested), "and") if asked.contested else "every declared origin"
    but = "" if asked.contested else f" but {name(tariff.file.home)}, of which nothing is imported,"
    yield f"Exposure: what more is due if customs hold {who}{but} to be {name(asked.asserted)}."
    if books.elsewhere:
        kinds = listing(tariff.file.kinds)
        yield f"{books.elsewhere:,} units of other kinds than {kinds} are classified elsewhere and not counted."
    levied = [duty for duty in tariff.file.duties if books.layers.get(duty.id, _NONE) != _NONE]
    for doubt in dict.fromkeys(duty.doubt for duty in levied if duty.doubt):
        yield f"{listing((duty.title for duty in levied if duty.doubt == doubt), 'and')}: {doubt}"
    yield from tariff.file.notes
    cited = {part.rate for origin, days in asked.used.items() for day in days for part in tariff.parts(origin, day)}
    for verify in sorted({f"{rate.source}: {rate.verify}" for rate in cited if rate.verify}):
        yield f"To verify: {verify}."
    yield from asked.facts.fleet.notes
