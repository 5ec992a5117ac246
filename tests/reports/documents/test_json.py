"""The tie-out as JSON."""

from __future__ import annotations

import json
from pathlib import Path

from compliance.reports.documents.json import write
from tests.reports.documents.sample import sample, text_of


def test_the_fields(tmp_path: Path) -> None:
    data = json.loads(text_of(write, sample(tmp_path)))
    assert data["format"] == "compliance-documents/1"
    entry = data["documents"][0]
    assert (entry["id"], entry["units"], entry["used"], entry["states"]) == (
        "E-1",
        30,
        30,
        {"contradicted": 20, "over-used": 30},
    )
    assert data["documents"][1]["confirmed"] is False
    assert data["over_uses"][0]["excess"] == 20
    assert [place["row"] for place in data["over_uses"][0]["locations"]] == [2, 3]
    assert {claim["state"] for claim in data["claims"]} == {"contradicted", "over-used", "unread"}
    assert data["claims"][0]["locations"]
    # Of the thirty units of one row, ten are covered whoever else is served first.
    assert [(lot["units"], lot["vouched"]) for lot in data["lots"]] == [
        (10, ["customs_entry"]),
        (20, []),
        (20, []),
        (5, []),
        (1, []),
    ]
    assert data["proposed"] == ["LIST-list"]
    assert [entry["kind"] for entry in data["inputs"]] == ["fleet", "documents"]
