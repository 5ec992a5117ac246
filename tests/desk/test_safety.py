"""Nobody but the browser of the link and programs with the token reaches the desk, whatever another page tries."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from compliance.desk import safety
from compliance.desk.safety import HEADERS, Keys
from tests.command_line import CHINA, fleet
from tests.desk.client import HOST, ORIGIN, PORT, TOKEN, Browser

COOKIE = f"compliance-desk-{PORT}"


@pytest.fixture
def browser(here: Path) -> Browser:
    fleet(CHINA)
    return Browser(here)


def test_the_link_works_once_and_becomes_a_strict_cookie(here: Path) -> None:
    stranger = Browser(here, inside=False)
    assert stranger.ask("GET", "/fleet").status_code == 403
    assert "link has been used" in stranger.ask("GET", "/?token=yesterday").text
    link = f"/?token={stranger.keys.link}"
    answer = stranger.ask("GET", link)
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"{COOKIE}=")
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert stranger.ask("GET", link).status_code == 403, "the second time"
    own = Browser(here)
    answer = own.ask("GET", "/?token=anything")
    assert (answer.status_code, answer.headers["location"]) == (303, "/fleet"), "a reload by who is inside already"
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("cookie", [f"{COOKIE}=other", "other=1", f"{COOKIE}", "a\x01=;;==", ""])
def test_another_cookie_opens_nothing(cookie: str, here: Path) -> None:
    assert Browser(here, inside=False).ask("GET", "/fleet", {"cookie": cookie}).status_code == 403


@pytest.mark.parametrize(
    "host", ["evil.example", f"evil.example:{PORT}", "127.0.0.1", f"127.0.0.1.evil.example:{PORT}", ""]
)
def test_a_name_that_leads_to_this_machine_is_not_this_machine(host: str, browser: Browser) -> None:
    answer = browser.ask("GET", "/fleet", {"host": host})
    assert (answer.status_code, "this machine only" in answer.text) == (421, True)
    assert browser.ask("GET", "/fleet", {"host": f"localhost:{PORT}"}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": f"http://127.0.0.1:{PORT + 1}"},
        {"origin": f"https://{HOST}"},
        {"origin": ORIGIN, "sec-fetch-site": "cross-site"},
        {"origin": ORIGIN, "sec-fetch-site": "same-site"},
    ],
)
def test_a_form_of_another_site_does_nothing(headers: dict[str, str], browser: Browser) -> None:
    assert browser.ask("POST", "/check", headers).status_code == 403
    assert browser.desk.job is None


def test_a_page_asked_for_by_another_site_is_not_shown(browser: Browser) -> None:
    assert browser.ask("GET", "/fleet", {"sec-fetch-site": "cross-site"}).status_code == 403
    assert browser.ask("GET", "/fleet", {"sec-fetch-site": "same-origin"}).status_code == 200


@pytest.mark.parametrize("path", ["/fleet", "/nothing", "/static/desk.css", "/static/htmx.min.js", "/?token=x"])
def test_every_answer_has_the_headers_of_safety(path: str, browser: Browser) -> None:
    answer = browser.ask("GET", path)
    assert {name: answer.headers[name] for name in HEADERS if name != "cache-control"} == {
        name: value for name, value in HEADERS.items() if name != "cache-control"
    }
    assert answer.headers["cache-control"] == ("no-cache" if path.startswith("/static") else "no-store")
    assert "unsafe" not in answer.headers["content-security-policy"]


def test_programs_come_with_their_token_alone(here: Path) -> None:
    browser = Browser(here, inside=False)
    path, right = "/api/openapi.json", {"authorization": f"Bearer {TOKEN}"}
    assert browser.ask("GET", path).status_code == 403
    assert browser.ask("GET", path, {"authorization": "Bearer other"}).status_code == 403
    assert browser.ask("GET", path, right).status_code == 200
    assert browser.ask("GET", path, {**right, "origin": "http://evil.example"}).status_code == 403
    assert browser.ask("GET", "/fleet", right).status_code == 403, "pages are for the browser"
    assert not Keys().is_token("")


def test_what_is_too_large_or_strange_is_refused(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = browser.ask("POST", "/fleet/files", {"origin": ORIGIN, "content-length": str(2**31)})
    assert (answer.status_code, answer.headers["connection"]) == (413, "close")
    assert "More than 512 MB" in answer.text
    assert browser.ask("POST", "/check", {"origin": ORIGIN, "content-length": "-1"}).status_code == 413
    assert browser.ask("PUT", "/fleet").status_code == 405
    assert browser.ask("DELETE", "/fleet").status_code == 405
    monkeypatch.setattr(safety, "MAX_FORM", 10)

    async def unannounced() -> list[int]:
        sent: list[int] = []
        scope = {
            "type": "http", "http_version": "1.1", "method": "POST", "path": "/check", "raw_path": b"/check",
            "query_string": b"", "root_path": "", "scheme": "http", "server": ("127.0.0.1", PORT), "client": ("127.0.0.1", 1),
            "headers": [
                (b"host", HOST.encode()), (b"origin", ORIGIN.encode()),
                (b"cookie", f"{COOKIE}={browser.cookies[COOKIE]}".encode()),
                (b"content-type", b"application/x-www-form-urlencoded"),
            ],
        }  # fmt: skip

        async def receive() -> dict[str, object]:
            return {"type": "http.request", "body": b"x" * 6, "more_body": True}

        async def send(message: dict[str, object]) -> None:
            if message["type"] == "http.response.start":
                sent.append(int(str(message["status"])))

        await browser.app(scope, receive, send)  # type: ignore[arg-type]
        await browser.app({"type": "websocket"}, receive, send)  # type: ignore[arg-type]
        return sent

    assert asyncio.run(unannounced()) == [413]
