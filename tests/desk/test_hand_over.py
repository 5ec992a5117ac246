"""Every paper in every format is a file to be saved, never a page of the desk."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from compliance.cli.main import run
from compliance.desk.pages.hand_over import PAPERS, _formats
from tests.command_line import ROOT
from tests.desk.client import Browser, text_of

SAVED = [("dossier", "docx"), *((name, _formats(paper)[-1]) for name, paper in PAPERS.items() if name != "dossier")]
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
    assert run(["check", ".", "--as-of", "2026-11-22", "--format", "json"]) in (1, 3)
    assert browser.get("/hand-over/file?paper=check&format=json") == capsys.readouterr().out
