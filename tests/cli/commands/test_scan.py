"""``compliance scan``, on the loopback interface only."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from compliance.evidence import live
from tests.command_line import Compliance
from tests.evidence.halls import hall


def test_a_hall_is_scanned_and_compared(
    compliance: Compliance, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with hall(["antminer"]) as (machine,):
        monkeypatch.setattr(live, "PORT", machine.port)
        monkeypatch.setattr(live.ask, "__defaults__", (*live.ask.__defaults__[:2], machine.port))  # type: ignore[index]
        ran = compliance("scan", "127.0.0.1", "--seconds=2")
        assert (ran.code, ran.err) == (0, "1 of 1 addresses answered.\n")
        assert json.loads(ran.out)[0]["device_info"]["model"] == "Antminer S21"
        scan = tmp_path / "scan.json"
        assert compliance("scan", "127.0.0.1", "--seconds=2", f"--output={scan}").code == 0
    (tmp_path / "fleet.csv").write_text("model,quantity\nAntminer S21,3\n", "utf-8")
    ran = compliance("reconcile", str(tmp_path / "fleet.csv"), str(scan), "--policy=us-ear")
    assert ran.out.startswith("3 units in the inventory: 1 seen, 2 not seen;")


def test_where_nobody_answers_it_ends_with_4(
    compliance: Compliance, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live.ask, "__defaults__", (*live.ask.__defaults__[:2], 1))  # type: ignore[index]
    assert compliance("scan", "127.0.0.1").code == 4
    assert compliance("scan", "8.8.8.8").code == 4
    (tmp_path / "secret").write_text("given\n", "utf-8")
    (tmp_path / "empty").write_text("", "utf-8")
    logins = []

    def asked(named: list[str], limits: live.Limits, login: live.Login | None) -> live.Answers:
        logins.append(login)
        return live.Answers(1, ({"ip": "127.0.0.1"},))

    monkeypatch.setattr(live, "ask", asked)
    for name in ("secret", "empty"):
        assert compliance("scan", "127.0.0.1", f"--password-file={tmp_path / name}").code == 0
    assert logins == [live.Login("root", "given"), live.Login("root", "")]
