"""The desk as a process: on the loopback interface alone, with a lock on its folder, until it is interrupted."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from contextlib import chdir
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from compliance.core.errors import fail
from compliance.desk.app import application
from compliance.desk.folder import Folder
from compliance.desk.safety import Keys
from compliance.desk.state import Desk
from compliance.io.paths import content, display_path, lies_at

if TYPE_CHECKING:
    import uvicorn
    from starlette.applications import Starlette

LOOPBACK = "127.0.0.1"
"""The only address: a desk that others could reach would show them the fleet."""
MIN_TOKEN = 32
"""Characters of a token of programs."""


def serve(
    folder: Path,
    *,
    today: Callable[[], date],
    announce: Callable[[str], None],
    port: int = 0,
    api_token_file: Path | None = None,
) -> None:
    """Serves the desk of ``folder`` until the process is interrupted; ``announce`` gets its address once it listens.

    With ``port`` 0 the system chooses one. ``api_token_file`` holds the token with which programs ask; it is made, for
    its owner alone, where there is none.

    Raises ComplianceError where the folder cannot be used, another desk has it, or the port is taken.
    """
    import uvicorn

    place = Folder(folder)
    keys = Keys("" if api_token_file is None else token_in(api_token_file))
    # Files are named from the folder, as by a command that is run in it.
    with chdir(place.root), place.locked(), _listening(port) as listener:
        number = listener.getsockname()[1]
        desk = Desk(place, today)
        server = uvicorn.Server(configured(application(desk, keys, number)))
        desk.start()
        announce(f"http://{LOOPBACK}:{number}/?token={keys.link}")
        server.run(sockets=[listener])


def configured(app: Starlette) -> uvicorn.Config:
    """How the desk is served: silent, without anything that it does not need."""
    import uvicorn

    return uvicorn.Config(
        app,
        log_level="critical",
        access_log=False,
        server_header=False,
        date_header=False,
        proxy_headers=False,
        lifespan="off",
        ws="none",
        timeout_graceful_shutdown=1,
    )


def _listening(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.bind((LOOPBACK, port))
        listener.listen()
    except OSError as error:
        listener.close()
        raise fail(f"port {port} cannot be used: {error.strerror}", "Choose another one with --port.") from None
    return listener


def token_in(path: Path) -> str:
    """The token of programs in a file, which is made where there is none. Raises ComplianceError."""
    from secrets import token_urlsafe

    name = display_path(path)
    if not lies_at(path):
        token = token_urlsafe(MIN_TOKEN)
        try:
            with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
                file.write(f"{token}\n")
        except OSError as error:
            raise fail(f"cannot be written: {error.strerror}", "Choose another place.", file=name) from None
        return token
    token = content(path, name).decode("ascii", "replace").strip()
    if len(token) < MIN_TOKEN or not token.isprintable() or not token.isascii():
        raise fail(f"holds no token of at least {MIN_TOKEN} characters", "Remove it: a new one is made.", file=name)
    return token
