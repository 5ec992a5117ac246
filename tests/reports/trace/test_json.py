"""The contract for programs."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from compliance.core.share import Share
from compliance.io.resources import RULES
from compliance.ownership.parties import Interest, Party, collect
from compliance.ownership.tracing.reach import load_regime, trace
from compliance.reports.style import Style
from compliance.reports.trace import json as form
from compliance.workflows.trace import Trace
from tests.reports.trace.sample import EVIL, graph, traced


def write(*arguments: Any) -> str:
    return "".join(form.write(*arguments))


def compare(*arguments: Any) -> str:
    return "".join(form.compare(*arguments))


def test_the_contract() -> None:
    text = write(traced("g", "h"), Style())
    data = json.loads(text)
    assert list(data) == ["format", "as_of", "regime", "in_force", "notes", "parties"]
    assert (data["format"], data["as_of"], data["regime"]) == ("compliance-trace/1", "2025-10-01", "us-ofac-50")
    assert data["in_force"] is True
    assert data["notes"] == ["Control without ownership does not block (OFAC FAQ 398); OFAC advises caution."]
    first, second = data["parties"]
    assert first == {
        "id": "g",
        "verdict": "restricted",
        "because": f"Alpha Holding (listed) holds 50.5 % of A Ltd, A Ltd holds 50 % of {EVIL}.",
        "listed_owners": ["x"],
        "proof": [{"owner": "x", "owned": "a", "share": "50.5"}, {"owner": "a", "owned": "g", "share": 50}],
        "ask": [],
        "flags": [],
    }
    assert (second["verdict"], second["proof"], second["listed_owners"]) == ("possibly-restricted", [], ["x"])
    assert second["ask"] == [{"owner": "g", "owned": "h"}, {"owner": "m", "owned": "h"}]
    assert second["flags"] == ["undisclosed-majority"]


def test_nothing_in_it_obeys() -> None:
    text = write(traced(), Style())
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert text == write(traced(), Style(colour=True))


def test_ranges_are_written_as_in_parties_yaml() -> None:
    uk = json.loads(write(traced("a", regime="uk-50", listed=["x"]), Style()))
    assert uk["parties"][0]["proof"] == [{"owner": "x", "owned": "a", "share": "50.5"}]
    assert "undeclared control is not assessed" in uk["notes"][1]


def test_several_regimes() -> None:
    told = json.loads(compare([traced("g"), traced("g", regime="uk-50")], Style()))
    assert list(told) == ["regimes"]
    assert told["regimes"] == [json.loads(write(traced("g", regime=name), Style())) for name in ("us-ofac-50", "uk-50")]


def test_while_the_regime_is_not_in_force() -> None:
    asleep = load_regime(RULES / "regimes" / "us-ofac-50.yaml", date(2014, 8, 12))
    answers = trace(graph(), asleep, date(2014, 8, 12), ["x"])
    said = form.write(
        Trace(date(2014, 8, 12), asleep, (), graph(), ["x", "a"], frozenset("x"), frozenset(), answers), Style()
    )
    told = json.loads("".join(said))
    assert told["in_force"] is False
    assert [each["verdict"] for each in told["parties"]] == ["restricted", "clear"]


def test_of_many_parties_every_one_is_told_once() -> None:
    many = collect(
        [Party("c1", 'A "name"\x1b')], [Interest("q", f"c{n}", Share.exact(100 if n % 2 else 10)) for n in range(4500)]
    )
    told = json.loads(write(traced(parties=many, listed=["c7"], possible=[]), Style()))
    assert [each["id"] for each in told["parties"]] == list(many.ids)
    by_id = {each["id"]: each for each in told["parties"]}
    assert by_id["c1"]["because"] == 'No listed party owns any part of A "name"\x1b, as far as interests are recorded.'
    assert by_id["c2"]["flags"] == ["sister-of-listed", "undisclosed-majority"]
    assert by_id["c7"]["verdict"] == "restricted"
