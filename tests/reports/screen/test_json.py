"""The contract of design section 9."""

from __future__ import annotations

import json

from compliance.reports.screen.json import write
from compliance.reports.style import Style
from tests.reports.screen.sample import ANSWER


def test_the_contract() -> None:
    text = write(ANSWER, Style())
    told = json.loads(text)
    assert told["format"] == "compliance-screen/1"
    assert told["lists"] == [{"id": "l", "edition": "2026-11-22", "entries": 1}]
    first, second, third = told["results"]
    assert (first["query"], first["country"]) == ("Delta \x1b", "TW")
    (match,) = first["matches"]
    assert {key: match[key] for key in ("list", "entry", "name", "score", "strength", "because")} == {
        "list": "l",
        "entry": "delta",
        "name": "Delta Electronic",
        "score": 0.95,
        "strength": "candidate",
        "because": "'Delta \x1b' is like it",
    }
    assert second["matches"] == []
    assert second["dismissed"][0]["decided_by"] == "me"
    assert third == {"query": "Clean", "country": None, "matches": []}
    assert "\x1b" not in text
