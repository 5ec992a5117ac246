"""A publisher's server that answers as it is told, badly too; what the program opens over HTTPS reaches it by plain HTTP."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import httpx

from compliance.screening.list_editions.fetching import https_client

Answer = Callable[[BaseHTTPRequestHandler], None]
ELSEWHERE = "https://elsewhere.test"


def answer(
    content: bytes,
    code: int = 200,
    headers: Mapping[str, str] | None = None,
    *,
    said: int | None = None,
    kind: str = "text/plain",
) -> Answer:
    """A whole answer; ``said`` is the length that it claims to have."""

    def send(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(code)
        for name, value in {
            "Content-Type": kind,
            "Content-Length": str(len(content) if said is None else said),
            **(headers or {}),
        }.items():
            if value:
                handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(content)

    return send


def redirect(target: str, code: int = 302) -> Answer:
    return answer(b"moved", code, {"Location": target})


def drip(content: bytes, pause: float) -> Answer:
    """Byte by byte."""

    def send(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        with suppress(OSError):
            for place in range(len(content)):
                handler.wfile.write(content[place : place + 1])
                handler.wfile.flush()
                time.sleep(pause)

    return send


@dataclass
class Publisher:
    """Answers by path; ``asked`` are the requests that came."""

    port: int
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def client(self) -> httpx.Client:
        """Opens HTTPS addresses of whatever host here."""
        return https_client(_Here(self.port))


class _Here(httpx.HTTPTransport):
    """Connects to a port of this machine, whatever host is asked for, and without TLS."""

    def __init__(self, port: int) -> None:
        super().__init__()
        self._port = port

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        here = request.url.copy_with(scheme="http", host="127.0.0.1", port=self._port)
        return super().handle_request(
            httpx.Request(request.method, here, headers=request.headers, extensions=request.extensions)
        )


@contextmanager
def publisher() -> Iterator[Publisher]:
    """Runs the server."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            here.asked.append((self.path, dict(self.headers)))
            here.answers.get(self.path.partition("?")[0], answer(b"", 404))(self)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    here = Publisher(server.server_address[1])
    worker = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    worker.start()
    try:
        yield here
    finally:
        server.shutdown()
        server.server_close()
        worker.join()
