"""Open points are settled by decisions and waivers that say what they cover, and can be undone."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from compliance.core.finding import Subject
from compliance.desk.pages import queue
from tests.command_line import CHINA, CLEAN, HEADER, fleet
from tests.desk.client import Browser, text_of

SOPHGO = "A-7,Bitmain,Antminer S21,MY,,Sophgo Technologie,Example LLC,2025-02-06,2025-03-04,3"


@pytest.fixture
def browser(here: Path) -> Browser:
    fleet(CHINA, CLEAN, SOPHGO)
    (here / "compliance.toml").write_text('policies = ["us-ear", "cleanspark-mineone"]\n')
    opened = Browser(here)
    opened.check()
    return opened


def point(browser: Browser, words: str) -> str:
    """The address of the point that says so."""
    page = browser.get("/queue")
    for part in page.split('<div class="finding')[1:]:
        if words in text_of(f"<{part}"):
            found = re.search(r"/queue/point\?finding=\w+", part)
            assert found
            return found[0]
    raise AssertionError(text_of(page))


def test_a_candidate_is_decided_beside_its_listing(browser: Browser, here: Path) -> None:
    page = browser.get(point(browser, "Sophgo"))
    text = text_of(page)
    assert "Is Sophgo Technologie the listed" in text
    assert "It is the same party in about " in text or "more than 99 of 100 such cases" in text
    fields = dict(re.findall(r'<input type="hidden" name="(finding|party|listing)" value="([^"]*)"', page))
    assert fields["party"] == "Sophgo Technologie"
    given = {**fields, "reason": "Another address", "decided_by": "CCO"}
    assert "Left in the queue." in text_of(browser.post("/queue/decision", {**given, "decision": "later"}))
    assert "Whether it is the same party is not filled in" in text_of(browser.post("/queue/decision", given, code=422))
    said = browser.post("/queue/decision", {**given, "decision": "another"}, back="/queue")
    (decision,) = yaml.safe_load((here / "decisions.yaml").read_text())["decisions"]
    assert (decision["decision"], decision["decided_by"]) == ("not-the-same-party", "CCO")
    assert str(decision["expires"]) == "2027-11-22"
    assert said
    browser.post("/undo", {"from": "/queue"})
    assert not (here / "decisions.yaml").exists()
    browser.post("/queue/decision", {**given, "decision": "same", "expires": "2027-01-31"})
    (decision,) = yaml.safe_load((here / "decisions.yaml").read_text())["decisions"]
    assert (decision["decision"], str(decision["expires"])) == ("same-party", "2027-01-31")


def test_a_waiver_says_what_it_covers_before_it_is_written(browser: Browser, here: Path) -> None:
    page = browser.get(point(browser, "The recorded country of origin is China"))
    assert "<option>A-2</option>" in page
    given = {
        "rule": "cleanspark-mineone/origin", "kind": "asset", "value asset": "A-2", "reason": "Leaves in May",
        "approved_by": "CCO", "approved_on": "2026-11-01", "expires": "2027-05-31",
    }  # fmt: skip
    page = browser.post("/queue/waiver", given, code=200)
    assert "This waiver would cover 2 units" in text_of(page)
    assert not (here / "waivers.yaml").exists()
    said = browser.post("/queue/waiver", {**given, "write": "yes", "value": "A-2"})
    assert "Written into waivers.yaml" in text_of(said)
    (waiver,) = yaml.safe_load((here / "waivers.yaml").read_text())["waivers"]
    assert (waiver["subject"], waiver["approved_by"]) == ({"asset": "A-2"}, "CCO")
    assert "The recorded country of origin is China" not in text_of(browser.get("/queue"))
    other = browser.post("/queue/waiver", {**given, "kind": "owner"}, code=422)
    assert "'owner' is nothing that a waiver names" in text_of(other)
    nothing = browser.post("/queue/waiver", {**given, "value asset": "A-9"}, code=422)
    assert "would waive nothing" in text_of(nothing)


def test_points_are_shown_by_rule_and_page(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "PAGE", 1)
    page = text_of(browser.get("/queue?rule=cleanspark-mineone/origin"))
    assert "page 1 of" not in page
    assert "The recorded country of origin is China" in page
    assert "page 2 of" in text_of(browser.get("/queue?page=2"))
    assert "page 1 of" in text_of(browser.get("/queue?page=x"))


def test_what_is_about_a_site_is_accepted_for_the_site(browser: Browser) -> None:
    assert browser.desk.last is not None
    assert browser.desk.last.result is not None
    assert browser.desk.last.units is not None
    group = replace(browser.desk.last.units.open_points[0], about=Subject("site", "Hall 9"))
    assert queue._values(browser.desk.last.result, group, "site") == ["Hall 9"]


def test_a_point_that_was_settled_meanwhile(browser: Browser) -> None:
    answer = browser.ask("GET", "/queue/point?finding=0")
    assert "this point is no longer open" in text_of(answer.text)


def test_nothing_is_open(here: Path) -> None:
    fleet(f"{CHINA.replace('CN', 'US')},US", header=f"{HEADER},country_of_assembly")
    (here / "compliance.toml").write_text('policies = ["riot-us-made"]\n')
    browser = Browser(here)
    browser.check()
    assert "Nothing is open." in text_of(browser.get("/queue"))
