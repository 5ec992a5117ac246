"""Over every kind of the union: however rows are grouped and whoever counts them, every row gets the same verdict.

Kinds and their parameters are found from the union itself, so that a new kind is tried without being added here.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from compliance.core.dates import Period
from compliance.core.errors import ComplianceError
from compliance.core.finding import Judgement
from compliance.core.party import Known
from compliance.core.possible import UNKNOWN, one
from compliance.core.share import Share
from compliance.inventory import Grouping, Key, Reader, RowVerdict, Tally, join, merge, normalise, partial
from compliance.inventory.column_map import ColumnMap
from compliance.inventory.columns import layout
from compliance.inventory.formats import open_table
from compliance.inventory.formats.table import Table
from compliance.inventory.grouping import polars
from compliance.inventory.grouping.base import UnsureError
from compliance.inventory.grouping.limits import CountingLimits
from compliance.inventory.sites import Site, Sites
from compliance.inventory.units import Fleet, Lot, Role, Unit
from compliance.io.resources import RULES
from compliance.io.tables import Chunk
from compliance.ownership.parties import Interest, Party, collect
from compliance.ownership.regimes import DatedRegime
from compliance.policies.constraints import AnyKind
from compliance.policies.constraints.base import BaseConstraint, Question, evidence_of
from compliance.policies.engine.assessment import assess
from compliance.policies.engine.findings import short_form
from compliance.policies.facts import Facts
from compliance.policies.facts_read import facts_read
from compliance.policies.policy import AppliesTo, DatedRule
from compliance.policies.waivers import Waivers
from compliance.reference.installations import Installations
from tests.builders import SOURCE, TODAY, catalogue, countries, country_set, listed, made, policy, unit
from tests.effort import examples
from tests.inventory.varied import CELLS, ROWS

KINDS: tuple[type[BaseConstraint], ...] = get_args(get_args(AnyKind)[0])
SCHEMAS = {kind: TypeAdapter(kind).json_schema() for kind in KINDS}
ROLES: tuple[Role, ...] = get_args(Role)
WORDS = ("CN", "MY", "RU", "some", "other", "sophgo", "bitmain", "zynq", "WY")
"""What stands wherever a parameter is a text: countries, and ids of lists, sets, regimes, parties, boards."""
SITES = Sites((Site(id="north", name="North Range", owner="Acme 1 Ltd", operator="MineOne Partners Limited"),))
PARTIES = collect(
    [Party("sophgo", "Sophgo", country="CN"), Party("acme", "Acme 1 Ltd", country="US"), Party("bitmain", "Bitmain")],
    [Interest("sophgo", "acme", Share.parse(60))],
)
NAMES = listed("names", "Xiamen Sophgo Technologies Ltd.", "MineOne Partners Limited", "Maker 2 Ltd", "Mine 4444")


def values(schema: Mapping[str, Any], root: Mapping[str, Any]) -> st.SearchStrategy[Any]:
    """Values that a JSON Schema of a kind's parameters allows."""
    if "$ref" in schema:
        return values(root["$defs"][schema["$ref"].rsplit("/", 1)[1]], root)
    if "const" in schema or "enum" in schema:
        return st.sampled_from([schema["const"]] if "const" in schema else schema["enum"])
    kind = schema.get("type")
    if kind == "boolean":
        return st.booleans()
    if kind in ("integer", "number") or "anyOf" in schema:
        low, high = int(schema.get("minimum", 1)), int(schema.get("maximum", 100))
        return st.integers(low, high)
    if kind == "array":
        return st.lists(values(schema["items"], root), min_size=schema.get("minItems", 0), max_size=3, unique=True)
    if kind == "object" and "properties" not in schema:
        (inner,) = schema.get("patternProperties", {"": schema.get("additionalProperties")}).values()
        return st.dictionaries(st.sampled_from(WORDS), values(inner, root), max_size=2)
    if kind == "object":
        required = {name for name in schema["properties"] if name in schema.get("required", ())}
        parts = {name: values(part, root) for name, part in schema["properties"].items()}
        return st.fixed_dictionaries(
            {name: part for name, part in parts.items() if name in required},
            optional={name: part for name, part in parts.items() if name not in required},
        )
    return st.dates().map(str) if schema.get("format") == "date" else st.sampled_from(WORDS)


def valid(kind: type[BaseConstraint], data: Any) -> BaseConstraint | None:
    """The constraint with these parameters, if the kind allows them together."""
    with suppress(ValidationError):
        return TypeAdapter(kind).validate_python(data)
    return None


@st.composite
def rules(draw: st.DrawFn, kind: type[BaseConstraint]) -> DatedRule:
    """A rule of the kind, on some parties, sites, kinds and statuses."""
    parameters = values(SCHEMAS[kind], SCHEMAS[kind]).map(lambda data: valid(kind, data))
    constraint = draw(parameters.filter(lambda made: made is not None))
    assert constraint
    scope = AppliesTo(
        parties=tuple(draw(st.lists(st.sampled_from(ROLES), min_size=1, max_size=3, unique=True))),
        sites=draw(st.sampled_from(((), ("north",)))),
        kinds=draw(st.sampled_from(((), ("miner",)))),
        statuses=draw(st.sampled_from(((), ("idle 1",)))),
    )
    days = ("as_of", "acquisition", "both") if constraint.subject == "lot" else ("as_of",)
    return made(constraint, applies_to=scope, judged_on=draw(st.sampled_from(days)))


@cache
def regime() -> DatedRegime:
    return DatedRegime.load(RULES / "regimes" / "us-ofac-50.yaml")


class World:
    """Everything that a rule may look up, whatever it is called there."""

    def __init__(self, rule: DatedRule) -> None:
        ((_, version),) = rule.versions
        self.rule, self.constraint, self.roles = rule, version.constraint, version.applies_to.parties
        regimes = dict.fromkeys(self.constraint.regimes_needed(), regime())
        names = {*self.constraint.lists_needed(), *(name for law in regimes.values() for name in law.lists)}
        self.lists = {name: listed(name, *(entry.name for entry in NAMES.listings)) for name in sorted(names)}
        self.more: dict[str, Any] = {
            "regimes": regimes,
            "country_sets": {
                name: country_set(name, CN=(None, None)) for name in self.constraint.country_sets_needed()
            },
            "installations": {
                name: Installations(name, 0, (SOURCE,), "verified", ())
                for name in self.constraint.installations_needed()
            },
        }
        self.reader = Reader(catalogue(), countries(), PARTIES, SITES, lists=tuple(self.lists.values()))

    def grouping(self, table: Table) -> Grouping:
        return Grouping(table.layout, facts_read([policy(self.rule)], Waivers()), self.reader)

    def facts(self, lots: tuple[Lot, ...]) -> Facts:
        return Facts(TODAY, countries(), catalogue(), Fleet(lots), PARTIES, SITES, self.lists, **self.more)

    def judged(self, grouping: Grouping, tally: Tally) -> tuple[dict[Key, RowVerdict], Counter[tuple[str, str]]]:
        """The verdict of each combination, and how many units each rule gave which verdict."""
        result = normalise(tally, grouping, self.reader, "fleet.csv")
        assessment = assess([policy(self.rule)], self.facts(result.lots))
        verdicts: dict[Key, RowVerdict] = {
            key: (1, assessment.units[unit].verdict.value, ";".join(assessment.units[unit].rules))
            for key, unit in result.units.items()
        }
        units: Counter[tuple[str, str]] = Counter()
        for finding in assessment.report.findings:
            units[finding.rule, finding.verdict.value] += finding.units
        return verdicts, +units


def answers(world: World, table: Table) -> list[Any]:
    """What every way of counting gives: the verdict of each row, and the units by rule and verdict."""
    plain = world.grouping(table)
    raw = partial(plain, table.chunks(), 10**6)
    canonical = raw.canonicalised(plain)
    parts = [partial(plain, [chunk], -1 if number % 2 else 10**6) for number, chunk in enumerate(halves(table))]
    tallies = [raw, canonical, merge(plain, (canonical, Tally())), merge(plain, parts), merge(plain, parts[::-1])]
    found: list[Any] = []
    for tally in tallies:
        grouping = plain.in_form_of(tally)
        verdicts, units = world.judged(grouping, tally)
        found.append((list(join(grouping, table.chunks(), verdicts)), units))
    assert table.scan
    with suppress(UnsureError):
        verdicts, units = world.judged(plain, polars.partial(plain, table.scan))
        lines = [line for frame in polars.join(plain, table.scan, verdicts) for line in frame.iter_rows()]
        found.append((lines, units))
    return found


def halves(table: Table) -> list[Chunk]:
    """The rows in two parts."""
    first, rows = next(iter(table.chunks()))
    middle = len(rows) // 2
    return [part for part in ((first, rows[:middle]), (first + middle, rows[middle:])) if part[1]]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@given(data=st.data())
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much],
    max_examples=examples(25),
)
def test_however_rows_are_counted_the_verdicts_are_the_same(
    tmp_path: Path, kind: type[BaseConstraint], data: st.DataObject
) -> None:
    rows = data.draw(ROWS)
    world = World(data.draw(rules(kind)))
    path = tmp_path / "fleet.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, CELLS)
        writer.writeheader()
        writer.writerows({**row, "model": row["model"] or "S19"} for row in rows)
    table = open_table(path, "fleet.csv", ColumnMap())
    try:
        first, *others = answers(world, table)
    except ComplianceError:
        # What is wrong in a row is said whoever counts it: tests/inventory/test_lots.py.
        return
    for other in others:
        assert other == first


# What a kind reads and does not say


class WatchedUnit:
    """A unit that notes which of its facts are read."""

    def __init__(self, unit: Unit, facts_read: set[str]) -> None:
        self.unit, self.facts_read = unit, facts_read

    def __getattr__(self, fact: str) -> Any:
        self.facts_read.add(fact)
        return getattr(self.unit, fact)


def facts_judged_by(world: World, units: Sequence[Unit]) -> set[str]:
    """The facts of units that the rule's kind reads when it judges these units."""
    read: set[str] = set()
    lots = tuple(Lot(cast(Unit, WatchedUnit(unit, read)), 1, 1, []) for unit in units)
    facts = world.facts(lots)
    questions = {
        "lot": [Question(facts, TODAY, world.roles, unit=lot.unit) for lot in lots],
        "site": [Question(facts, TODAY, world.roles, site=site) for site in SITES.sites],
        "party": [Question(facts, TODAY, world.roles, counterparty=Known("acme"))],
        "fleet": [Question(facts, TODAY, world.roles, lots=lots)],
    }
    mine = questions[world.constraint.subject]
    for question in mine:
        world.constraint.change_days(question)
    # On which days anybody's interests change is worked out once, from all parties of the fleet; it decides no verdict.
    read.clear()
    for question in mine:
        world.constraint.judge(question)
        world.constraint.change_days(question)
    return read


MAKERS = st.sampled_from(("", "bitmain", "sophgo", "acme", "bitmain|sophgo"))
ORIGINS = st.sampled_from(("", "CN", "MY", "CN|MY"))
DAYS = st.sampled_from((Period(), date(2019, 1, 1), date(2024, 6, 1), Period(date(2024, 1, 1), date(2024, 12, 31))))
UNITS = st.builds(
    unit,
    **dict.fromkeys(("manufacturer", *(role for role in ROLES if role != "component_vendor")), MAKERS),
    **dict.fromkeys(("country_of_origin", "country_of_assembly"), ORIGINS),
    **dict.fromkeys(("purchased", "delivered"), DAYS),
    control_board=st.sampled_from((UNKNOWN, *(one(board) for board in catalogue().carried["Bitmain Antminer S19"]))),
    family=st.sampled_from(("", "Bitmain Antminer S19", "Bitmain Antminer S9")),
    site=st.sampled_from(("", "north")),
    hashrate_ths=st.sampled_from((None, Decimal(100))),
)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@given(data=st.data())
@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much], max_examples=examples(50))
def test_every_kind_reads_only_the_facts_that_it_names(kind: type[BaseConstraint], data: st.DataObject) -> None:
    """What ``reads`` does not name is not read from the inventory: the rule would take it for unknown in every unit."""
    world = World(data.draw(rules(kind)))
    units = data.draw(st.lists(UNITS, min_size=1, max_size=4))
    assert facts_judged_by(world, units) <= set(world.constraint.reads(world.roles))


def test_a_fact_that_is_read_without_being_named_is_noticed() -> None:
    world = World(made(EndsWith(fact="supplier", end="kg", names=False)))
    assert facts_judged_by(world, [unit()]) == {"supplier"} > set(world.constraint.reads(world.roles))


# A kind that nobody thought of


class EndsWith(BaseConstraint):
    """Broken where a fact ends with a text: a kind that reads what no bundled one reads so."""

    kind: Literal["ends-with"] = "ends-with"
    fact: str
    end: str
    names: bool = True

    def reads(self, roles: Any) -> tuple[str, ...]:
        return (self.fact,) if self.names else ()

    def judge(self, question: Question) -> Judgement:
        text = short_form(getattr(question.the_unit, self.fact))
        return Judgement(text.endswith(self.end), text, evidence_of(question.the_unit, self.fact))


COLUMN_OF = {
    "supplier": "supplier", "owner": "owner", "manufacturer": "manufacturer", "status": "status", "site": "site",
    "purchase_lot": "purchase_lot",
}  # fmt: skip


def violations(world: World, fact: str, count: int, many: int | None) -> float:
    """Which part of an inventory breaks the rule, in which every second row does and no two are alike."""
    rows = [["S19", f"seller {10_000 + number} {'kg' if number % 2 else 'ltd'}"] for number in range(count)]
    columns = layout(["model", COLUMN_OF[fact]], {}, file="fleet.csv")
    grouping = Grouping(columns, facts_read([policy(world.rule)], Waivers()), world.reader)
    tally = partial(grouping, ((2 + start, rows[start : start + 100]) for start in range(0, count, 100)), many)
    assert tally.canonical == (count > (many or CountingLimits.max_combinations))
    _, units = world.judged(grouping.in_form_of(tally), tally)
    return units["test/rule", "violation"] / count


@pytest.mark.parametrize("fact", COLUMN_OF)
def test_a_kind_that_nobody_thought_of_finds_the_same_in_many_rows(fact: str) -> None:
    world = World(made(EndsWith(fact=fact, end="kg")))
    assert violations(world, fact, 30, 1000) == violations(world, fact, 1200, 1000) == 0.5


def test_thirty_thousand_rows_give_the_violations_of_thirty() -> None:
    world = World(made(EndsWith(fact="supplier", end="kg")))
    many = 30_000
    assert violations(world, "supplier", 30, None) == violations(world, "supplier", many, None) == 0.5
