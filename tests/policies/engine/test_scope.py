"""What a rule covers, and which facts of it are told apart: no finer than its versions need."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter

from compliance.core.text import squeeze
from compliance.inventory.sites import NOWHERE, Place
from compliance.io.yaml import parse
from compliance.policies.engine.scope import at_site, coverage, covers_any, open_facts, outside, scope_of
from compliance.policies.policy import DatedRule, PolicyFile, load_rule
from tests.builders import POLICY, TODAY, dated, unit

TWO = TypeAdapter(PolicyFile).validate_python(
    {
        **POLICY.model_dump(),
        "sites": [{"id": "north", "names": ["North Range"]}, {"id": "south", "names": ["South Fork"]}],
    }
)
BODY = "constraint: {kind: origin-plausibility}\n"


def of_two(sites: str) -> DatedRule:
    text = f"id: test/rule\ntitle: T\nbecause: B\nsources: [notice]\neffect: prohibition\n{BODY}applies_to: {{sites: {sites}}}\n"
    return load_rule(parse(text, file="rule.yaml"), TWO, "test/rule", {})


def at(name: str, *, described: bool = False) -> Place:
    return Place(frozenset({squeeze(name)}), described)


@pytest.mark.parametrize(
    ("sites", "place", "answer"),
    [
        ("[north]", at("North Range"), True),
        ("[north]", at("South Fork"), False),
        ("[south]", at("North Range"), False),
        ("[north, south]", at("South Fork"), True),
        ("[north]", at("Elsewhere"), None),
        ("[north]", at("Elsewhere", described=True), False),
        ("[north]", NOWHERE, True),
    ],
)
def test_a_rule_that_names_one_site_covers_no_other(sites: str, place: Place, answer: bool | None) -> None:
    rule = of_two(sites)
    here = unit(site=place)
    assert at_site(rule, rule.on(TODAY), here) is answer
    said = coverage(rule, here)
    assert said == {True: ("",), False: ("the unit stands at another site",), None: ("site=?",)}[answer]
    assert covers_any(said) is (answer is not False)


def test_what_no_version_asks_is_not_told_apart() -> None:
    assert scope_of(dated(BODY)) == ("status",)
    assert scope_of(dated(f"{BODY}applies_to: {{kinds: [miner]}}\n")) == ("status", "kind")
    assert scope_of(dated(f"{BODY}applies_to: {{sites: [north]}}\n")) == ("status", "site")


def test_what_leaves_open_whether_a_unit_is_covered() -> None:
    rule = dated(f"{BODY}applies_to: {{kinds: [miner], sites: [north]}}\n")
    version = rule.on(TODAY)
    doubtful = unit(kind="miner|psu", site=at("Cheyenne"))
    assert (outside(rule, version, doubtful), open_facts(rule, version, doubtful)) == ("", ("kind", "site"))
    assert outside(rule, version, unit(kind="psu")) == "the unit is a psu"
    assert outside(rule, version, unit(status="disposed")) == "the unit is disposed of"
    statuses = dated(f"{BODY}applies_to: {{statuses: [stored]}}\n")
    assert outside(statuses, statuses.on(TODAY), unit(status="in_service")) == "the unit's status is in_service"
    assert outside(statuses, statuses.on(TODAY), unit(status="stored")) == ""
