"""What goes wrong in a folder and with what is dropped is said on a page, and loses nothing."""

from __future__ import annotations

import os
import shutil
import signal
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

import httpx
import pytest

from compliance.desk.folder import LOCK, Folder
from compliance.desk.view import STEPS
from compliance.io import writing
from tests.command_line import CHINA, CLEAN, HEADER, fleet, process
from tests.desk.client import ORIGIN, Browser, text_of

INVENTORY = f"{HEADER}\n{CHINA}\n".encode()


@pytest.fixture
def browser(here: Path) -> Browser:
    fleet(CHINA)
    opened = Browser(here)
    opened.check()
    return opened


@pytest.mark.parametrize(
    ("name", "content"),
    [("holiday.csv", b"a,b\n1,2\n"), ("photo.csv", b"\x89PNG\0\0"), ("broken.xlsx", b"PK\3\4"), ("empty.csv", b"")],
)
def test_a_file_that_is_no_inventory(name: str, content: bytes, here: Path) -> None:
    browser = Browser(here)
    browser.post("/fleet/files", files=[(name, content)])
    page = text_of(browser.get("/fleet"))
    assert "What keeps the check from an answer" in page
    assert f"{name} not read" in page
    browser.post("/fleet/files", files=[("machines.csv", INVENTORY)])
    browser.post("/fleet/inventories", {"inventory": ["machines.csv"]})
    assert "2 units" in text_of(browser.get("/fleet"))


def test_two_files_of_one_name_are_both_refused(browser: Browser, here: Path) -> None:
    text = browser.post("/fleet/files", files=[("a.csv", INVENTORY), ("old/a.csv", b"model\nS21\n")], code=422)
    assert "a.csv: two files of this name were dropped." in text_of(text)
    assert not (here / "a.csv").exists()
    text = browser.post("/fleet/files", files=[("a.csv", INVENTORY), ("fleet.csv", b"model\nS21\n")], code=422)
    assert "fleet.csv: another file of this name is in the folder." in text_of(text)
    assert not (here / "a.csv").exists()


def test_a_folder_that_cannot_be_written(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """As root, who may write everywhere, tests see what anybody else would: the system refuses."""

    def refused(_: Path) -> NoReturn:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(writing, "replacing", refused)
    monkeypatch.setattr("compliance.io.output.replacing", refused)
    forms: list[dict[str, Any]] = [
        {"path": "/fleet/files", "files": [("a.csv", INVENTORY)]},
        {"path": "/papers/files", "files": [("a.pdf", b"%PDF")]},
        {"path": "/question", "data": {"policy": ["us-ear"]}},
        {"path": "/fleet/columns", "data": {"header": ["model"], "native": ["model"]}},
        {"path": "/owners/interest", "data": {"owner": "A", "owned": "B", "share": "60", "write": "yes"}},
    ]
    for form in forms:
        text = text_of(browser.post(**form, code=422))
        assert "Permission denied" in text, form
        assert "bug" not in text
    assert "2 units" in text_of(browser.get("/fleet"))


def test_a_folder_that_vanishes(browser: Browser, here: Path) -> None:
    shutil.rmtree(here)
    for path in STEPS:
        answer = browser.ask("GET", path)
        assert answer.status_code in (200, 422), path
        assert "bug" not in text_of(answer.text), path
    for path in ("/fleet/files", "/papers/files"):
        assert "cannot be written" in text_of(browser.post(path, files=[("a.csv", INVENTORY)], code=422))
    browser.check()
    here.mkdir()
    (here / "fleet.csv").write_text(f"{HEADER}\n{CLEAN}\n")
    browser.check()
    assert "4 units" in text_of(browser.get("/fleet"))


def test_a_file_that_somebody_breaks_by_hand_meanwhile(browser: Browser, here: Path) -> None:
    (here / "parties.yaml").write_text("parties: [\n")
    browser.check()
    for path in STEPS:
        text = text_of(browser.ask("GET", path).text)
        assert "bug" not in text, path
    assert "parties.yaml, row 2" in text_of(browser.get("/fleet"))
    given = {"owner": "A", "owned": "B", "share": "60", "write": "yes"}
    assert "parties.yaml" in text_of(browser.post("/owners/interest", given, code=422))
    assert (here / "parties.yaml").read_text() == "parties: [\n"
    (here / "parties.yaml").write_text("parties: []\n")
    browser.check()
    assert "2 units" in text_of(browser.get("/fleet"))


class Killed(BaseException):
    """The end of the process, in the middle of a step."""


STEPS_THAT_WRITE: list[tuple[str, dict[str, Any]]] = [
    ("/fleet/files", {"files": [("machines.csv", INVENTORY)]}),
    ("/fleet/columns", {"data": {"header": ["model"], "native": ["model"]}}),
    ("/question", {"data": {"policy": ["us-ear"]}}),
    ("/queue/waiver", {"data": {"rule": "us-ear/sophgo", "kind": "asset", "value": "A-2", "reason": "r", "approved_by": "b", "write": "yes"}}),
    ("/owners/interest", {"data": {"owner": "A", "owned": "B", "share": "60", "write": "yes"}}),
    ("/history/keep", {}),
    ("/hand-over/memo", {"data": {"format": "json", "keep": "yes"}}),
]  # fmt: skip


@pytest.mark.parametrize(("path", "form"), STEPS_THAT_WRITE)
def test_killed_in_the_middle_of_a_step(
    path: str, form: dict[str, Any], browser: Browser, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was there is there whole, and a new desk opens the folder."""
    before = {name: (here / name).read_bytes() for name in Folder(here).files()}

    def dies(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr("pathlib.Path.replace", dies)
        with suppress(Killed):
            browser.post(path, **form, code=303 if path == "/hand-over/memo" else 422)
    for name, content in before.items():
        assert (here / name).read_bytes() == content
    again = Browser(here)
    again.check()
    assert "2 units" in text_of(again.get("/fleet"))


def test_a_process_that_is_killed_leaves_the_folder_to_the_next(here: Path) -> None:
    fleet(CHINA)
    running = process("desk", ".", "--no-open")
    assert running.stdout is not None
    link = running.stdout.readline().decode().strip()
    with httpx.Client(follow_redirects=True) as client:
        client.get(link)
        origin = link.partition("/?")[0]
        sent = client.post(
            f"{origin}/fleet/files", headers={"origin": origin}, files={"files": ("second.csv", f"{HEADER}\n{CLEAN}\n")}
        )
        assert "Kept second.csv." in sent.text
    os.kill(running.pid, signal.SIGKILL)
    running.communicate(timeout=60)
    assert (here / LOCK).exists()
    with Folder(here).locked():
        browser = Browser(here)
        assert browser.ask("GET", "/fleet", {"origin": ORIGIN}).status_code == 200
        browser.check()
        assert "6 units" in text_of(browser.get("/fleet"))
