"""Papers are dropped, proposed, confirmed, and shown with what they vouch for."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.command_line import CHINA, ROOT, fleet
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


def test_a_register_is_a_picture(tmp_path: Path) -> None:
    folder = tmp_path / "fleet"
    source = next(path.parent for path in sorted((ROOT / "fleets").glob("*/documents.yaml")))
    shutil.copytree(source, folder)
    browser = Browser(folder)
    page = browser.get("/papers")
    assert "What vouches for what" in text_of(page)
    assert "<svg" in page
    assert "No paper was ticked." in text_of(browser.post("/papers/confirmation"))


def test_a_proposal_is_confirmed(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from compliance.desk.pages import papers

    fleet(CHINA)
    (here / "documents").mkdir()
    (here / "documents" / "a.txt").write_text("x")
    (here / "documents.yaml").write_text(
        "documents:\n  - {id: EXAMPLE-1, class: customs_entry, file: documents/a.txt, confirmed: false}\n"
    )
    browser = Browser(here)
    page = browser.get("/papers")
    assert "EXAMPLE-1 says what the paper says" in page
    browser.post("/papers/confirmation", {"document": ["EXAMPLE-1"]})
    assert "confirmed: false" not in (here / "documents.yaml").read_text()
    real = papers.documents
    monkeypatch.setattr(
        papers, "documents", lambda *given, **options: _proposing(real(*given, **{**options, "read": False}))
    )
    assert "1 proposed. bad.pdf cannot be read" in text_of(browser.post("/papers/proposals"))


def _proposing(result: object) -> object:
    from dataclasses import replace

    return replace(result, proposed=("EXAMPLE-2",), unreadable=("bad.pdf cannot be read",))  # type: ignore[type-var]
