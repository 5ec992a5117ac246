"""``compliance desk``: a real process that a browser could talk to, and the command without its libraries."""

from __future__ import annotations

import json
import signal
from pathlib import Path

import httpx
import pytest

from compliance.cli.commands import desk as module
from tests.command_line import CHINA, Compliance, fleet, process


def test_it_listens_prints_its_link_and_ends_when_interrupted(here: Path) -> None:
    fleet(CHINA)
    running = process("desk", ".", "--no-open")
    assert running.stdout is not None
    try:
        link = running.stdout.readline().decode().strip()
        with httpx.Client(follow_redirects=True) as client:
            page = client.get(link)
            assert page.status_code == 200
            assert "<h1" in page.text
            assert httpx.get(link).status_code == 403, "the link works once"
        second = process("desk", ".", "--no-open")
        _, errors = second.communicate(timeout=60)
        assert (second.returncode, b"is open in another desk" in errors) == (4, True)
    finally:
        running.send_signal(signal.SIGINT)
        _, errors = running.communicate(timeout=60)
    assert running.returncode == 130, errors
    assert b"Traceback" not in errors
    assert [path.name for path in here.iterdir()] == ["fleet.csv"]


def test_without_the_extra_it_says_how_to_get_it(compliance: Compliance, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "find_spec", lambda name: None)
    ran = compliance("desk")
    assert ran.code == 4
    assert "pip install 'mining-compliance[desk]'" in ran.err


def test_what_programs_may_ask_is_printed(compliance: Compliance) -> None:
    ran = compliance("desk", "--openapi")
    assert (ran.code, json.loads(ran.out)["openapi"]) == (0, "3.1.0")


@pytest.mark.parametrize("opens", [True, False])
def test_the_browser_is_opened_where_a_person_sits(
    opens: bool, compliance: Compliance, monkeypatch: pytest.MonkeyPatch
) -> None:
    from compliance.desk import server

    launched: list[str] = []
    monkeypatch.setattr(server, "serve", lambda folder, *, announce, **_: announce("http://127.0.0.1:1/?token=x"))
    monkeypatch.setattr(module, "asks", lambda: opens)
    monkeypatch.setattr("click.launch", launched.append)
    ran = compliance("desk")
    assert (ran.code, ran.out) == (0, "http://127.0.0.1:1/?token=x\n")
    assert launched == (["http://127.0.0.1:1/?token=x"] if opens else [])


def test_a_desk_that_was_killed_keeps_nobody_out(here: Path) -> None:
    fleet(CHINA)
    for _ in range(2):
        running = process("desk", ".", "--no-open")
        assert running.stdout is not None
        assert running.stdout.readline().startswith(b"http://127.0.0.1:")
        running.kill()
        running.communicate(timeout=60)
    assert (here / "fleet.csv").exists()
