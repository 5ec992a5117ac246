"""Papers are dropped, proposed, confirmed, and shown with what they vouch for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.command_line import CHINA, fleet
from tests.desk.client import Browser, text_of
from tests.evidence.readers.papers import in_this_process, pdf

pytest.importorskip("pdfplumber")


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


SCAN = """
  - id: "EXAMPLE-3"
    class: customs_entry
    reference: EXAMPLE-3
    issuer: {name: EXAMPLE Broker, role: broker}
    issued_on: 2025-06-05
    file: documents/b.pdf
    read_by: form-7501
    lines:
      - {line: 1, origin: TH, quantity: 4, serials: [S1, S2], evidence: {page: 2, box: "27", row: 3}}
"""


def test_a_proposal_stands_beside_its_paper(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("compliance.evidence.readers.pdf.in_child", in_this_process)
    fleet(CHINA)
    (here / "documents").mkdir()
    (here / "documents" / "a.txt").write_text("<b>the paper</b>")
    (here / "documents" / "b.pdf").write_bytes(pdf(["one"], ["two"], ["three"]))
    (here / "documents.yaml").write_text(REGISTER + SCAN.lstrip("\n"))
    browser = Browser(here)
    browser.check()
    assert '<a href="/papers/proposal?id=EXAMPLE-3">Compare EXAMPLE-3 with documents/b.pdf</a>' in browser.get("/queue")
    page = browser.get("/papers/proposal?id=EXAMPLE-1")
    assert "&lt;b&gt;the paper&lt;/b&gt;</pre>" in page
    assert "It names no machines." in text_of(page)
    page = browser.get("/papers/proposal?id=EXAMPLE-3")
    assert '<img src="data:image/png;base64,' in page
    text = text_of(page)
    assert "Page 2 of 3 Before After Save documents/b.pdf" in text
    assert "EXAMPLE Broker (broker) Issued on 2025-06-05" in text
    assert "Line 1 page 2 box 27 row 3 quantity 4 origin TH serials 2: S1, S2" in text
    assert "Page 3 of 3 Before Save" in text_of(browser.get("/papers/proposal?id=EXAMPLE-3&page=3"))
    assert "has no page 9, but 3" in text_of(browser.get("/papers/proposal?id=EXAMPLE-3&page=9"))
    (here / "documents" / "b.pdf").write_bytes(b"PK\x00")
    assert "<pre" not in browser.get("/papers/proposal?id=EXAMPLE-3")
    (here / "documents" / "b.pdf").unlink()
    assert "documents/b.pdf" in text_of(browser.get("/papers/proposal?id=EXAMPLE-3"))
    browser.post("/papers/confirmation", {"document": "EXAMPLE-1"})
    for name in ("EXAMPLE-1", "x"):
        assert "no longer open" in text_of(browser.ask("GET", f"/papers/proposal?id={name}").text)
