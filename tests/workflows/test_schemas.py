"""Every file has a JSON Schema: it takes what is read, and refuses what is not."""

from __future__ import annotations

import json
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from compliance.cli.commands.rules import SCHEMAS
from compliance.workflows.schemas import KINDS, schema
from tests.command_line import ROOT

POLICIES = ROOT / "rules" / "policies"


def complaints(name: str, data: Any) -> list[str]:
    """Without a look at formats, as many validators work."""
    found = json.loads(schema(name))
    Draft202012Validator.check_schema(found)
    return [error.message for error in Draft202012Validator(found).iter_errors(_as_json(data))]


def _as_json(value: Any) -> Any:
    """What an editor sees of YAML or TOML."""
    if isinstance(value, dict):
        return {str(name): _as_json(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_as_json(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


RULES = sorted(
    path for path in POLICIES.glob("*/*.yaml") if path.name != "policy.yaml" and not path.name.endswith(".test.yaml")
)
FILES = [
    *(("policy", path) for path in sorted(POLICIES.glob("*/policy.yaml"))),
    *(("rule", path) for path in RULES),
    *(("parties", path) for path in sorted((ROOT / "rules" / "parties").glob("*.yaml"))),
    *((kind, path) for kind in ("parties", "sites", "waivers") for path in sorted(ROOT.glob(f"fleets/*/{kind}.yaml"))),
    *(("report", path) for path in sorted(ROOT.glob("fleets/*/*.json"))),
]


@pytest.mark.parametrize(("name", "path"), FILES, ids=lambda value: getattr(value, "name", value))
def test_the_files_of_the_project_are_valid(name: str, path: Path) -> None:
    text = path.read_text("utf-8")
    assert complaints(name, json.loads(text) if path.suffix == ".json" else yaml.safe_load(text)) == []


LOT = {"model": "S21", "quantity": 3, "delivery_date": "2025-01-02", "Colour": "red"}
WAIVER = {"rule": "p/r", "subject": {"asset": "A"}, "reason": "x", "approved_by": "me", "approved_on": "2026-01-01",
          "expires": "2026-02-01"}  # fmt: skip
DECISION = {"party": "Delta", "list": "l", "entry": "e", "fingerprint": "0f", "decision": "not-the-same-party", "reason": "x",
            "decided_by": "me", "decided_on": "2026-01-01", "expires": "2026-02-01"}  # fmt: skip
GOOD: list[tuple[str, Any]] = [
    ("fleet", {"schema_version": 1, "defaults": {"site": "x"}, "lots": [LOT]}),
    ("waivers", {"waivers": [WAIVER, {**WAIVER, "subject": {"purchase_lot": "L"}, "evidence": "minutes"}]}),
    (
        "config",
        tomllib.loads('policies = ["us-ear", "rules/own"]\nfail-on = "never"\n[parameters."p/r"]\nlimit = 60.5\n'),
    ),
    ("config", {}),
    ("sites", {"sites": [{"id": "x", "latitude": 41.1, "longitude": "-104.9"}]}),
    ("decisions", {"decisions": [DECISION, {**DECISION, "country": "TW"}]}),
    ("parties", {"interests": [{"owner": "a", "owned": "b", "share": {"minimum": 25}, "from": "2024-01-01"}]}),
    *(
        ("parties", {"interests": [{"owner": "a", "owned": "b", "share": share}]})
        for share in (0, 100, "25.5", None, {"exclusive_minimum": "50", "maximum": 100})
    ),
]
BAD: list[tuple[str, Any]] = [
    ("fleet", {"schema_version": 1}),
    ("fleet", {"schema_version": 2, "lots": [LOT]}),
    ("fleet", {"schema_version": 1, "lots": []}),
    ("fleet", {"schema_version": 1, "lots": [LOT], "items": []}),
    ("fleet", {"schema_version": 1, "lots": [{**LOT, "model": ["S21", "S19"]}]}),
    ("fleet", {"schema_version": 1, "lots": [{**LOT, "quantity": 0}]}),
    ("waivers", {"waivers": [{**WAIVER, "expire": "2026-02-01"}]}),
    ("waivers", {"waivers": [{**WAIVER, "subject": {}}]}),
    ("waivers", {"waivers": [{**WAIVER, "subject": {"asset": "A", "serial": "B"}}]}),
    ("waivers", {"waivers": [{**WAIVER, "expires": "soon"}]}),
    ("waivers", {"waivers": [{name: value for name, value in WAIVER.items() if name != "reason"}]}),
    ("waivers", {"waivers": [{**WAIVER, "subject": {"asset": None}}]}),
    ("waivers", {"waivers": [{**WAIVER, "reason": " "}]}),
    ("config", {"max-age": "3"}),
    ("config", {"fail_on": "never"}),
    ("config", {"policies": []}),
    ("config", {"fail-on": "always"}),
    ("sites", {"sites": [{"name": "x"}]}),
    ("sites", {"sites": [{"id": "x", "latitude": 91}]}),
    ("sites", {"sites": [{"id": "x", "latitude": "north"}]}),
    *(
        ("parties", {"interests": [{"owner": "a", "owned": "b", "share": share}]})
        for share in (101, -1, "half", "50 %", True, {"minimum": 1, "exclusive_minimum": 2}, {"minimum": 101})
    ),
    ("parties", {"interests": [{"owner": "a", "owned": "b", "until": "someday"}]}),
    ("parties", {"parties": [{"name": "x"}]}),
    ("decisions", {"decisions": [{**DECISION, "decision": "the-same-party"}]}),
    ("decisions", {"decisions": [{name: value for name, value in DECISION.items() if name != "fingerprint"}]}),
    ("parties", {"interests": [{"owner": "a", "owned": "b", "kind": "love"}]}),
    ("policy", {"id": "x"}),
    ("report", {"format": "compliance-report/1"}),
]


@pytest.mark.parametrize(("name", "data"), GOOD)
def test_what_is_right_is_taken(name: str, data: Any) -> None:
    assert complaints(name, data) == []


@pytest.mark.parametrize(("name", "data"), BAD)
def test_what_is_wrong_is_refused(name: str, data: Any) -> None:
    assert complaints(name, data)


def rule(**change: Any) -> dict[str, Any]:
    written: dict[str, Any] = yaml.safe_load((POLICIES / "us-ear" / "affiliates.yaml").read_text("utf-8"))
    return {**written, **change}


def test_any_value_of_a_rule_may_be_a_timeline() -> None:
    entry = {"is": "review", "by": "90-FR-47201", "status": "announced"}
    assert complaints("rule", rule(effect={"2025-01-01": entry})) == []
    assert complaints("rule", rule(effect={"2025-01-01": {**entry, "is": "fury"}}))
    assert complaints("rule", rule(effect={"someday": entry}))
    assert complaints("rule", rule(effect={"2025-01-01": {"is": "review"}}))


@pytest.mark.parametrize(
    "change",
    [
        {"constraint": {"kind": "magic"}},
        {"constraint": {}},
        {"effect": "fury"},
        {"colour": "red"},
        {"sources": "x"},
        {"sources": []},
    ],
)
def test_a_rule_that_is_none(change: dict[str, Any]) -> None:
    assert complaints("rule", rule()) == []
    assert complaints("rule", rule(**change))


@pytest.mark.parametrize("name", KINDS)
def test_a_schema_is_the_same_each_time(name: str) -> None:
    assert schema(name) == schema(name)
    assert schema(name).endswith("}\n")
    assert json.loads(schema(name))["title"] == name


def test_the_command_offers_every_kind() -> None:
    assert set(SCHEMAS) == set(KINDS)
