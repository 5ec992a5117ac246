"""Small facts for tests: units of which nothing is known but what is said, lots, lists, rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from compliance.core.dates import Period
from compliance.core.finding import Judgement, Location
from compliance.core.party import Known, PartyRef, Unlisted
from compliance.core.possible import UNKNOWN, Possible, one, one_of
from compliance.core.record import Source
from compliance.core.text import squeeze
from compliance.inventory.sites import NOWHERE, Place
from compliance.inventory.units import Fleet, Lot, Role, Unit
from compliance.io.resources import RULES
from compliance.io.yaml import parse
from compliance.ownership.parties import Parties, Party, collect
from compliance.policies.constraints.base import BaseConstraint, Question
from compliance.policies.facts import Facts
from compliance.policies.policy import AppliesTo, DatedRule, Policy, PolicyFile, load_rule
from compliance.reference.countries import CountryTable, load_table
from compliance.reference.country_sets import CountrySet, Stay
from compliance.reference.hardware.catalogue import Board, Catalogue
from compliance.reference.hardware.file import load_catalogue
from compliance.screening.listings import Coverage, Listing, PartyList

TODAY = date(2026, 11, 22)
SOURCE = Source(id="notice", title="A notice", url="https://example.org/notice", confidence="verified")
CV1835 = Board("cv1835", "CVITEK CV1835 / CV183x", "cvitek", "CN", "secondary")
ZYNQ = Board("zynq-am2", "Xilinx Zynq-7000", "amd-xilinx", "US", "verified")

_PARTIES = (
    "manufacturer", "supplier", "owner", "operator", "site_owner", "hosting_client", "importer_of_record", "consignee",
    "lender",
)  # fmt: skip
_COUNTRIES = ("country_of_origin", "country_of_assembly")


@cache
def catalogue() -> Catalogue:
    """The bundled hardware."""
    return load_catalogue(RULES / "hardware")


@cache
def countries() -> CountryTable:
    """The bundled country table."""
    return load_table(RULES / "countries" / "table.csv")


def possible(text: str | None) -> Possible[str]:
    """``A|B`` as one of two, None or "" as unknown."""
    return one_of(text.split("|")) if text else UNKNOWN


def parties_of(who: Possible[PartyRef] | PartyRef | str | None) -> Possible[PartyRef]:
    """A reference as the only possible one, ids ``A|B`` as one of two known parties, None or "" as unknown."""
    if isinstance(who, Possible):
        return who
    if isinstance(who, Known | Unlisted):
        return one(who)
    return one_of(map(Known, who.split("|"))) if who else UNKNOWN


def unit(**told: Any) -> Unit:
    """A unit of which nothing is known but ``told``; ids of parties and countries as ``A|B``, dates as days or periods."""
    known: dict[str, Any] = {
        "kind": "miner",
        "status": "",
        "site": NOWHERE,
        "control_board": Possible(None),
        "origin_evidence": frozenset(),
        "purchased": Period(),
        "delivered": Period(),
        "hashrate_ths": None,
        **dict.fromkeys((*_PARTIES, *_COUNTRIES), UNKNOWN),
    }
    for name, value in told.items():
        if name in _PARTIES:
            known[name] = parties_of(value)
        elif name in _COUNTRIES and not isinstance(value, Possible):
            known[name] = possible(value)
        elif name == "control_board" and isinstance(value, Board):
            known[name] = one_of((value,))
        elif name == "site" and isinstance(value, str):
            known[name] = Place(frozenset({squeeze(value)})) if value else NOWHERE
        elif isinstance(value, date):
            known[name] = Period(value, value)
        else:
            known[name] = value
    return Unit(**known)


def lot(
    of: Unit | None = None,
    units: int = 1,
    row: int = 2,
    written: Mapping[str, tuple[str, str]] | None = None,
    **told: Any,
) -> Lot:
    """So many equal units in one row."""
    return Lot(of or unit(**told), units, 1, [Location("fleet.csv", row, f"u{row}")], written or {})


def listed(
    name: str,
    *entries: Listing | str,
    coverage: Coverage = "complete",
    edition: date | str = TODAY,
    max_age: int | None = None,
) -> PartyList:
    """A list of the entries, or of the names."""
    found = tuple(
        each if isinstance(each, Listing) else Listing(f"e{row}", each, row=row) for row, each in enumerate(entries, 2)
    )
    source = Source(id=f"{name}-source", title=name, confidence="verified")
    return PartyList(
        name, name, "test", edition, coverage, found, (source,), "", f"{name}.csv", max_age, confidence="verified"
    )


def country_set(name: str, **members: tuple[date | None, date | None]) -> CountrySet:
    """A set of the countries, each with its first and last day; ``_`` stands for a hyphen."""
    stays = {code.replace("_", "-"): (Stay(*days, "notice", "verified"),) for code, days in members.items()}
    return CountrySet(name, name, (SOURCE,), "verified", stays)


def facts(*lots: Lot, as_of: date = TODAY, parties: Iterable[Party] | Parties = (), **more: Any) -> Facts:
    """Facts of a fleet of the lots; ``lists`` and ``country_sets`` may be given one after the other."""
    for name in ("lists", "country_sets"):
        if name in more and not isinstance(more[name], Mapping):
            more[name] = {each.id: each for each in more[name]}
    known = parties if isinstance(parties, Parties) else collect(parties, ())
    fleet = more.pop("fleet", Fleet(tuple(lots)))
    return Facts(as_of, countries(), catalogue(), fleet, known, **more)


def ask(constraint: BaseConstraint, of: Unit, known: Facts | None = None, *roles: Role, day: date = TODAY) -> Judgement:
    """What the constraint says of one unit."""
    return constraint.judge(Question(known or facts(), day, roles, unit=of))


POLICY = TypeAdapter(PolicyFile).validate_python(
    {
        "id": "test",
        "title": "Test",
        "authority": "nobody",
        "why": "to test",
        "sources": [
            vars(SOURCE),
            {"id": "later", "title": "A later notice", "confidence": "verified"},
            {"id": "rumour", "title": "A rumour", "confidence": "recalled", "verify": "read it."},
        ],
        "sites": [{"id": "north", "names": ["North Range"], "vague_names": ["Cheyenne"]}],
    }
)

_HEAD = "title: T\nbecause: B\nsources: [notice]\neffect: prohibition\n"


def dated(text: str, *, name: str = "rule", given: Mapping[str, Any] | None = None, head: str = _HEAD) -> DatedRule:
    """The rule of the policy ``test`` with the YAML ``text`` below the usual head."""
    document = parse(f"id: test/{name}\n{head}{text}", file=f"{name}.yaml")
    return load_rule(document, POLICY, f"test/{name}", {} if given is None else given)


def made(
    constraint: BaseConstraint, *, name: str = "rule", applies_to: AppliesTo | None = None, **more: Any
) -> DatedRule:
    """A rule that asks this very constraint, be it of a kind that only a test knows."""
    rule = dated("constraint: {kind: origin-plausibility}", name=name)
    whole = rule.on(TODAY).model_copy(
        update={"applies_to": applies_to or AppliesTo(), "constraint": constraint, **more}
    )
    vars(rule)["versions"] = ((None, whole),)
    return rule


def policy(*rules: DatedRule) -> Policy:
    """A policy of the rules."""
    return Policy(POLICY, rules, Path("test"), "test", "0" * 64)
