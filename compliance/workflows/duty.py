"""What the import of a fleet cost in duty, and what more customs could claim if they assert another origin.

Everything is computed lot by lot and added, so that the duty of two fleets is the sum of theirs. What is not recorded
(a price, a day, an origin) makes a range and is named, with what of the exposure it would settle. Rates of a day after
the last review of the table are as last reviewed: the law may have gone up or down since, so they are told, not widened.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Literal, TypeVar

from compliance import __version__
from compliance.core.bounds import ANYTHING, NOTHING, Bounds, dollars, exactly, hull
from compliance.core.dates import Period
from compliance.core.errors import fail
from compliance.core.finding import Input, Tool
from compliance.core.possible import Possible
from compliance.core.timeline import DAY
from compliance.inventory.units import Lot, Unit, first_locations
from compliance.io.paths import AnyPath, AnyPaths, as_paths, display_path, resolved
from compliance.io.resources import bundled
from compliance.policies.constraints.base import listing
from compliance.policies.facts import Facts
from compliance.reference.tariffs import Tariff, load_tariff
from compliance.workflows.duty_claims import UNSETTLED, Refund, claim_state, debtor, refund_state, split
from compliance.workflows.duty_lines import Layer, Line, Missing, RatePeriod
from compliance.workflows.duty_rates import LayerTerms, Question
from compliance.workflows.inputs import Request, read_inputs
from compliance.workflows.inputs.options import silent
from compliance.workflows.reference import user_reference

if TYPE_CHECKING:
    from compliance.reference.countries import CountryTable

FACTS = (
    "kind", "manufacturer", "supplier", "country_of_origin", "purchased", "delivered", "unit_price_usd",
    "owner", "hosting_client", "importer_of_record", "exported", "entered",
)  # fmt: skip
"""The facts of a unit that duty depends on, or that it is told by."""

DEFAULT_TARIFF = "us-8543-70-99"

T = TypeVar("T")

_GROUPS = ("origin", "maker", "seller", "quarter", "year", "debtor", "state")
_HUNDREDTH = exactly(Decimal("0.01"))
_ASK = {
    "country_of_origin": "the declared origin, from the customs entry (CBP 7501)",
    "entry_date": "the day of entry, from the customs entry (CBP 7501); the delivery date stands for it",
    "export_date": "the day of loading, from the bill of lading: exceptions for goods on their way hang on it",
    "importer_of_record": "who is the importer of record, from the customs entry (CBP 7501): the duty is theirs to pay",
    "unit_price_usd": "the price of a unit in US dollars, from the invoice",
    "kind": "what kind of unit it is: only miners are classified here",
    "rate": "a rate table that covers the origin and the day of entry (--tariff FILE)",
    "review": "a later review of the rates (--tariff FILE): they are as last reviewed",
}


@dataclass(frozen=True, slots=True)
class DutyResult:
    """The answer to one question of duty. ``groups``: ``origin``, ``maker``, ``seller``, ``quarter``, ``year``,
    ``debtor`` (importer of record), ``state`` (of the claim) -> name -> line.
    """

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
    refunds: tuple[Refund, ...] = ()
    inputs: tuple[Input, ...] = ()
    paths: frozenset[Path] = frozenset()
    """Every file that was read, resolved: none of them may be overwritten."""


@dataclass(slots=True)
class _Books:
    """What is being added up."""

    total: Line = Line()
    groups: dict[str, dict[str, Line]] = field(default_factory=lambda: {name: {} for name in _GROUPS})
    layers: dict[str, LayerTerms] = field(default_factory=dict)
    refunds: dict[tuple[str, str], Refund] = field(default_factory=dict)
    lacking: dict[str, list[tuple[Lot, Line]]] = field(default_factory=dict)
    elsewhere: int = 0
    late: int = 0

    def enter(self, question: Question, lot: Lot) -> None:
        """Adds a lot to every sum."""
        facts, unit, file = question.facts, lot.unit, question.tariff.file
        if unit.kind and unit.kind not in file.kinds:
            self.elsewhere += lot.units
            return
        entered = _entry(unit, facts.as_of)
        terms = question.terms(unit.country_of_origin, (entered, unit.exported))
        value = value_of(lot)
        hundredth = value.times(_HUNDREDTH)

        def amount(rate: Bounds) -> Bounds:
            """In USD; perhaps nothing, where it may be no miner."""
            return hundredth.times(rate) if unit.kind else hull((NOTHING, hundredth.times(rate)))

        state = claim_state(file, entered, facts.as_of)
        live, barred = split(amount(terms.live), state)
        line = Line(
            lot.units,
            value,
            amount(terms.declared),
            amount(terms.extra),
            live,
            amount(terms.void),
            barred,
            amount(terms.transshipped),
        )
        owing = debtor(facts, unit)
        self.total += line
        for group, name in (
            ("origin", _named(unit.country_of_origin, facts.countries.name)),
            ("maker", _named(unit.manufacturer, facts.title)),
            ("seller", _named(unit.supplier, facts.title)),
            ("quarter", _quarter(entered)),
            ("year", _year(entered)),
            ("debtor", owing),
            ("state", state),
        ):
            self.groups[group][name] = self.groups[group].get(name, Line()) + line
        for name, layer in terms.layers.items():
            so_far = self.layers.get(name, _NO_LAYER)
            self.layers[name] = LayerTerms(
                so_far.declared + hundredth.times(layer.declared),
                so_far.asserted + hundredth.times(layer.asserted),
                so_far.extra + hundredth.times(layer.extra),
            )
        if terms.paid_void != NOTHING:
            how, until = refund_state(file, entered, facts.as_of)
            refund = Refund(owing, how, lot.units, amount(terms.paid_void), until)
            before = self.refunds.get((owing, how))
            self.refunds[owing, how] = before + refund if before else refund
        if unit.exported.earliest and entered.latest and unit.exported.earliest > entered.latest:
            self.late += lot.units
        dutiable = (terms.declared, terms.extra) != (NOTHING, NOTHING)
        for fact, lacks in (
            ("country_of_origin", unit.country_of_origin.only is None),
            ("entry_date", not terms.day_settled),
            ("export_date", not terms.loading_settled),
            ("unit_price_usd", unit.unit_price_usd is None),
            ("kind", not unit.kind),
            ("rate", not terms.rated),
            ("review", not terms.reviewed and dutiable),
            ("importer_of_record", unit.importer_of_record.only is None and terms.extra != NOTHING),
        ):
            if lacks:
                self.lacking.setdefault(fact, []).append((lot, line))


_NO_LAYER = LayerTerms(NOTHING, NOTHING, NOTHING)


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
    question, books = Question(facts, tariff, asserted, contested), _Books()
    for lot in facts.fleet.lots:
        books.enter(question, lot)
    layers = [(duty, books.layers[duty.id]) for duty in tariff.file.duties if duty.id in books.layers]
    return DutyResult(
        Tool("mining-compliance", __version__),
        facts.as_of,
        tariff,
        asserted,
        books.total,
        {name: _ordered(lines) for name, lines in books.groups.items()},
        tuple(
            Layer(duty, layer.declared, layer.asserted, layer.extra, question.is_void(duty))
            for duty, layer in layers
            if layer != _NO_LAYER
        ),
        tuple(_rates(tariff, question.used)),
        tuple(_missing(books)),
        tuple(_notes(question, books)),
        tuple(refund for _, refund in sorted(books.refunds.items())),
    )


def value_of(lot: Lot) -> Bounds:
    """What the units of a lot cost, in USD."""
    price = ANYTHING if lot.unit.unit_price_usd is None else exactly(lot.unit.unit_price_usd)
    return price.times(exactly(lot.units))


def _entry(unit: Unit, as_of: date) -> Period:
    """When it was entered: as recorded, else on delivery, else some day from the purchase on."""
    if unit.entered.known:
        return unit.entered
    if unit.delivered.known:
        return unit.delivered
    return Period(unit.purchased.earliest, max(as_of, unit.purchased.latest or as_of))


def _named(fact: Possible[T], title: Callable[[T], str]) -> str:
    return "unknown" if fact.values is None else listing(map(title, fact.values))


def _quarter(when: Period) -> str:
    quarters = {f"{day.year}-Q{(day.month + 2) // 3}" for day in (when.earliest, when.latest) if day}
    return quarters.pop() if len(quarters) == 1 and when.earliest else UNSETTLED


def _year(when: Period) -> str:
    years = {str(day.year) for day in (when.earliest, when.latest) if day}
    return years.pop() if len(years) == 1 and when.earliest else UNSETTLED


def _ordered(lines: dict[str, Line]) -> dict[str, Line]:
    return dict(
        sorted(lines.items(), key=lambda item: (item[0] == UNSETTLED or item[0].startswith("unknown"), item[0]))
    )


def _rates(tariff: Tariff, used: dict[str, set[tuple[date, date]]]) -> Iterator[RatePeriod]:
    """The rate of every origin that was needed, on the stretches that were, with the exceptions that may hold."""
    for origin, days in sorted(used.items()):
        changes = tariff.changes(origin)
        periods = {}
        for day, loaded in sorted(days):
            since = max((change for change in changes if change <= day), default=date.min)
            until = next((change - DAY for change in changes if change > since), None)
            parts = tariff.parts(origin, day, loaded)
            before = min((part.rate.loaded_before for part in parts if part.rate.loaded_before), default=None)
            first = None if since == date.min else since
            periods[since, before or date.max] = RatePeriod(
                origin, first, until, tariff.rate(origin, day, loaded), parts, before
            )
        yield from (period for _, period in sorted(periods.items()))


def _missing(books: _Books) -> Iterator[Missing]:
    """The facts that are not settled, the most frequent first."""
    counted = {fact: sum(lot.units for lot, _ in lots) for fact, lots in books.lacking.items()}
    for fact, units in sorted(counted.items(), key=lambda item: (-item[1], item[0])):
        lots = books.lacking[fact]
        places = first_locations(lot.locations for lot, _ in lots)
        exposure = sum((line.exposure for _, line in lots), NOTHING)
        known = Decimal(0) if fact == "importer_of_record" else exposure.least
        settles = None if exposure.most is None else exposure.most - known
        yield Missing(fact, units, _ASK[fact], tuple(places), settles)


def _notes(question: Question, books: _Books) -> Iterator[str]:
    tariff, name = question.tariff, question.facts.countries.name
    yield "Interest, penalties and fees are left out."
    yield "Without a day of entry the delivery date stands for it; without either, any day from the purchase to the as-of day."
    who = listing(map(name, question.contested), "and") if question.contested else "every declared origin"
    but = "" if question.contested else f" but {name(tariff.file.home)}, of which nothing is imported,"
    yield f"Exposure: what more is due if customs hold {who}{but} to be {name(question.asserted)}."
    if books.elsewhere:
        kinds = listing(tariff.file.kinds)
        yield f"{books.elsewhere:,} units of other kinds than {kinds} are classified elsewhere and not counted."
    if tariff.file.limitation:
        years, source = tariff.file.limitation.years, tariff.file.limitation.source
        yield f"A claim is time-barred {years} years after the entry ({source}); where fraud is alleged, after its discovery."
    if books.refunds:
        yield (
            "Refunds belong to the importer of record. Their last days count from the latest liquidation that the law "
            "allows without an extension; an earlier one ends them earlier."
        )
    if books.late:
        yield f"{books.late:,} units are recorded as loaded after they were entered: no exception for goods on their way holds."
    if question.tariff.file.transshipment and books.total.transshipped != books.total.exposure:
        sources = listing(sorted({rule.source for rule in tariff.file.transshipment}), "and")
        yield f"If customs also find transshipment ({sources}), the exposure is {dollars(books.total.transshipped)}."
    levied = [duty for duty in tariff.file.duties if books.layers.get(duty.id, _NO_LAYER) != _NO_LAYER]
    for doubt in dict.fromkeys(duty.doubt for duty in levied if duty.doubt):
        yield f"{listing((duty.title for duty in levied if duty.doubt == doubt), 'and')}: {doubt}"
    yield from tariff.file.notes
    cited = {
        part.rate
        for origin, days in question.used.items()
        for day, loaded in days
        for part in tariff.parts(origin, day, loaded)
    }
    questions = {f"{rate.source}: {rate.verify}" for rate in cited if rate.verify}
    questions |= {f"{source.id}: {source.verify}" for source in map(tariff.source, cited) if source.verify}
    for verify in sorted(questions):
        yield f"To verify: {verify}."
    yield from question.facts.fleet.notes
