"""Regimes: read strictly, each change with its source."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from compliance.core.errors import ComplianceError
from compliance.core.share import Share, total
from compliance.ownership.regimes import DatedRegime, Regime, load_regime
from compliance.screening.listings import Listing
from compliance.screening.matching import Match
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
    # The arithmetic of half the shares, and what a subsidiary is, are no law of a day: the rule that asks has one.
    assert dated.on(date.min).in_force == (path.stem in ("half", "affiliates"))


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


BIS = DatedRegime.load(ROOT / "rules" / "regimes" / "bis-affiliates.yaml")
IN_FORCE = date(2025, 10, 20)


def match(*programmes: str, list_id: str = "us-ofac-sdn", **more: Any) -> Match:
    entry = Listing("1", "Bad", programmes=programmes, **more)
    return Match(list_id, "1", "Bad", entry, 1.0, "match", "it is listed")


@pytest.mark.parametrize(
    ("programmes", "expected"),
    [
        (["RUSSIA-EO14024"], ["match"]),
        (["CYBER4", "RUSSIA-EO14024"], ["match"]),
        (["TCO"], ["match"]),
        (["CYBER2", "DPRK3"], []),
        (["IRAN"], []),
        ([], ["candidate"]),
        (["SDN"], ["candidate"]),
        (["NEW-EO15000"], ["candidate"]),
    ],
)
def test_programmes_say_which_listings_count(programmes: list[str], expected: list[str]) -> None:
    counting = BIS.on(IN_FORCE).counting([match(*programmes)])
    assert [each.strength for each in counting] == expected
    assert all("its programme is not recorded" in each.because for each in counting if each.strength == "candidate")


def test_listings_of_other_lists_count_whatever_their_programmes() -> None:
    assert len(BIS.on(IN_FORCE).counting([match("DPRK3", list_id="us-bis-entity-list")])) == 1
    assert len(load_regime(ROOT / "rules" / "regimes" / "us-ofac-50.yaml", IN_FORCE).counting([match("DPRK3")])) == 1


def test_the_fourteen_programmes() -> None:
    assert len(BIS.on(IN_FORCE).programmes["us-ofac-sdn"]) == 14


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (
            "programmes: {us-ofac-sdn: [RUSIA-EO14024]}",
            "t.yaml:8:1: programmes: nobody knows the programme 'RUSIA-EO14024' of us-ofac-sdn; the nearest is RUSSIA-EO14024. See",
        ),
        (
            "programmes: {us-bis-meu: [SDGT]}",
            "nobody knows the programme 'SDGT' of us-bis-meu; rules/lists/us-bis-meu/list.yaml names those it has",
        ),
        ("programmes: {mine: [SDGT]}", "nobody knows the programme 'SDGT' of mine; rules/lists/mine/list.yaml names"),
        ("terms: {eu-sanctions: None.}", "of eu-sanctions are named, but the regime does not read that list"),
        ("programmes: {us-ofac-sdn: []}", "us-ofac-sdn"),
        (
            "licences: [{title: T, source: b, from: 2025-01-01, until: 2025-02-01}]",
            "source 'b' of a licence is not declared",
        ),
    ],
)
def test_errors_in_programmes_terms_and_licences(tmp_path: Path, lines: str, message: str) -> None:
    text = MINIMAL.replace("is: [one]", "is: [us-ofac-sdn, us-bis-meu, mine]").replace(
        "is: [two]", "is: [us-ofac-sdn, us-bis-meu, mine]"
    )
    with pytest.raises(ComplianceError) as caught:
        load_regime(written(tmp_path, f"{text}{lines}\n"), date(2025, 6, 1))
    assert message in str(caught.value)
    assert "t.yaml" in str(caught.value)
    assert "compliance rules schema regime" in str(caught.value)


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2025-09-28", False), ("2025-09-29", True), ("2025-11-09", True), ("2025-11-10", False)],
)
def test_a_general_licence_is_named_on_its_days_while_the_regime_is_in_force(day: str, expected: bool) -> None:
    notes = BIS.on(date.fromisoformat(day)).notes
    assert any(note.startswith("It may be authorised: Temporary general licence") for note in notes) is expected


def test_terms_of_a_listed_owner() -> None:
    law = BIS.on(IN_FORCE)
    full = match(
        list_id="us-bis-entity-list",
        citation="90 FR 4622",
        note="For all items subject to the EAR; presumption of denial",
    )
    bundled_part = match(list_id="us-bis-entity-list", note="sophgo_group: confirmed")
    only_like_it = replace(full, strength="candidate")
    elsewhere = match(list_id="eu-sanctions")
    assert list(law.terms_of("Bad Ltd", [full, bundled_part, only_like_it, elsewhere])) == [
        "Terms of Bad Ltd (us-bis-entity-list, 90 FR 4622): licence requirement, exceptions and review policy of its entry in "
        "Supplement No. 4 to 15 CFR part 744; its entry says: For all items subject to the EAR; presumption of denial.",
        "Terms of Bad Ltd (us-bis-entity-list): licence requirement, exceptions and review policy of its entry in Supplement "
        "No. 4 to 15 CFR part 744.",
    ]
