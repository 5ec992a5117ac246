"""Every paper in every format is a file to be saved, never a page of the desk."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from compliance.cli.main import run
from compliance.desk.pages.hand_over import PAPERS, _formats
from tests.command_line import CHINA, ROOT, fleet
from tests.desk.client import Browser, text_of

WAIVERS = """waivers:
  - {rule: cleanspark-mineone/origin, subject: {asset: A-2}, reason: leaves in May, approved_by: CCO, approved_on: 2026-11-01,
     expires: 2027-05-31}
"""
SAVED = [(name, _formats(paper)[-1]) for name, paper in PAPERS.items()]
"""Each paper in one format; that every format can be written is shown by the tests of the commands."""


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Browser:
    folder = tmp_path_factory.mktemp("desk") / "northgate"
    shutil.copytree(ROOT / "fleets" / "northgate", folder)
    opened = Browser(folder)
    opened.check()
    return opened


def test_every_paper_is_offered(browser: Browser) -> None:
    page = browser.get("/hand-over")
    for name, paper in PAPERS.items():
        for form in _formats(paper):
            assert f"/hand-over/file?paper={name}&amp;format={form}" in page


@pytest.mark.parametrize(("name", "form"), SAVED)
def test_it_is_a_file(name: str, form: str, browser: Browser) -> None:
    answer = browser.ask("GET", f"/hand-over/file?paper={name}&format={form}")
    assert answer.status_code == 200, text_of(answer.text)
    assert answer.content
    assert answer.headers["content-disposition"].startswith(f'attachment; filename="{name}-2026-11-22.')


def test_what_is_not_there(browser: Browser, here: Path) -> None:
    for query in ("paper=check&format=exe", "paper=x&format=json", ""):
        answer = browser.ask("GET", f"/hand-over/file?{query}")
        assert "there is no such paper" in text_of(answer.text)
    assert "has no inventory" in text_of(Browser(here).ask("GET", "/hand-over/file?paper=check&format=json").text)


def test_the_report_is_that_of_the_command(
    browser: Browser, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(browser.desk.folder.root)
    assert run(["check", "fleet.csv", "--as-of", "2026-11-22", "--format", "json"]) in (1, 3)
    assert browser.get("/hand-over/file?paper=check&format=json") == capsys.readouterr().out


def test_a_memo_says_what_changed_since_the_last_one(here: Path) -> None:
    fleet(CHINA)
    (here / "waivers.yaml").write_text(WAIVERS)
    (here / "compliance.toml").write_text('policies = ["cleanspark-mineone"]\n')
    browser = Browser(here)
    page = browser.get("/hand-over")
    assert "nothing: the first one" in text_of(page)
    assert "Show here what changed" not in text_of(page)
    asked = {"author": "Jo Doe", "format": "markdown", "keep": "yes"}
    assert "no memo is ready" in text_of(browser.ask("GET", "/hand-over/memo").text)
    assert "Save memo-2026-11-22.md" in text_of(browser.post("/hand-over/memo", asked, back="/hand-over"))
    answer = browser.ask("GET", "/hand-over/memo")
    assert answer.headers["content-disposition"] == 'attachment; filename="memo-2026-11-22.md"'
    assert "Jo Doe" in answer.text
    assert "- **waived**, 2 units" in answer.text, "what we accepted for our own fleet counts"
    fleet(CHINA, CHINA.replace("A-2", "A-9"))
    changed = {"compare": "yes", "whose": "seller", "since": "handed-over/2026-11-22.json"}
    page = text_of(browser.post("/hand-over/memo", changed, code=200))
    assert "Compared with handed-over/2026-11-22.json of 2026-11-22" in page
    assert "What is being bought units 2 units 4" in page
    browser.post("/hand-over/memo", asked)
    assert [path.name for path in sorted((here / "handed-over").iterdir())] == ["2026-11-22-2.json", "2026-11-22.json"]
    assert "<option selected>handed-over/2026-11-22-2.json</option>" in browser.get("/hand-over")
    assert "handed-over/2026-11-22.json is an inventory" not in browser.get("/fleet")
    browser.post("/hand-over/memo", {"format": "json"})
    assert len(list((here / "handed-over").iterdir())) == 2, "kept only where somebody asks for it"
    assert "nothing was handed over yet" in text_of(browser.post("/hand-over/memo", {"compare": "yes"}, code=422))
    assert "there is no such paper" in text_of(browser.post("/hand-over/memo", {"format": "exe"}, code=422))
