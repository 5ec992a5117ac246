"""Owners are seen under a law, added to the file of parties and changed in it, which stays as its author wrote it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from tests.command_line import CHINA, fleet
from tests.desk.client import Browser, text_of

GIVEN = {"owner": "Ex Holding Ltd", "country": "US", "owned": "Ex Mining LLC", "share": "60"}
SOPHGO = """# ours
parties:
  - {id: xs, name: Xiamen Sophgo Technologies Limited}
  - {id: jade, name: Jade Gate Components Limited}
interests:
  - {owner: xs, owned: jade, share: 20, source: register}
  - {owner: xs, owned: other, share: {exclusive_minimum: 10}}
"""


def test_a_holder_is_added_by_name(here: Path) -> None:
    fleet(CHINA.replace("Example LLC", "Ex Mining LLC"))
    browser = Browser(here)
    assert "No file of parties lies beside the inventories yet" in text_of(browser.get("/owners"))
    shown = text_of(browser.post("/owners/interest", GIVEN, code=200))
    assert "Ex-holding-ltd holds a share of ex-mining-llc. Nothing is written yet." in shown
    assert "Ex Holding Ltd (ex-holding-ltd) OFAC 50 Percent Rule not described not found on the lists held" in shown
    assert not (here / "parties.yaml").exists()
    browser.check()
    assert "<option>Bitmain</option>" in browser.get("/owners"), "parties of the fleet are offered"
    browser.post("/owners/interest", {**GIVEN, "write": "yes"})
    assert yaml.safe_load((here / "parties.yaml").read_text()) == {
        "parties": [
            {"id": "ex-holding-ltd", "name": "Ex Holding Ltd", "country": "US"},
            {"id": "ex-mining-llc", "name": "Ex Mining LLC"},
        ],
        "interests": [{"owner": "ex-holding-ltd", "owned": "ex-mining-llc", "kind": "ownership", "share": "60"}],
    }
    page = browser.get("/owners")
    assert "Ex Holding Ltd (ex-holding-ltd) not found on the lists held" in text_of(page)
    assert "<svg" in page
    assert "Who is reached under which law Party OFAC 50 Percent Rule BIS Affiliates Rule" in text_of(page)
    more = {**GIVEN, "share": "", "minimum": "10", "maximum": "20", "kind": "votes", "from": "2026-01-01"}
    browser.post("/owners/interest", {**more, "source": "register", "write": "yes"})
    added = yaml.safe_load((here / "parties.yaml").read_text())["interests"][1]
    assert added["share"] == {"minimum": "10", "maximum": "20"}
    assert "Undone" in text_of(browser.post("/undo", {"from": "/owners"}))
    assert "is one number, or a range" in text_of(browser.post("/owners/interest", {**more, "share": "2"}, code=422))
    (here / "parties.yaml").write_text("parties: 1\n")
    assert "parties.yaml" in text_of(browser.get("/owners"))


@pytest.fixture
def browser(here: Path) -> Browser:
    fleet(CHINA)
    (here / "parties.yaml").write_text(SOPHGO)
    opened = Browser(here)
    opened.check()
    return opened


def filled(page: str) -> dict[str, str]:
    """What the form of a share holds."""
    return dict(re.findall(r'<input[^>]* name="([a-z]+)"[^>]* value="([^"]*)"', page))


def test_a_share_is_changed_and_who_is_reached_seen_at_once(browser: Browser, here: Path) -> None:
    page = browser.get("/owners")
    assert page.count("/owners/interest?place=") == 1, "what the form cannot say is changed by hand"
    given = filled(browser.get("/owners/interest?place=0"))
    assert (given["owner"], given["owned"], given["share"], given["source"]) == ("xs", "jade", "20", "register")
    given |= {"share": "55", "from": "2026-01-01"}
    page = browser.post("/owners/interest", given, code=200)
    assert "Jade Gate Components Limited (jade) BIS Affiliates Rule" in text_of(page)
    assert (here / "parties.yaml").read_text() == SOPHGO
    browser.post("/owners/interest", {**filled(page), "write": "yes"})
    assert (here / "parties.yaml").read_text() == SOPHGO.replace(
        "  - {owner: xs, owned: jade, share: 20, source: register}\n",
        '  - owner: "xs"\n    owned: "jade"\n    kind: "ownership"\n    from: 2026-01-01\n    source: "register"\n    share: "55"\n',
    )
    assert "was changed meanwhile" in text_of(browser.post("/owners/interest", given, code=422))
    gone = {**given, "place": "9"}
    assert "was changed meanwhile" in text_of(browser.post("/owners/interest", gone, code=422))
    for place in ("1", "9", "x", ""):
        assert "there is no such share" in text_of(browser.ask("GET", f"/owners/interest?place={place}").text)


def test_a_name_of_several(browser: Browser, here: Path) -> None:
    (here / "parties.yaml").write_text(
        SOPHGO.replace("jade, name", "jade2, name: Xiamen Sophgo Technologies Limited}\n  - {id: jade, name")
    )
    given = {"owner": "Xiamen Sophgo Technologies Limited", "owned": "Ⅷ", "share": "5"}
    text = text_of(browser.post("/owners/interest", given, code=422))
    assert "several parties are called" in text
    assert "Write the id of one of them: jade2, xs." in text
    assert "holds a share of Ⅷ" in text_of(browser.post("/owners/interest", {**given, "owner": "xs"}, code=200))
