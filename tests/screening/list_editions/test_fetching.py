"""A publisher's server that cuts, redirects to http, sends pages, drips, bursts or fails; only a whole file comes through."""

from __future__ import annotations

import gzip
import ssl
from collections.abc import Iterator
from typing import Any

import pytest
import truststore

from compliance.core.errors import ComplianceError
from compliance.screening.list_editions.fetching import FetchedFile, Limits, fetch, https_client
from tests.publisher import Answer, Publisher, answer, drip, publisher, redirect

URL = "https://publisher.test/list.csv"
LIST = b"name\nExample Ltd\n"


@pytest.fixture
def server() -> Iterator[Publisher]:
    with publisher() as here:
        yield here


def brought(server: Publisher, given: Answer, limits: Limits = Limits()) -> FetchedFile | None:
    server.answers["/list.csv"] = given
    return fetch(URL, client=server.client(), limits=limits)


def refused(server: Publisher, given: Answer, limits: Limits = Limits()) -> str:
    with pytest.raises(ComplianceError) as caught:
        brought(server, given, limits)
    return str(caught.value)


def test_a_file_comes_whole(server: Publisher) -> None:
    told: list[tuple[str, str]] = []
    server.answers["/list.csv"] = answer(
        LIST, headers={"ETag": '"1"', "Last-Modified": "Fri, 20 Nov 2026 10:00:00 GMT"}
    )
    found = fetch(URL, client=server.client(), on_progress=lambda url, done: told.append((url, done)))
    assert found == FetchedFile(LIST, '"1"', "Fri, 20 Nov 2026 10:00:00 GMT")
    assert told[-1] == (URL, "17 bytes")
    ((_, headers),) = server.asked
    assert headers["Accept-Encoding"] == "gzip"
    assert headers["User-Agent"].startswith("mining-compliance/")
    assert "If-None-Match" not in headers


def test_what_has_not_changed_is_not_sent_again(server: Publisher) -> None:
    server.answers["/list.csv"] = answer(b"", 304)
    assert fetch(URL, client=server.client(), etag='"1"', modified="Fri, 20 Nov 2026 10:00:00 GMT") is None
    ((_, headers),) = server.asked
    assert (headers["If-None-Match"], headers["If-Modified-Since"]) == ('"1"', "Fri, 20 Nov 2026 10:00:00 GMT")


def test_a_packed_file_is_unpacked(server: Publisher) -> None:
    found = brought(server, answer(gzip.compress(LIST), headers={"Content-Encoding": "gzip"}))
    assert found
    assert found.content == LIST


def test_a_redirect_to_https_is_followed_with_its_conditions(server: Publisher) -> None:
    server.answers["/list.csv"] = redirect("https://elsewhere.test/signed?key=1")
    server.answers["/signed"] = answer(LIST)
    found = fetch(URL, client=server.client(), etag='"1"')
    assert found
    assert found.content == LIST
    assert [path for path, _ in server.asked] == ["/list.csv", "/signed?key=1"]
    assert server.asked[1][1]["If-None-Match"] == '"1"'


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
@pytest.mark.parametrize(
    "target", ["http://publisher.test/list.csv", "file:///etc/passwd", "ftp://publisher.test/list.csv"]
)
def test_a_redirect_away_from_https_is_refused(server: Publisher, target: str, code: int) -> None:
    assert f"redirects to {target.partition(':')[0]}, not https" in refused(server, redirect(target, code))
    assert len(server.asked) == 1


def test_nothing_is_read_of_an_answer_that_sends_on(server: Publisher) -> None:
    endless = answer(bytes(100_000), 302, {"Location": "/there.csv", "Content-Encoding": "gzip"}, said=10**9)
    server.answers["/there.csv"] = answer(LIST)
    brought_file = brought(server, endless)
    assert brought_file
    assert brought_file.content == LIST


def test_redirects_end(server: Publisher) -> None:
    assert "redirects more than 5 times" in refused(server, redirect("/list.csv"))
    assert len(server.asked) == 6


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (answer(LIST, said=100), "is incomplete: 17 of 100 bytes arrived"),
        (
            answer(LIST, headers={"Content-Length": "", "Transfer-Encoding": "chunked"}),
            "is incomplete: 0 bytes arrived",
        ),
        (redirect(""), "the server answers 302 Found"),
        (redirect("https://publisher.test:port/"), "cannot be fetched: "),
        (answer(gzip.compress(LIST, mtime=0)[:-4], headers={"Content-Encoding": "gzip"}), "is an incomplete gzip file"),
        (answer(LIST, headers={"Content-Encoding": "br"}), "has the unsupported encoding br"),
        (answer(b"<html>", kind="text/html; charset=utf-8"), "is text/html, not a list"),
        (answer(b"%PDF", kind="application/pdf"), "is application/pdf, not a list"),
        (answer(b"GIF", kind="image/gif"), "is image/gif, not a list"),
        (answer(b"", 404), "the server answers 404 Not Found"),
        (answer(b"", 500), "the server answers 500 Internal Server Error"),
        (answer(b"", 429), "the server answers 429 Too Many Requests"),
        (answer(LIST, headers={"Content-Length": "many"}), "cannot be fetched"),
    ],
)
def test_what_is_not_the_whole_file_is_refused(server: Publisher, given: Answer, said: str) -> None:
    message = refused(server, given)
    assert said in message
    assert message.startswith(URL)


def test_a_file_that_is_too_large_is_refused(server: Publisher) -> None:
    small = Limits(size=10)
    assert "has 17 bytes, more than 10" in refused(server, answer(LIST), small)
    assert "has more than 10 bytes" in refused(server, answer(LIST, headers={"Content-Length": ""}), small)
    assert "unpacks to more than 100 bytes" in refused(
        server, answer(gzip.compress(bytes(5000)), headers={"Content-Encoding": "gzip"}), Limits(size=100)
    )


def test_a_server_that_drips_is_left(server: Publisher) -> None:
    assert "took longer than 0.2 seconds" in refused(server, drip(LIST, 0.05), Limits(seconds=0.2))
    assert "cannot be fetched: " in refused(server, drip(LIST, 5), Limits(silence=0.2))


def test_only_https_is_opened(server: Publisher) -> None:
    for url in (
        f"http://127.0.0.1:{server.port}/list.csv",
        "file:///etc/passwd",
        "ftp://publisher.test/x",
        "data:text/plain,name",
    ):
        with (
            https_client() as client,
            pytest.raises(ComplianceError, match="cannot be fetched: it is not an https address"),
        ):
            fetch(url, client=client)
    assert not server.asked


def test_a_server_without_tls_is_refused(server: Publisher) -> None:
    with https_client() as client, pytest.raises(ComplianceError, match="cannot be fetched: "):
        fetch(f"https://127.0.0.1:{server.port}/list.csv", client=client)
    assert not server.asked


def test_the_system_says_whom_to_trust(monkeypatch: pytest.MonkeyPatch) -> None:
    given: dict[str, Any] = {}
    monkeypatch.setattr("httpx.Client", lambda **options: given.update(options))
    https_client()
    assert isinstance(given["verify"], truststore.SSLContext)
    assert given["verify"].verify_mode == ssl.CERT_REQUIRED
    assert given["verify"].check_hostname


def test_nobody_there() -> None:
    with publisher() as gone:
        client = gone.client()
    with pytest.raises(ComplianceError, match="cannot be fetched: "):
        fetch(URL, client=client)
