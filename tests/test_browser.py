"""The page in a real Chromium, the system's own: it opens, filters, prints, asks nobody for anything, and runs nothing."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from compliance.cli.main import run
from tests.reports.check.sample import EVIL

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parents[1]
Opened = Callable[..., "Page"]


@pytest.fixture
def opened(browser: Browser) -> Iterator[Opened]:
    """Opens a page; whatever it says on the console, asks of the network or throws fails the test."""
    wrong: list[str] = []
    context = browser.new_context()

    def watch(asked: str) -> None:
        if not asked.startswith(("file:", "data:", "blob:")):
            wrong.append(asked)

    def open_(path: Path, **said: Any) -> Page:
        page = context.new_page()
        page.emulate_media(**said)
        page.on("console", lambda message: wrong.append(message.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("dialog", lambda dialog: wrong.append(dialog.message))
        page.on("request", lambda request: watch(request.url))
        page.goto(path.as_uri())
        page.wait_for_selector("#units[data-ready]")
        return page

    yield open_
    context.close()
    assert wrong == []


@pytest.fixture(scope="module")
def cheyenne(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "report.html"
    fleet = str(ROOT / "fleets" / "cheyenne")
    asked = ["--policy", "cleanspark-mineone", "--policy", "us-ear", "--as-of", "2026-11-22"]
    assert run(["check", fleet, *asked, "--format", "html", "--output", str(path)]) == 1
    return path


def counted(page: Page) -> str:
    return page.inner_text("#count")


def until(page: Page, said: str) -> None:
    page.locator("#count", has_text=re.compile(f"^{re.escape(said)}$")).wait_for()


def test_filters_leave_what_they_name(opened: Opened, cheyenne: Path) -> None:
    page = opened(cheyenne)
    until(page, "22 rows, 1,526 units")
    page.fill("[name=search]", "bitmain wth-000")
    until(page, "6 rows, 901 units")
    page.select_option("[name=origin]", label="China")
    until(page, "2 rows, 121 units")
    page.select_option("[name=verdict]", label="undetermined")
    until(page, "0 rows, 0 units")
    page.click("#clear")
    until(page, "22 rows, 1,526 units")
    page.select_option("[name=rule]", label="cleanspark-mineone/mineone-order")
    until(page, "1 row, 1 unit")


def test_a_reason_leads_to_its_units_and_a_unit_to_its_reasons(opened: Opened, cheyenne: Path) -> None:
    page = opened(cheyenne)
    page.locator(".finding", has_text="belongs to MineOne Wyoming Data Center LLC").get_by_role("button").click()
    until(page, "1 row, 1 unit")
    page.locator("#grid tbody button").click()
    dialog = page.locator("#why")
    assert "WTH-0017" in dialog.inner_text()
    assert "a party to the order, and was still there on 22 November 2026" in dialog.inner_text()
    assert "The recorded country of origin is China" in dialog.inner_text()
    dialog.get_by_role("link", name="cleanspark-mineone/mineone-order").click()
    assert not dialog.is_visible()


def test_columns_sort_both_ways(opened: Opened, cheyenne: Path) -> None:
    page = opened(cheyenne)
    units = page.locator("#grid td.number")
    page.click("th[data-key=units] button")
    assert units.first.inner_text() == "1"
    page.click("th[data-key=units] button")
    assert units.first.inner_text() == "480"
    assert page.get_attribute("th[data-key=units]", "aria-sort") == "descending"
    page.click("th[data-key=row] button")
    page.click("th[data-key=row] button")
    assert page.locator("#grid tbody tr:not(.room)").first.inner_text().endswith("fleet.csv:23")


def test_everything_can_be_done_by_keyboard(opened: Opened, cheyenne: Path) -> None:
    page = opened(cheyenne)
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to the findings"
    page.locator("[name=search]").focus()
    page.keyboard.type("WTH-0006")
    until(page, "1 row, 24 units")
    page.locator("#grid tbody button").focus()
    page.keyboard.press("Enter")
    assert page.locator("#why").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#why").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(opened: Opened, cheyenne: Path, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = opened(cheyenne, color_scheme=scheme)
    for each in page.locator("summary").all():
        each.click()
    found = Axe().run(page).response["violations"]
    assert [(each["id"], each["impact"]) for each in found] == []


def test_it_prints_with_its_evidence_and_without_its_controls(opened: Opened, cheyenne: Path, tmp_path: Path) -> None:
    page = opened(cheyenne, media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details:not([open])").count() == 0
    assert page.locator("#grid tbody tr").count() == 22
    assert not page.locator("nav, .filters").first.is_visible()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("details[open]").count() == 0
    printed = page.pdf(prefer_css_page_size=True)
    assert printed.startswith(b"%PDF")
    pages = len(re.findall(rb"/Type\s*/Page\b", printed))
    assert 5 < pages < 40


def test_it_can_be_read_without_its_script(browser: Browser, cheyenne: Path) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(cheyenne.as_uri())
    assert "The recorded country of origin is China, which this rule forbids." in page.inner_text("main")
    assert "needs JavaScript" in page.inner_text("#units")
    page.context.close()


def test_an_inventory_that_wants_to_take_over_is_only_shown(opened: Opened, here: Path) -> None:
    with Path("fleet.csv").open("w", encoding="utf-8", errors="replace", newline="") as out:
        lines = csv.writer(out)
        lines.writerow(["asset_id", "serial_number", "manufacturer", "model", "country_of_origin", "supplier", "site"])
        for number, evil in enumerate(text.replace("\x00", "") for text in EVIL):
            lines.writerow([evil, evil, evil, f"Antminer S21 {evil}", evil, evil, f"{evil}{number}"])
    assert run(["check", "fleet.csv", "--policy", "us-ofac", "--format=html", "--output=r.html"]) == 3
    page = opened(here / "r.html")
    # A row that says "sum" in every cell is a total: it is passed over, and said.
    until(page, f"{len(EVIL) - 1} rows, {len(EVIL) - 1} units")
    row = EVIL.index("@SUM(1)") + 2
    assert f"fleet.csv:{row}: is no machine and was passed over: '@SUM(1) | @SUM(1) |" in page.inner_text("main")
    page.fill("[name=search]", "<script>alert(1)</script>")
    until(page, "1 row, 1 unit")
    assert page.locator("#grid tbody tr:not(.room) td").nth(1).inner_text() == "<script>alert(1)</script>"
    assert page.locator("script").count() == 2


def test_a_hundred_thousand_rows_scroll(opened: Opened, here: Path) -> None:
    rows = (f"A-{number},S{number:017},Antminer S21,{'CN' if number % 10 else 'MY'}\n" for number in range(100_000))
    Path("fleet.csv").write_text("asset_id,serial_number,model,country_of_origin\n" + "".join(rows))
    run(["check", "fleet.csv", "--policy", "riot-us-made", "--format=html", "--output=r.html"])
    assert (here / "r.html").stat().st_size < 3_000_000
    page = opened(here / "r.html")
    until(page, "100,000 rows, 100,000 units")
    page.evaluate("document.getElementById('grid').scrollTop = 1e9")
    page.get_by_text("fleet.csv:100001").wait_for()
    assert page.locator("#grid tbody tr").count() < 100
    page.fill("[name=search]", "A-99999")
    until(page, "1 row, 1 unit")


PAGES = {
    "dossier": ("diligence", "fleets/northgate", "--settings", "fleets/lender.toml"),
    "documents": ("documents", "fleets/northgate"),
    "duty": ("duty", "fleets/northgate/fleet.csv"),
    "reconcile": ("reconcile", "fleets/northgate", "fleets/northgate/scans/hall-b.json"),
    "screen": ("screen", "Bitmain Technologies", "Sophgo"),
    "trace": ("trace", "--all", "--parties", "fleets/northgate/parties.yaml"),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_read_by_everybody_on_a_telephone_too(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    monkeypatch.chdir(ROOT)
    assert run([*PAGES[name], "--as-of", "2026-11-22", "--output", str(tmp_path / "page.html")]) in (0, 1, 3)
    page = browser.new_page(viewport={"width": 390, "height": 800})
    page.goto((tmp_path / "page.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert [violation["id"] for violation in Axe().run(page).response["violations"]] == []
    assert "not legal advice" in page.inner_text("footer")
    page.close()
