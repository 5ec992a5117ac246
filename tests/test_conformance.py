"""The published worked examples of the law, as files that other tools can run too (docs/reference/regimes.md)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from compliance.core.located import ParsedFile
from compliance.io.resources import RULES, bundled
from compliance.io.yaml import load
from compliance.ownership.formats.native import parties_in
from compliance.ownership.tracing.reach import load_regime, trace

FOLDER = Path(__file__).parent / "conformance"
FILES = sorted(FOLDER.glob("*.yaml"))
HEAD = {"source", "confidence", "why", "regime", "as_of", "listed", "expect", "flags"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_published_example(path: Path) -> None:
    document = load(path, name=path.name)
    case = document.data
    assert case["confidence"] in ("verified", "secondary")
    assert case["source"]
    assert case["why"]
    native = {name: value for name, value in case.items() if name not in HEAD}
    parties = parties_in(ParsedFile(path.name, native, document.marks))
    day: date = case["as_of"]
    regime = load_regime(RULES / "regimes" / f"{case['regime']}.yaml", day)
    answers = trace(parties, regime, day, case["listed"])
    assert {party: answers[party].verdict for party in case["expect"]} == case["expect"]
    for party, flags in case.get("flags", {}).items():
        assert set(flags) <= set(answers[party].flags)


def test_every_regime_and_every_verdict_has_examples() -> None:
    cases = [load(path, name=path.name).data for path in FILES]
    assert {case["regime"] for case in cases} == set(bundled("regimes"))
    assert {verdict for case in cases for verdict in case["expect"].values()} == {
        "restricted",
        "possibly-restricted",
        "clear",
    }
