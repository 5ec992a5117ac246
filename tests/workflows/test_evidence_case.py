"""One entry of 500 Chinese machines, claimed for 4,000 others: the case that the register was built for."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from compliance import CheckResult, Verdict, check

CASE = Path(__file__).resolve().parents[2].parent / "shared" / "cases" / "diligence" / "evidence-overuse"
pytestmark = pytest.mark.skipif(not CASE.is_dir(), reason="the cases are not here")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("fleet.csv", "register.yaml"):
        shutil.copyfile(CASE / name, tmp_path / name)
    (tmp_path / "documents").mkdir()
    for file in (CASE / "documents").iterdir():
        shutil.copyfile(file, tmp_path / "documents" / file.name)
    return tmp_path


def judged(folder: Path) -> CheckResult:
    return check(folder, policies=["cleanspark-mineone"], as_of=date(2026, 11, 30))


def units(result: CheckResult, rule: str, verdict: str) -> int:
    found = (
        one for one in result.report.findings if (one.rule, one.verdict) == (f"cleanspark-mineone/{rule}", verdict)
    )
    return sum(finding.units for finding in found)


def test_without_the_register(folder: Path) -> None:
    (folder / "register.yaml").unlink()
    result = judged(folder)
    assert result.report.verdict == Verdict.UNDETERMINED
    assert units(result, "evidence", "undetermined") == 1000
    assert any("3,500 units" in note and "nobody has read into a register" in note for note in result.report.notes)


def test_with_the_register(folder: Path) -> None:
    (folder / "register.yaml").rename(folder / "documents.yaml")
    result = judged(folder)
    assert units(result, "documents", "flagged") == 4000
    assert units(result, "origin", "undetermined") == 4000
    assert units(result, "evidence", "undetermined") == 4500
    assert any("4,000 units are claimed and 500 are covered; 3,500 among" in note for note in result.report.notes)
