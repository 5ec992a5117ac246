"""Regimes: read strictly, each change with its source."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from compliance.core.errors import ComplianceError
from compliance.core.share import Share, total
from compliance.ownership.regimes import DatedRegime, Regime, load_regime
from tests.command_line import ROOT

MINIMAL = """\
id: t
title: T
sources: [{id: a, title: A, verify: nothing}]
in_force: {2025-01-01: {is: true, by: a}}
threshold: 50
operator: {2025-01-01: {is: ">", by: a}, 2026-01-01: {is: ">=", by: a, status: announced, verify: Look again.}}
lists: {2025-01-01: {is: [one], by: a}, 2026-01-01: {is: [two], by: a}}
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "t.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_regime_changes(tmp_path: Path) -> None:
    dated = DatedRegime.load(written(tmp_path, MINIMAL))
    assert dated.days == {date(2025, 1, 1), date(2026, 1, 1)}
    assert dated.lists == ("one", "two")
    before, first, last = (dated.on(date(year, 1, 1)) for year in (2024, 2025, 2026))
    assert (before.in_force, first.in_force, last.in_force) == (False, True, True)
    assert (first.operator, last.operator) == (">", ">=")
    assert first.notes == first.announced == ()
    assert last.announced == ("A",)
    assert last.notes == ("Relies on a change that has only been announced: A. Look again.",)
    assert before.notes == ("T is not in force on 2024-01-01.",)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("by: a}, 2026", "by: b}, 2026"), "t.yaml:6:34: source 'b' is not declared"),
        (("threshold: 50\n", ""), "field 'threshold' is missing"),
        (("in_force: {2025-01-01: {is: true, by: a}}\n", ""), "is not a regime"),
        (("title: T", "titel: T"), "unknown field 'titel'"),
        (("threshold: 50", "threshold: 150"), "more than 100 per cent"),
        (("threshold: 50", "threshold: {minimum: 50}"), "must be one percentage"),
        (("threshold: 50", "threshold: 50\nlimbs: [ownership]"), "the kind 'ownership' is counted in two ways"),
        (("threshold: 50", "threshold: 50\nlimbs: [golden-share]"), "limbs"),
    ],
)
def test_errors(tmp_path: Path, change: tuple[str, str], message: str) -> None:
    with pytest.raises(ComplianceError) as caught:
        load_regime(written(tmp_path, MINIMAL.replace(*change)), date(2026, 1, 1))
    assert message in str(caught.value)


def test_not_a_mapping(tmp_path: Path) -> None:
    with pytest.raises(ComplianceError, match="is not a regime"):
        load_regime(written(tmp_path, "- a\n"), date(2026, 1, 1))


def test_what_is_not_assessed_is_noted(tmp_path: Path) -> None:
    regime = load_regime(written(tmp_path, f"{MINIMAL}unassessed: [Something else.]\n"), date(2025, 1, 1))
    assert regime.notes == ("Something else.",)


@pytest.mark.parametrize("path", sorted((ROOT / "rules" / "regimes").glob("*.yaml")), ids=lambda path: path.stem)
def test_bundled_regimes(path: Path) -> None:
    dated = DatedRegime.load(path)
    assert dated.on(date.max).id == path.stem
    assert dated.on(date.max).in_force
    assert not dated.on(date.min).in_force


LAW = TypeAdapter(Regime).validate_python({"id": "t", "title": "T", "sources": [], "threshold": 50, "operator": ">="})


@pytest.mark.parametrize(
    ("held", "others", "expected"),
    [
        ({"maximum": 50}, None, True),
        ({"exclusive_maximum": 50}, None, False),
        ({}, {"minimum": 50}, True),
        ({}, {"exclusive_minimum": 50}, False),
        ({"maximum": 50}, {"minimum": 50}, True),
        ({"exclusive_maximum": 50}, {"minimum": 50}, False),
        ({"maximum": 50}, {"exclusive_minimum": 50}, False),
        ({"maximum": 50}, {"exclusive_minimum": 49}, True),
        ({"exclusive_maximum": 51}, {"minimum": 50}, True),
        ({"exclusive_minimum": 10, "maximum": 50}, None, True),
    ],
)
def test_what_upper_ends_and_the_others_allow(held: object, others: object, expected: bool) -> None:
    mine = Share.parse(held)
    whole = total([mine] if others is None else [mine, Share.parse(others)])
    assert LAW.may_be_reached_by(total([mine]), whole) is expected
