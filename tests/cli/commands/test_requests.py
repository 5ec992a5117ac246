"""``compliance requests`` as a command."""

from __future__ import annotations

from pathlib import Path

import pytest

from compliance.cli.main import run
from tests.command_line import ROOT


def test_the_command_refuses_to_write_into_the_target(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(ROOT)
    assert run(["requests", "fleets/northgate", "--output", "fleets/northgate/requests.xlsx"]) == 2
    assert run(["requests", "fleets/northgate", "--format", "xlsx"]) == 2
    assert run(["requests", "fleets/northgate", "--output", str(tmp_path / "r.xlsx")]) == 0
