"""Downloads files of publishers over HTTPS only, within limits of size and time."""

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
from compliance.io.compression import gunzip
from compliance.screening.list_formats.source import MAX_SIZE

_MAX_REDIRECTS = 5
_NOT_A_LIST = {"text/html", "application/xhtml+xml", "application/pdf"}
_ADVICE = "Try again later, or download the file by hand and give it with --list."


@dataclass(frozen=True)
class Limits:
    """The most bytes and seconds for one file, and the most seconds without data."""

    size: int = MAX_SIZE
    seconds: float = 600
    silence: float = 30


@dataclass(frozen=True)
class FetchedFile:
    """A downloaded file, unpacked, and the server's validators of this version."""

    content: bytes
    etag: str = ""
    modified: str = ""


def https_client(transport: httpx.BaseTransport | None = None) -> httpx.Client:
    """A client that uses the certificate store of the system; tests replace its ``transport``."""
    return httpx.Client(
        transport=transport,
        verify=truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
        headers={"User-Agent": f"mining-compliance/{__version__}", "Accept-Encoding": "gzip"},
    )


def fetch(
    url: str, *, client: httpx.Client, etag: str = "", modified: str = "", limits: Limits = Limits(),
    on_progress: Callable[[str, str], None] = lambda url, done: None,
) -> FetchedFile | None:  # fmt: skip
    """The file at ``url``; None where it is unchanged since this ``etag`` or this date (``modified``).

    Raises ComplianceError where the complete file did not arrive.
    """
    conditions = {"If-None-Match": etag, "If-Modified-Since": modified}
    headers = {name: value for name, value in conditions.items() if value}
    deadline = monotonic() + limits.seconds
    try:
        request = client.build_request("GET", url, headers=headers, timeout=limits.silence)
        with _follow_redirects(client, request, url) as response:
            if response.status_code == httpx.codes.NOT_MODIFIED:
                return None
            if response.status_code != httpx.codes.OK:
                raise fail(f"the server answers {response.status_code} {response.reason_phrase}", _ADVICE, file=url)
            return _read(response, url, deadline, limits, on_progress)
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise fail(f"cannot be fetched: {str(error) or type(error).__name__}", _ADVICE, file=url) from None


@contextmanager
def _follow_redirects(client: httpx.Client, request: httpx.Request, url: str) -> Iterator[httpx.Response]:
    """The response after a few redirects, to HTTPS only, with its body unread; bodies of redirects are never read."""
    for hop in range(_MAX_REDIRECTS + 1):
        if request.url.scheme != "https":
            fault = (
                f"redirects to {request.url.scheme}, not https"
                if hop
                else "cannot be fetched: it is not an https address"
            )
            raise fail(fault, _ADVICE, file=url)
        response = client.send(request, stream=True, follow_redirects=False)
        try:
            if response.next_request is None:
                yield response
                return
        finally:
            response.close()
        request = response.next_request
    raise fail(f"redirects more than {_MAX_REDIRECTS} times", _ADVICE, file=url)


def _read(
    response: httpx.Response, url: str, deadline: float, limits: Limits, on_progress: Callable[[str, str], None]
) -> FetchedFile:
    headers = response.headers
    kind = headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if kind in _NOT_A_LIST or kind.partition("/")[0] in ("image", "audio", "video", "font"):
        raise fail(f"is {kind}, not a list", _ADVICE, file=url)
    encoding = headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in ("identity", "gzip", "x-gzip"):
        raise fail(f"has the unsupported encoding {encoding}", _ADVICE, file=url)
    length = int(headers["Content-Length"]) if "Content-Length" in headers else None
    if length is not None and length > limits.size:
        raise fail(f"has {length:,} bytes, more than {limits.size:,}", _ADVICE, file=url)
    body = bytearray()
    try:
        for chunk in response.iter_raw():
            body += chunk
            if len(body) > limits.size:
                raise fail(f"has more than {limits.size:,} bytes", _ADVICE, file=url)
            if monotonic() > deadline:
                raise fail(f"took longer than {limits.seconds:g} seconds", _ADVICE, file=url)
            on_progress(url, f"{len(body):,} bytes")
    except httpx.RemoteProtocolError:
        part = f" of {length:,}" if length is not None else ""
        raise fail(f"is incomplete: {len(body):,}{part} bytes arrived", _ADVICE, file=url) from None
    # The client would unpack without a limit of size.
    content = bytes(body) if encoding == "identity" else gunzip(bytes(body), url, limits.size)
    return FetchedFile(content, headers.get("ETag", ""), headers.get("Last-Modified", ""))
