"""Who may ask the desk, and from where: this machine's browser with the cookie of its link, or a program with the token.

A page of another site that the same browser shows must reach nothing: neither by a name that resolves to this machine
(``Host``), nor by a form or a script of its own (``Origin``, ``Sec-Fetch-Site``), nor by a frame.
"""

from __future__ import annotations

from secrets import compare_digest, token_urlsafe
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MAX_FORM = 1024 * 1024
"""Bytes of a form without files."""
MAX_UPLOAD = 512 * 1024 * 1024
"""Bytes of all files that are dropped at once."""
UPLOADS = ("/fleet/files", "/papers/files")
"""Where files are sent to."""
OPEN = "/static/"
"""What anybody may read: the style and the script, which say nothing of a folder."""
API = "/api/"
HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    # With no-referrer a browser would send no origin with a form of our own.
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "no-store",
}
STALE_LINK = (
    "This link has been used, or belongs to a desk that was closed. Open the one that compliance desk printed last."
)


class Keys:
    """What opens the desk: the token of the link, which works once; the cookie that it becomes; the token of programs."""

    def __init__(self, api_token: str = "") -> None:
        self.link = token_urlsafe(32)
        self._cookie = token_urlsafe(32)
        self._api_token = api_token

    def exchanged(self, token: str) -> str | None:
        """The cookie for the token of the link, None where it is another or was used."""
        if not (self.link and compare_digest(token.encode(), self.link.encode())):
            return None
        self.link = ""
        return self._cookie

    def is_cookie(self, value: str) -> bool:
        """Whether a browser has it from the link."""
        return compare_digest(value.encode(), self._cookie.encode())

    def is_token(self, value: str) -> bool:
        """Whether a program has it from the file of the token."""
        return bool(self._api_token) and compare_digest(value.encode(), self._api_token.encode())


class Guard:
    """Lets through what comes from this machine with a key, and puts the headers of safety on every answer."""

    def __init__(self, app: ASGIApp, *, keys: Keys, port: int) -> None:
        self._app, self._keys = app, keys
        self._hosts = (f"127.0.0.1:{port}", f"localhost:{port}")
        self._cookie = f"compliance-desk-{port}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request itself, or hands it on."""
        if scope["type"] != "http":
            return  # no web socket is spoken here: the connection is closed
        headers = Headers(scope=scope)
        refusal = self._refusal(scope, headers)

        async def safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    answer[name] = value
                if scope["path"].startswith(OPEN):
                    answer["cache-control"] = "no-cache"
            await send(message)

        if refusal:
            await refusal(scope, receive, safely)
            return
        await self._app(scope, _Limited(receive, _limit(scope["path"])), safely)

    def _refusal(self, scope: Scope, headers: Headers) -> Response | None:
        """The answer to what may go no further; None for what may."""
        host, path = headers.get("host", ""), scope["path"]
        if host not in self._hosts:
            return _refused(421, "The desk answers on this machine only.")
        if scope["method"] not in ("GET", "HEAD", "POST"):
            return _refused(405, "Only GET and POST are understood.")
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > _limit(path):
            return _refused(413, f"More than {_limit(path) // 1024 // 1024} MB cannot be sent at once.", close=True)
        if path.startswith(OPEN):
            return None
        if path.startswith(API) and self._keys.is_token(headers.get("authorization", "").removeprefix("Bearer ")):
            # A program has no origin; a page that got hold of a token has one.
            return None if "origin" not in headers else _refused(403, "Programs only.")
        if path == "/" and (tokens := parse_qs(scope["query_string"].decode("latin-1")).get("token")):
            return self._with_cookie(tokens[0], headers)
        if not self._keys.is_cookie(self._cookie_of(headers)):
            return _refused(403, STALE_LINK)
        if scope["method"] == "POST" and headers.get("origin") != f"http://{host}":
            return _refused(403, "This form does not come from the desk.")
        if headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
            return _refused(403, "Another site asks for this page.")
        return None

    def _with_cookie(self, token: str, headers: Headers) -> Response:
        cookie = self._keys.exchanged(token)
        if cookie is None and not self._keys.is_cookie(self._cookie_of(headers)):
            return _refused(403, STALE_LINK)
        response = RedirectResponse("/fleet", 303)
        if cookie is not None:
            response.set_cookie(self._cookie, cookie, httponly=True, samesite="strict", path="/")
        return response

    def _cookie_of(self, headers: Headers) -> str:
        pairs = (pair.strip().partition("=") for pair in headers.get("cookie", "").split(";"))
        return next((value for name, _, value in pairs if name == self._cookie), "")


def _limit(path: str) -> int:
    return MAX_UPLOAD if path in UPLOADS else MAX_FORM


def _refused(code: int, why: str, *, close: bool = False) -> Response:
    return PlainTextResponse(f"{why}\n", code, headers={"connection": "close"} if close else None)


class TooMuchError(Exception):
    """More was sent than was announced, or than is taken."""


class _Limited:
    """What a browser sends, as far as it may."""

    def __init__(self, receive: Receive, most: int) -> None:
        self._receive, self._left = receive, most

    async def __call__(self) -> Message:
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            raise TooMuchError
        return message


def answer_too_much(_request: Request, _error: Exception) -> Response:
    """What a browser is told that sends too much without saying so before."""
    return _refused(413, "That is more than can be sent at once.", close=True)
