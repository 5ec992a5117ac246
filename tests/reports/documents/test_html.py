"""The tie-out as a page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from compliance import check, write_report
from compliance.reports.documents.html import papers_parts, write
from tests.reports.documents.sample import sample, text_of
from tests.reports.test_page import Read


def text(page: str) -> str:
    return " ".join(" ".join(Read(page).said).split())


def test_every_part_stands_on_it(tmp_path: Path) -> None:
    result = sample(tmp_path)
    page = text_of(write, result)
    assert text_of(write, result) == page
    assert page.startswith("<!doctype html>")
    assert page.count("<path ") == 5
    said = text(page)
    for part in (
        "4 registered documents, 56 units.",
        "E-1 customs entry person 30 30 0 20 contradicted, 30 over-used",
        "C-1 certificate pdf (not confirmed)",
        "S-1 factory record unread 20 0 S-1 is not in the register",
        "Proposed just now LIST-list",
        "Files that are not registered documents/note.txt",
    ):
        assert part in said


def test_of_very_many_rows_the_first_are_shown(tmp_path: Path) -> None:
    result = sample(tmp_path)
    parts = papers_parts(result.papers, max_rows=1)
    assert [(len(rows), more) for _, _, rows, more in parts["tables"]] == [(1, 3), (1, 4), (1, 4)]
    bare = replace(result.papers, lots=(), tied=replace(result.papers.tied, claims=()))
    assert [title for title, *_ in papers_parts(bare)["tables"]] == ["Documents and what they cover"]


def test_the_page_of_a_check_shows_it_where_there_is_a_register(tmp_path: Path) -> None:
    result = sample(tmp_path)
    checked = check(tmp_path, policies=["origin-claims"], as_of=date(2026, 11, 30))
    write_report(checked, tmp_path / "with.html", "html")
    page = (tmp_path / "with.html").read_text("utf-8")
    assert '<section id="papers"' in page
    assert page.count("<path ") == text_of(write, result).count("<path ")
    (tmp_path / "documents.yaml").unlink()
    write_report(
        check(tmp_path, policies=["origin-claims"], as_of=date(2026, 11, 30)), tmp_path / "without.html", "html"
    )
    assert 'id="papers"' not in (tmp_path / "without.html").read_text("utf-8")
