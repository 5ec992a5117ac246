"""Entities that OpenSanctions tools can go on with, and that this program can read as a list."""

from __future__ import annotations

import json

from compliance.reports.screen.ftm import write
from compliance.reports.style import Style
from tests.reports.screen.sample import ANSWER, written


def test_every_entity_once() -> None:
    entities = [json.loads(line) for line in written(write, ANSWER, Style()).splitlines()]
    by_schema: dict[str, list[dict[str, object]]] = {}
    for entity in entities:
        assert all(isinstance(values, list) and all(map(str, values)) for values in entity["properties"].values())
        by_schema.setdefault(entity["schema"], []).append(entity["properties"])
    assert len({entity["id"] for entity in entities}) == len(entities)
    assert {schema: len(found) for schema, found in by_schema.items()} == {
        "LegalEntity": 5, "Address": 1, "Sanction": 1, "Similar": 2,
    }  # fmt: skip
    asked, listed, *_ = by_schema["LegalEntity"]
    assert asked == {"name": ["Delta \x1b"], "country": ["tw"], "leiCode": ["529900T8BM49AURSDO55"]}
    assert listed["leiCode"] == ["529900T8BM49AURSDO55"]
    assert listed["registrationNumber"] == ["123456", "999999Z"]
    assert (listed["alias"], listed["weakAlias"], listed["country"]) == (["DE Co"], ["Delta"], ["ir"])
    assert by_schema["Address"] == [{"full": ["1 Main St, Tehran, Iran"], "country": ["ir"]}]
    similar, _ = by_schema["Similar"]
    assert similar["confidenceScore"] == ["0.95"]
    assert [similar["candidate"], similar["match"]] == [[entities[0]["id"]], [entities[1]["id"]]]
    assert "\x1b" not in written(write, ANSWER, Style())
