"""A reconciliation as JSON."""

from __future__ import annotations

import json
from pathlib import Path

from compliance.reports.reconcile.json import write
from tests.reports.reconcile.sample import sample, text_of


def test_the_fields(tmp_path: Path) -> None:
    data = json.loads(text_of(write, sample(tmp_path)))
    assert data["format"] == "compliance-reconcile/1"
    assert data["summary"] == {
        "recorded": 32, "seen": 2, "not_seen": 30, "unlisted": 2, "seen_twice": 1, "silent": 1, "contradicting": 1,
    }  # fmt: skip
    assert data["after"]["by_verdict"]["undetermined"] == 34
    (first, second) = data["matches"]
    assert (first["id"], first["by"], first["put_in"]) == ("A-1", "serial number", {"control_board": "CVITEK CV1835"})
    assert [place["row"] for place in first["seen"]] == [2, 3]
    assert (second["by"], second["units"]) == ("count", 1)
    assert [one["seen"][0]["serial"] for one in data["unlisted"]] == ["=NEW<1>", "W2"]
    assert [row["units"] for row in data["not_seen"]] == [1, 29]
    assert {row["before"] for row in data["rows"]} == {None}
    assert data["scans"][0]["rows"] == 6
