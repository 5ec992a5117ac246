"""The archive of a pack."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest

from compliance import write_report
from compliance.workflows.pack import pack


def test_a_fleet_without_a_register_has_no_report_on_documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "fleet.csv").write_text("model\nAntminer S21\n", "utf-8")
    out = io.BytesIO()
    write_report(pack("fleet.csv", as_of=date(2026, 11, 30), policies=["us-ear"]), out, "zip")
    assert b"data/reports/check.json" in out.getvalue()
    assert b"documents.json" not in out.getvalue()
