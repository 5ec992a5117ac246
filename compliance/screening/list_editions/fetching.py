"""Files of publishers, brought over HTTPS and nothing else: never larger and never longer than allowed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException
from time import monotonic
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.parse import urljoin, urlsplit
from urllib.request import (
    BaseHandler,
    HTTPErrorProcessor,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
    UnknownHandler,
)

from compliance import __version__
from compliance.core.errors import fail
from compliance.screening.list_formats.source import LARGEST, unzipped

_HOPS = 5
_BLOCK = 64 * 1024
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


class _Redirects(BaseHandler):
    """Follows a few redirects, to HTTPS only, and reads nothing of the answer that sends it on."""

    def http_error_302(self, request: Request, answer: IO[bytes], code: int, reason: str, headers: Any) -> Any:
        del code, reason
        answer.close()
        target = urljoin(request.full_url, headers.get("Location", ""))
        if urlsplit(target).scheme != "https":
            raise fail(
                f"redirects to {urlsplit(target).scheme or 'nowhere'}, not https", _ADVICE, file=request.full_url
            )
        hops = getattr(request, "hops", 0) + 1
        if hops > _HOPS:
            raise fail(f"redirects more than {_HOPS} times", _ADVICE, file=request.full_url)
        onward = Request(target, headers=dict(request.headers))
        onward.hops = hops  # type: ignore[attr-defined]
        return self.parent.open(onward, timeout=request.timeout)

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302


class _Refusals(BaseHandler):
    """What is neither an answer nor a redirect is an error."""

    def http_error_default(self, request: Request, answer: IO[bytes], code: int, reason: str, headers: Any) -> Any:
        raise HTTPError(request.full_url, code, reason, headers, answer)


def https_only(handler: BaseHandler | None = None) -> OpenerDirector:
    """What opens HTTPS addresses and no other; ``handler`` takes the place of the one that connects (tests do so)."""
    opener = OpenerDirector()
    opener.addheaders = [("User-Agent", f"mining-compliance/{__version__}"), ("Accept-Encoding", "gzip")]
    for each in (
        ProxyHandler(),
        handler or HTTPSHandler(),
        _Redirects(),
        _Refusals(),
        HTTPErrorProcessor(),
        UnknownHandler(),
    ):
        opener.add_handler(each)
    return opener


def fetch(
    url: str, *, opener: OpenerDirector, etag: str = "", modified: str = "", limits: Limits = Limits(),
    tell: Callable[[str, str], None] = lambda url, done: None,
) -> Fetched | None:  # fmt: skip
    """The file at ``url``; None where it is still the one of this ``etag`` or of this day (``modified``).

    Raises ComplianceError for whatever is not the whole file.
    """
    request = Request(url)
    if etag:
        request.add_header("If-None-Match", etag)
    if modified:
        request.add_header("If-Modified-Since", modified)
    until = monotonic() + limits.seconds
    try:
        with opener.open(request, timeout=limits.silence) as answer:
            return _read(answer, url, until, limits, tell)
    except HTTPError as error:
        error.close()
        if error.code == 304:
            return None
        raise fail(f"the server answers {error.code} {error.reason}", _ADVICE, file=url) from None
    except (OSError, HTTPException, ValueError) as error:
        why = error.reason if isinstance(error, URLError) else error
        raise fail(f"cannot be fetched: {str(why) or type(why).__name__}", _ADVICE, file=url) from None


def _read(answer: Any, url: str, until: float, limits: Limits, tell: Callable[[str, str], None]) -> Fetched:
    headers = answer.headers
    kind = headers.get_content_type()
    if kind in _NO_LIST or headers.get_content_maintype() in ("image", "audio", "video", "font"):
        raise fail(f"is {kind}, no list", _ADVICE, file=url)
    packed = headers.get("Content-Encoding", "identity").strip().lower()
    if packed not in ("identity", "gzip", "x-gzip"):
        raise fail(f"is packed as {packed}", _ADVICE, file=url)
    length = int(headers["Content-Length"]) if headers.get("Content-Length") else None
    if length is not None and length > limits.size:
        raise fail(f"has {length:,} bytes, more than {limits.size:,}", _ADVICE, file=url)
    whole = bytearray()
    while piece := answer.read1(_BLOCK):
        whole += piece
        if len(whole) > limits.size:
            raise fail(f"has more than {limits.size:,} bytes", _ADVICE, file=url)
        if monotonic() > until:
            raise fail(f"took longer than {limits.seconds:g} seconds", _ADVICE, file=url)
        tell(url, f"{len(whole):,} bytes")
    if length is not None and len(whole) != length:
        raise fail(f"is cut: {len(whole):,} of {length:,} bytes came", _ADVICE, file=url)
    content = bytes(whole) if packed == "identity" else unzipped(bytes(whole), url, limits.size)
    return Fetched(content, headers.get("ETag", ""), headers.get("Last-Modified", ""))
