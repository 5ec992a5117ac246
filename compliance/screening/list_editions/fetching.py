"""Files of publishers, brought over HTTPS and nothing else: never larger and never longer than allowed."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic

import httpx
import truststore

from compliance import __version__
from compliance.core.errors import fail
from compliance.screening.list_formats.source import LARGEST, unzipped

_HOPS = 5
_NO_LIST = {"text/html", "application/xhtml+xml", "application/pdf"}
_ADVICE = "Try again later, or get the file by hand and give it with --list."


@dataclass(frozen=True)
class Limits:
    """Bytes and seconds that one file may take, and seconds of silence."""

    size: int = LARGEST
    seconds: float = 600
    silence: float = 30


@dataclass(frozen=True)
class Fetched:
    """A file as it came, unpacked, and what the server calls this state of it."""

    content: bytes
    etag: str = ""
    modified: str = ""


def https_client(transport: httpx.BaseTransport | None = None) -> httpx.Client:
    """A client that trusts whom the system trusts; ``transport`` takes the place of what connects (tests do so)."""
    return httpx.Client(
        transport=transport,
        verify=truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
        headers={"User-Agent": f"mining-compliance/{__version__}", "Accept-Encoding": "gzip"},
    )


def fetch(
    url: str, *, client: httpx.Client, etag: str = "", modified: str = "", limits: Limits = Limits(),
    progress: Callable[[str, str], None] = lambda url, done: None,
) -> Fetched | None:  # fmt: skip
    """The file at ``url``; None where it is still the one of this ``etag`` or of this day (``modified``).

    Raises ComplianceError for whatever is not the whole file.
    """
    conditions = {"If-None-Match": etag, "If-Modified-Since": modified}
    headers = {name: value for name, value in conditions.items() if value}
    until = monotonic() + limits.seconds
    try:
        request = client.build_request("GET", url, headers=headers, timeout=limits.silence)
        with _answer(client, request, url) as answer:
            if answer.status_code == httpx.codes.NOT_MODIFIED:
                return None
            if answer.status_code != httpx.codes.OK:
                raise fail(f"the server answers {answer.status_code} {answer.reason_phrase}", _ADVICE, file=url)
            return _read(answer, url, until, limits, progress)
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise fail(f"cannot be fetched: {str(error) or type(error).__name__}", _ADVICE, file=url) from None


@contextmanager
def _answer(client: httpx.Client, request: httpx.Request, url: str) -> Iterator[httpx.Response]:
    """The answer after a few redirects, to HTTPS only; nothing is read of those that send on. Its body is not read yet."""
    for hop in range(_HOPS + 1):
        if request.url.scheme != "https":
            what = (
                f"redirects to {request.url.scheme}, not https" if hop else "cannot be fetched: it is no https address"
            )
            raise fail(what, _ADVICE, file=url)
        answer = client.send(request, stream=True, follow_redirects=False)
        try:
            if answer.next_request is None:
                yield answer
                return
        finally:
            answer.close()
        request = answer.next_request
    raise fail(f"redirects more than {_HOPS} times", _ADVICE, file=url)


def _read(
    answer: httpx.Response, url: str, until: float, limits: Limits, progress: Callable[[str, str], None]
) -> Fetched:
    headers = answer.headers
    kind = headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if kind in _NO_LIST or kind.partition("/")[0] in ("image", "audio", "video", "font"):
        raise fail(f"is {kind}, no list", _ADVICE, file=url)
    packed = headers.get("Content-Encoding", "identity").strip().lower()
    if packed not in ("identity", "gzip", "x-gzip"):
        raise fail(f"is packed as {packed}", _ADVICE, file=url)
    length = int(headers["Content-Length"]) if "Content-Length" in headers else None
    if length is not None and length > limits.size:
        raise fail(f"has {length:,} bytes, more than {limits.size:,}", _ADVICE, file=url)
    whole = bytearray()
    try:
        for piece in answer.iter_raw():
            whole += piece
            if len(whole) > limits.size:
                raise fail(f"has more than {limits.size:,} bytes", _ADVICE, file=url)
            if monotonic() > until:
                raise fail(f"took longer than {limits.seconds:g} seconds", _ADVICE, file=url)
            progress(url, f"{len(whole):,} bytes")
    except httpx.RemoteProtocolError:
        part = f" of {length:,}" if length is not None else ""
        raise fail(f"is cut: {len(whole):,}{part} bytes came", _ADVICE, file=url) from None
    # Unpacked here and not by the client, which knows no limit.
    content = bytes(whole) if packed == "identity" else unzipped(bytes(whole), url, limits.size)
    return Fetched(content, headers.get("ETag", ""), headers.get("Last-Modified", ""))
