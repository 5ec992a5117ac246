"""A check that was kept is compared with the last one: what was read differently, what is new, what is gone."""

from __future__ import annotations

from pathlib import Path

from tests.command_line import CHINA, CLEAN, fleet
from tests.desk.client import Browser, text_of


def test_what_changed_since(here: Path) -> None:
    (here / "compliance.toml").write_text('policies = ["cleanspark-mineone"]\n')
    fleet(CLEAN)
    (here / "waivers.yaml").write_text("waivers: []\n")
    browser = Browser(here)
    assert "Keep a check" in text_of(browser.get("/history"))
    browser.check()
    assert "Kept as checks/2026-11-22.json." in text_of(
        browser.post("/history/keep", back="/history?said=Kept+as+checks/2026-11-22.json.")
    )
    page = text_of(browser.get("/history"))
    assert "The same files, lists and rules were read." in page
    assert "None." in page
    fleet(CHINA)
    (here / "waivers.yaml").unlink()
    (here / "sites.yaml").write_text("sites: []\n")
    browser.check()
    page = text_of(browser.get("/history?since=checks/2026-11-22.json"))
    assert "fleet.csv fleet changed" in page
    assert "waivers.yaml waivers no longer read" in page
    assert "sites.yaml sites new" in page
    assert "The recorded country of origin is China" in page
