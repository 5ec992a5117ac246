"""Papers are dropped, proposed, confirmed, and shown with what they vouch for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.command_line import CHINA, fleet
from tests.desk.client import Browser, text_of


def test_papers_are_kept_and_proposed(here: Path) -> None:
    fleet(CHINA)
    browser = Browser(here)
    page = browser.post("/papers/files", files=[("entry.txt", b"hello")])
    assert "Kept entry.txt." in text_of(page)
    assert "documents/entry.txt" in text_of(page)
    assert "No file was chosen." in text_of(browser.post("/papers/files", {"replace": ""}))
    assert "0 proposed." in text_of(browser.post("/papers/proposals"))
    (here / "documents.yaml").write_text("documents: 1\n")
    assert "documents.yaml" in text_of(browser.get("/papers"))


REGISTER = """documents:
  - id: "EXAMPLE-1"
    class: customs_entry
    file: "documents/a.txt"
    read_by: form-7501
    confirmed: false
"""


def test_a_proposal_is_confirmed_and_the_register_is_a_picture(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from compliance.workflows.documents import documents as real

    fleet(CHINA.replace("customs_entry:E-1", "customs_entry:EXAMPLE-1"))
    (here / "documents").mkdir()
    (here / "documents" / "a.txt").write_text("x")
    (here / "documents.yaml").write_text(REGISTER)
    browser = Browser(here)
    page = browser.get("/papers")
    assert "EXAMPLE-1 says what the paper says" in page
    assert "What vouches for what" in text_of(page)
    assert "<svg" in page
    assert 'href="/papers/file?name=documents/a.txt"' in page
    answer = browser.ask("GET", "/papers/file?name=documents/a.txt")
    assert (answer.text, answer.headers["content-disposition"]) == ("x", "attachment; filename*=utf-8''a.txt")
    for name in ("fleet.csv", "../x", "documents/none.txt"):
        assert browser.ask("GET", f"/papers/file?name={name}").status_code == 422
    assert "No paper was ticked." in text_of(browser.post("/papers/confirmation"))
    assert "Confirmed: EXAMPLE-1." in text_of(browser.post("/papers/confirmation", {"document": ["EXAMPLE-1"]}))
    assert "confirmed: true" in (here / "documents.yaml").read_text()
    assert "EXAMPLE-1 says what the paper says" not in browser.get("/papers")

    def proposing(*given: Any, **options: Any) -> Any:
        return replace(
            real(*given, **{**options, "read": False}), proposed=("EXAMPLE-2",), unreadable=("b.pdf is odd",)
        )

    monkeypatch.setattr("compliance.workflows.documents.documents", proposing)
    assert "1 proposed. b.pdf is odd" in text_of(browser.post("/papers/proposals"))
