"""A browser without a window: asks the application of a desk as a browser would, and reads the pages."""

from __future__ import annotations

import asyncio
import html
import re
import socket
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from threading import Thread
from typing import Any

import httpx
import uvicorn

from compliance.desk.app import application
from compliance.desk.folder import Folder
from compliance.desk.safety import Keys
from compliance.desk.server import LOOPBACK, configured
from compliance.desk.state import Desk

PORT = 8123
HOST = f"127.0.0.1:{PORT}"
ORIGIN = f"http://{HOST}"
DAY = date(2026, 11, 22)
TOKEN = "t" * 40


class Browser:
    """A browser that has come by the link, and the desk that it talks to."""

    def __init__(self, folder: Path, *, inside: bool = True) -> None:
        self.desk = Desk(Folder(folder), lambda: DAY)
        self.keys = Keys(TOKEN)
        self.app = application(self.desk, self.keys, PORT)
        self.cookies: dict[str, str] = {}
        if inside:
            answer = self.ask("GET", f"/?token={self.keys.link}")
            assert (answer.status_code, answer.headers["location"]) == (303, "/fleet")
            name, _, rest = answer.headers["set-cookie"].partition("=")
            self.cookies[name] = rest.partition(";")[0]

    def ask(self, method: str, path: str, headers: Mapping[str, str] = {}, **more: Any) -> httpx.Response:
        """The answer to any request."""

        async def asked() -> httpx.Response:
            transport = httpx.ASGITransport(app=self.app, raise_app_exceptions=True)
            cookie = {"cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
            async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as client:
                return await client.request(
                    method, path, headers={**(cookie if self.cookies else {}), **headers}, **more
                )

        return asyncio.run(asked())

    def get(self, path: str, **headers: str) -> str:
        """The text of a page."""
        answer = self.ask("GET", path, headers)
        assert answer.status_code == 200, answer.text
        return answer.text

    def post(
        self,
        path: str,
        data: Mapping[str, str | Sequence[str]] = {},
        files: Sequence[tuple[str, bytes]] = (),
        *,
        code: int = 303,
        back: str = "",
    ) -> str:
        """Sends a form and waits for the check that follows; the text of the answer, or of the page it leads to."""
        sent = [("files", (name, content)) for name, content in files]
        answer = self.ask("POST", path, {"origin": ORIGIN}, data=dict(data), files=sent or None)
        assert answer.status_code == code, text_of(answer.text)
        self.wait()
        return self.get(back or answer.headers["location"]) if code == 303 else answer.text

    def wait(self) -> None:
        """Until nothing is under way."""
        if self.desk.job is not None:
            assert self.desk.job.done.wait(60)

    def check(self) -> None:
        """Checks the folder as it is."""
        self.desk.restart()
        self.wait()


def text_of(page: str) -> str:
    """What a page says, in one line."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", " ", page))).strip()


@contextmanager
def listening(folder: Path) -> Iterator[str]:
    """The link of a desk that listens, as the command's does; it is a thread of this process, for that starts at once."""
    keys, desk = Keys(TOKEN), Desk(Folder(folder), lambda: DAY)
    with socket.create_server((LOOPBACK, 0)) as listener:
        port = listener.getsockname()[1]
        server = uvicorn.Server(configured(application(desk, keys, port)))
        thread = Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        desk.start()
        try:
            yield f"http://{LOOPBACK}:{port}/?token={keys.link}"
        finally:
            server.should_exit = True
            thread.join()
            if desk.job is not None:
                desk.job.cancelled.set()
                desk.job.done.wait(60)
