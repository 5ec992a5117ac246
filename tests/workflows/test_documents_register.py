"""A check with a documents register beside the fleet: claims are tied out, rows keep the worse part, notes say it."""

from __future__ import annotations

import csv
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from compliance import check, diligence
from compliance.core.errors import ComplianceError
from compliance.core.finding import Verdict
from compliance.io.resources import RULES
from compliance.reports.check.unit_verdicts import unit_verdicts

DAY = date(2026, 11, 30)
FLEET = """asset_id,serial_number,quantity,manufacturer,model,country_of_origin,origin_evidence,site,purchase_lot,delivery_date,supplier
A,,30,Bitmain,Antminer S21,Malaysia,customs_entry:B76-0324527-8;factory_record:SMT-1,North Range,L-1,2024-11-01,Bitmain Technologies Delaware Limited
B,,20,Bitmain,Antminer S21,Malaysia,customs_entry:B76-0324527-8;factory_record:SMT-1,North Range,L-2,2024-11-01,Bitmain Technologies Delaware Limited
C,X1,1,Bitmain,Antminer S21,Thailand,customs_entry:E-2;factory_record:SMT-1,North Range,L-3,2024-11-01,Bitmain Technologies Delaware Limited
"""
REGISTER = """documents:
- id: E-1
  class: customs_entry
  reference: B76-0324527-8
  file: entry.txt
  lines: [{{origin: MY, quantity: {quantity}}}]
- id: E-2
  class: customs_entry
  file: e2.txt
  lines: [{{origin: {origin}, serials: [X1, X2]}}]
"""


POLICY = "policies/cleanspark-mineone"
"""The policy of the contract without the order, which asks for owners."""


@pytest.fixture
def fleet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(RULES / "policies" / "cleanspark-mineone", POLICY, ignore=shutil.ignore_patterns("mineone*"))
    (tmp_path / "fleet.csv").write_text(FLEET, "utf-8")
    for name in ("entry.txt", "e2.txt"):
        (tmp_path / name).write_text(name, "utf-8")
    return tmp_path


def register(folder: Path, quantity: int = 50, origin: str = "TH") -> None:
    (folder / "documents.yaml").write_text(REGISTER.format(quantity=quantity, origin=origin), "utf-8")


def units(folder: Path, **options: Any) -> dict[Verdict, int]:
    report = check(folder, policies=[POLICY], as_of=DAY, **options).report
    return {verdict: count for verdict, count in report.summary.by_verdict.items() if count}


def test_without_a_register_a_note_says_what_rests_on_whose_word(fleet: Path) -> None:
    result = check(fleet, policies=[POLICY], as_of=DAY)
    assert result.inputs.tied is None
    assert result.report.verdict is Verdict.COMPLIANT
    assert any(note.startswith("51 units: their origin rests on documents") for note in result.report.notes)


def test_a_register_that_covers_everything(fleet: Path) -> None:
    register(fleet)
    result = check(fleet, policies=[POLICY], as_of=DAY)
    assert result.report.verdict is Verdict.COMPLIANT
    assert result.inputs.tied
    assert result.inputs.tied.used == {"E-1": 50, "E-2": 1}
    assert [entry.path.split("/")[-1] for entry in result.report.inputs if entry.kind == "documents"] == [
        "documents.yaml"
    ]


def test_an_over_used_entry_leaves_open_which_lot_it_covers(fleet: Path) -> None:
    register(fleet, 40)
    assert units(fleet) == {Verdict.COMPLIANT: 31, Verdict.UNDETERMINED: 20}
    result = check(fleet, policies=[POLICY], as_of=DAY)
    assert any("10 among" in note and "must give way" in note for note in result.report.notes)


def test_a_row_has_the_verdict_of_its_worse_part(fleet: Path, tmp_path: Path) -> None:
    register(fleet, 40)
    result = check(fleet, policies=[POLICY], as_of=DAY)
    with unit_verdicts(tmp_path / "out.csv", result.inputs.tables, result.assessment.units):
        pass
    with (tmp_path / "out.csv").open(encoding="utf-8") as handle:
        rows = {row["asset_id"]: row["verdict"] for row in csv.DictReader(handle)}
    assert rows == {"A": "undetermined", "B": "undetermined", "C": "compliant"}
    (finding,) = result.report.findings
    assert [place.id for place in finding.locations] == ["A", "B"]
    assert finding.locations_omitted == 0


def test_a_contradiction_is_a_red_flag_and_leaves_the_origin_open(fleet: Path) -> None:
    register(fleet, origin="CN")
    result = check(fleet, policies=[POLICY], as_of=DAY)
    findings = {finding.rule: finding for finding in result.report.findings}
    assert findings["cleanspark-mineone/documents"].verdict is Verdict.FLAGGED
    assert "E-2, line 1 says origin China, the inventory Thailand" in findings["cleanspark-mineone/documents"].because
    assert findings["cleanspark-mineone/origin"].verdict is Verdict.UNDETERMINED
    assert findings["cleanspark-mineone/evidence"].units == 1


def test_what_rests_on_word_does_not_count_in_a_dossier(fleet: Path) -> None:
    register(fleet)
    result = diligence(fleet, policies=[POLICY], as_of=DAY)
    by_verdict = result.dossiers[0].report.summary.by_verdict
    assert by_verdict[Verdict.UNDETERMINED] == 51


def test_a_register_may_lie_elsewhere(fleet: Path, tmp_path: Path) -> None:
    register(fleet, origin="CN")
    elsewhere = tmp_path / "papers"
    elsewhere.mkdir()
    for name in ("documents.yaml", "entry.txt", "e2.txt"):
        shutil.move(fleet / name, elsewhere / name)
    assert Verdict.UNDETERMINED in units(fleet, documents=elsewhere / "documents.yaml")
    (fleet / "compliance.toml").write_text('documents = ["papers/documents.yaml"]\n', "utf-8")
    assert Verdict.UNDETERMINED in units(fleet, settings=fleet)


def test_a_broken_register_is_an_error(fleet: Path) -> None:
    (fleet / "documents.yaml").write_text("documents: [{id: A}]", "utf-8")
    with pytest.raises(ComplianceError, match="is missing"):
        units(fleet)


def test_a_waiver_of_one_unit_keeps_its_name(fleet: Path) -> None:
    register(fleet, origin="CN")
    (fleet / "waivers.yaml").write_text(
        "waivers: [{rule: cleanspark-mineone/documents, subject: {serial: X1}, reason: known, approved_by: me, "
        "approved_on: 2026-11-01, expires: 2026-12-31}]",
        "utf-8",
    )
    result = check(fleet, policies=[POLICY], as_of=DAY)
    verdicts = {finding.rule: finding.verdict for finding in result.report.findings}
    assert verdicts["cleanspark-mineone/documents"] is Verdict.WAIVED
