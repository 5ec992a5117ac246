"""The process: it listens on this machine alone, prints its link, and leaves nothing behind."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import httpx
import pytest

from compliance.core.errors import ComplianceError
from compliance.desk.folder import LOCK
from compliance.desk.server import LOOPBACK, serve, token_in
from tests.command_line import CHINA, fleet
from tests.desk.client import DAY


def test_it_serves_on_the_loopback_interface_until_it_ends(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import uvicorn

    fleet(CHINA)
    monkeypatch.chdir(here.parent)
    seen: list[Any] = []

    def run(self: uvicorn.Server, sockets: list[socket.socket]) -> None:
        seen.append((sockets[0].getsockname()[0], (here / LOCK).exists(), self.config.proxy_headers, Path.cwd()))

    monkeypatch.setattr(uvicorn.Server, "run", run)
    said: list[str] = []
    serve(here, today=lambda: DAY, announce=said.append, api_token_file=here / "token")
    assert seen == [(LOOPBACK, True, False, here)]
    assert Path.cwd() == here.parent
    assert httpx.URL(said[0]).host == LOOPBACK
    assert not (here / LOCK).exists()
    serve(here, today=lambda: DAY, announce=said.append)


def test_a_port_that_is_taken(here: Path) -> None:
    with socket.socket() as taken:
        taken.bind((LOOPBACK, 0))
        taken.listen()
        with pytest.raises(ComplianceError, match="cannot be used"):
            serve(here, today=lambda: DAY, announce=print, port=taken.getsockname()[1])
    assert not (here / LOCK).exists()


def test_the_token_of_programs(here: Path) -> None:
    path = here / "token"
    token = token_in(path)
    assert len(token) >= 32
    assert path.stat().st_mode & 0o077 == 0
    assert token_in(path) == token
    path.write_text("short\n")
    with pytest.raises(ComplianceError, match="holds no token of at least 32 characters"):
        token_in(path)
    with pytest.raises(ComplianceError, match="cannot be written"):
        token_in(here / "no" / "token")
