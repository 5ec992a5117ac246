"""The contract of design section 9."""

from __future__ import annotations

import json

from compliance.reports.screen.json import write
from compliance.reports.style import Style
from tests.reports.screen.sample import ANSWER, written


def test_the_contract() -> None:
    text = written(write, ANSWER, Style())
    told = json.loads(text)
    assert told["format"] == "compliance-screen/1"
    assert told["lists"] == [{"id": "l", "edition": "2026-11-22", "entries": 1}]
    first, second, third, fourth = told["results"]
    assert (first["query"], first["country"]) == ("Delta \x1b", "TW")
    (match,) = first["matches"]
    assert {key: match[key] for key in ("list", "entry", "name", "score", "probability", "strength", "because")} == {
        "list": "l",
        "entry": "delta",
        "name": "Delta Electronic",
        "score": 0.95,
        "probability": 0.61,
        "strength": "candidate",
        "because": "'Delta \x1b' is like it",
    }
    assert second["matches"] == []
    assert second["dismissed"][0]["decided_by"] == "me"
    assert third == {"query": "Clean", "country": None, "matches": [], "namesakes": []}
    assert (fourth["matches"], fourth["namesakes"][0]) == ([], match)
    assert match["reasons"][1] == {"feature": "other_country", "value": 1.0, "adds": -2.4, "words": "another country"}
    assert "\x1b" not in text
