"""The desk in a real Chromium: the way through by mouse and by keyboard, on every page no fault for axe, and no stranger."""

from __future__ import annotations

import json
import re
import threading
import tomllib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.command_line import CHINA, CLEAN, HEADER
from tests.desk.client import listening

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PAGES = (
    "/fleet", "/question", "/answer", "/units", "/unit?name=A-2", "/queue", "/owners", "/papers", "/hand-over", "/history",
    "/missing", "/nothing", "/api/docs",
)  # fmt: skip
PARTIES = """parties:
  - {id: ex, name: Example LLC, country: US}
interests:
  - {owner: holding, owned: ex, share: 60}
"""
ROWS = "\n".join((HEADER, CHINA, CLEAN)) + "\n"


@pytest.fixture
def link(here: Path) -> Iterator[str]:
    """The link of a desk of an empty folder."""
    with listening(here) as address:
        yield address


@pytest.fixture
def page(browser: Browser, link: str) -> Iterator[Page]:
    """A page of the desk; what it says on the console, throws, or asks of anybody else fails the test."""
    wrong: list[str] = []
    origin = link.split("/?", maxsplit=1)[0]
    context = browser.new_context(base_url=origin)
    opened = context.new_page()
    opened.on("console", lambda message: wrong.append(message.text) if "404" not in message.text else None)
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("request", lambda asked: None if asked.url.startswith((origin, "data:")) else wrong.append(asked.url))
    opened.goto(link)
    yield opened
    context.close()
    assert wrong == []


def drop(page: Page, name: str = "machines.csv", rows: str = ROWS) -> None:
    """Drops an inventory and waits for its verdict."""
    page.goto("/fleet")
    page.set_input_files("#files", {"name": name, "mimeType": "text/csv", "buffer": rows.encode()})
    page.get_by_role("button", name="Put into the folder and check").click()
    page.locator("#progress .badge").wait_for()


def test_from_a_spreadsheet_to_an_explanation(page: Page, here: Path) -> None:
    drop(page)
    page.get_by_role("link", name="Question").click()
    for name in ("us-ear", "us-ofac"):
        page.locator(f"[value={name}]").uncheck()
    page.get_by_label("Hardware at the former MineOne site in Cheyenne").check()
    page.get_by_role("button", name="Save and check").click()
    page.get_by_role("heading", name=re.compile("Violation:")).wait_for()
    assert tomllib.loads((here / "compliance.toml").read_text())["policies"] == ["cleanspark-mineone"]
    page.locator(".tiles .violation a").click()
    page.wait_for_load_state()
    assert "1 row, 2 units" in page.inner_text("#units")
    page.get_by_label("Search").fill("nothing at all")
    page.locator("#units", has_text="0 rows").wait_for()
    page.get_by_label("Search").fill("a-2")
    page.get_by_role("link", name="machines.csv:2").click()
    assert "The recorded country of origin is China" in page.inner_text(".explanation").replace(
        "the recorded", "The recorded"
    )


def tab_to(page: Page, title: str) -> None:
    """Goes on by the tabulator until what is called so has the focus."""
    seen = []
    for _ in range(150):
        page.keyboard.press("Tab")
        seen.append(
            page.evaluate(
                "(({labels, innerText}) => (labels?.[0]?.innerText ?? innerText).trim())(document.activeElement)"
            )
        )
        if seen[-1].startswith(title):
            return
    raise AssertionError((title, seen))


def follow(page: Page, title: str) -> None:
    """Follows a link or presses a button that leads to another page."""
    tab_to(page, title)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_by_keyboard_alone(page: Page, here: Path) -> None:
    """From the spreadsheet over a waiver to the memo, without a mouse and without an address."""
    (here / "compliance.toml").write_text('policies = ["cleanspark-mineone"]\n')
    page.locator("#progress", has_text="Check now").wait_for()
    tab_to(page, "Skip to the page")
    tab_to(page, "Files to put into the folder")
    with page.expect_file_chooser() as chosen:
        page.keyboard.press("Space")
    chosen.value.set_files({"name": "machines.csv", "mimeType": "text/csv", "buffer": ROWS.encode()})
    follow(page, "Put into the folder and check")
    page.locator("#progress .badge").wait_for()
    page.wait_for_load_state()
    follow(page, "See the answer")
    follow(page, "Settle ")
    tab_to(page, "Settle this point")
    while "China" not in page.locator(":focus").inner_text():
        tab_to(page, "Settle this point")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    tab_to(page, "Why it is acceptable")
    page.keyboard.type("It leaves in May")
    tab_to(page, "Approved by")
    page.keyboard.type("CCO")
    follow(page, "Show what it would cover")
    follow(page, "Write it into waivers.yaml")
    page.locator("#progress .badge").wait_for()
    page.wait_for_load_state()
    assert "It leaves in May" in (here / "waivers.yaml").read_text()
    follow(page, "Hand over")
    tab_to(page, "Signed by")
    page.keyboard.type("Jo Doe")
    follow(page, "Make the memo")
    page.get_by_role("link", name="Save memo").wait_for()
    page.wait_for_load_state()
    tab_to(page, "Save memo")
    with page.expect_download() as downloads:
        page.keyboard.press("Enter")
    assert downloads.value.suggested_filename == "memo-2026-11-22.docx"


def test_axe_finds_nothing(page: Page, here: Path) -> None:
    """On no page, empty or full, light, dark or narrow; what is dark differs in nothing but colours."""
    (here / "parties.yaml").write_text(PARTIES)
    (here / "documents").mkdir()
    (here / "documents" / "e.txt").write_text("The paper")
    (here / "documents.yaml").write_text(
        "documents:\n  - {id: E-9, class: invoice, file: documents/e.txt, read_by: pdf, lines: [{line: 1, quantity: 4}]}\n"
    )
    drop(
        page, rows=ROWS.replace("asset_id", "asset_id,Wozu", 1).replace("\nA-1", "\nA-1,x").replace("\nA-2", "\nA-2,y")
    )
    page.goto("/queue")
    point = page.get_by_role("link", name="Settle this point").first.get_attribute("href")
    assert point
    for state in (*PAGES, "/owners/interest?place=0", "/papers/proposal?id=E-9", point):
        page.goto(state)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        faults = _faults(page, {"resultTypes": ["violations"]})
        page.emulate_media(color_scheme="dark")
        faults += _faults(page, {"runOnly": ["color-contrast"]})
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": 360, "height": 720})
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        page.set_viewport_size({"width": 1280, "height": 720})
        assert (faults, wide) == ([], 0), state


def _faults(page: Page, options: dict[str, object]) -> list[tuple[str, str]]:
    from axe_playwright_python.sync_playwright import Axe

    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    found = page.evaluate("options => axe.run(options)", options)["violations"]
    return [(one["id"], one["nodes"][0]["html"]) for one in found]


def test_it_works_without_scripts(browser: Browser, link: str) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=link.split("/?", maxsplit=1)[0])
    page = context.new_page()
    page.goto(link)
    page.set_input_files("#files", {"name": "m.csv", "mimeType": "text/csv", "buffer": ROWS.encode()})
    page.get_by_role("button", name="Put into the folder and check").click()
    for _ in range(100):
        if page.locator("#progress .badge").count():
            break
        page.goto("/fleet")
    page.goto("/units?search=A-2")
    assert "1 row, 2 units" in page.inner_text("#units")
    context.close()


def test_reload_and_back_at_every_step(page: Page) -> None:
    drop(page)
    steps = PAGES[:10]
    for path in steps:
        page.goto(path)
        page.reload()
    for path in reversed(steps[:-1]):
        page.go_back()
        assert page.url.endswith(path)


def test_a_hostile_page_in_the_same_browser_reaches_nothing(browser: Browser, link: str, here: Path) -> None:
    """A page of another site sends forms, asks by script, and frames the desk."""
    origin = link.split("/?", maxsplit=1)[0]
    context = browser.new_context()
    own = context.new_page()
    own.goto(link)
    evil = f"""<!doctype html><form id=f method=post action="{origin}/question"><input name=policy value=us-ofac></form>
        <iframe src="{origin}/fleet"></iframe><img src="{origin}/fleet"><div id=out></div>
        <script>fetch("{origin}/fleet", {{credentials: "include"}}).then(a => a.text()).then(t => out.textContent = "read: " + t,
        () => out.textContent = "nothing")</script>"""

    class Evil(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("content-type", "text/html")
            self.end_headers()
            self.wfile.write(evil.encode())

        def log_message(self, *_: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Evil)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        page = context.new_page()
        page.goto(f"http://localhost:{server.server_port}/")
        page.locator("#out", has_text="nothing").wait_for()
        assert page.frames[1].url.split(":")[0] in ("", "chrome-error"), "it is not framed"
        page.evaluate("document.getElementById('f').submit()")
        page.wait_for_load_state()
        assert not (here / "compliance.toml").exists()
    finally:
        server.shutdown()
        server.server_close()
        context.close()


def test_an_inventory_that_wants_to_take_over_is_only_shown(page: Page) -> None:
    evil = '"<script>alert(1)</script>"'
    drop(page, rows=f"asset_id,manufacturer,model,site,{evil}\n{evil},{evil},Antminer S21,{evil},{evil}\n")
    for path in ("/fleet", "/answer", "/units", f"/unit?name={json.loads(evil)}"):
        page.goto(path)
        assert page.locator("script").count() == 1


def test_a_point_is_settled_handed_over_and_undone(page: Page, here: Path) -> None:
    """The whole way on: a waiver, the report, a holder, what changed since."""
    (here / "parties.yaml").write_text(PARTIES)
    (here / "compliance.toml").write_text('policies = ["cleanspark-mineone"]\n')
    drop(page)
    page.goto("/history")
    page.get_by_role("button", name="Keep this check").click()
    page.goto("/queue")
    page.get_by_role("link", name=re.compile("Settle this point.*China")).first.click()
    page.get_by_label("Why it is acceptable").fill("It leaves in May")
    page.get_by_label("Approved by").fill("CCO")
    page.get_by_role("button", name="Show what it would cover").click()
    assert "This waiver would cover 2 units" in page.inner_text("h1")
    assert not (here / "waivers.yaml").exists()
    page.get_by_role("button", name="Write it into waivers.yaml").click()
    page.locator(".said", has_text="Written into waivers.yaml").wait_for()
    page.locator("#progress .badge").wait_for()
    assert "It leaves in May" in (here / "waivers.yaml").read_text()
    page.goto("/hand-over")
    with page.expect_download() as downloads:
        page.get_by_role("link", name="Report as xlsx").click()
    assert downloads.value.suggested_filename == "check-2026-11-22.xlsx"
    page.get_by_label("Signed by").fill("Jo Doe")
    page.get_by_role("button", name="Make the memo").click()
    with page.expect_download() as downloads:
        page.get_by_role("link", name="Save memo").click()
    assert downloads.value.suggested_filename == "memo-2026-11-22.docx"
    page.goto("/owners")
    page.get_by_label("Who holds").fill("holding")
    page.get_by_label("of which company").fill("Example LLC")
    page.get_by_label("Share in per cent").fill("30")
    page.get_by_label("Kind").select_option("votes")
    page.get_by_role("button", name="Show who would be reached").click()
    page.get_by_role("button", name="Write it").click()
    page.locator(".said", has_text="holding holds a share of ex").wait_for()
    assert (here / "parties.yaml").read_text().startswith(PARTIES)
    page.locator("#progress .badge").wait_for()
    page.get_by_role("button", name="Undo").click()
    page.locator(".said", has_text="Undone").wait_for()
    assert (here / "parties.yaml").read_text() == PARTIES
    page.locator("#progress .badge").wait_for()
    page.goto("/history")
    assert "waivers.yaml" in page.inner_text("main")


def test_two_tabs_and_an_editor(page: Page, here: Path) -> None:
    """What an editor wrote meanwhile is neither lost nor overwritten, and a broken file is said."""
    (here / "compliance.toml").write_text('policies = ["cleanspark-mineone"]\n')
    drop(page)
    other = page.context.new_page()
    for tab in (page, other):
        tab.goto("/queue")
        tab.get_by_role("link", name=re.compile("Settle this point.*China")).first.click()
        tab.get_by_label("Why it is acceptable").fill("It leaves in May")
        tab.get_by_label("Approved by").fill("CCO")
    (here / "waivers.yaml").write_text("# by hand\nwaivers: []\n")
    for tab in (page, other):
        tab.get_by_role("button", name="Show what it would cover").click()
        if tab is page:
            tab.get_by_role("button", name="Write it into waivers.yaml").click()
            tab.locator(".said").wait_for()
    assert "the file has this waiver already" in other.inner_text("main")
    assert (here / "waivers.yaml").read_text().startswith("# by hand\nwaivers:\n  - rule:")
    (here / "waivers.yaml").write_text("waivers: [\n")
    page.goto("/fleet")
    page.get_by_role("button", name=re.compile("Check now")).click()
    page.get_by_role("heading", name="What keeps the check from an answer").wait_for()
    assert "waivers.yaml" in page.inner_text(".problems")
