"""An earlier dossier, read from its JSON and compared with a later one."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from compliance.core.bounds import Bounds
from compliance.core.errors import ComplianceError
from compliance.core.finding import Verdict
from compliance.reports.dossier.json import write
from compliance.workflows.diligence.dossier import Dossier
from compliance.workflows.diligence.earlier import EarlierDossier, read_earlier
from compliance.workflows.diligence.past_dealings import PastDealing
from compliance.workflows.diligence.redline import Change
from tests.dossiers import northgate, written


def earlier(tmp_path: Path, *dossiers: Dossier) -> EarlierDossier:
    file = tmp_path / "old.json"
    file.write_text(written(write, [*dossiers]), "utf-8")
    return read_earlier(file, "old.json")


def changed(tmp_path: Path, before: Dossier, now: Dossier) -> list[Change]:
    redline = earlier(tmp_path, before).redline(now, alone=True)
    assert (redline.name, redline.as_of, len(redline.sha256)) == ("old.json", date(2026, 11, 22), 64)
    return [*redline.changes]


def test_a_dossier_is_what_its_json_says(tmp_path: Path) -> None:
    dealing = PastDealing(date(2024, 1, 1), "r", Verdict.FLAGGED, "why", 3, Bounds(), None)
    found = replace(northgate(), past=(dealing,), claims=("a claim",))
    assert changed(tmp_path, found, found) == []
    assert changed(tmp_path, replace(found, documents=None), replace(found, documents=())) == []


def test_what_is_new_gone_and_otherwise(tmp_path: Path) -> None:
    found = northgate()
    first, *rest = found.report.findings
    corrected = replace(first, verdict=Verdict.WAIVED, units=first.units - 1)
    now = replace(
        found,
        report=replace(found.report, findings=(corrected, *rest)),
        whole=replace(found.whole, units=9),
        claims=("a claim",),
        documents=(found.documents or ())[1:],
    )
    mine = {change.section: change for change in changed(tmp_path, found, now)}
    assert set(mine) == {"findings", "fleet", "claims", "documents"}
    assert mine["findings"].name[0] == first.rule
    assert (mine["findings"].before, mine["findings"].now) == (
        {first.verdict.value: first.units},
        {"waived": first.units - 1},
    )
    assert (mine["fleet"].before, mine["fleet"].now) == ({"units": 3041}, {"units": 9})
    assert (mine["claims"].before, mine["claims"].now) == (None, {})
    assert mine["documents"].now is None


def test_our_own_preparation_is_no_finding_on_the_target(tmp_path: Path) -> None:
    found = northgate()
    ours = tuple(replace(finding, concern="preparation") for finding in found.report.findings)
    sections = {
        change.section
        for change in changed(tmp_path, found, replace(found, report=replace(found.report, findings=ours)))
    }
    assert sections == {"findings"}
    assert [*changed(tmp_path, found, replace(found, preparation=("read the list",)))]


def test_targets_are_known_by_name_and_one_by_itself_whatever_it_is_called(tmp_path: Path) -> None:
    found, other = northgate(), replace(northgate(), name="other")
    assert earlier(tmp_path, found).redline(other, alone=True).changes == ()
    assert earlier(tmp_path, found, other).redline(other, alone=False).changes == ()
    with pytest.raises(ComplianceError, match="has no target 'third', only northgate, other"):
        earlier(tmp_path, found, other).redline(replace(found, name="third"), alone=True)
    with pytest.raises(ComplianceError, match="has no target 'third', only northgate"):
        earlier(tmp_path, found).redline(replace(found, name="third"), alone=False)


def no_targets(data: dict[str, Any]) -> None:
    data["targets"] = []


def no_verdict(data: dict[str, Any]) -> None:
    data["targets"][0]["verdict"] = "fine"


def another(data: dict[str, Any]) -> None:
    data["format"] = "compliance-report/1"


@pytest.mark.parametrize(
    ("spoil", "what"),
    [
        (no_targets, "targets: must not be empty"),
        (no_verdict, "targets.0.verdict: must be 'violation'"),
        (another, "the file has the format 'compliance-report/1', not compliance-dossier/1"),
    ],
)
def test_a_file_that_is_no_dossier(tmp_path: Path, spoil: Callable[[dict[str, Any]], None], what: str) -> None:
    data = json.loads(written(write, [northgate()]))
    spoil(data)
    file = tmp_path / "old.json"
    file.write_text(json.dumps(data), "utf-8")
    with pytest.raises(ComplianceError) as raised:
        read_earlier(file, "old.json")
    assert what in str(raised.value)
    assert "compliance diligence --format json" in str(raised.value)
    file.write_text("[1]")
    with pytest.raises(ComplianceError, match="the file is not a dossier"):
        read_earlier(file, "old.json")
