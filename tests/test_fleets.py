"""The samples give the reports that lie beside them, byte for byte.

After a change that is meant, write them again and read the difference: UPDATE_GOLDEN=1 pytest tests/test_fleets.py
"""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from compliance.cli.main import run
from compliance.core.finding import Report
from compliance.reports.style import columns

ROOT = Path(__file__).resolve().parents[1]
AS_OF = "2026-11-22"
REPORTS = [
    ("cheyenne", "expected.json", "cleanspark-mineone", 1),
    ("cheyenne", "expected.txt", "cleanspark-mineone", 1),
    ("cheyenne", "expected.sarif", "cleanspark-mineone", 1),
    ("cheyenne", "expected.xml", "cleanspark-mineone", 1),
    ("cheyenne", "expected.md", "cleanspark-mineone", 1),
    ("cheyenne", "expected.csv", "cleanspark-mineone", 1),
    ("cheyenne", "expected-us-ear.json", "us-ear", 3),
    ("cheyenne", "expected-origin-claims.json", "origin-claims", 3),
    ("laramie-peak", "expected.json", "cleanspark-mineone", 0),
    ("laramie-peak", "expected.md", "cleanspark-mineone", 0),
    ("old-mill", "expected.json", "cleanspark-mineone", 3),
]
FORMATS = {"json": "json", "txt": "text", "sarif": "sarif", "xml": "junit", "md": "markdown", "csv": "csv"}


@pytest.fixture(autouse=True)
def _at_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def as_expected(fleet: str, golden: str, output: pytest.CaptureFixture[bytes]) -> bytes:
    """What was written, after comparing it with the file beside the sample."""
    written, errors = output.readouterr()
    assert not errors
    path = ROOT / "fleets" / fleet / golden
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_bytes(written)
    assert written == path.read_bytes(), "if this is meant: UPDATE_GOLDEN=1 pytest tests/test_fleets.py"
    return written


@pytest.mark.parametrize(("fleet", "golden", "policy", "code"), REPORTS)
def test_a_sample_gives_its_report(
    fleet: str, golden: str, policy: str, code: int, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    form = FORMATS[golden.rpartition(".")[2]]
    assert run(["check", f"fleets/{fleet}", "--policy", policy, "--as-of", AS_OF, "--format", form]) == code
    written = as_expected(fleet, golden, capsysbinary)
    if form == "json":
        report = TypeAdapter(Report).validate_json(written)
        assert sum(report.summary.by_verdict.values()) == report.summary.units
    elif form == "text":
        assert max(columns(line) for line in written.decode().splitlines()) <= 80


ANSWERS = [
    ("northgate", "expected-dossier.md", ["diligence", "--as-of", AS_OF, "--settings", "fleets/lender.toml"]),
    ("northgate", "expected-duty.txt", ["duty", "--as-of", AS_OF]),
    (
        "northgate",
        "expected-timeline.txt",
        ["timeline", "--policy", "us-ear", "--from", "2025-01-01", "--to", "2027-03-31"],
    ),
]


@pytest.mark.parametrize(("fleet", "golden", "command"), ANSWERS)
def test_a_sample_gives_its_answer(
    fleet: str, golden: str, command: list[str], capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert run([command[0], f"fleets/{fleet}", *command[1:]]) == 0
    as_expected(fleet, golden, capsysbinary)


def test_every_report_beside_a_sample_is_compared() -> None:
    there = {(path.parent.name, path.name) for path in (ROOT / "fleets").glob("*/expected*")}
    assert there == {(fleet, golden) for fleet, golden, *_ in (*REPORTS, *ANSWERS)}


@pytest.mark.parametrize("fleet", ["cheyenne", "laramie-peak", "northgate"])
def test_samples_are_recognisably_invented(fleet: str) -> None:
    with (ROOT / "fleets" / fleet / "fleet.csv").open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            assert row["serial_number"].startswith("EXAMPLE-") or not row["serial_number"]
            assert all("EXAMPLE" in document for document in row["origin_evidence"].split(";") if document)


def test_a_file_and_its_folder_give_the_same_findings(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    reports = []
    for given in ("fleets/cheyenne", "fleets/cheyenne/fleet.csv"):
        run(["check", given, "--policy", "us-ear", "--policy", "cleanspark-mineone", "--as-of", AS_OF, "--format=json"])
        reports.append(capsysbinary.readouterr().out)
    assert reports[0] == reports[1]
