"""What is asked is read whole or not at all; every answer says what it rests on."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from compliance.core.errors import ComplianceError
from compliance.io.resources import bundled
from compliance.screening.decision_file import fingerprint
from compliance.workflows.reference import Reference
from compliance.workflows.screen import ScreenRequest, answer

DAY = date(2026, 11, 22)
REFERENCE = Reference()


def test_every_list_is_asked_and_what_clears_nobody_is_told() -> None:
    found = answer(ScreenRequest(["Wuhan Suannengg Tech", "Nobody Whosoever"], DAY, reference=REFERENCE))
    assert {each.id for each in found.lists} == set(bundled("lists"))
    assert [len(result.matches) for result in found.results] == [2, 0]
    assert found.strengths == {"candidate"}
    assert "A name without a match may still be listed: we hold only part of us-bis-entity-list" in found.notes[0]
    assert (
        "us-mineone-order also covers affiliates of the parties that it names; a name cannot show them." in found.notes
    )
    assert found.notes[-1].startswith(
        "Not screened, because we hold no entries yet: eu-sanctions, uk-sanctions, un-sanctions, us-bis-dpl"
    )


def test_a_list_of_ones_own_its_age_and_a_decision(tmp_path: Path) -> None:
    held = tmp_path / "mine.2026-01-01.csv"
    held.write_text("name,countries,identifiers\nDelta Electronic,IR,USCC 91440300X1\n")
    names = tmp_path / "names.csv"
    names.write_text('name,country,identifier\n"Delta Electronics, Inc.",TW,\nOther,CN,91440300X1\n')
    request = ScreenRequest((), DAY, (names,), {"mine": held}, max_age=30, reference=REFERENCE)
    found = answer(request)
    (match,), (same,) = found.results[0].namesakes, found.results[1].matches
    assert found.results[0].matches == ()
    assert (match.strength, match.namesake, same.strength) == ("candidate", True, "match")
    assert not found.clears
    assert "the party is in TW, the listed one in IR" in match.because
    assert "mine of 2026-01-01 is older than 30 days" in found.notes[0]
    taken = tmp_path / "decisions.yaml"
    taken.write_text(
        "decisions:\n  - {party: 'Delta Electronics, Inc.', list: mine, entry: delta-electronic, reason: Taiwan,\n"
        f"     fingerprint: {fingerprint(match.listing)}, decision: not-the-same-party, decided_by: me,\n"
        "     decided_on: 2026-01-01, expires: 2027-01-01}\n"
    )
    first, second = answer(ScreenRequest((), DAY, (names,), {"mine": held}, (taken,), reference=REFERENCE)).results
    assert (first.matches, first.namesakes, len(first.dismissed), len(second.matches)) == ((), (), 1, 1)


def test_a_whole_and_fresh_list_clears(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("compliance.workflows.screen.bundled", lambda kind: {})
    held = tmp_path / "mine.2026-01-01.csv"
    held.write_text("name\nFoo Bar\n")
    found = answer(ScreenRequest(["Other Name"], DAY, lists={"mine": held}, reference=REFERENCE))
    assert (found.notes, found.clears) == ((), True)


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    request = ScreenRequest(
        ["", "Foo"],
        DAY,
        (tmp_path / "a.csv",),
        {"mine": tmp_path / "b.csv"},
        (tmp_path / "c.yaml",),
        reference=REFERENCE,
    )
    with pytest.raises(ComplianceError) as error:
        answer(request)
    told = str(error.value)
    assert "name 1 is empty" in told
    assert all(name in told for name in ("a.csv", "b.csv", "c.yaml"))


def test_a_name_in_a_script_that_cannot_be_compared_is_open(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("compliance.workflows.screen.bundled", lambda kind: {})
    held = tmp_path / "mine.2026-11-20.csv"
    held.write_text("name\nFoo Bar\n")
    found = answer(ScreenRequest(["บริษัท"], DAY, lists={"mine": held}, reference=REFERENCE))
    assert not found.clears
    assert found.notes == (
        "'บริษัท' may be listed: names in the script Thai cannot be compared. Give it in Latin letters.",
    )


def test_what_names_nobody_and_what_is_damaged_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("compliance.workflows.screen.bundled", lambda kind: {})
    held = tmp_path / "mine.2026-11-20.csv"
    held.write_text("name\nMikron AO\n")
    found = answer(ScreenRequest(["Co., Ltd.", "РђРћ РњРёРєСЂРѕРЅ"], DAY, lists={"mine": held}, reference=REFERENCE))
    assert [len(result.matches) for result in found.results] == [0, 1]
    assert not found.clears
    assert found.notes == (
        "'Co., Ltd.' is nothing but a legal form: it names nobody. Give the whole name.",
        "'РђРћ РњРёРєСЂРѕРЅ' was read in a wrong encoding: 'АО Микрон' was screened as well. Save the file in UTF-8.",
    )
