"""Owners are seen under a law and added to the file of parties, which stays as its author wrote it."""

from __future__ import annotations

from pathlib import Path

import yaml

from tests.command_line import CHINA, fleet
from tests.desk.client import Browser, text_of


def test_a_holder_is_added_and_reached_at_once(here: Path) -> None:
    fleet(CHINA.replace("Example LLC", "Ex Mining LLC"))
    browser = Browser(here)
    assert "No file of parties lies beside the inventories yet." in text_of(browser.get("/owners"))
    given = {
        "owner": "ex-holding",
        "new": "yes",
        "name": "Ex Holding Ltd",
        "country": "US",
        "owned": "ex-mining",
        "share": "60",
    }
    browser.post("/owners/interest", given)
    assert yaml.safe_load((here / "parties.yaml").read_text()) == {
        "parties": [{"id": "ex-holding", "name": "Ex Holding Ltd", "country": "US"}],
        "interests": [{"owner": "ex-holding", "owned": "ex-mining", "kind": "ownership", "share": "60"}],
    }
    page = browser.get("/owners")
    assert "Ex Holding Ltd (ex-holding) not found on the lists held" in text_of(page)
    assert "<svg" in page
    assert "Who is reached under which law Party us-ofac-50 bis-affiliates" in text_of(page)
    more = {
        "owner": "ex-holding",
        "owned": "ex-mining",
        "minimum": "10",
        "maximum": "20",
        "kind": "votes",
        "from": "2026-01-01",
    }
    browser.post("/owners/interest", {**more, "source": "register"})
    added = yaml.safe_load((here / "parties.yaml").read_text())["interests"][1]
    assert added["share"] == {"minimum": "10", "maximum": "20"}
    assert "Undone" in text_of(browser.post("/undo", {"from": "/owners"}))
    assert "is one number, or a range" in text_of(browser.post("/owners/interest", {**more, "share": "2"}, code=422))
    (here / "parties.yaml").write_text("parties: 1\n")
    assert "parties.yaml" in text_of(browser.get("/owners"))
