"""Every file has a JSON Schema, and it says what is read."""

from __future__ import annotations

import json

import pytest

from compliance.commands.rules import rules_schema
from compliance.schema import KINDS, schema


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_has_a_schema(name: str) -> None:
    found = json.loads(schema(name))
    assert found["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert found["type"] == "object"
    assert found["properties"]
    assert schema(name) == schema(name)
    assert schema(name).endswith("}\n")


def test_unknown_fields_are_refused_by_the_schemas_too() -> None:
    assert json.loads(schema("config"))["additionalProperties"] is False
    required = json.loads(schema("waivers"))["$defs"]["Waiver"]["required"]
    assert set(required) == {"rule", "subject", "reason", "approved_by", "approved_on", "expires"}


def test_the_command_offers_every_kind() -> None:
    (argument,) = rules_schema.params
    assert set(argument.type.choices) == set(KINDS)  # type: ignore[attr-defined]
